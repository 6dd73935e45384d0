//! "Not saved, because…": what the server didn't take, until the worker has said what to do with it.

use super::{Change, Counter, Kept, Tray};
use crate::{DeviceId, Entry, EntryId, Fact, sync::Refusal};
use std::collections::BTreeSet;

/// An entry in the tray, and why it lies there.
pub type Aside = (Entry, Refusal);

/// Whether an entry waits for another rather than being wrong by itself: it goes again when the other does.
fn depends(refusal: Refusal) -> bool {
    matches!(refusal, Refusal::UnknownReference | Refusal::NotYourYouth | Refusal::SchemaTooNew)
}

/// Sends a refused entry again, with other facts where the worker has put them right. Whatever about the same youth
/// waited for it goes again with it, in the order that it was made.
#[must_use]
pub fn send_again(tray: &[Aside], entry: EntryId, mended: Option<&[Fact]>) -> Vec<Change> {
    let Some((chosen, _)) = tray.iter().find(|it| it.0.id == entry) else { return Vec::new() };
    let mut changes = Vec::new();
    if let Some(facts) = mended {
        changes.push(Change::Keep(Entry { facts: facts.to_vec(), ..chosen.clone() }));
    }
    let goes = tray.iter().filter(|(it, refusal)| it.id == entry || (it.youth == chosen.youth && depends(*refusal)));
    changes.extend(goes.flat_map(|it| requeue(&it.0)));
    changes
}

/// Sends everything again that a server since updated may take now.
#[must_use]
pub fn retry_newer(tray: &[Aside], kept: Kept) -> Vec<Change> {
    let newer = || tray.iter().filter(|it| it.1 == Refusal::SchemaTooNew).map(|it| &it.0);
    let mut progress = kept.progress;
    let before = progress.dirty.len();
    progress.dirty.extend(newer().map(|it| it.youth));
    let mut changes: Vec<Change> = newer().flat_map(requeue).collect();
    if progress.dirty.len() > before {
        changes.push(Change::Reach(progress));
    }
    changes
}

/// Lets a refused entry go: the one way in which something unsent leaves the device by hand.
#[must_use]
pub fn discard(entry: EntryId) -> Vec<Change> {
    vec![Change::TakeUp(entry), Change::Drop(entry)]
}

/// Puts the first entry that waits in the tray: the server can't take it at any size.
#[must_use]
pub fn set_aside(seq: u64, entry: &Entry, kept: Kept) -> Vec<Change> {
    let mut progress = kept.progress;
    progress.dirty.insert(entry.youth);
    let tray = Tray { refusal: Refusal::InvalidValue, name: None };
    vec![Change::Unqueue(seq), Change::SetAside(entry.id, tray), Change::Reach(progress)]
}

/// Puts in the tray what waits and can't be read any more, by what lies in the clear: it can't be sent, and mustn't stand in
/// the way of what can. What was to go again and can't be read is somebody else's to give back.
#[must_use]
pub fn set_unreadable_aside(unreadable: &BTreeSet<EntryId>, kept: Kept) -> Vec<Change> {
    let mut progress = kept.progress;
    progress.again.retain(|it| !unreadable.contains(it));
    let tray = Tray { refusal: Refusal::Malformed, name: None };
    let waiting = kept.outbox.iter().filter(|it| unreadable.contains(it.1));
    let mut changes: Vec<Change> = waiting.flat_map(|(seq, id)| [Change::Unqueue(*seq), Change::SetAside(*id, tray.clone())]).collect();
    changes.push(Change::Reach(progress));
    changes
}

/// Gives the device a new name in the journal, and everything unsent a new number under it: first what waits, in its
/// order, then what lies in the tray.
#[must_use]
pub fn renumber(device: DeviceId, kept: &Kept, waiting: &[Entry], tray: &[Entry]) -> Vec<Change> {
    let mut counter = Counter { seq: 0, ..kept.counter };
    let mut changes: Vec<Change> = kept.outbox.keys().map(|seq| Change::Unqueue(*seq)).collect();
    for (entry, waits) in waiting.iter().map(|it| (it, true)).chain(tray.iter().map(|it| (it, false))) {
        counter.seq += 1;
        changes.push(Change::Keep(Entry { device, seq: counter.seq, ..entry.clone() }));
        if waits {
            changes.push(Change::Queue(counter.seq, entry.id));
        }
    }
    let mut progress = kept.progress.clone();
    progress.former.insert(kept.device);
    // Whatever is unsent from before a restore may have any of the new numbers.
    progress.before = progress.before.map(|_| counter.seq);
    changes.extend([Change::Count(counter), Change::Reach(progress), Change::Rename(device)]);
    changes
}

/// Back to its old place in the outbox: the server never kept it, so its seq is still free.
fn requeue(entry: &Entry) -> [Change; 2] {
    [Change::TakeUp(entry.id), Change::Queue(entry.seq, entry.id)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Actor, Hlc, YouthId, sync_core::Progress};
    use uuid::Uuid;

    fn id<T: From<Uuid>>(n: u64) -> T {
        Uuid::from_u128(n.into()).into()
    }

    fn entry(n: u64, youth: u64) -> Entry {
        Entry { id: id(n), device: id(1), seq: n, at: Hlc::default(), by: Actor::System, youth: id(youth), facts: vec![Fact::Erased {}] }
    }

    fn kept() -> Kept {
        let counter = Counter { seq: 9, clock: Hlc { ms: 5, counter: 0 } };
        Kept { device: id(1), counter, progress: Progress::default(), outbox: [(3, id(3)), (5, id(5))].into(), tray: [id(4)].into() }
    }

    #[test]
    fn what_depended_on_an_entry_goes_again_with_it() {
        let tray = [
            (entry(1, 7), Refusal::InvalidValue),
            (entry(2, 7), Refusal::UnknownReference),
            (entry(3, 7), Refusal::NoteNotAllowed),
            (entry(4, 8), Refusal::UnknownReference),
        ];
        let again = |n| [Change::TakeUp(id(n)), Change::Queue(n, id(n))];
        assert_eq!(send_again(&tray, id(1), None), [again(1), again(2)].concat());
        assert_eq!(send_again(&tray, id(6), None), []);
        let mended = send_again(&tray, id(4), Some(&[]));
        assert_eq!(mended[0], Change::Keep(Entry { facts: Vec::new(), ..entry(4, 8) }));
        assert_eq!(mended[1..], again(4));
    }

    #[test]
    fn a_newer_version_sends_again_what_was_too_new() {
        let tray = [(entry(1, 7), Refusal::SchemaTooNew), (entry(2, 7), Refusal::InvalidValue)];
        let dirty = Progress { dirty: [id::<YouthId>(7)].into(), ..Progress::default() };
        assert_eq!(retry_newer(&tray, kept()), [Change::TakeUp(id(1)), Change::Queue(1, id(1)), Change::Reach(dirty)]);
        assert_eq!(retry_newer(&tray[1..], kept()), []);
    }

    #[test]
    fn what_cannot_be_read_stands_in_nobodys_way() {
        let unreadable = [id(5), id(6)].into();
        let again = |ids: &[u64]| Progress { again: ids.iter().map(|it| id(*it)).collect(), ..Progress::default() };
        let kept = Kept { progress: again(&[6, 7]), ..kept() };
        let tray = Tray { refusal: Refusal::Malformed, name: None };
        assert_eq!(
            set_unreadable_aside(&unreadable, kept),
            [Change::Unqueue(5), Change::SetAside(id(5), tray), Change::Reach(again(&[7]))]
        );
    }

    #[test]
    fn under_a_new_name_everything_unsent_is_numbered_anew() {
        let device = id(2);
        let renamed = |n, seq| Entry { device, seq, ..entry(n, 7) };
        assert_eq!(
            renumber(device, &kept(), &[entry(3, 7), entry(5, 7)], &[entry(4, 7)]),
            [
                Change::Unqueue(3),
                Change::Unqueue(5),
                Change::Keep(renamed(3, 1)),
                Change::Queue(1, id(3)),
                Change::Keep(renamed(5, 2)),
                Change::Queue(2, id(5)),
                Change::Keep(renamed(4, 3)),
                Change::Count(Counter { seq: 3, ..kept().counter }),
                Change::Reach(Progress { former: [id(1)].into(), ..Progress::default() }),
                Change::Rename(device),
            ]
        );
        let restored = Kept { progress: Progress { before: Some(4), ..Progress::default() }, ..kept() };
        let expected = Progress { former: [id(1)].into(), before: Some(2), ..Progress::default() };
        assert!(renumber(device, &restored, &[entry(3, 7), entry(5, 7)], &[]).contains(&Change::Reach(expected)));
    }
}
