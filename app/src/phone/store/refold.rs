//! From entries to summaries, within a transaction.

use super::{JOURNAL, meta, part, tx::Tx};
use crate::phone::model::Failure;
use domain::{Entry, EntryId, Summary, Youth, YouthId, sync_core::Progress};
use std::collections::BTreeSet;

/// A person whose entries have changed: all the records that are theirs, and what lists show now (none: nothing is
/// left of them here).
#[derive(Clone, Debug)]
pub struct Refolded {
    /// Their records.
    pub members: BTreeSet<YouthId>,
    /// The summary, which stands under the smallest of their ids.
    pub summary: Option<Summary>,
}

/// The entries of a person that count: all but those in the tray, which were not saved.
pub async fn entries_of(tx: &Tx, person: &BTreeSet<YouthId>) -> Result<Vec<Entry>, Failure> {
    let refused: BTreeSet<String> = tx.ids(part::REFUSED).await?.into_iter().collect();
    let mut entries: Vec<Entry> = Vec::new();
    for youth in person {
        entries.extend(tx.found::<Entry>(part::ENTRY, ("youth", &youth.to_string())).await?);
    }
    entries.retain(|it| !refused.contains(&it.id.to_string()));
    Ok(entries)
}

/// Folds a person anew and keeps the summary.
pub async fn refold(tx: &Tx, progress: &Progress, youth: YouthId) -> Result<Refolded, Failure> {
    let members = progress.person(youth);
    let entries = entries_of(tx, &members).await?;
    put_summary(tx, progress, members, &entries)
}

/// Keeps the summary of a person's entries.
pub fn put_summary(tx: &Tx, progress: &Progress, members: BTreeSet<YouthId>, entries: &[Entry]) -> Result<Refolded, Failure> {
    let summary = progress.summary(entries);
    for member in &members {
        match &summary {
            Some(summary) if summary.id == *member => tx.put(part::SUMMARY, &member.to_string(), summary)?,
            _ => tx.delete(part::SUMMARY, &member.to_string())?,
        }
    }
    Ok(Refolded { members, summary })
}

/// Folds the youths whose summary is older than their entries, where they are no more than so many.
pub async fn fold_dirty(tx: &Tx, most: usize) -> Result<Vec<Refolded>, Failure> {
    let progress: Progress = tx.get(part::META, meta::PROGRESS).await?.unwrap_or_default();
    if progress.dirty.len() > most { Ok(Vec::new()) } else { fold_some(tx, most).await }
}

async fn fold_some(tx: &Tx, most: usize) -> Result<Vec<Refolded>, Failure> {
    let mut progress: Progress = tx.get(part::META, meta::PROGRESS).await?.unwrap_or_default();
    let mut done = Vec::new();
    while done.len() < most
        && let Some(youth) = progress.dirty.first().copied()
    {
        let refolded = refold(tx, &progress, youth).await?;
        progress.dirty.retain(|it| !refolded.members.contains(it));
        done.push(refolded);
    }
    tx.put(part::META, meta::PROGRESS, &progress)?;
    Ok(done)
}

/// How many youths are folded in one transaction, so that a tap in between isn't kept waiting.
const AT_ONCE: usize = 40;

impl super::Store {
    /// Folds some of the youths whose summary is older than their entries. Gives what changed; empty when none is left.
    pub async fn settle(&self) -> Result<Vec<Refolded>, Failure> {
        self.write(JOURNAL, async |tx| fold_some(tx, AT_ONCE).await).await
    }

    /// A youth, whole: folded from every entry about them, and the reading noted for the access log.
    pub async fn youth(&self, youth: YouthId, at: i64, read: EntryId) -> Result<Youth, Failure> {
        self.write(&[part::META, part::ENTRY, part::REFUSED, part::READ], async |tx| {
            let progress: Progress = tx.get(part::META, meta::PROGRESS).await?.unwrap_or_default();
            let entries = entries_of(tx, &progress.person(youth)).await?;
            let shown = entries.iter().filter(|it| !progress.forgotten.contains(&it.youth));
            let whole = Youth::fold(shown).ok_or(Failure::UnknownYouth)?;
            tx.put(part::READ, &read.to_string(), &domain::sync::Read { youth, at })?;
            Ok(whole)
        })
        .await
    }
}
