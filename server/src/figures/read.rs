//! Reading figures, from the sums that are kept.

use crate::{
    db::{StoreError, Tx},
    store::{figure, place},
};
use domain::{
    Gender, Lang, MunicipalityId, RegistrationReason,
    figures::{Ask, Choice, Counts, Levels, Moves, Named, Part, Series, Span, State, Status, Sum, Work, change},
};
use jiff::{ToSpan, civil::Date};
use std::collections::BTreeMap;

/// The parts that a choice is the sum of: one that has sums of its own, else each that lies within it.
async fn parts_of(tx: &mut Tx, municipality: MunicipalityId, choice: &Choice) -> Result<Vec<Part>, StoreError> {
    Ok(match choice {
        Choice { unit: None, gender: None, reason: None } => vec![Part::All],
        Choice { unit: Some(it), gender: None, reason: None } => vec![Part::Unit(Some(*it))],
        Choice { unit: None, gender: Some(it), reason: None } => vec![Part::Gender(*it)],
        Choice { unit: None, gender: None, reason: Some(it) } => vec![Part::Reason(*it)],
        _ => within(choice, &place::units(tx, municipality).await?),
    })
}

fn within(choice: &Choice, units: &[place::Unit]) -> Vec<Part> {
    Part::within(choice, &units.iter().map(|it| it.id).collect::<Vec<_>>())
}

fn asks(span: Span, of: &[Series]) -> Vec<Ask> {
    Ask::of(span).into_iter().filter(|it| of.contains(&it.series)).collect()
}

/// What is to be counted.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    /// Of whom.
    pub municipality: MunicipalityId,
    /// Of them, who.
    pub choice: &'a Choice,
    /// When.
    pub span: Span,
    /// What: nothing else is counted.
    pub of: &'a [Series],
}

/// What is chosen, whole and in parts by name; a part that is empty isn't among them.
#[derive(Clone, Debug)]
pub struct Split {
    /// Everyone who is chosen.
    pub all: Counts,
    /// By unit.
    pub units: Vec<(Named, Counts)>,
    /// By gender.
    pub genders: Vec<(Named, Counts)>,
    /// By reason of registration.
    pub reasons: Vec<(Named, Counts)>,
}

/// A municipality's counts in a period, of what is chosen. The period begins with a month, and ends with one or today: days
/// of months that are over aren't kept ([`is_kept`]).
pub async fn counts(tx: &mut Tx, wanted: Wanted<'_>) -> Result<Counts, StoreError> {
    let Wanted { municipality, choice, span, of } = wanted;
    let parts = parts_of(tx, municipality, choice).await?;
    let sums = figure::sums(tx, municipality, &parts, &asks(span, of)).await?;
    Ok(Counts::from_sums(sums.values().flatten(), span)?)
}

/// Whether what stood on a day can be asked for.
pub fn is_kept(day: Date, today: Date) -> bool {
    day == today || (day < today && day == day.last_of_month())
}

/// The same in parts, too.
pub async fn split(tx: &mut Tx, wanted: Wanted<'_>, lang: Lang) -> Result<Split, StoreError> {
    let Wanted { municipality, choice, span, of } = wanted;
    let listed = place::units(tx, municipality).await?;
    let names = [by_unit(&listed, lang), by_gender(lang), by_reason(lang)];
    let parts =
        if choice.is_empty() { names.iter().flatten().map(|it| it.1).chain([Part::All]).collect() } else { within(choice, &listed) };
    let sums = figure::sums(tx, municipality, &parts, &asks(span, of)).await?;
    let of_part = |part: Part| {
        let within = sums.iter().filter(|it| *it.0 == part || part.holds(*it.0));
        Counts::from_sums(within.flat_map(|it| it.1), span).map_err(StoreError::from)
    };
    let [units, genders, reasons] = names.map(|names| {
        let counted = names.into_iter().map(|(name, part)| Ok((name, of_part(part)?)));
        counted.filter(|it| it.as_ref().map_or(true, |it: &(Named, Counts)| !it.1.is_empty())).collect::<Result<Vec<_>, StoreError>>()
    });
    Ok(Split { all: of_part(Part::All)?, units: units?, genders: genders?, reasons: reasons? })
}

fn named(code: String, name: &str, part: Part) -> (Named, Part) {
    (Named { code, name: name.to_owned() }, part)
}

fn by_unit(units: &[place::Unit], lang: Lang) -> Vec<(Named, Part)> {
    let mut all: Vec<_> = units.iter().map(|it| named(it.id.to_string(), &it.name, Part::Unit(Some(it.id)))).collect();
    all.sort_by_key(|it| domain::collate::sort_key(&it.0.name));
    all.push(named(String::new(), lang.pick("Ingen enhet", "No unit"), Part::Unit(None)));
    all
}

fn by_gender(lang: Lang) -> Vec<(Named, Part)> {
    Gender::ALL.iter().map(|it| named(it.code().to_owned(), it.word(lang), Part::Gender(*it))).collect()
}

fn by_reason(lang: Lang) -> Vec<(Named, Part)> {
    RegistrationReason::ALL.iter().map(|it| named(it.code().to_owned(), it.word(lang), Part::Reason(*it))).collect()
}

/// Status at the end of each of some months, oldest first, and for the last on a day.
pub async fn trend(
    tx: &mut Tx,
    municipality: MunicipalityId,
    choice: &Choice,
    last: Date,
    months: i32,
) -> Result<Vec<(Date, Status)>, StoreError> {
    let month = last.first_of_month();
    let first = month.saturating_sub((months - 1).months());
    let parts = parts_of(tx, municipality, choice).await?;
    let mut levels = Levels::default();
    let before = Ask { series: Series::Status, is_daily: false, from: None, to: first.saturating_sub(1.month()) };
    for it in figure::sums(tx, municipality, &parts, &[before]).await?.values().flatten() {
        levels.change(&it.key, it.n)?;
    }
    let changes = figure::by_month(tx, municipality, &parts, Series::Status, first, month.saturating_sub(1.month())).await?;
    let mut changes = changes.iter().peekable();
    let mut trend = Vec::new();
    for at in (0..months - 1).map(|it| first.saturating_add(it.months())) {
        while let Some((_, it)) = changes.next_if(|it| it.0 <= at) {
            levels.change(&it.key, it.n)?;
        }
        trend.push((at, levels.status()));
    }
    // Not the month's end where that lies ahead: nobody knows it yet.
    for it in figure::sums(tx, municipality, &parts, &[since_the_month_began(last)]).await?.values().flatten() {
        levels.change(&it.key, it.n)?;
    }
    trend.push((month, levels.status()));
    Ok(trend)
}

/// What was done in each of some months, oldest first. `last` is any day of the last of them.
pub async fn work_by_month(
    tx: &mut Tx,
    municipality: MunicipalityId,
    choice: &Choice,
    last: Date,
    months: i32,
) -> Result<Vec<(Date, Work)>, StoreError> {
    let last = last.first_of_month();
    let first = last.saturating_sub((months - 1).months());
    let parts = parts_of(tx, municipality, choice).await?;
    let mut all: BTreeMap<Date, Vec<Sum>> = (0..months).map(|it| (first.saturating_add(it.months()), Vec::new())).collect();
    for (month, sum) in figure::by_month(tx, municipality, &parts, Series::Work, first, last).await? {
        all.entry(month).or_default().push(sum);
    }
    let work = |(month, sums): (Date, Vec<Sum>)| {
        let span = Span { from: Some(month), to: month.last_of_month() };
        Ok((month, Counts::from_sums(&sums, span)?.work))
    };
    all.into_iter().map(work).collect()
}

/// The changes of status in a day's month, through the day.
fn since_the_month_began(day: Date) -> Ask {
    let month = day.first_of_month();
    let is_daily = day != day.last_of_month();
    Ask { series: Series::Status, is_daily, from: Some(month), to: if is_daily { day } else { month } }
}

/// The steps from one group to another between the end of the month before and a day, registration by registration; into the
/// register and out of it are steps, too. On a month's last day a registration is one step at the most, from where it stood at
/// the end of the month before to where it stands. On any other day the steps of each day count as they are: who went from work
/// to nothing and back took two.
pub async fn moves(tx: &mut Tx, municipality: MunicipalityId, choice: &Choice, day: Date) -> Result<Moves, StoreError> {
    let mut moves = Moves::default();
    let parts = parts_of(tx, municipality, choice).await?;
    for it in figure::sums(tx, municipality, &parts, &[since_the_month_began(day)]).await?.values().flatten() {
        let (from, to) = change(&it.key)?;
        let (from, to) = (from.map(State::group), to.map(State::group));
        if from != to && it.n > 0 {
            *moves.0.entry((from, to)).or_default() += it.n.unsigned_abs();
        }
    }
    Ok(moves)
}
