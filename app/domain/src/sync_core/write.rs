//! One user action: one entry, one transaction.

use super::{Change, Counter, Progress};
use crate::{AccountId, Actor, DeviceId, Entry, EntryId, Fact, YouthId};

/// What is to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// The id that the entry will have.
    pub id: EntryId,
    /// On whose behalf.
    pub by: AccountId,
    /// About whom.
    pub youth: YouthId,
    /// What happened.
    pub facts: Vec<Fact>,
    /// Milliseconds since 1970, as the device claims.
    pub now: i64,
}

impl Draft {
    /// The entry, with the next seq and moment, and what keeping it changes: the entry, its place in the outbox and
    /// the numbers. `progress` follows, so that a person's records are found together at once.
    #[must_use]
    pub fn changes(&self, device: DeviceId, counter: Counter, progress: &mut Progress) -> (Entry, Vec<Change>) {
        let counter = Counter { seq: counter.seq + 1, clock: counter.clock.tick(self.now) };
        let entry = Entry {
            id: self.id,
            device,
            seq: counter.seq,
            at: counter.clock,
            by: Actor::Account(self.by),
            youth: self.youth,
            facts: self.facts.clone(),
        };
        let mut changes = vec![Change::Count(counter), Change::Keep(entry.clone()), Change::Queue(entry.seq, entry.id)];
        if let Some(other) = entry.facts.iter().find_map(same_person) {
            progress.same.insert((entry.youth, other));
            changes.push(Change::Reach(progress.clone()));
        }
        (entry, changes)
    }
}

/// Which youth a fact says is the same person.
pub(super) fn same_person(fact: &Fact) -> Option<YouthId> {
    match fact {
        Fact::SamePersonAs { other } => Some(*other),
        Fact::Corrected { fact, .. } => same_person(fact),
        _ => None,
    }
}
