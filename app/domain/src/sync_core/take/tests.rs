use super::*;
use crate::{
    Actor, Channel, ContactOutcome, Cursor, DeviceId, Fact, Hlc,
    sync::{Refusal, Restored},
    sync_core::{Counter, Draft, Progress, give_back},
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
        returned: Vec::new(),
        unwelcome: Vec::new(),
        receipts: BTreeMap::new(),
        restored: None,
        cloned: false,
        forget: Vec::new(),
        erased: Vec::new(),
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
    // The server tells again whom to forget. Whom it doesn't name is the phone's to hold once more, and is folded anew.
    let (second, progress) = changes(&Plan { settled: vec![id(1)], ..plan() }, later.clone(), &found(&[1]));
    assert_eq!(second, [Change::Unqueue(1)]);
    assert!(progress.forgotten.is_empty() && progress.dirty.contains(&id(9)));
    let (third, _) = changes(&Plan { settled: vec![id(1)], forget: vec![id(9)], ..plan() }, later, &found(&[1]));
    assert!(third.contains(&Change::Unqueue(1)) && third.contains(&Change::Drop(id(1))), "{third:?}");
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
fn a_colleagues_fast_clock_dates_nothing_of_ours() {
    const NOW: i64 = 1_795_424_400_000;
    let minute = 60 * 1000;
    for (ahead, expected) in [(minute, NOW + minute), (6 * 60 * minute, NOW)] {
        let fast = Entry { at: Hlc { ms: NOW + ahead, counter: 0 }, ..entry(8, 9) };
        let changes = Plan { take: vec![fast], ..plan() }.changes(&parcel(), kept(), &Found::default(), NOW);
        let counted = changes.iter().find_map(|it| if let Change::Count(it) = it { Some(*it) } else { None });
        let draft = Draft { id: id(10), by: id(2), youth: id(9), facts: Vec::new(), now: NOW };
        let (own, _) = draft.changes(id(1), counted.unwrap(), &mut Progress::default());
        assert_eq!(own.at.ms, expected);
    }
}

fn receipt(epoch: u64, position: i64) -> Receipt {
    Receipt { epoch, position, mac: "mac".into() }
}

fn held(n: u64, device: u128, receipt: Option<Receipt>) -> Held {
    Held { id: id(n.into()), device: id(device), seq: n, youth: id(9), receipt }
}

/// A reply of a server that was restored to the third position of the epoch that we have read.
fn restored(more: bool) -> Plan {
    Plan { cursor: Cursor { epoch: 2, ..plan().cursor }, restored: Some(Restored { kept: Some(3) }), more, ..plan() }
}

fn all() -> Found {
    let all = vec![
        held(1, 1, None),
        held(3, 1, None),
        held(4, 2, Some(receipt(1, 2))),
        held(5, 2, Some(receipt(1, 4))),
        held(6, 1, None),
        held(7, 1, Some(receipt(0, 1))),
    ];
    Found { all, ..Found::default() }
}

fn from_before() -> Parcel {
    Parcel { cursor: kept().progress.cursor, ..parcel() }
}

#[test]
fn a_restored_server_is_offered_what_it_may_lack_whoever_made_it() {
    let plan = restored(true);
    assert!(plan.needs(&from_before(), &kept()).all && plan.is_new_epoch(&kept()));
    let mut changes = plan.changes(&from_before(), kept(), &all(), 5);
    let Some(Change::Reach(progress)) = changes.pop() else { panic!("{changes:?}") };
    changes.pop();
    assert_eq!(changes, [Change::Queue(6, id(6))], "from before there were receipts; the tray stays as it is");
    assert_eq!(progress.again, [id(5), id(7)].into(), "past what was kept, or of an epoch that nobody speaks of");
    assert_eq!(progress.unconfirmed, [id(9)].into());
}

#[test]
fn what_was_written_until_a_restore_was_heard_of_is_told_by_number() {
    assert_eq!(changes(&plan(), kept(), &Found::default()).1.before, None);
    let mut changes = restored(true).changes(&from_before(), kept(), &all(), 5);
    let Some(Change::Reach(progress)) = changes.pop() else { panic!("{changes:?}") };
    let next = Parcel { before: progress.before, ..parcel() };
    assert_eq!(next.before(), Some(3), "whatever the clock was, and the tray too");
    assert_eq!(Parcel { entries: vec![entry(4, 9)], ..next }.before(), None, "what is new is told as ever");
    // It outlasts the outbox: what lies in the tray may go again months later.
    let later = Kept { progress, outbox: BTreeMap::new(), counter: Counter { seq: 5, ..kept().counter }, ..kept() };
    let plan = Plan { restored: None, ..restored(false) };
    let mut changes = plan.changes(&Parcel::default(), later, &Found::default(), 5);
    let Some(Change::Reach(progress)) = changes.pop() else { panic!("{changes:?}") };
    assert_eq!(progress.before, Some(3));
}

#[test]
fn without_a_word_of_what_was_kept_everything_goes_again() {
    let plan = Plan { restored: None, ..restored(true) };
    let mut changes = plan.changes(&from_before(), kept(), &all(), 5);
    let Some(Change::Reach(progress)) = changes.pop() else { panic!("{changes:?}") };
    assert_eq!(progress.again, [id(4), id(5), id(7)].into());
}

#[test]
fn whom_a_restored_server_never_gives_is_let_go_but_for_what_goes_again() {
    let (changes, progress) = {
        let mut changes = restored(false).changes(&from_before(), kept(), &all(), 5);
        let Some(Change::Reach(progress)) = changes.pop() else { panic!("{changes:?}") };
        (changes, progress)
    };
    assert!(changes.contains(&Change::Drop(id(4))) && !changes.contains(&Change::Drop(id(5))) && !changes.contains(&Change::Drop(id(1))));
    assert_eq!((progress.forgotten, progress.unconfirmed), ([id(9)].into(), BTreeSet::new()));
}

#[test]
fn what_went_again_ends_with_its_verdict() {
    let before = Kept { progress: Progress { again: [id(4), id(5), id(6), id(7)].into(), ..kept().progress }, ..kept() };
    let again = [4, 5, 6, 7].map(|n| (Entry { device: id(if n < 6 { 2 } else { 1 }), ..entry(n, 9) }, receipt(0, 1)));
    let parcel = Parcel { again: again.into(), ..Parcel::default() };
    let plan = Plan {
        returned: vec![id(4)],
        unwelcome: vec![(id(5), Refusal::Erased), (id(6), Refusal::NotAllowed)],
        receipts: [(id(4), receipt(1, 8))].into(),
        ..plan()
    };
    let mut changes = plan.changes(&parcel, before, &Found::default(), 5);
    let Some(Change::Reach(progress)) = changes.pop() else { panic!("{changes:?}") };
    changes.pop();
    assert_eq!(changes, [Change::Attest(id(4), receipt(1, 8)), Change::Drop(id(5)), Change::Queue(6, id(6))]);
    assert_eq!(progress.again, [id(7)].into(), "no verdict, so it goes once more");
}

#[test]
fn what_was_made_under_a_former_name_goes_under_the_name_of_today() {
    let progress = Progress { again: [id(5), id(6)].into(), former: [id(7)].into(), ..kept().progress };
    let of = |n: u64, device: u128| (Entry { device: id(device), ..entry(n, 9) }, receipt(0, 1));
    let parcel = Parcel { again: vec![of(5, 8), of(6, 7)], ..Parcel::default() };
    let plan = Plan { unwelcome: vec![(id(5), Refusal::NotAllowed), (id(6), Refusal::NotAllowed)], ..plan() };
    let mut changes = plan.changes(&parcel, Kept { progress, ..kept() }, &Found::default(), 5);
    let Some(Change::Reach(progress)) = changes.pop() else { panic!("{changes:?}") };
    assert_eq!(progress.before, Some(4), "its number is new, and it isn't");
    assert_eq!(changes.pop(), Some(Change::Count(Counter { seq: 4, ..kept().counter })));
    let own = Entry { seq: 4, ..entry(6, 9) };
    assert_eq!(changes, [Change::Queue(4, own.id), Change::Keep(own)], "what others made, others give back");
}

#[test]
fn what_was_made_under_a_former_name_is_given_back_and_the_name_is_not_forgotten() {
    let progress = Progress { former: [id(7)].into(), ..kept().progress };
    let renamed = Kept { progress, ..kept() };
    let all = vec![held(5, 7, Some(receipt(1, 4)))];
    let expected = (BTreeSet::from([id::<EntryId>(5)]), BTreeSet::from([id::<DeviceId>(7)]));
    let mut last_words = give_back(renamed.clone(), &all, Restored { kept: Some(3) });
    let Some(Change::Reach(progress)) = last_words.pop() else { panic!("{last_words:?}") };
    assert_eq!((progress.again, progress.former), expected);
    let found = Found { all, ..Found::default() };
    let mut changes = restored(true).changes(&from_before(), renamed, &found, 5);
    let Some(Change::Reach(progress)) = changes.pop() else { panic!("{changes:?}") };
    assert_eq!((progress.again, progress.former), expected);
}

#[test]
fn whoever_gave_back_and_is_let_in_drops_whom_it_is_not_given() {
    let progress = Progress { unconfirmed: [id(8), id(9)].into(), ..Progress::default() };
    let before = Kept { progress, outbox: BTreeMap::new(), tray: BTreeSet::new(), ..kept() };
    let plan = Plan { take: vec![entry(4, 8)], ..plan() };
    assert!(!plan.is_new_epoch(&before), "it has no cursor that would tell");
    let about = [(id(8), vec![id(4)]), (id(9), vec![id(5)])].into();
    let (changes, progress) = changes(&plan, before, &Found { about, ..Found::default() });
    assert_eq!(changes, [Change::Keep(entry(4, 8)), Change::Drop(id(5))]);
    assert_eq!(progress.unconfirmed, BTreeSet::new());
}

#[test]
fn what_was_about_an_erased_youth_keeps_nothing_in_the_tray() {
    let plan = Plan { refused: vec![(id(1), Refusal::Erased)], ..plan() };
    let names = [(id(9), "Alva Berg".to_owned())].into();
    let (changes, _) = changes(&plan, kept(), &Found { names, ..Found::default() });
    let tray = Tray { refusal: Refusal::Erased, name: None };
    assert_eq!(changes, [Change::Unqueue(1), Change::Empty(id(1)), Change::SetAside(id(1), tray.clone())]);
    // What waits, what lay there before, and what was to go again.
    let plan = Plan { erased: vec![id(9)], ..self::plan() };
    let before = Kept { progress: Progress { again: [id(5)].into(), ..kept().progress }, ..kept() };
    let (changes, _) = self::changes(&plan, before, &found(&[1, 3, 5]));
    let aside = |n| [Change::Empty(id(n)), Change::SetAside(id(n), tray.clone())];
    assert_eq!(changes[..6], [&[Change::Unqueue(1)], &aside(1)[..], &aside(3)[..], &[Change::Drop(id(5))]].concat());
    assert!(!changes.contains(&Change::Drop(id(1))), "that it wasn't saved is still said");
}

#[test]
fn what_comes_with_a_receipt_is_kept_with_it() {
    let plan = Plan { take: vec![entry(8, 9)], receipts: [(id(8), receipt(1, 7))].into(), ..plan() };
    let (changes, _) = changes(&plan, kept(), &Found::default());
    assert_eq!(changes, [Change::KeepSent(entry(8, 9), receipt(1, 7))]);
}

#[test]
fn a_name_that_is_anothers_is_noted() {
    let (changes, _) = changes(&Plan { cloned: true, ..plan() }, kept(), &Found::default());
    assert_eq!(changes, [Change::NameTaken]);
}
