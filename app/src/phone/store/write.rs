//! One user action: one entry, one transaction.

use super::{JOURNAL, meta, part, refold::Refolded, refold::entries_of, refold::put_summary};
use crate::phone::model::{CallStarted, Failure};
use domain::{
    Entry, EntryId, Fact,
    sync_core::{Counter, Draft, Progress},
};

/// What a write did.
#[derive(Clone, Debug)]
pub struct Written {
    /// The entry as it stands in the journal.
    pub entry: Entry,
    /// What lists show now.
    pub refolded: Refolded,
    /// The call that had been started was answered for by this.
    pub call_answered: bool,
}

impl super::Store {
    /// Keeps an entry: seq and clock are allotted, the entry, its place in the outbox and the summary are kept, all in
    /// one transaction, and a call that was started is let go when this says how it went. When this comes back the disk
    /// has it.
    pub async fn add(&self, draft: Draft) -> Result<Written, Failure> {
        let mut parts = JOURNAL.to_vec();
        parts.push(part::CALL);
        self.write(&parts, async |tx| {
            let counter: Counter = tx.get(part::META, meta::COUNTER).await?.unwrap_or_default();
            let mut progress: Progress = tx.get(part::META, meta::PROGRESS).await?.unwrap_or_default();
            let device = self.device_in(tx).await?;
            let (entry, changes) = draft.changes(device, counter, &mut progress);
            let members = progress.person(entry.youth);
            let mut entries = entries_of(tx, &members).await?;
            self.carry_out(tx, &changes).await?;
            entries.push(entry.clone());
            let call: Option<CallStarted> = tx.get(part::CALL, part::CALL).await?;
            let call_answered = call
                .is_some_and(|it| members.contains(&it.youth) && entry.facts.iter().any(|fact| matches!(fact, Fact::ContactLogged { .. })));
            if call_answered {
                tx.delete(part::CALL, part::CALL)?;
            }
            // What was being written is written.
            tx.delete(part::CALL, part::DRAFT)?;
            let refolded = put_summary(tx, &progress, members, &entries)?;
            Ok(Written { entry, refolded, call_answered })
        })
        .await
    }
}

impl super::Store {
    /// An entry as it stands here.
    pub async fn entry(&self, entry: EntryId) -> Result<Option<Entry>, Failure> {
        self.read(&[part::ENTRY], async |tx| tx.get_indexed(part::ENTRY, &entry.to_string()).await).await
    }
}
