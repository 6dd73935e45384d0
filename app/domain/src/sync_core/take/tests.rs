use super::*;
use crate::{
    Actor, Channel, ContactOutcome, Cursor, DeviceId, Entry, Fact, Hlc,
    sync::Refusal,
    sync_core::{Counter, Progress},
};
use uuid::Uuid;

fn id<T: From<Uuid>>(n: u128) -> T {
    Uuid::from_u128(n).into()
}

fn entry(n: u64, youth: u128) -> Entry {
    let fact = Fact::ContactLogged {
        channel: Channel::Phone,
        outcome: ContactOutcome::NoAnswer,
        happened: None,
        place: None,
        phone: None,
        minutes: None,
        note: None,
    };
    Entry { id: id(n.into()), device: id(1), seq: n, at: Hlc::default(), by: Actor::System, youth: id(youth), facts: vec![fact] }
}

/// Two that wait, about one youth, and one in the tray.
fn kept() -> Kept {
    Kept {
        device: id::<DeviceId>(1),
        counter: Counter { seq: 3, clock: Hlc::default() },
        progress: Progress { cursor: Some(Cursor { epoch: 1, effective: 4, position: 4 }), ..Progress::default() },
        outbox: [(1, id(1)), (2, id(2))].into(),
        tray: [id(3)].into(),
    }
}

fn plan() -> Plan {
    Plan {
        settled: Vec::new(),
        refused: Vec::new(),
        cloned: false,
        forget: Vec::new(),
        take: Vec::new(),
        cursor: Cursor { epoch: 1, effective: 7, position: 7 },
        more: false,
        offset: 0,
    }
}

fn found(about: &[u64]) -> Found {
    Found { about: [(id(9), about.iter().map(|it| id((*it).into())).collect())].into(), ..Found::default() }
}

fn parcel() -> Parcel {
    Parcel { entries: vec![entry(1, 9), entry(2, 9)], ..Parcel::default() }
}

/// The changes but for the numbers, and how far sync has come.
fn changes(plan: &Plan, kept: Kept, found: &Found) -> (Vec<Change>, Progress) {
    let mut changes = plan.changes(&parcel(), kept, found, 5);
    let Some(Change::Reach(progress)) = changes.pop() else { panic!("{changes:?}") };
    assert!(matches!(changes.pop(), Some(Change::Count(_))));
    (changes, progress)
}

#[test]
fn a_receipt_ends_the_waiting_of_its_own_entry() {
    let plan = Plan { settled: vec![id(1)], refused: vec![(id(2), Refusal::InvalidValue)], ..plan() };
    let names = [(id(9), "Alva Berg".to_owned())].into();
    let (changes, progress) = changes(&plan, kept(), &Found { names, ..Found::default() });
    let tray = Tray { refusal: Refusal::InvalidValue, name: Some("Alva Berg".into()) };
    assert_eq!(changes, [Change::Unqueue(1), Change::Unqueue(2), Change::SetAside(id(2), tray)]);
    assert_eq!((progress.dirty, progress.heard), ([id(9)].into(), Some(5)));
}

#[test]
fn a_refusal_of_what_waits_no_longer_changes_nothing() {
    let plan = Plan { refused: vec![(id(7), Refusal::NotYourYouth)], ..plan() };
    assert_eq!(changes(&plan, kept(), &Found::default()).0, []);
}

#[test]
fn forgetting_leaves_what_is_unsent_until_the_server_has_it() {
    let forgets = Plan { forget: vec![id(9)], ..plan() };
    let (first, progress) = changes(&forgets, kept(), &found(&[1, 3, 5, 6]));
    assert_eq!(first, [Change::Drop(id(5)), Change::Drop(id(6)), Change::Drop(id(5)), Change::Drop(id(6))]);
    assert_eq!(progress.forgotten, [id(9)].into());

    let later = Kept { progress, outbox: [(1, id(1))].into(), tray: BTreeSet::new(), ..kept() };
    let (second, progress) = changes(&Plan { settled: vec![id(1)], ..plan() }, later, &found(&[1]));
    assert_eq!(second, [Change::Unqueue(1), Change::Drop(id(1))]);
    assert!(progress.forgotten.is_empty() && progress.dirty.contains(&id(9)));
}

#[test]
fn what_comes_leaves_our_own_that_waits_alone_and_takes_up_what_was_set_aside() {
    let plan = Plan { take: vec![entry(1, 9), entry(3, 9), entry(8, 9)], ..plan() };
    let before = Kept { progress: Progress { forgotten: [id(9)].into(), ..kept().progress }, ..kept() };
    let (changes, progress) = changes(&plan, before, &found(&[1, 3]));
    assert_eq!(changes, [Change::TakeUp(id(3)), Change::Keep(entry(3, 9)), Change::Keep(entry(8, 9))]);
    assert!(progress.forgotten.is_empty());
}

#[test]
fn a_restored_server_is_offered_all_that_this_device_made() {
    let plan = Plan { cursor: Cursor { epoch: 2, ..plan().cursor }, ..plan() };
    assert!(plan.needs(&parcel(), &kept()).own && plan.is_new_epoch(&kept()));
    let own = [(1, id(1)), (3, id(3)), (6, id(6))].into();
    let (changes, _) = changes(&plan, kept(), &Found { own, ..Found::default() });
    assert_eq!(changes, [Change::Queue(6, id(6))], "the tray stays as it is");
}

#[test]
fn a_name_that_is_anothers_is_noted() {
    let (changes, _) = changes(&Plan { cloned: true, ..plan() }, kept(), &Found::default());
    assert_eq!(changes, [Change::NameTaken]);
}
