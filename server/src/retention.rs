//! What may no longer be kept goes by itself: persons at the latest on 31 December of the year they turn 21 (förordning
//! 2006:39, 7 §), youths' own words after 30 days.

use crate::{
    db::{Db, StoreError, Tx},
    erase::erase,
    journal::Process,
    store::{self, place::Municipality, youth::Record},
};
use domain::{Actor, Fact, MunicipalityId, YouthId, civil, covered};
use jiff::civil::Date;
use serde::Serialize;
use std::{collections::BTreeSet, time::Duration};

/// A youth's own words are kept for so many milliseconds.
const WORDS: i64 = 30 * 24 * 60 * 60 * 1000;
/// Who is registered has turned 16 or does so that year, so that whoever has no birth date is past deletion so many years
/// after.
const LONGEST: i16 = 6;
const CHORE: &str = "retention";
/// How often a server asks whether it is time.
const EVERY: Duration = Duration::from_secs(15 * 60);
/// A server that claimed the chore and ended is let go of after so many milliseconds.
const CLAIM: i64 = 60 * 60 * 1000;

/// What the retention did in a municipality, or would do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Kept {
    /// Where.
    pub municipality: MunicipalityId,
    /// As people write it.
    pub name: String,
    /// Persons who are erased, or would be.
    pub erased: usize,
    /// Persons without a birth date: until when they may be kept isn't known, and the municipality should find out.
    pub without_birth_date: usize,
}

/// Whether it is done, or only said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Erase.
    Erase,
    /// Only tell.
    DryRun,
}

/// Erases whoever may no longer be kept on a day, each in a transaction of their own, and old texts.
pub async fn run(db: &Db, process: &Process, mode: Mode) -> Result<Vec<Kept>, StoreError> {
    let now = process.clock.now();
    let today = civil::day(now);
    let mut tx = db.read().await?;
    let places = store::place::municipalities(&mut tx).await?;
    drop(tx);
    let mut all = Vec::new();
    for place in places {
        let mut tx = db.read().await?;
        let due = due(&mut tx, &place, today).await?;
        drop(tx);
        let mut kept = Kept {
            municipality: place.id,
            name: place.name.clone(),
            erased: due.persons.len(),
            without_birth_date: due.without_birth_date,
        };
        if mode == Mode::Erase {
            kept.erased = 0;
            for person in due.persons {
                let mut tx = db.begin().await?;
                // Another server, or an administrator, may have been first.
                kept.erased += usize::from(erase(&mut tx, process, &place, person, Actor::System).await?.is_some());
                tx.commit().await?;
            }
        }
        all.push(kept);
    }
    if mode == Mode::Erase {
        let mut tx = db.begin().await?;
        store::erase::old_texts(&mut tx, now.saturating_sub(WORDS)).await?;
        tx.commit().await?;
    }
    Ok(all)
}

struct Due {
    persons: Vec<YouthId>,
    without_birth_date: usize,
}

async fn due(tx: &mut Tx, place: &Municipality, today: Date) -> Result<Due, StoreError> {
    let records = store::youth::all(tx, place.id).await?;
    let mut due = Due { persons: Vec::new(), without_birth_date: 0 };
    let mut seen = BTreeSet::new();
    for record in records.iter().filter(|it| !it.erased) {
        if !seen.insert(record.person) {
            continue;
        }
        let person = || records.iter().filter(|it| it.person == record.person);
        match kept_until(tx, place.id, person()).await? {
            Some((last, _)) if last < today => due.persons.push(record.person),
            Some((_, true)) => {}
            Some((_, false)) | None => due.without_birth_date += 1,
        }
    }
    Ok(due)
}

/// The last day that a person may be kept, and whether it is known by a birth date.
async fn kept_until<'a>(
    tx: &mut Tx,
    municipality: MunicipalityId,
    mut records: impl Iterator<Item = &'a Record>,
) -> Result<Option<(Date, bool)>, StoreError> {
    let Some(first) = records.next() else { return Ok(None) };
    if let Some(number) = std::iter::once(first).chain(records).find_map(|it| it.number.as_ref()) {
        return Ok(Some((covered::kept_until(number.birth()), true)));
    }
    // Two numbers that nobody has chosen between, or none. The earliest of what was said is the law's "at the latest".
    let entries = store::entry::of_person(tx, municipality, first.person).await?;
    let facts = || entries.iter().flat_map(|it| &it.entry.facts);
    let births = facts().filter_map(|it| match it {
        Fact::DetailsChanged { detail: domain::Detail::Number { number }, .. } => Some(number.birth()),
        _ => None,
    });
    if let Some(birth) = births.min() {
        return Ok(Some((covered::kept_until(birth), true)));
    }
    let registered = facts().filter_map(|it| match it {
        Fact::Registered { on, .. } => Some(*on),
        _ => None,
    });
    Ok(registered.min().map(|it| (Date::constant((it.year() + LONGEST).min(9999), 12, 31), false)))
}

/// Does it once a day, on one of the servers that share the database, until the process ends.
pub async fn keep(db: Db, process: Process) {
    let mut every = tokio::time::interval(EVERY);
    loop {
        every.tick().await;
        match once_a_day(&db, &process).await {
            Ok(Some(kept)) => {
                let erased: usize = kept.iter().map(|it| it.erased).sum();
                let without: usize = kept.iter().map(|it| it.without_birth_date).sum();
                metrics::counter!("uppsok_erased_by_retention_total").increment(erased.try_into().unwrap_or(u64::MAX));
                tracing::info!(erased, without, "retention");
            }
            Ok(None) => {}
            Err(error) => tracing::error!(error = &error as &dyn std::error::Error, "retention"),
        }
    }
}

/// Does it, where nobody has done it today.
pub async fn once_a_day(db: &Db, process: &Process) -> Result<Option<Vec<Kept>>, StoreError> {
    let now = process.clock.now();
    let today = civil::day(now);
    let mut tx = db.begin().await?;
    let is_ours = store::chore::claim(&mut tx, CHORE, today, now, now.saturating_add(CLAIM)).await?;
    tx.commit().await?;
    if !is_ours {
        return Ok(None);
    }
    let kept = run(db, process, Mode::Erase).await?;
    let mut tx = db.begin().await?;
    store::chore::done(&mut tx, CHORE, today).await?;
    tx.commit().await?;
    Ok(Some(kept))
}
