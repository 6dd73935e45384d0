//! Reading figures: from sums where they are kept, else person by person. Both come to the same.

use crate::{
    db::{StoreError, Tx},
    store::{figure, place},
};
use domain::{
    Gender, Lang, MunicipalityId, RegistrationReason, UnitId,
    figures::{Ask, Choice, Counts, Levels, Moves, Named, Part, Person, Series, Span, State, Status, Sum, change},
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

/// Whether there are sums for a period: it begins with a month, and ends with one or in the month that is going on.
fn is_kept(span: Span, today: Date) -> bool {
    span.from.is_none_or(|it| it == it.first_of_month())
        && (span.to == span.to.last_of_month() || span.to.first_of_month() == today.first_of_month())
}

async fn everyone(tx: &mut Tx, municipality: MunicipalityId) -> Result<Vec<Person>, StoreError> {
    Ok(figure::persons(tx, municipality).await?.into_values().collect())
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
    /// What: where sums are kept, nothing else is counted.
    pub of: &'a [Series],
    /// The day today.
    pub today: Date,
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

/// A municipality's counts in a period, of what is chosen.
pub async fn counts(tx: &mut Tx, wanted: Wanted<'_>) -> Result<Counts, StoreError> {
    let Wanted { municipality, choice, span, of, today } = wanted;
    if !is_kept(span, today) {
        return Ok(Counts::of(&everyone(tx, municipality).await?, span, choice));
    }
    let parts = parts_of(tx, municipality, choice).await?;
    let sums = figure::sums(tx, municipality, &parts, &asks(span, of)).await?;
    Ok(Counts::from_sums(sums.values().flatten(), span)?)
}

/// The same in parts, too.
pub async fn split(tx: &mut Tx, wanted: Wanted<'_>, lang: Lang) -> Result<Split, StoreError> {
    let Wanted { municipality, choice, span, of, today } = wanted;
    let listed = place::units(tx, municipality).await?;
    let names = [by_unit(&listed, lang), by_gender(lang), by_reason(lang)];
    let counted: Counted = if is_kept(span, today) {
        let parts =
            if choice.is_empty() { names.iter().flatten().map(|it| it.1).chain([Part::All]).collect() } else { within(choice, &listed) };
        Counted::Sums(figure::sums(tx, municipality, &parts, &asks(span, of)).await?)
    } else {
        Counted::Persons(everyone(tx, municipality).await?)
    };
    let of_part = |part| counted.within(part, choice, span);
    let [units, genders, reasons] = names.map(|names| {
        let counted = names.into_iter().map(|(name, part)| Ok((name, of_part(part)?)));
        counted.filter(|it| it.as_ref().map_or(true, |it: &(Named, Counts)| !it.1.is_empty())).collect::<Result<Vec<_>, StoreError>>()
    });
    Ok(Split { all: of_part(Part::All)?, units: units?, genders: genders?, reasons: reasons? })
}

/// What counts come from.
enum Counted {
    Sums(BTreeMap<Part, Vec<Sum>>),
    Persons(Vec<Person>),
}

impl Counted {
    /// Of what is chosen, what lies within a part.
    fn within(&self, part: Part, choice: &Choice, span: Span) -> Result<Counts, StoreError> {
        match self {
            Self::Sums(sums) => {
                let within = sums.iter().filter(|it| *it.0 == part || part.holds(*it.0));
                Ok(Counts::from_sums(within.flat_map(|it| it.1), span)?)
            }
            Self::Persons(persons) => {
                let Some((choice, unit)) = narrowed(choice, part) else { return Ok(Counts::default()) };
                Ok(Counts::of(persons.iter().filter(|it| unit.is_none_or(|unit| it.unit == unit)), span, &choice))
            }
        }
    }
}

/// A choice within a part, and which unit it is of where that may be none; none where the part isn't chosen.
#[expect(clippy::option_option, reason = "any unit, or one, or none")]
fn narrowed(choice: &Choice, part: Part) -> Option<(Choice, Option<Option<UnitId>>)> {
    let of_unit =
        |it: Option<UnitId>| choice.unit.is_none_or(|chosen| it == Some(chosen)).then_some((Choice { unit: None, ..*choice }, Some(it)));
    let of_gender = |it| choice.gender.is_none_or(|chosen| chosen == it).then_some(Choice { gender: Some(it), ..*choice });
    let of_reason = |it| choice.reason.is_none_or(|chosen| chosen == it).then_some(Choice { reason: Some(it), ..*choice });
    match part {
        Part::Unit(it) => of_unit(it),
        Part::Gender(it) => Some((of_gender(it)?, None)),
        Part::Reason(it) => Some((of_reason(it)?, None)),
        Part::All | Part::Each(..) => Some((*choice, None)),
    }
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

/// Status at the end of each of some months, oldest first. `last` is any day of the last of them.
pub async fn trend(
    tx: &mut Tx,
    municipality: MunicipalityId,
    choice: &Choice,
    last: Date,
    months: i32,
) -> Result<Vec<(Date, Status)>, StoreError> {
    let last = last.first_of_month();
    let first = last.saturating_sub((months - 1).months());
    let all = (0..months).map(|it| first.saturating_add(it.months()));
    let parts = parts_of(tx, municipality, choice).await?;
    let mut levels = Levels::default();
    let before = Ask { series: Series::Status, is_daily: false, from: None, to: first.saturating_sub(1.month()) };
    for it in figure::sums(tx, municipality, &parts, &[before]).await?.values().flatten() {
        levels.change(&it.key, it.n)?;
    }
    let changes = figure::by_month(tx, municipality, &parts, Series::Status, first, last).await?;
    let mut changes = changes.iter().peekable();
    let mut trend = Vec::new();
    for month in all {
        while let Some((_, it)) = changes.next_if(|it| it.0 <= month) {
            levels.change(&it.key, it.n)?;
        }
        trend.push((month, levels.status()));
    }
    Ok(trend)
}

/// Who went from what to what between the end of the month before and a day.
pub async fn moves(tx: &mut Tx, municipality: MunicipalityId, choice: &Choice, day: Date, today: Date) -> Result<Moves, StoreError> {
    let month = day.first_of_month();
    let mut moves = Moves::default();
    let mut add = |from: Option<State>, to: Option<State>, n: u64| {
        let (from, to) = (from.map(State::group), to.map(State::group));
        if from != to && n > 0 {
            *moves.0.entry((from, to)).or_default() += n;
        }
    };
    if is_kept(Span { from: None, to: day }, today) {
        let is_daily = day != day.last_of_month();
        let ask = Ask { series: Series::Status, is_daily, from: Some(month), to: if is_daily { day } else { month } };
        let parts = parts_of(tx, municipality, choice).await?;
        for it in figure::sums(tx, municipality, &parts, &[ask]).await?.values().flatten() {
            let (from, to) = change(&it.key)?;
            add(from, to, it.n.max(0).unsigned_abs());
        }
    } else {
        let eve = month.yesterday().unwrap_or(Date::MIN);
        for person in everyone(tx, municipality).await? {
            for case in person.cases.iter().filter(|it| choice.takes(&person, it)) {
                let on = |day| case.is_open(day).then(|| State::on(&person.readings, day));
                add(on(eve), on(day), 1);
            }
        }
    }
    Ok(moves)
}
