//! A reply as a change to the device's store.

use super::{Event, Parcel};
use crate::{
    Entry, EntryId, YouthId,
    sync::{Cursor, Outcome, Receipt, Refusal, Reply, Restored, Verdict},
};
use std::collections::BTreeMap;

/// What a reply does to the store: all of it in one transaction, in the order of the fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Sent entries that the server has: no longer waiting.
    pub settled: Vec<EntryId>,
    /// Sent entries that it didn't take: they go to the tray, and wait there.
    pub refused: Vec<(EntryId, Refusal)>,
    /// What was sent again and the server has.
    pub returned: Vec<EntryId>,
    /// What was sent again and it won't have.
    pub unwelcome: Vec<(EntryId, Refusal)>,
    /// What the server gives for what it has.
    pub receipts: BTreeMap<EntryId, Receipt>,
    /// The server was restored since we last heard it.
    pub restored: Option<Restored>,
    /// The server knows this device as another: a new device id is needed, and whatever waits is renumbered.
    pub cloned: bool,
    /// Youths to forget, all but what is unsent about them.
    pub forget: Vec<YouthId>,
    /// Youths of whom nothing stays, unsent or not.
    pub erased: Vec<YouthId>,
    /// Entries that are new here.
    pub take: Vec<Entry>,
    /// How far the device has now read.
    pub cursor: Cursor,
    /// Whether there is more to fetch at once.
    pub more: bool,
    /// The server's clock less the device's, in milliseconds.
    pub offset: i64,
}

impl Plan {
    /// Reads a reply to a request that carried `sent`, and `again`, arrived when the device's clock showed `now`.
    ///
    /// An entry is settled or refused by its own receipt alone: a receipt for something that wasn't sent, and a sent
    /// entry without one, change nothing, so that it is sent again.
    #[must_use]
    pub fn of(sent: &[EntryId], again: &[EntryId], reply: Reply, now: i64) -> Self {
        let mut receipts = BTreeMap::new();
        let outcomes = verdicts(sent, reply.outcomes, &mut receipts);
        let returns = verdicts(again, reply.again, &mut receipts);
        let mut plan = Self {
            settled: Vec::new(),
            refused: Vec::new(),
            returned: Vec::new(),
            unwelcome: Vec::new(),
            receipts,
            restored: reply.restored,
            cloned: false,
            forget: reply.forget,
            erased: reply.erased,
            take: Vec::with_capacity(reply.entries.len()),
            cursor: reply.cursor,
            more: reply.more,
            offset: reply.now.saturating_sub(now),
        };
        for stored in reply.entries {
            plan.receipts.extend(stored.receipt.map(|it| (stored.entry.id, it)));
            plan.take.push(stored.entry);
        }
        for (id, verdict) in outcomes {
            match verdict {
                Verdict::Stored { .. } | Verdict::AlreadyStored { .. } => plan.settled.push(id),
                Verdict::Refused { code: Refusal::DeviceCloned } => plan.cloned = true,
                Verdict::Refused { code } => plan.refused.push((id, code)),
            }
        }
        for (id, verdict) in returns {
            match verdict {
                Verdict::Stored { .. } | Verdict::AlreadyStored { .. } => plan.returned.push(id),
                Verdict::Refused { code } => plan.unwelcome.push((id, code)),
            }
        }
        plan
    }

    /// Whether the reply to a parcel says nothing that isn't kept already: a phone asks every half minute, and nothing
    /// new is nothing to write.
    pub fn is_nothing(&self, parcel: &Parcel) -> bool {
        !self.moves(parcel) && !self.cloned && parcel.cursor == Some(self.cursor)
    }

    /// What the courier is told once it is taken in and so many entries wait.
    pub fn event(&self, parcel: &Parcel, unsent: usize) -> Event {
        if self.cloned { Event::Cloned } else { Event::Exchanged { left: self.more || (unsent > 0 && self.moves(parcel)) } }
    }

    /// Whether what was sent brought nothing about, and nothing came.
    pub fn is_idle(&self) -> bool {
        let is_heard = !self.settled.is_empty() || !self.refused.is_empty() || !self.returned.is_empty() || !self.unwelcome.is_empty();
        !is_heard && self.erased.is_empty() && self.forget.is_empty() && self.take.is_empty()
    }

    /// Whether the request brought anything about: if not, asking again at once would bring the same.
    fn moves(&self, parcel: &Parcel) -> bool {
        let is_new_epoch = parcel.cursor.is_some_and(|it| it.epoch != self.cursor.epoch);
        !self.is_idle() || is_new_epoch || self.restored.is_some() || !parcel.reads.is_empty()
    }
}

/// What became of each entry that was sent, and the receipts that came with it.
fn verdicts(sent: &[EntryId], outcomes: Vec<Outcome>, receipts: &mut BTreeMap<EntryId, Receipt>) -> BTreeMap<EntryId, Verdict> {
    // An entry whose id the server couldn't read is known by its place only, and only while the places agree.
    let aligned = outcomes.len() == sent.len();
    let mut verdicts = BTreeMap::new();
    for (place, outcome) in outcomes.into_iter().enumerate() {
        let id = outcome.id.or_else(|| sent.get(place).copied().filter(|_| aligned));
        if let Some(id) = id.filter(|it| sent.contains(it)) {
            receipts.extend(outcome.receipt.map(|it| (id, it)));
            verdicts.insert(id, outcome.verdict);
        }
    }
    verdicts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(n: u8) -> EntryId {
        EntryId::new(0, [n; 10])
    }

    fn reply(outcomes: Vec<(Option<EntryId>, Verdict)>) -> Reply {
        Reply {
            outcomes: outcomes.into_iter().map(|(id, verdict)| Outcome { id, verdict, receipt: None }).collect(),
            again: Vec::new(),
            restored: None,
            forget: Vec::new(),
            erased: Vec::new(),
            entries: Vec::new(),
            cursor: Cursor { epoch: 1, effective: 7, position: 7 },
            more: false,
            now: 5_000,
        }
    }

    const STORED: Verdict = Verdict::Stored { position: 7 };

    #[test]
    fn an_entry_is_settled_by_its_own_receipt_alone() {
        let plan = Plan::of(&[id(1), id(2)], &[], reply(vec![(Some(id(1)), STORED), (Some(id(3)), STORED)]), 4_000);
        assert_eq!(plan.settled, [id(1)]);
        assert_eq!(plan.refused, []);
        assert_eq!(plan.offset, 1_000);
    }

    #[test]
    fn a_lost_reply_settles_the_second_time() {
        let plan = Plan::of(&[id(1)], &[], reply(vec![(Some(id(1)), Verdict::AlreadyStored { position: 7 })]), 0);
        assert_eq!(plan.settled, [id(1)]);
    }

    #[test]
    fn a_refusal_blocks_nothing_behind_it() {
        let refused = Verdict::Refused { code: Refusal::InvalidValue };
        let plan = Plan::of(&[id(1), id(2)], &[], reply(vec![(Some(id(1)), refused), (Some(id(2)), STORED)]), 0);
        assert_eq!(plan.refused, [(id(1), Refusal::InvalidValue)]);
        assert_eq!(plan.settled, [id(2)]);
    }

    #[test]
    fn an_unreadable_id_is_known_by_its_place() {
        let refused = Verdict::Refused { code: Refusal::Malformed };
        let plan = Plan::of(&[id(1), id(2)], &[], reply(vec![(Some(id(1)), STORED), (None, refused.clone())]), 0);
        assert_eq!(plan.refused, [(id(2), Refusal::Malformed)]);
        let short = Plan::of(&[id(1), id(2)], &[], reply(vec![(None, refused)]), 0);
        assert_eq!(short.refused, [], "the places don't agree");
    }

    #[test]
    fn a_cloned_device_loses_nothing() {
        let cloned = Verdict::Refused { code: Refusal::DeviceCloned };
        let plan = Plan::of(&[id(1)], &[], reply(vec![(Some(id(1)), cloned)]), 0);
        assert!(plan.cloned);
        assert_eq!((plan.settled.len(), plan.refused.len()), (0, 0));
    }
}
