//! "Not saved, because…": what the server didn't take, until the worker has said what to do with it.

use super::{
    JOURNAL, meta, part,
    records::{Progress, Tray},
    refold::{Refolded, refold},
    seq_id,
    tx::Tx,
};
use crate::phone::model::{Failure, Refused};
use domain::{Entry, EntryId, Fact, YouthId, sync::Refusal};

/// What lies in the tray.
pub async fn tray(tx: &Tx) -> Result<Vec<Refused>, Failure> {
    let mut refused = Vec::new();
    for (id, tray) in tx.all::<Tray>(part::REFUSED).await? {
        if let Some(entry) = tx.get_indexed::<Entry>(part::ENTRY, &id).await? {
            let Entry { id, youth, facts, at, .. } = entry;
            refused.push(Refused { entry: id, youth, name: tray.name, refusal: tray.refusal, facts, at: at.ms });
        }
    }
    refused.sort_by_key(|it| (it.at, it.entry));
    Ok(refused)
}

/// Whether an entry waits for another rather than being wrong by itself: it goes again when the other does.
fn depends(refusal: Refusal) -> bool {
    matches!(refusal, Refusal::UnknownReference | Refusal::NotYourYouth | Refusal::SchemaTooNew)
}

impl super::Store {
    /// What lies in the tray.
    pub async fn tray(&self) -> Result<Vec<Refused>, Failure> {
        self.read(&[part::REFUSED, part::ENTRY], async |tx| tray(tx).await).await
    }

    /// Sends a refused entry again, with other facts where the worker has put them right. Whatever about the same
    /// youth waited for it goes again with it, in the order that it was made.
    pub async fn send_again(&self, entry: EntryId, mended: Option<&[Fact]>) -> Result<Option<Refolded>, Failure> {
        self.write(JOURNAL, async |tx| {
            let tray = tray(tx).await?;
            let Some(youth) = tray.iter().find(|it| it.entry == entry).map(|it| it.youth) else { return Ok(None) };
            if let Some(facts) = mended {
                replace_facts(tx, entry, facts).await?;
            }
            let again = tray.iter().filter(|it| it.entry == entry || (it.youth == youth && depends(it.refusal)));
            for refused in again {
                requeue(tx, refused.entry).await?;
            }
            fold(tx, youth).await.map(Some)
        })
        .await
    }

    /// Sends everything again that a server since updated may take now.
    pub async fn retry_newer(&self) -> Result<(), Failure> {
        self.write(JOURNAL, async |tx| {
            let mut progress: Progress = tx.get(part::META, meta::PROGRESS).await?.unwrap_or_default();
            for refused in tray(tx).await?.into_iter().filter(|it| it.refusal == Refusal::SchemaTooNew) {
                requeue(tx, refused.entry).await?;
                progress.dirty.insert(refused.youth);
            }
            tx.put(part::META, meta::PROGRESS, &progress)
        })
        .await
    }

    /// Lets a refused entry go: the one way in which something unsent leaves the phone by hand.
    pub async fn discard(&self, entry: EntryId) -> Result<Option<Refolded>, Failure> {
        self.write(JOURNAL, async |tx| {
            let id = entry.to_string();
            let Some(_) = tx.get::<Tray>(part::REFUSED, &id).await? else { return Ok(None) };
            let stored: Option<Entry> = tx.get_indexed(part::ENTRY, &id).await?;
            tx.delete(part::REFUSED, &id)?;
            tx.delete(part::ENTRY, &id)?;
            match stored {
                Some(entry) => fold(tx, entry.youth).await.map(Some),
                None => Ok(None),
            }
        })
        .await
    }
}

async fn fold(tx: &Tx, youth: YouthId) -> Result<Refolded, Failure> {
    let progress: Progress = tx.get(part::META, meta::PROGRESS).await?.unwrap_or_default();
    refold(tx, &progress, youth).await
}

async fn replace_facts(tx: &Tx, entry: EntryId, facts: &[Fact]) -> Result<(), Failure> {
    let id = entry.to_string();
    if let Some(mut entry) = tx.get_indexed::<Entry>(part::ENTRY, &id).await? {
        entry.facts = facts.to_vec();
        tx.put_indexed(part::ENTRY, &id, ("youth", &entry.youth.to_string()), &entry)?;
    }
    Ok(())
}

/// Back to its old place in the outbox: the server never kept it, so its seq is still free.
async fn requeue(tx: &Tx, entry: EntryId) -> Result<(), Failure> {
    let id = entry.to_string();
    if let Some(entry) = tx.get_indexed::<Entry>(part::ENTRY, &id).await? {
        tx.delete(part::REFUSED, &id)?;
        tx.put_clear(part::OUTBOX, &seq_id(entry.seq), &id)?;
    }
    Ok(())
}
