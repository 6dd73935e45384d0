//! The entries that a server process makes itself: imports, assignments, receipts.

use super::{Caller, Reach, ahead::Ahead, intake::Intake};
use crate::{
    clock::Clock,
    db::{Db, StoreError, Tx},
    store::{self, place::Municipality},
};
use domain::{Actor, DeviceId, Entry, Fact, Hlc, YouthId, sync::Verdict};

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
) -> Result<(domain::EntryId, Verdict), StoreError> {
    store::place::take_positions(tx, municipality.id, 0).await?;
    let entry = process.entry(tx, by, youth, facts).await?;
    let caller = Caller { by, device: process.device, reach };
    let mut intake = Intake { process, municipality, caller: &caller, ahead: Ahead::default(), stale: std::collections::BTreeSet::new() };
    let verdict = intake.take(tx, &entry).await?;
    intake.finish(tx).await?;
    Ok((entry.id, verdict))
}
