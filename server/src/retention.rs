//! What may no longer be kept goes by itself: persons at the latest on 31 December of the year they turn 21 (förordning
//! 2006:39, 7 §), youths' own words after 30 days, links to their pages half a year after they ended. What can't be read or
//! removed stands in nobody else's way: it is counted, told of, and tried again.

use crate::{
    db::{Db, StoreError, Tx},
    erase::erase,
    journal::Process,
    store::{self, place::Municipality, youth::Record},
};
use domain::{Actor, Fact, MunicipalityId, YouthId, civil, covered};
use jiff::civil::Date;
use serde::Serialize;
use std::{collections::BTreeMap, time::Duration};

/// A youth's own words are kept for so many milliseconds.
const WORDS: i64 = 30 * 24 * 60 * 60 * 1000;
/// Who is registered has turned 16 or does so that year, so that whoever has no birth date is past deletion so many years
/// after.
const LONGEST: i16 = 6;
/// A link is kept so many milliseconds after it ended.
const LINKS: i64 = 183 * 24 * 60 * 60 * 1000;
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
    /// Persons who couldn't be judged or erased, or one where nobody could.
    pub failed: usize,
}

/// What a run did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ran {
    /// In each municipality.
    pub municipalities: Vec<Kept>,
    /// Kinds of old texts and links that couldn't be cleared.
    pub uncleared: usize,
}

impl Ran {
    /// How much is left to try again.
    pub fn failed(&self) -> usize {
        self.uncleared + self.municipalities.iter().map(|it| it.failed).sum::<usize>()
    }
}

/// Whether it is done, or only said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Erase.
    Erase,
    /// Only tell.
    DryRun,
}

/// Erases whoever may no longer be kept on a day, each in a transaction of their own, and old texts and links.
pub async fn run(db: &Db, process: &Process, mode: Mode) -> Result<Ran, StoreError> {
    let now = process.clock.now();
    let mut tx = db.read().await?;
    let places = store::place::municipalities(&mut tx).await?;
    drop(tx);
    let mut ran = Ran { municipalities: Vec::new(), uncleared: 0 };
    for place in places {
        ran.municipalities.push(in_municipality(db, process, &place, mode, civil::day(now)).await);
    }
    if mode == Mode::Erase {
        for cleared in [old_texts(db, now).await, old_links(db, now).await, old_piles(db, now).await] {
            if let Err(error) = cleared {
                tracing::error!(error = &error as &dyn std::error::Error, "old texts, links or last words couldn't be cleared");
                ran.uncleared += 1;
            }
        }
    }
    Ok(ran)
}

async fn old_texts(db: &Db, now: i64) -> Result<(), StoreError> {
    let mut tx = db.begin().await?;
    store::erase::old_texts(&mut tx, now.saturating_sub(WORDS)).await?;
    tx.commit().await
}

async fn old_piles(db: &Db, now: i64) -> Result<(), StoreError> {
    let mut tx = db.begin().await?;
    store::quarantine::expire(&mut tx, now.saturating_sub(store::quarantine::TERM)).await?;
    tx.commit().await
}

async fn old_links(db: &Db, now: i64) -> Result<(), StoreError> {
    let mut tx = db.begin().await?;
    store::youth_link::clear(&mut tx, now.saturating_sub(LINKS)).await?;
    tx.commit().await
}

async fn in_municipality(db: &Db, process: &Process, place: &Municipality, mode: Mode, today: Date) -> Kept {
    let mut kept = Kept { municipality: place.id, name: place.name.clone(), erased: 0, without_birth_date: 0, failed: 0 };
    let due = match due(db, place, today).await {
        Ok(due) => due,
        Err(error) => {
            tracing::error!(municipality = %place.id, error = &error as &dyn std::error::Error, "nobody's time to be erased can be told");
            kept.failed = 1;
            return kept;
        }
    };
    (kept.without_birth_date, kept.failed) = (due.without_birth_date, due.failed);
    if mode == Mode::DryRun {
        kept.erased = due.persons.len();
        return kept;
    }
    for (at, person) in due.persons.iter().enumerate() {
        match erase_one(db, process, place, *person).await {
            // Another server, or an administrator, may have been first.
            Ok(is_erased) => kept.erased += usize::from(is_erased),
            Err(error) => {
                tracing::error!(municipality = %place.id, error = &error as &dyn std::error::Error, "somebody couldn't be erased");
                kept.failed += 1;
                if error.is_passing() {
                    // The database is away: the others wait for the next run.
                    kept.failed += due.persons.len() - at - 1;
                    break;
                }
            }
        }
    }
    kept
}

async fn erase_one(db: &Db, process: &Process, place: &Municipality, person: YouthId) -> Result<bool, StoreError> {
    let mut tx = db.begin().await?;
    let is_erased = erase(&mut tx, process, place, person, Actor::System).await?.is_some();
    tx.commit().await?;
    Ok(is_erased)
}

#[derive(Default)]
struct Due {
    persons: Vec<YouthId>,
    without_birth_date: usize,
    failed: usize,
}

async fn due(db: &Db, place: &Municipality, today: Date) -> Result<Due, StoreError> {
    let mut tx = db.read().await?;
    let mut due = Due::default();
    let records = match store::youth::all(&mut tx, place.id).await {
        Err(StoreError::Corrupt { .. }) => readable(&mut tx, place, &mut due).await?,
        records => records?,
    };
    let mut persons: BTreeMap<YouthId, Vec<&Record>> = BTreeMap::new();
    for record in records.iter().filter(|it| !it.erased) {
        persons.entry(record.person).or_default().push(record);
    }
    for (person, records) in persons {
        match kept_until(&mut tx, place.id, records.into_iter()).await {
            Ok(Some((last, _))) if last < today => due.persons.push(person),
            Ok(Some((_, true))) => {}
            Ok(Some((_, false)) | None) => due.without_birth_date += 1,
            Err(error @ StoreError::Corrupt { .. }) => failed(&mut due, place, &error),
            Err(error) => return Err(error),
        }
    }
    Ok(due)
}

/// The records that can be read, one by one; the others are counted.
async fn readable(tx: &mut Tx, place: &Municipality, due: &mut Due) -> Result<Vec<Record>, StoreError> {
    let mut records = Vec::new();
    for id in store::youth::ids(tx, place.id).await? {
        match store::youth::find(tx, place.id, id).await {
            Ok(record) => records.extend(record),
            Err(error @ StoreError::Corrupt { .. }) => failed(due, place, &error),
            Err(error) => return Err(error),
        }
    }
    Ok(records)
}

fn failed(due: &mut Due, place: &Municipality, error: &StoreError) {
    tracing::error!(municipality = %place.id, error = error as &dyn std::error::Error, "somebody's time to be erased can't be told");
    due.failed += 1;
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
            Ok(Some(ran)) => {
                let erased: usize = ran.municipalities.iter().map(|it| it.erased).sum();
                let without: usize = ran.municipalities.iter().map(|it| it.without_birth_date).sum();
                let failed = ran.failed();
                metrics::counter!("uppsok_erased_by_retention_total").increment(erased.try_into().unwrap_or(u64::MAX));
                metrics::counter!("uppsok_retention_failures_total").increment(failed.try_into().unwrap_or(u64::MAX));
                tracing::info!(erased, without, failed, "retention");
            }
            Ok(None) => {}
            Err(error) => {
                metrics::counter!("uppsok_retention_failures_total").increment(1);
                tracing::error!(error = &error as &dyn std::error::Error, "retention");
            }
        }
    }
}

/// Does it, where nobody has done it today. Where something failed it isn't done: somebody tries again when the claim has
/// ended.
pub async fn once_a_day(db: &Db, process: &Process) -> Result<Option<Ran>, StoreError> {
    let now = process.clock.now();
    let today = civil::day(now);
    let mut tx = db.begin().await?;
    let is_ours = store::chore::claim(&mut tx, CHORE, today, now, now.saturating_add(CLAIM)).await?;
    tx.commit().await?;
    if !is_ours {
        return Ok(None);
    }
    let ran = run(db, process, Mode::Erase).await?;
    if ran.failed() == 0 {
        let mut tx = db.begin().await?;
        store::chore::done(&mut tx, CHORE, today).await?;
        tx.commit().await?;
    }
    Ok(Some(ran))
}
