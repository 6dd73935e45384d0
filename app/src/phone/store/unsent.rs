//! What waits for the server.

use super::{Bytes, Header, JOURNAL, Wrapped, change::ids, meta, part, tray::entries, tx::Tx};
use crate::phone::{json, model::Failure};
use domain::{
    DeviceId, Entry, EntryId,
    sync::{PAGE, Read, Receipt, Restored},
    sync_core::{self, Held, Parcel, Progress, Sent, Unsent},
};
use std::collections::BTreeSet;

/// How much waits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Waiting {
    /// Entries without a receipt.
    pub unsent: u32,
    /// When the oldest was made, milliseconds since 1970.
    pub since: Option<i64>,
}

/// The outbox by seq, oldest first.
pub async fn outbox(tx: &Tx) -> Result<Vec<(u64, EntryId)>, Failure> {
    let all = tx.all_clear(part::OUTBOX).await?;
    Ok(all.iter().filter_map(|(seq, id)| Some((seq.parse().ok()?, id.parse().ok()?))).collect())
}

/// Counts what waits.
pub async fn waiting(tx: &Tx) -> Result<Waiting, Failure> {
    let outbox = outbox(tx).await?;
    let oldest = match outbox.first() {
        Some((_, id)) => tx.readable::<Entry>(part::ENTRY, &id.to_string()).await?,
        None => None,
    };
    // What a restored server has lost counts as unsent again.
    let again = tx.get::<Progress>(part::META, meta::PROGRESS).await?.map_or(0, |it| it.again.len());
    Ok(Waiting { unsent: u32::try_from(outbox.len() + again).unwrap_or(u32::MAX), since: oldest.map(|it| it.at.ms) })
}

/// The ids of what waits, in its order, and of what lies in the tray.
async fn unsent_ids(tx: &Tx) -> Result<Vec<EntryId>, Failure> {
    let mut all: Vec<EntryId> = outbox(tx).await?.into_iter().map(|it| it.1).collect();
    all.extend(ids(tx, part::REFUSED).await?);
    Ok(all)
}

/// An entry with its receipt, where both are there and can be read.
async fn held(tx: &Tx, id: EntryId) -> Result<Option<(Entry, Receipt)>, Failure> {
    let receipt = tx.readable::<Held>(part::ENTRY, &id.to_string()).await?.and_then(|it| it.receipt);
    Ok(tx.readable::<Entry>(part::ENTRY, &id.to_string()).await?.zip(receipt))
}

async fn reads(tx: &Tx) -> Result<Vec<(EntryId, Read)>, Failure> {
    let reads = tx.all::<Read>(part::READ).await?.into_iter();
    Ok(reads.filter_map(|(id, read)| Some((id.parse().ok()?, read))).collect())
}

impl super::Store {
    /// How much waits now.
    pub async fn waiting(&self) -> Result<Waiting, Failure> {
        self.read(&[part::META, part::OUTBOX, part::ENTRY], async |tx| waiting(tx).await).await
    }

    /// The next load: what fits in one request, and what waits and can't be read.
    pub async fn parcel(&self, limit: usize) -> Result<(Parcel, BTreeSet<EntryId>), Failure> {
        self.read(&[part::META, part::OUTBOX, part::ENTRY, part::READ], async |tx| {
            let progress: Progress = tx.get(part::META, meta::PROGRESS).await?.unwrap_or_default();
            let mut lengths = Vec::new();
            let mut unreadable = BTreeSet::new();
            let mut again = Vec::new();
            // What a restored server lacks goes first: what waits may build on it.
            for id in &progress.again {
                let Some((entry, receipt)) = held(tx, *id).await? else {
                    unreadable.insert(*id);
                    continue;
                };
                lengths.push(json::write(&Sent { entry: &entry, receipt: &receipt })?.len());
                if sync_core::fits(lengths.iter().copied(), limit) < lengths.len() {
                    break;
                }
                again.push((entry, receipt));
            }
            let mut entries: Vec<Entry> = Vec::new();
            if again.len() + unreadable.len() == progress.again.len() {
                for (_, id) in outbox(tx).await? {
                    let Some(entry) = tx.readable::<Entry>(part::ENTRY, &id.to_string()).await? else {
                        unreadable.insert(id);
                        continue;
                    };
                    lengths.push(json::write(&entry)?.len());
                    if sync_core::fits(lengths.iter().copied(), limit) < lengths.len() {
                        break;
                    }
                    entries.push(entry);
                }
            }
            let reads = reads(tx).await?.into_iter().take(PAGE).collect();
            Ok((Parcel { entries, again, reads, cursor: progress.cursor, before: progress.before }, unreadable))
        })
        .await
    }

    /// Puts what waits and can't be read in the tray.
    pub async fn set_unreadable_aside(&self, unreadable: &BTreeSet<EntryId>) -> Result<(), Failure> {
        self.write(JOURNAL, async |tx| {
            let kept = self.kept(tx).await?;
            self.carry_out(tx, &sync_core::set_unreadable_aside(unreadable, kept)).await
        })
        .await
    }

    /// Everything that no receipt was given for, the tray too.
    pub async fn last_words(&self) -> Result<Unsent, Failure> {
        self.read(&[part::META, part::OUTBOX, part::REFUSED, part::ENTRY, part::READ], async |tx| {
            let progress: Progress = tx.get(part::META, meta::PROGRESS).await?.unwrap_or_default();
            let mut unsent = Unsent { reads: reads(tx).await?, cursor: progress.cursor, before: progress.before, ..Unsent::default() };
            for id in &progress.again {
                unsent.again.extend(held(tx, *id).await?);
            }
            for id in unsent_ids(tx).await? {
                // Of who was erased nothing is left to say.
                unsent.entries.extend(tx.readable::<Entry>(part::ENTRY, &id.to_string()).await?.filter(|it| !it.facts.is_empty()));
            }
            Ok(unsent)
        })
        .await
    }

    /// A restored server that shut us out: what it may have lost is unsent again.
    pub async fn give_back(&self, restored: Restored) -> Result<(), Failure> {
        self.write(JOURNAL, async |tx| {
            let (kept, all) = (self.kept(tx).await?, tx.all_indexed::<Held>(part::ENTRY).await?);
            self.carry_out(tx, &sync_core::give_back(kept, &all, restored)).await
        })
        .await
    }

    /// Lets go of what opens the store, in every tab, if all that is unsent in it has been heard, but what can't be read.
    /// False where something has been written since.
    pub async fn end(&self, heard: &BTreeSet<EntryId>) -> Result<bool, Failure> {
        self.write(&[part::META, part::OUTBOX, part::REFUSED, part::ENTRY], async |tx| {
            for id in unsent_ids(tx).await?.into_iter().filter(|it| !heard.contains(it)) {
                if tx.readable::<Entry>(part::ENTRY, &id.to_string()).await?.is_some_and(|it| !it.facts.is_empty()) {
                    return Ok(false);
                }
            }
            tx.delete(part::META, meta::LOCK)?;
            Ok(true)
        })
        .await
    }

    /// Puts the first entry that waits in the tray: the server can't take it at any size.
    pub async fn set_first_aside(&self) -> Result<(), Failure> {
        self.write(JOURNAL, async |tx| {
            let kept = self.kept(tx).await?;
            let Some((seq, id)) = kept.outbox.first_key_value().map(|(seq, id)| (*seq, *id)) else { return Ok(()) };
            match tx.readable::<Entry>(part::ENTRY, &id.to_string()).await? {
                Some(entry) => self.carry_out(tx, &sync_core::set_aside(seq, &entry, kept)).await,
                None => Ok(()),
            }
        })
        .await
    }

    /// Gives the phone a new name in the journal, and everything that waits a new number under it. The server holds
    /// recovery secrets by that name, so that there is a new one too.
    pub async fn rename(&self, device: DeviceId, recovery: (&Wrapped, &Bytes)) -> Result<(), Failure> {
        self.write(JOURNAL, async |tx| {
            let kept = self.kept(tx).await?;
            let waiting: Vec<EntryId> = kept.outbox.values().copied().collect();
            let tray: Vec<EntryId> = kept.tray.iter().copied().collect();
            let (waiting, tray) = (entries(tx, &waiting).await?, entries(tx, &tray).await?);
            self.carry_out(tx, &sync_core::renumber(device, &kept, &waiting, &tray)).await?;
            let mut lock = self.lock_in(tx).await?;
            lock.recovery = recovery.0.clone();
            let mut header: Header = tx.get(part::META, meta::HEADER).await?.ok_or(Failure::Unreadable)?;
            header.recovery = Some(recovery.1.clone());
            tx.put(part::META, meta::HEADER, &header)?;
            tx.put_clear(part::META, meta::LOCK, &json::write(&lock)?)
        })
        .await
    }
}
