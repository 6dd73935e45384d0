//! One user action: one entry, one transaction.

use super::{JOURNAL, meta, part, records::Counter, records::Progress, refold::Refolded, refold::entries_of, refold::put_summary, seq_id};
use crate::phone::model::{CallStarted, Failure};
use domain::{AccountId, Actor, Entry, EntryId, Fact, YouthId};

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

/// What is to be written.
#[derive(Clone, Debug)]
pub struct Draft {
    /// The id that the entry will have.
    pub id: EntryId,
    /// On whose behalf.
    pub by: AccountId,
    /// About whom.
    pub youth: YouthId,
    /// What happened.
    pub facts: Vec<Fact>,
    /// Milliseconds since 1970, as the phone claims.
    pub now: i64,
}

impl super::Store {
    /// Keeps an entry: seq and clock are allotted, the entry, its place in the outbox and the summary are kept, all in
    /// one transaction, and a call that was started is let go when this says how it went. When this comes back the disk
    /// has it.
    pub async fn add(&self, draft: Draft) -> Result<Written, Failure> {
        let mut parts = JOURNAL.to_vec();
        parts.push(part::CALL);
        self.write(&parts, async |tx| {
            let mut counter: Counter = tx.get(part::META, meta::COUNTER).await?.unwrap_or_default();
            let mut progress: Progress = tx.get(part::META, meta::PROGRESS).await?.unwrap_or_default();
            let device = self.device_in(tx).await?;
            counter = Counter { seq: counter.seq + 1, clock: counter.clock.tick(draft.now) };
            let entry = Entry {
                id: draft.id,
                device,
                seq: counter.seq,
                at: counter.clock,
                by: Actor::Account(draft.by),
                youth: draft.youth,
                facts: draft.facts.clone(),
            };
            if let Some(other) = entry.facts.iter().find_map(same_person) {
                progress.same.insert((entry.youth, other));
                tx.put(part::META, meta::PROGRESS, &progress)?;
            }
            let members = progress.person(entry.youth);
            let mut entries = entries_of(tx, &members).await?;
            let id = entry.id.to_string();
            tx.put(part::META, meta::COUNTER, &counter)?;
            tx.put_indexed(part::ENTRY, &id, ("youth", &entry.youth.to_string()), &entry)?;
            tx.put_clear(part::OUTBOX, &seq_id(entry.seq), &id)?;
            entries.push(entry.clone());
            let call: Option<CallStarted> = tx.get(part::CALL, part::CALL).await?;
            let call_answered = call
                .is_some_and(|it| members.contains(&it.youth) && entry.facts.iter().any(|fact| matches!(fact, Fact::ContactLogged { .. })));
            if call_answered {
                tx.delete(part::CALL, part::CALL)?;
            }
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

/// Which youth a fact says is the same person.
pub fn same_person(fact: &Fact) -> Option<YouthId> {
    match fact {
        Fact::SamePersonAs { other } => Some(*other),
        Fact::Corrected { fact, .. } => same_person(fact),
        _ => None,
    }
}
