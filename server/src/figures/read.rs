//! Reading figures: from sums where they are kept, else person by person. Both come to the same.

use crate::{
    db::{StoreError, Tx},
    store::{figure, place},
};
use domain::{
    Gender, Lang, MunicipalityId, RegistrationReason, UnitId,
    figures::{Ask, Choice, Counts, Levels, Moves, Named, Part, Person, Series, Span, State, Status, change},
};
use jiff::{ToSpan, civil::Date};
use std::collections::BTreeMap;

/// What the parts of a municipality's figures are by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// Unit.
    Unit,
    /// Gender.
    Gender,
    /// Reason of registration.
    Reason,
}

impl By {
    fn kind(self) -> &'static str {
        match self {
            Self::Unit => "u:",
            Self::Gender => "g:",
            Self::Reason => "r:",
        }
    }
}

/// The part that a choice is, where it is one that has sums of its own.
fn part(choice: &Choice) -> Option<Part> {
    match choice {
        Choice { unit: None, gender: None, reason: None } => Some(Part::All),
        Choice { unit: Some(it), gender: None, reason: None } => Some(Part::Unit(Some(*it))),
        Choice { unit: None, gender: Some(it), reason: None } => Some(Part::Gender(*it)),
        Choice { unit: None, gender: None, reason: Some(it) } => Some(Part::Reason(*it)),
        _ => None,
    }
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

/// A municipality's counts in a period, of what is chosen.
pub async fn counts(tx: &mut Tx, wanted: Wanted<'_>) -> Result<Counts, StoreError> {
    let Wanted { municipality, choice, span, of, today } = wanted;
    match part(choice).filter(|_| is_kept(span, today)) {
        Some(part) => Ok(Counts::from_sums(&figure::sums(tx, municipality, part, &asks(span, of)).await?, span)?),
        None => Ok(Counts::of(&everyone(tx, municipality).await?, span, choice)),
    }
}

/// The same for each part, by name; what is empty isn't among them.
pub async fn parts(tx: &mut Tx, wanted: Wanted<'_>, by: By, lang: Lang) -> Result<Vec<(Named, Counts)>, StoreError> {
    let Wanted { municipality, choice, span, of, today } = wanted;
    let named = names(tx, municipality, by, lang).await?;
    let is_of_all = choice.is_empty() && is_kept(span, today);
    let sums = if is_of_all { figure::sums_by(tx, municipality, by.kind(), &asks(span, of)).await? } else { BTreeMap::new() };
    let persons = if is_of_all { Vec::new() } else { everyone(tx, municipality).await? };
    let mut parts = Vec::new();
    for (name, part) in named {
        let counts = if is_of_all {
            match sums.get(&part.to_string()) {
                Some(sums) => Counts::from_sums(sums, span)?,
                None => Counts::default(),
            }
        } else {
            let Some((of, chosen)) = within(choice, part) else { continue };
            let of_part: Vec<&Person> = persons.iter().filter(|it| chosen.is_none_or(|unit| it.unit == unit)).collect();
            Counts::of(of_part, span, &of)
        };
        if !counts.is_empty() {
            parts.push((name, counts));
        }
    }
    Ok(parts)
}

/// A choice within a part, and which unit it is of where that may be none; none where the part isn't chosen.
#[expect(clippy::option_option, reason = "any unit, or one, or none")]
fn within(choice: &Choice, part: Part) -> Option<(Choice, Option<Option<UnitId>>)> {
    match part {
        Part::All => Some((*choice, None)),
        Part::Unit(it) => choice.unit.is_none_or(|chosen| it == Some(chosen)).then_some((Choice { unit: None, ..*choice }, Some(it))),
        Part::Gender(it) => choice.gender.is_none_or(|chosen| chosen == it).then_some((Choice { gender: Some(it), ..*choice }, None)),
        Part::Reason(it) => choice.reason.is_none_or(|chosen| chosen == it).then_some((Choice { reason: Some(it), ..*choice }, None)),
    }
}

async fn names(tx: &mut Tx, municipality: MunicipalityId, by: By, lang: Lang) -> Result<Vec<(Named, Part)>, StoreError> {
    let named = |code: String, name: &str, part| (Named { code, name: name.to_owned() }, part);
    Ok(match by {
        By::Unit => {
            let mut all: Vec<_> = place::units(tx, municipality)
                .await?
                .into_iter()
                .map(|it| named(it.id.to_string(), &it.name, Part::Unit(Some(it.id))))
                .collect();
            all.sort_by_key(|it| domain::collate::sort_key(&it.0.name));
            all.push(named(String::new(), lang.pick("Ingen enhet", "No unit"), Part::Unit(None)));
            all
        }
        By::Gender => Gender::ALL.iter().map(|it| named(it.code().to_owned(), it.word(lang), Part::Gender(*it))).collect(),
        By::Reason => RegistrationReason::ALL.iter().map(|it| named(it.code().to_owned(), it.word(lang), Part::Reason(*it))).collect(),
    })
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
    let Some(part) = part(choice) else {
        let persons = everyone(tx, municipality).await?;
        let status = |month: Date| Counts::of(&persons, Span { from: None, to: month.last_of_month() }, choice).status;
        return Ok(all.map(|month| (month, status(month))).collect());
    };
    let mut levels = Levels::default();
    let before = Ask { series: Series::Status, is_daily: false, from: None, to: first.saturating_sub(1.month()) };
    for it in figure::sums(tx, municipality, part, &[before]).await? {
        levels.change(&it.key, it.n)?;
    }
    let changes = figure::by_month(tx, municipality, part, Series::Status, first, last).await?;
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
    match part(choice).filter(|_| is_kept(Span { from: None, to: day }, today)) {
        Some(part) => {
            let is_daily = day != day.last_of_month();
            let ask = Ask { series: Series::Status, is_daily, from: Some(month), to: if is_daily { day } else { month } };
            for it in figure::sums(tx, municipality, part, &[ask]).await? {
                let (from, to) = change(&it.key)?;
                add(from, to, it.n.max(0).unsigned_abs());
            }
        }
        None => {
            let eve = month.yesterday().unwrap_or(Date::MIN);
            for person in everyone(tx, municipality).await? {
                for case in person.cases.iter().filter(|it| choice.takes(&person, it)) {
                    let on = |day| case.is_open(day).then(|| State::on(&person.readings, day));
                    add(on(eve), on(day), 1);
                }
            }
        }
    }
    Ok(moves)
}
