//! What the sync core reads of the store, and carrying out what it decides.

use super::{meta, part, seq_id, tx::Tx, unsent::outbox};
use crate::phone::{json, model::Failure};
use domain::{
    Entry, EntryId,
    sync_core::{Change, Kept, Sent},
};

impl super::Store {
    /// What a decision reads, within a transaction over the journal's parts.
    pub(super) async fn kept(&self, tx: &Tx) -> Result<Kept, Failure> {
        Ok(Kept {
            device: self.device_in(tx).await?,
            counter: tx.get(part::META, meta::COUNTER).await?.unwrap_or_default(),
            progress: tx.get(part::META, meta::PROGRESS).await?.unwrap_or_default(),
            outbox: outbox(tx).await?.into_iter().collect(),
            tray: ids(tx, part::REFUSED).await?.into_iter().collect(),
        })
    }

    /// Carries changes out in order. They last together, or none does.
    pub(super) async fn carry_out(&self, tx: &Tx, changes: &[Change]) -> Result<(), Failure> {
        for change in changes {
            match change {
                Change::Keep(entry) => tx.put_indexed(part::ENTRY, &entry.id.to_string(), ("youth", &entry.youth.to_string()), entry)?,
                Change::KeepSent(entry, receipt) => put_sent(tx, &Sent { entry, receipt })?,
                Change::Attest(id, receipt) => {
                    if let Some(entry) = tx.readable::<Entry>(part::ENTRY, &id.to_string()).await? {
                        put_sent(tx, &Sent { entry: &entry, receipt })?;
                    }
                }
                Change::Empty(id) => {
                    if let Some(mut entry) = tx.readable::<Entry>(part::ENTRY, &id.to_string()).await? {
                        entry.facts.clear();
                        tx.put_indexed(part::ENTRY, &id.to_string(), ("youth", &entry.youth.to_string()), &entry)?;
                    }
                }
                Change::Drop(id) => tx.delete(part::ENTRY, &id.to_string())?,
                Change::Queue(seq, id) => tx.put_clear(part::OUTBOX, &seq_id(*seq), &id.to_string())?,
                Change::Unqueue(seq) => tx.delete(part::OUTBOX, &seq_id(*seq))?,
                Change::SetAside(id, tray) => tx.put(part::REFUSED, &id.to_string(), tray)?,
                Change::TakeUp(id) => tx.delete(part::REFUSED, &id.to_string())?,
                Change::Told(id) => tx.delete(part::READ, &id.to_string())?,
                Change::Count(counter) => tx.put(part::META, meta::COUNTER, counter)?,
                Change::Reach(progress) => tx.put(part::META, meta::PROGRESS, progress)?,
                Change::NameTaken => {
                    let mut lock = self.lock_in(tx).await?;
                    lock.cloned = true;
                    tx.put_clear(part::META, meta::LOCK, &json::write(&lock)?)?;
                }
                Change::Rename(device) => {
                    let mut lock = self.lock_in(tx).await?;
                    (lock.device, lock.cloned) = (*device, false);
                    tx.put_clear(part::META, meta::LOCK, &json::write(&lock)?)?;
                }
            }
        }
        Ok(())
    }
}

fn put_sent(tx: &Tx, it: &Sent<'_>) -> Result<(), Failure> {
    tx.put_indexed(part::ENTRY, &it.entry.id.to_string(), ("youth", &it.entry.youth.to_string()), it)
}

/// The entries' ids that a store is kept by.
pub async fn ids(tx: &Tx, store: &str) -> Result<Vec<EntryId>, Failure> {
    Ok(tx.ids(store).await?.iter().filter_map(|it| it.parse().ok()).collect())
}
