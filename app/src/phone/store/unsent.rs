//! What waits for the server.

use super::{Bytes, Header, JOURNAL, Wrapped, change::ids, meta, part, tray::entries, tx::Tx};
use crate::phone::{json, model::Failure};
use domain::{
    DeviceId, Entry, EntryId,
    sync::{PAGE, Read},
    sync_core::{self, Held, Parcel, Progress, Sent},
};

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
        Some((_, id)) => tx.get_indexed::<Entry>(part::ENTRY, &id.to_string()).await?,
        None => None,
    };
    // What a restored server has lost counts as unsent again.
    let again = tx.get::<Progress>(part::META, meta::PROGRESS).await?.map_or(0, |it| it.again.len());
    Ok(Waiting { unsent: u32::try_from(outbox.len() + again).unwrap_or(u32::MAX), since: oldest.map(|it| it.at.ms) })
}

impl super::Store {
    /// How much waits now.
    pub async fn waiting(&self) -> Result<Waiting, Failure> {
        self.read(&[part::META, part::OUTBOX, part::ENTRY], async |tx| waiting(tx).await).await
    }

    /// The next load: what fits in one request.
    pub async fn parcel(&self, limit: usize) -> Result<Parcel, Failure> {
        self.read(&[part::META, part::OUTBOX, part::ENTRY, part::READ], async |tx| {
            let progress: Progress = tx.get(part::META, meta::PROGRESS).await?.unwrap_or_default();
            let mut lengths = Vec::new();
            let (mut again, mut gone) = (Vec::new(), 0);
            // What a restored server lacks goes first: what waits may build on it.
            for id in &progress.again {
                let held = tx.get_indexed::<Held>(part::ENTRY, &id.to_string()).await?.and_then(|it| it.receipt);
                let entry = tx.get_indexed::<Entry>(part::ENTRY, &id.to_string()).await?;
                let Some((entry, receipt)) = entry.zip(held) else {
                    gone += 1;
                    continue;
                };
                lengths.push(json::write(&Sent { entry: &entry, receipt: &receipt })?.len());
                if sync_core::fits(lengths.iter().copied(), limit) < lengths.len() {
                    break;
                }
                again.push((entry, receipt));
            }
            let mut entries: Vec<Entry> = Vec::new();
            if again.len() + gone == progress.again.len() {
                for (_, id) in outbox(tx).await?.into_iter().take(limit.max(1)) {
                    let Some(entry) = tx.get_indexed::<Entry>(part::ENTRY, &id.to_string()).await? else { continue };
                    lengths.push(json::write(&entry)?.len());
                    if sync_core::fits(lengths.iter().copied(), limit) < lengths.len() {
                        break;
                    }
                    entries.push(entry);
                }
            }
            let reads = tx.all::<Read>(part::READ).await?.into_iter().take(PAGE);
            let reads = reads.filter_map(|(id, read)| Some((id.parse().ok()?, read))).collect();
            Ok(Parcel { entries, again, reads, cursor: progress.cursor })
        })
        .await
    }

    /// Everything that no receipt was given for, the tray too, in loads that fit in requests.
    pub async fn all_unsent(&self) -> Result<Vec<Parcel>, Failure> {
        self.read(&[part::OUTBOX, part::REFUSED, part::ENTRY], async |tx| {
            let mut unsent: Vec<EntryId> = outbox(tx).await?.into_iter().map(|it| it.1).collect();
            unsent.extend(ids(tx, part::REFUSED).await?);
            let mut parcels: Vec<Parcel> = Vec::new();
            for chunk in unsent.chunks(100) {
                parcels.push(Parcel { entries: entries(tx, chunk).await?, ..Parcel::default() });
            }
            Ok(parcels)
        })
        .await
    }

    /// Puts the first entry that waits in the tray: the server can't take it at any size.
    pub async fn set_first_aside(&self) -> Result<(), Failure> {
        self.write(JOURNAL, async |tx| {
            let kept = self.kept(tx).await?;
            let Some((seq, id)) = kept.outbox.first_key_value().map(|(seq, id)| (*seq, *id)) else { return Ok(()) };
            match tx.get_indexed::<Entry>(part::ENTRY, &id.to_string()).await? {
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
