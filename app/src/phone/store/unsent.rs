//! What waits for the server.

use super::{Bytes, Header, JOURNAL, Wrapped, meta, part, records::Counter, seq_id, tx::Tx};
use crate::phone::{json, model::Failure};
use domain::{DeviceId, Entry, sync::Cursor, sync::Read, sync_core};

/// One request's load.
#[derive(Clone, Debug, Default)]
pub struct Parcel {
    /// Entries in the order of their seq.
    pub entries: Vec<Entry>,
    /// Cards that were read, with the ids that they are let go by.
    pub reads: Vec<(String, Read)>,
    /// Where to go on reading.
    pub cursor: Option<Cursor>,
}

/// How much waits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Waiting {
    /// Entries without a receipt.
    pub unsent: u32,
    /// When the oldest was made, milliseconds since 1970.
    pub since: Option<i64>,
}

/// The outbox, oldest first.
pub async fn outbox(tx: &Tx) -> Result<Vec<(String, String)>, Failure> {
    tx.all_clear(part::OUTBOX).await
}

/// Counts what waits.
pub async fn waiting(tx: &Tx) -> Result<Waiting, Failure> {
    let outbox = outbox(tx).await?;
    let oldest = match outbox.first() {
        Some((_, id)) => tx.get_indexed::<Entry>(part::ENTRY, id).await?,
        None => None,
    };
    Ok(Waiting { unsent: u32::try_from(outbox.len()).unwrap_or(u32::MAX), since: oldest.map(|it| it.at.ms) })
}

impl super::Store {
    /// How much waits now.
    pub async fn waiting(&self) -> Result<Waiting, Failure> {
        self.read(&[part::OUTBOX, part::ENTRY], async |tx| waiting(tx).await).await
    }

    /// The next load: what fits in one request.
    pub async fn parcel(&self, limit: usize) -> Result<Parcel, Failure> {
        self.read(&[part::META, part::OUTBOX, part::ENTRY, part::READ], async |tx| {
            let progress: super::records::Progress = tx.get(part::META, meta::PROGRESS).await?.unwrap_or_default();
            let mut entries: Vec<Entry> = Vec::new();
            let mut lengths = Vec::new();
            for (_, id) in outbox(tx).await?.into_iter().take(limit.max(1)) {
                let Some(entry) = tx.get_indexed::<Entry>(part::ENTRY, &id).await? else { continue };
                lengths.push(json::write(&entry)?.len());
                entries.push(entry);
                if sync_core::fits(lengths.iter().copied(), limit) < entries.len() {
                    break;
                }
            }
            entries.truncate(sync_core::fits(lengths, limit));
            let mut reads = tx.all::<Read>(part::READ).await?;
            reads.truncate(domain::sync::PAGE);
            Ok(Parcel { entries, reads, cursor: progress.cursor })
        })
        .await
    }

    /// Everything that no receipt was given for, the tray too, in loads that fit in requests.
    pub async fn all_unsent(&self) -> Result<Vec<Parcel>, Failure> {
        self.read(&[part::OUTBOX, part::REFUSED, part::ENTRY], async |tx| {
            let mut ids: Vec<String> = outbox(tx).await?.into_iter().map(|it| it.1).collect();
            ids.extend(tx.ids(part::REFUSED).await?);
            let mut parcels: Vec<Parcel> = Vec::new();
            for chunk in ids.chunks(100) {
                let mut parcel = Parcel::default();
                for id in chunk {
                    parcel.entries.extend(tx.get_indexed::<Entry>(part::ENTRY, id).await?);
                }
                parcels.push(parcel);
            }
            Ok(parcels)
        })
        .await
    }

    /// Puts the first entry that waits in the tray: the server can't take it at any size.
    pub async fn set_first_aside(&self) -> Result<(), Failure> {
        self.write(JOURNAL, async |tx| {
            if let Some((seq, id)) = outbox(tx).await?.into_iter().next() {
                tx.delete(part::OUTBOX, &seq)?;
                tx.put(part::REFUSED, &id, &super::records::Tray { refusal: domain::sync::Refusal::InvalidValue, name: None })?;
                mark_dirty(tx, &id).await?;
            }
            Ok(())
        })
        .await
    }

    /// Gives the phone a new name in the journal, and everything that waits a new number under it. The server holds
    /// recovery secrets by that name, so that there is a new one too.
    pub async fn rename(&self, device: DeviceId, recovery: (&Wrapped, &Bytes)) -> Result<(), Failure> {
        self.write(JOURNAL, async |tx| {
            let mut counter: Counter = tx.get(part::META, meta::COUNTER).await?.unwrap_or_default();
            counter.seq = 0;
            let waiting = outbox(tx).await?;
            for (seq, _) in &waiting {
                tx.delete(part::OUTBOX, seq)?;
            }
            let tray = tx.ids(part::REFUSED).await?;
            for (id, waits) in waiting.iter().map(|it| (&it.1, true)).chain(tray.iter().map(|it| (it, false))) {
                let Some(mut entry) = tx.get_indexed::<Entry>(part::ENTRY, id).await? else { continue };
                counter.seq += 1;
                (entry.device, entry.seq) = (device, counter.seq);
                tx.put_indexed(part::ENTRY, id, ("youth", &entry.youth.to_string()), &entry)?;
                if waits {
                    tx.put_clear(part::OUTBOX, &seq_id(entry.seq), id)?;
                }
            }
            tx.put(part::META, meta::COUNTER, &counter)?;
            let mut lock = self.lock_in(tx).await?;
            (lock.device, lock.cloned, lock.recovery) = (device, false, recovery.0.clone());
            let mut header: Header = tx.get(part::META, meta::HEADER).await?.ok_or(Failure::Unreadable)?;
            header.recovery = Some(recovery.1.clone());
            tx.put(part::META, meta::HEADER, &header)?;
            tx.put_clear(part::META, meta::LOCK, &json::write(&lock)?)
        })
        .await
    }
}

/// Notes that the summary of an entry's youth is no longer true.
pub async fn mark_dirty(tx: &Tx, id: &str) -> Result<(), Failure> {
    let mut progress: super::records::Progress = tx.get(part::META, meta::PROGRESS).await?.unwrap_or_default();
    if let Some(entry) = tx.get_indexed::<Entry>(part::ENTRY, id).await? {
        progress.dirty.insert(entry.youth);
        tx.put(part::META, meta::PROGRESS, &progress)?;
    }
    Ok(())
}
