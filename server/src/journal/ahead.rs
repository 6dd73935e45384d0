//! What checking a batch asks of the journal for each of its entries, asked once for all of them: a round trip an entry
//! is what taking in costs most.
//!
//! Held only within the transaction that has the municipality's lock, so that nobody else changes what was read; what
//! the batch itself changes is told here.

use super::Caller;
use crate::{
    db::{StoreError, Tx},
    store::{
        self,
        entry::Known,
        youth::{self, Record},
    },
};
use domain::{AccountId, Actor, DeviceId, Entry, EntryId, MunicipalityId, YouthId};
use std::collections::{BTreeMap, BTreeSet};

/// See the module. What was not read ahead is read when it is asked for.
#[derive(Debug, Default)]
pub(super) struct Ahead {
    entries: BTreeMap<EntryId, Option<Known>>,
    numbers: Option<Numbers>,
    records: BTreeMap<YouthId, Option<Record>>,
    reached: BTreeMap<YouthId, bool>,
}

/// Which numbers a device has used within the batch's.
#[derive(Debug)]
struct Numbers {
    device: DeviceId,
    from: i64,
    to: i64,
    used: BTreeSet<i64>,
}

impl Ahead {
    /// Reads for a batch, in four statements.
    pub(super) async fn read(
        tx: &mut Tx,
        municipality: MunicipalityId,
        caller: &Caller,
        batch: impl Iterator<Item = &Entry> + Clone,
    ) -> Result<Self, StoreError> {
        let ids: BTreeSet<EntryId> = batch.clone().map(|it| it.id).collect();
        let youths: BTreeSet<YouthId> = batch.clone().map(|it| it.youth).collect();
        // One entry is as quick without.
        if ids.len() < 2 {
            return Ok(Self::default());
        }
        let known = store::entry::find_all(tx, ids.iter().copied()).await?;
        let records = youth::find_all(tx, municipality, youths.iter().copied()).await?;
        let reached = match caller.by {
            Actor::Account(account) => {
                let found = store::grant::reached(tx, municipality, account, youths.iter().copied()).await?;
                youths.iter().map(|it| (*it, found.contains(it))).collect()
            }
            Actor::Youth | Actor::System => BTreeMap::new(),
        };
        Ok(Self {
            entries: ids.into_iter().map(|it| (it, known.get(&it).copied())).collect(),
            numbers: Numbers::read(tx, caller.device, batch).await?,
            records: youths.into_iter().map(|it| (it, records.get(&it).cloned())).collect(),
            reached,
        })
    }

    /// Where an entry stands, in any municipality.
    pub(super) async fn entry(&self, tx: &mut Tx, id: EntryId) -> Result<Option<Known>, StoreError> {
        match self.entries.get(&id) {
            Some(known) => Ok(*known),
            None => store::entry::find(tx, id).await,
        }
    }

    /// Whether a device has used a number.
    pub(super) async fn is_used(&self, tx: &mut Tx, device: DeviceId, seq: i64) -> Result<bool, StoreError> {
        match &self.numbers {
            Some(it) if it.device == device && (it.from..=it.to).contains(&seq) => Ok(it.used.contains(&seq)),
            _ => Ok(store::entry::of_device(tx, device, seq).await?.is_some()),
        }
    }

    /// A youth's record.
    pub(super) async fn record(&self, tx: &mut Tx, municipality: MunicipalityId, id: YouthId) -> Result<Option<Record>, StoreError> {
        match self.records.get(&id) {
            Some(record) => Ok(record.clone()),
            None => youth::find(tx, municipality, id).await,
        }
    }

    /// Whether the batch's sender has a youth through any unit. `account` is the sender's.
    pub(super) async fn reaches(
        &self,
        tx: &mut Tx,
        municipality: MunicipalityId,
        account: AccountId,
        id: YouthId,
    ) -> Result<bool, StoreError> {
        match self.reached.get(&id) {
            Some(reaches) => Ok(*reaches),
            None => store::grant::reaches(tx, municipality, account, id).await,
        }
    }

    /// An entry was stored.
    pub(super) fn stored(&mut self, entry: &Entry, known: Known) {
        self.entries.insert(entry.id, Some(known));
        if let (Some(numbers), Ok(seq)) = (&mut self.numbers, i64::try_from(entry.seq))
            && numbers.device == entry.device
        {
            numbers.used.insert(seq);
        }
    }

    /// Records or who reaches them were written: they are read when they are asked for.
    pub(super) fn forget_youths(&mut self) {
        self.records.clear();
        self.reached.clear();
    }
}

impl Numbers {
    async fn read(tx: &mut Tx, device: DeviceId, batch: impl Iterator<Item = &Entry> + Clone) -> Result<Option<Self>, StoreError> {
        let numbers = || batch.clone().filter(|it| it.device == device).filter_map(|it| i64::try_from(it.seq).ok());
        let (Some(from), Some(to)) = (numbers().min(), numbers().max()) else { return Ok(None) };
        let used = store::entry::numbers_of_device(tx, device, from, to).await?;
        Ok(Some(Self { device, from, to, used }))
    }
}
