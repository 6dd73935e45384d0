//! The last words of a device that was shut out: all that is unsent, until the server has named each thing as heard.

use super::{Change, Held, Kept, Parcel, batch::fits};
use crate::{
    Entry, EntryId,
    sync::{Cursor, PAGE, Read, Receipt, Restored},
};
use std::collections::BTreeSet;

/// All that is unsent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unsent {
    /// What a restored server may lack.
    pub again: Vec<(Entry, Receipt)>,
    /// What waits, in its order, and what lies in the tray.
    pub entries: Vec<Entry>,
    /// Cards that were read.
    pub reads: Vec<(EntryId, Read)>,
    /// Where the device last read, so that a restored server says so.
    pub cursor: Option<Cursor>,
    /// See [`Progress::before`](super::Progress::before): the server may let the device in after all.
    pub before: Option<u64>,
}

impl Unsent {
    /// In loads of at most `limit` entries that each fit in a request. Never none: a server that was restored has something
    /// to say even to a device that has nothing to send.
    #[must_use]
    pub fn loads(self, limit: usize) -> Vec<Parcel> {
        let length = |it: &Entry| serde_json::to_string(it).map_or(0, |it| it.len());
        let Self { mut again, mut entries, mut reads, cursor, before } = self;
        let mut loads = Vec::new();
        loop {
            let count = fits(again.iter().map(|it| length(&it.0)).chain(entries.iter().map(length)), limit);
            let first = count.min(again.len());
            let load = Parcel {
                again: again.drain(..first).collect(),
                entries: entries.drain(..count - first).collect(),
                reads: reads.drain(..reads.len().min(PAGE)).collect(),
                cursor,
                before,
            };
            loads.push(load);
            if again.is_empty() && entries.is_empty() && reads.is_empty() {
                return loads;
            }
        }
    }
}

impl Parcel {
    /// Which entries it carries, now or again.
    pub fn carries(&self) -> BTreeSet<EntryId> {
        self.entries.iter().map(|it| it.id).chain(self.again.iter().map(|it| it.0.id)).collect()
    }
}

/// A restored server shuts us out: what it may have lost of all that is kept goes again.
#[must_use]
pub fn give_back(kept: Kept, held: &[Held], restored: Restored) -> Vec<Change> {
    let Kept { mut progress, mut outbox, tray, device, counter } = kept;
    let known = restored.kept.zip(progress.cursor.map(|it| it.epoch));
    let is_there = |it: &Receipt| known.is_some_and(|(position, epoch)| it.epoch == epoch && it.position <= position);
    let waiting: BTreeSet<EntryId> = outbox.values().chain(&tray).copied().collect();
    // It may be let in again: whom the server doesn't give then is no longer ours to hold.
    progress.unconfirmed.extend(held.iter().map(|it| it.youth));
    let mut changes = Vec::new();
    for held in held.iter().filter(|it| !waiting.contains(&it.id)) {
        match &held.receipt {
            Some(receipt) if is_there(receipt) => {}
            Some(_) => drop(progress.again.insert(held.id)),
            // Sent before there were receipts: it goes as it went the first time.
            None if held.device == device && outbox.insert(held.seq, held.id).is_none() => {
                changes.push(Change::Queue(held.seq, held.id));
            }
            None => {}
        }
    }
    // It has been told, and reads nothing more.
    progress.cursor = None;
    progress.before = Some(counter.seq);
    changes.push(Change::Reach(progress));
    changes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Actor, Fact, Hlc,
        sync_core::{Counter, Progress},
    };
    use uuid::Uuid;

    fn id<T: From<Uuid>>(n: u64) -> T {
        Uuid::from_u128(n.into()).into()
    }

    fn entry(n: u64) -> Entry {
        Entry { id: id(n), device: id(1), seq: n, at: Hlc::default(), by: Actor::System, youth: id(9), facts: vec![Fact::Erased {}] }
    }

    fn receipt(epoch: u64, position: i64) -> Receipt {
        Receipt { epoch, position, mac: "AAAAAAAAAAAAAAAA".into() }
    }

    #[test]
    fn everything_is_said_once_and_what_was_lost_first() {
        let unsent = Unsent {
            again: vec![(entry(1), receipt(1, 1)), (entry(2), receipt(1, 2))],
            entries: vec![entry(3), entry(4), entry(5)],
            ..Unsent::default()
        };
        let said: Vec<Vec<EntryId>> = unsent.loads(3).iter().map(|it| it.carries().into_iter().collect()).collect();
        assert_eq!(said, [vec![id(1), id(2), id(3)], vec![id(4), id(5)]]);
        let from_before = Unsent { entries: vec![entry(3), entry(4)], before: Some(3), ..Unsent::default() };
        assert_eq!(from_before.loads(1).iter().map(Parcel::before).collect::<Vec<_>>(), [Some(3), None]);
        assert_eq!(Unsent::default().loads(3).len(), 1, "the server may have something to say");
        let read = (id(7), Read { youth: id(9), at: 1 });
        let loads = Unsent { reads: vec![read; PAGE + 1], ..Unsent::default() }.loads(PAGE);
        assert_eq!(loads.iter().map(|it| it.reads.len()).collect::<Vec<_>>(), [PAGE, 1]);
    }

    #[test]
    fn what_a_restored_server_lacks_goes_again_whoever_made_it() {
        let cursor = Some(Cursor { epoch: 1, effective: 9, position: 9 });
        let progress = Progress { cursor, ..Progress::default() };
        let counter = Counter { seq: 6, ..Counter::default() };
        let kept = Kept { device: id(1), counter, progress, outbox: [(4, id(4))].into(), tray: [id(5)].into() };
        let held = |n: u64, device: u64, receipt| Held { id: id(n), device: id(device), seq: n, youth: id(9), receipt };
        let all = [
            held(1, 1, Some(receipt(1, 3))),
            held(2, 1, Some(receipt(1, 4))),
            held(3, 2, Some(receipt(1, 5))),
            held(4, 1, None),
            held(5, 1, None),
            held(6, 1, None),
            held(7, 2, None),
        ];
        let changes = give_back(kept, &all, Restored { kept: Some(3) });
        let expected = Progress { again: [id(2), id(3)].into(), unconfirmed: [id(9)].into(), before: Some(6), ..Progress::default() };
        assert_eq!(changes, [Change::Queue(6, id(6)), Change::Reach(expected)]);
    }
}
