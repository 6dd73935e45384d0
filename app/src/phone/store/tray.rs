//! "Not saved, because…": what the server didn't take, until the worker has said what to do with it.

use super::{
    JOURNAL,
    change::ids,
    meta, part,
    refold::{Refolded, refold},
    tx::Tx,
};
use crate::phone::model::{Failure, Refused};
use domain::{
    Entry, EntryId, Fact, YouthId,
    sync::Refusal,
    sync_core::{self, Aside, Progress, Tray},
};

/// What lies in the tray, oldest first.
async fn set_aside(tx: &Tx) -> Result<Vec<(Entry, Tray)>, Failure> {
    let mut all = Vec::new();
    for (id, tray) in tx.all::<Tray>(part::REFUSED).await? {
        if let Some(entry) = tx.readable::<Entry>(part::ENTRY, &id).await? {
            all.push((entry, tray));
        }
    }
    all.sort_by_key(|(it, _)| (it.at.ms, it.id));
    Ok(all)
}

/// What lies in the tray, as the worker reads it.
pub async fn tray(tx: &Tx) -> Result<Vec<Refused>, Failure> {
    let refused = |(entry, tray): (Entry, Tray)| {
        let Entry { id, youth, facts, at, .. } = entry;
        Refused { entry: id, youth, name: tray.name, refusal: tray.refusal, facts, at: at.ms }
    };
    let mut all: Vec<Refused> = set_aside(tx).await?.into_iter().map(refused).collect();
    all.extend(unreadable(tx, &all).await?);
    Ok(all)
}

/// What lies there and can't be read any more: that it wasn't saved is said, and about whom.
async fn unreadable(tx: &Tx, readable: &[Refused]) -> Result<Vec<Refused>, Failure> {
    let mut all = Vec::new();
    for entry in ids(tx, part::REFUSED).await?.into_iter().filter(|id| readable.iter().all(|it| it.entry != *id)) {
        let youth = tx.found_by(part::ENTRY, &entry.to_string(), "youth").await?.and_then(|it| it.parse().ok());
        let Some(youth) = youth else { continue };
        // An id begins with when it was made (RFC 9562, version 7).
        let at = i64::try_from(entry.uuid().as_u128() >> 80).unwrap_or_default();
        all.push(Refused { entry, youth, name: None, refusal: Refusal::Malformed, facts: Vec::new(), at });
    }
    Ok(all)
}

/// The entries of these ids that can be read, in their order.
pub async fn entries(tx: &Tx, ids: &[EntryId]) -> Result<Vec<Entry>, Failure> {
    let mut entries = Vec::with_capacity(ids.len());
    for id in ids {
        entries.extend(tx.readable::<Entry>(part::ENTRY, &id.to_string()).await?);
    }
    Ok(entries)
}

async fn asides(tx: &Tx) -> Result<Vec<Aside>, Failure> {
    Ok(set_aside(tx).await?.into_iter().map(|(entry, tray)| (entry, tray.refusal)).collect())
}

impl super::Store {
    /// What lies in the tray.
    pub async fn tray(&self) -> Result<Vec<Refused>, Failure> {
        self.read(&[part::REFUSED, part::ENTRY], async |tx| tray(tx).await).await
    }

    /// Sends a refused entry again, with other facts where the worker has put them right, and what waited for it.
    pub async fn send_again(&self, entry: EntryId, mended: Option<&[Fact]>) -> Result<Option<Refolded>, Failure> {
        self.write(JOURNAL, async |tx| {
            let tray = asides(tx).await?;
            self.carry_out(tx, &sync_core::send_again(&tray, entry, mended)).await?;
            match tray.iter().find(|it| it.0.id == entry) {
                Some((entry, _)) => fold(tx, entry.youth).await.map(Some),
                None => Ok(None),
            }
        })
        .await
    }

    /// Sends everything again that a server since updated may take now.
    pub async fn retry_newer(&self) -> Result<(), Failure> {
        self.write(JOURNAL, async |tx| {
            let changes = sync_core::retry_newer(&asides(tx).await?, self.kept(tx).await?);
            self.carry_out(tx, &changes).await
        })
        .await
    }

    /// Lets a refused entry go: the one way in which something unsent leaves the phone by hand.
    pub async fn discard(&self, entry: EntryId) -> Result<Option<Refolded>, Failure> {
        self.write(JOURNAL, async |tx| {
            let Some(refused) = tray(tx).await?.into_iter().find(|it| it.entry == entry) else { return Ok(None) };
            self.carry_out(tx, &sync_core::discard(entry)).await?;
            fold(tx, refused.youth).await.map(Some)
        })
        .await
    }
}

async fn fold(tx: &Tx, youth: YouthId) -> Result<Refolded, Failure> {
    let progress: Progress = tx.get(part::META, meta::PROGRESS).await?.unwrap_or_default();
    refold(tx, &progress, youth).await
}
