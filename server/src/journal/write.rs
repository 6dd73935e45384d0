//! The entries that a server process makes itself: imports, assignments, receipts.

use super::{Caller, Reach, ahead::Ahead, intake::Intake};
use crate::{
    clock::Clock,
    db::{Db, StoreError, Tx},
    figures::{Changes, catch_up, close_due},
    store::{self, place::Municipality},
};
use domain::{Actor, DeviceId, Entry, EntryId, Fact, Hlc, YouthId, civil, sync::Verdict};

/// A server process: a device of its own in the journal.
#[derive(Clone, Debug)]
pub struct Process {
    /// Its device.
    pub device: DeviceId,
    /// Its time and randomness.
    pub clock: Clock,
}

impl Process {
    /// Takes the process into the journal, and begins the journal's epoch if nobody has.
    pub async fn start(db: &Db, clock: Clock) -> Result<Self, StoreError> {
        let device = clock.id();
        let mut tx = db.begin().await?;
        store::server_device::create(&mut tx, device, clock.now()).await?;
        store::epoch::begin(&mut tx, u32::from_be_bytes(clock.random())).await?;
        tx.commit().await?;
        catch_up(db, &clock).await?;
        Ok(Self { device, clock })
    }

    /// An entry of this process, with the next of its numbers.
    pub(super) async fn entry(&self, tx: &mut Tx, by: Actor, youth: YouthId, facts: Vec<Fact>) -> Result<Entry, StoreError> {
        let seq = store::server_device::next_seq(tx, self.device).await?;
        let at = Hlc { ms: self.clock.now(), counter: 0 };
        Ok(Entry { id: self.clock.id(), device: self.device, seq, at, by, youth, facts })
    }
}

/// Writes facts about a youth on somebody's behalf, through the same checks as every entry, with the projections.
/// A refusal has written nothing.
pub async fn write(
    tx: &mut Tx,
    process: &Process,
    municipality: &Municipality,
    by: Actor,
    reach: Reach,
    youth: YouthId,
    facts: Vec<Fact>,
) -> Result<(EntryId, Verdict), StoreError> {
    let mut writing = Writing::begin(tx, process, municipality, by, reach).await?;
    let written = writing.write(tx, youth, facts).await?;
    writing.finish(tx).await?;
    Ok(written)
}

/// Writes one entry after another as [`write()`] does, each planned from what those before it made. Their figures are kept
/// together, at the end: none is to be read before.
#[derive(Debug)]
pub struct Writing<'a> {
    process: &'a Process,
    municipality: &'a Municipality,
    caller: Caller,
    changes: Changes,
}

impl<'a> Writing<'a> {
    /// Begins, with the municipality's lock.
    pub async fn begin(
        tx: &mut Tx,
        process: &'a Process,
        municipality: &'a Municipality,
        by: Actor,
        reach: Reach,
    ) -> Result<Self, StoreError> {
        store::place::take_positions(tx, municipality.id, 0).await?;
        let now = process.clock.now();
        close_due(tx, municipality.id, now).await?;
        let caller = Caller { by, device: process.device, reach };
        Ok(Self { process, municipality, caller, changes: Changes::new(municipality.id, civil::day(now)) })
    }

    /// Writes facts about a youth, in an entry. A refusal has written nothing.
    pub async fn write(&mut self, tx: &mut Tx, youth: YouthId, facts: Vec<Fact>) -> Result<(EntryId, Verdict), StoreError> {
        let entry = self.process.entry(tx, self.caller.by, youth, facts).await?;
        let mut intake = Intake::new(self.process, self.municipality, &self.caller, Ahead::default(), &mut self.changes);
        let verdict = intake.take(tx, &entry).await?;
        intake.finish(tx).await?;
        Ok((entry.id, verdict))
    }

    /// Keeps the figures. Nobody commits before.
    pub async fn finish(mut self, tx: &mut Tx) -> Result<(), StoreError> {
        self.changes.keep(tx).await
    }
}

/// Writes facts about many youths, one entry each, in one go. What is refused (somebody erased meanwhile) is passed by.
pub async fn write_all(
    tx: &mut Tx,
    process: &Process,
    municipality: &Municipality,
    by: Actor,
    all: Vec<(YouthId, Vec<Fact>)>,
) -> Result<(), StoreError> {
    store::place::take_positions(tx, municipality.id, 0).await?;
    let now = process.clock.now();
    close_due(tx, municipality.id, now).await?;
    let count = i64::try_from(all.len()).unwrap_or(i64::MAX);
    let last = store::server_device::take_seqs(tx, process.device, count).await?;
    let first = last.saturating_sub(all.len().try_into().unwrap_or(u64::MAX));
    let at = Hlc { ms: now, counter: 0 };
    let entries: Vec<Entry> = all
        .into_iter()
        .zip(first + 1..)
        .map(|((youth, facts), seq)| Entry { id: process.clock.id(), device: process.device, seq, at, by, youth, facts })
        .collect();
    let caller = Caller { by, device: process.device, reach: Reach::System };
    let ahead = Ahead::read(tx, municipality.id, &caller, entries.iter()).await?;
    let mut changes = Changes::new(municipality.id, civil::day(now));
    let mut intake = Intake::new(process, municipality, &caller, ahead, &mut changes);
    for entry in &entries {
        intake.take(tx, entry).await?;
    }
    intake.finish(tx).await?;
    changes.keep(tx).await
}
