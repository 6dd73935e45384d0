//! Comparing what is kept with a fresh fold of the entries.

use super::close::Known;
use crate::{
    db::{Db, StoreError},
    journal,
    store::{closed, figure, left, missing, published, youth},
};
use domain::{
    Gender, MunicipalityId, YouthId,
    figures::{Ask, Cell, Choice, Counts, Missing, Part, Person, Span, Sum},
};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Something that is kept and isn't what the entries come to. Tells no person.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Difference {
    /// What so many persons count for.
    #[error("{0} persons count for something else than their entries say")]
    Persons(usize),
    /// A sum: as it is stored, what is kept and what it should be.
    #[error("the sum {cell:?} is {kept} and should be {fresh}")]
    Sum {
        /// Part, series, day and key.
        cell: [String; 4],
        /// What is kept.
        kept: i64,
        /// What it should be.
        fresh: i64,
    },
    /// A closed month isn't what was known when it was closed.
    #[error("the closed month {0} isn't what the entries until then come to")]
    Closed(Date),
    /// A month was published from something else than it was closed with.
    #[error("the month {0} was published from other counts than it was closed with")]
    Published(Date),
    /// The lists of what is missing.
    #[error("{0} persons stand wrongly in the lists of what is missing")]
    Missing(usize),
}

/// Compares a municipality's sums, lists and closed months with a fresh fold, and what erased persons have left. Of a month that
/// somebody was erased after it was closed nobody can tell what it should be, but that nothing in it is less than what is known.
pub async fn verify(db: &Db, municipality: MunicipalityId, today: Date) -> Result<Vec<Difference>, StoreError> {
    let mut tx = db.read().await?;
    let mut found = Vec::new();
    let youths = journal::everyone(&mut tx, municipality, i64::MAX).await?;
    let fresh: BTreeMap<YouthId, Person> = youths.iter().filter_map(|it| Some((it.id, Person::of(it)?))).collect();
    let kept = figure::persons(&mut tx, municipality).await?;
    let differing = |a: &BTreeMap<YouthId, Person>, b: &BTreeMap<YouthId, Person>| a.iter().filter(|it| b.get(it.0) != Some(it.1)).count();
    let persons = differing(&fresh, &kept).max(differing(&kept, &fresh));
    if persons > 0 {
        found.push(Difference::Persons(persons));
    }
    let left = left::cells(&mut tx, municipality).await?;
    found.extend(sums(&fresh, &left, figure::cells(&mut tx, municipality).await?, today.first_of_month()));
    let lists: BTreeMap<YouthId, Missing> = youths.iter().filter_map(|it| Some((it.id, Missing::of(it)?))).collect();
    let kept: BTreeMap<YouthId, Missing> =
        missing::all(&mut tx, municipality).await?.into_iter().map(|it| (it.person, it.missing)).collect();
    let wrong = lists.iter().filter(|it| kept.get(it.0) != Some(it.1)).count() + kept.keys().filter(|it| !lists.contains_key(it)).count();
    if wrong > 0 {
        found.push(Difference::Missing(wrong));
    }
    let last_erasure = youth::last_erasure(&mut tx, municipality).await?;
    let left_months = left::months(&mut tx, municipality).await?;
    let mut known: Option<(i64, Known)> = None;
    for it in closed::all(&mut tx, municipality).await? {
        if known.as_ref().is_none_or(|known| known.0 != it.position) {
            let then = journal::everyone(&mut tx, municipality, it.position).await?;
            let persons = then.iter().filter_map(Person::of).collect();
            known = Some((it.position, Known { persons, left: left_months.clone() }));
        }
        let Some((_, known)) = &known else { continue };
        // Who has been erased since then stands in the month, and no longer in the journal.
        let is_whole = last_erasure.is_none_or(|position| position <= it.position);
        let end = it.month.last_of_month();
        let mut is_right = true;
        for gender in Gender::ALL {
            let choice = Choice { gender: Some(*gender), ..Choice::default() };
            let mut fresh = Counts::of_month(&known.persons, end, &choice);
            let kept = it.counts.get(gender).cloned().unwrap_or_default();
            is_right &= if is_whole {
                fresh += &left_in(&left, *gender, end)?;
                fresh == kept
            } else {
                fresh.is_within(&kept)
            };
        }
        let Some(month_end) = it.month_end else {
            if !is_right {
                found.push(Difference::Closed(it.month));
            }
            continue;
        };
        let fresh = known.month_end(it.month);
        is_right &= if is_whole { fresh == month_end } else { fresh.is_within(&month_end) };
        let pairs = |gender: &Gender| it.counts.get(gender).map(|it| it.pairs.clone()).unwrap_or_default();
        if !is_right || Gender::ALL.iter().any(|gender| month_end.pairs(*gender) != pairs(gender)) {
            found.push(Difference::Closed(it.month));
        }
        let published = published::month(&mut tx, it.month.last_of_month()).await?;
        let of_it = published.and_then(|all| all.counts.into_iter().find(|it| it.municipality == municipality));
        if of_it.is_some_and(|it| it.month_end().is_some_and(|it| it != month_end)) {
            found.push(Difference::Published(it.month));
        }
    }
    Ok(found)
}

/// What erased persons have left of a gender in a month, as [`Counts::of_month`] counts it. `end` is its last day.
fn left_in(left: &BTreeMap<Cell, i64>, gender: Gender, end: Date) -> Result<Counts, StoreError> {
    let asks = Ask::of_month(end);
    let cells = left.iter().filter(|(cell, _)| cell.part == Part::Gender(gender) && asks.iter().any(|it| it.takes(cell)));
    let sums: Vec<Sum> = cells.map(|(cell, n)| Sum { series: cell.series, key: cell.key.clone(), n: *n }).collect();
    Ok(Counts::from_sums(&sums, Span { from: None, to: end })?)
}

/// Sums that aren't what the persons count for, with what erased ones have left. Days of months that are over may still stand there.
fn sums(persons: &BTreeMap<YouthId, Person>, left: &BTreeMap<Cell, i64>, kept: BTreeMap<[String; 4], i64>, month: Date) -> Vec<Difference> {
    let mut both: BTreeMap<[String; 4], (i64, i64)> = BTreeMap::new();
    let is_over = |cell: &[String; 4]| cell[1].strip_suffix(".day").is_some() && cell[2] < month.to_string();
    for (cell, n) in kept.into_iter().filter(|it| !is_over(&it.0)) {
        both.entry(cell).or_default().0 += n;
    }
    for (cell, n) in persons.values().flat_map(|it| it.cells(month)).chain(left.clone()) {
        let cell = figure::as_stored(&cell);
        if !is_over(&cell) {
            both.entry(cell).or_default().1 += n;
        }
    }
    let differs = both.into_iter().filter(|it| it.1.0 != it.1.1);
    differs.map(|(cell, (kept, fresh))| Difference::Sum { cell, kept, fresh }).collect()
}
