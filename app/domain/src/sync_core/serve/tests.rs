use super::*;
use crate::{
    Fact, Hlc, SCHEMA,
    sync::{Again, Read, Receipt, Refusal, Reply},
};
use proptest::{collection::vec, prelude::*};
use uuid::Uuid;

fn id<T: From<Uuid>>(n: u64) -> T {
    Uuid::from_u128(n.into()).into()
}

/// About a youth with the same number.
fn entry(n: u64) -> Entry {
    Entry { id: id(n), device: id(1), seq: n, at: Hlc::default(), by: Actor::System, youth: id(n), facts: vec![Fact::Erased {}] }
}

/// The same entry as the server took it in before it was mended on the phone.
fn unmended(n: u64) -> Entry {
    Entry { facts: vec![Fact::Erased {}, Fact::Erased {}], ..entry(n) }
}

fn request(cursor: Option<Cursor>, entries: impl IntoIterator<Item = u64>) -> Request {
    let entries = entries.into_iter().map(|it| serde_json::to_value(entry(it)).unwrap()).collect();
    Request { schema: SCHEMA, cursor, now: None, brief: false, entries, again: Vec::new(), before: None, reads: Vec::new() }
}

const HERE: Standing = Standing { epoch: 2, newest: 90, lost: None };

fn at(position: i64) -> Cursor {
    Cursor { epoch: 2, effective: position, position }
}

fn page(entries: Vec<Stored>) -> Page {
    Page { forget: Vec::new(), erased: Vec::new(), entries, cursor: at(90), more: false, starts_over: false }
}

fn stored(position: i64, entry: Entry) -> Stored {
    Stored { position, entry, receipt: None }
}

fn judged(n: u64, verdict: Verdict) -> Judged {
    Judged { outcome: Outcome { id: Some(id(n)), verdict, receipt: None }, entry: Some(entry(n)) }
}

/// Tells what it was signed over.
fn sign(epoch: u64, position: i64, entry: &Entry) -> Receipt {
    Receipt { epoch, position, mac: format!("{} {}", entry.id, entry.facts.len()) }
}

const REFUSED: Verdict = Verdict::Refused { code: Refusal::InvalidValue };

/// What a database says to each step.
struct Database {
    standing: Standing,
    taken: Taken,
    earlier: BTreeMap<EntryId, Stored>,
    page: Page,
}

impl Database {
    fn new() -> Self {
        Self { standing: HERE, taken: Taken::default(), earlier: BTreeMap::new(), page: page(Vec::new()) }
    }
}

struct Served {
    steps: Vec<&'static str>,
    from: Option<Cursor>,
    about: BTreeSet<YouthId>,
    reply: Reply,
}

fn serve(request: Request, database: &Database) -> Served {
    let (mut steps, mut from, mut about) = (Vec::new(), None, BTreeSet::new());
    let mut step = begin(Actor::Account(id(5)), request).unwrap();
    loop {
        step = match step {
            Step::Look(it) => {
                steps.push("look");
                it.found(&database.standing)
            }
            Step::TakeIn(it) => {
                steps.push("take in");
                it.taken(database.taken.clone())
            }
            Step::Recall(it) => {
                steps.push("recall");
                assert!(database.earlier.keys().all(|known| it.ids().contains(known)));
                it.recalled(database.earlier.clone())
            }
            Step::Read(it) => {
                steps.push("read");
                (from, about) = (it.cursor(), it.about());
                it.read(database.page.clone())
            }
            Step::Answer(it) => return Served { steps, from, about, reply: it.sealed(77, sign) },
        };
    }
}

#[test]
fn who_is_nobody_and_what_is_too_much_is_turned_away() {
    let account = Actor::Account(id(5));
    let most = PAGE as u64;
    assert_eq!(admit(account, &request(None, 1..=most)), Ok(id(5)));
    assert_eq!(admit(account, &request(None, 0..=most)), Err(Turned::TooLarge));
    let again = vec![Again { entry: serde_json::Value::Null, receipt: sign(1, 1, &entry(1)) }];
    assert_eq!(admit(account, &Request { again, ..request(None, 1..=most) }), Err(Turned::TooLarge));
    let reads = vec![Read { youth: id(1), at: 1 }; PAGE + 1];
    assert_eq!(admit(account, &Request { reads, ..request(None, []) }), Err(Turned::TooLarge));
    for nobody in [Actor::System, Actor::Youth] {
        assert_eq!(begin(nobody, request(None, [])), Err(Turned::NotAllowed));
    }
}

#[test]
fn no_step_is_taken_in_vain() {
    let serve = |request| serve(request, &Database::new()).steps;
    assert_eq!(serve(request(Some(at(7)), [])), ["read"], "nothing new is one step");
    assert_eq!(serve(request(None, [1])), ["take in", "read"], "who has read nothing has read no lost journal");
    assert_eq!(serve(request(Some(at(7)), [1])), ["look", "take in", "read"]);
    let reads = vec![Read { youth: id(1), at: 1 }];
    assert_eq!(serve(Request { reads, ..request(None, []) }), ["take in", "read"], "readings of cards are taken in too");
}

#[test]
fn what_is_left_of_a_lost_journal_is_what_the_backup_held() {
    let lost = |cursor, lost| Standing { lost, ..HERE }.gone(cursor);
    let (kept, other) = (Some(Lost { kept: 4, known: 6 }), Cursor { epoch: 1, ..at(5) });
    assert_eq!(lost(at(90), None), None);
    assert_eq!(lost(at(91), None), Some(Restored { kept: None }), "ours ends before");
    assert_eq!(lost(other, kept), Some(Restored { kept: Some(4) }));
    assert_eq!(lost(other, None), Some(Restored { kept: None }), "an epoch that nobody knows");
    for (cursor, is_more) in [(other, false), (Cursor { effective: 6, ..other }, false), (Cursor { effective: 7, ..other }, true)] {
        assert_eq!(Standing { lost: kept, ..HERE }.is_told_more(cursor), is_more);
    }
    assert!(!Standing { lost: kept, ..HERE }.is_told_more(at(91)), "it isn't of that journal");
}

#[test]
fn what_was_mended_on_its_way_comes_back_unless_it_is_to_be_forgotten() {
    let known = judged(1, Verdict::AlreadyStored { position: 3 });
    let earlier = BTreeMap::from([(id(1), stored(3, unmended(1)))]);
    let taken = Taken { entries: vec![known], ..Taken::default() };
    let database = Database { taken, earlier, ..Database::new() };
    let reply = serve(request(Some(at(7)), [1]), &database).reply;
    let receipt = sign(2, 3, &unmended(1));
    assert_eq!(reply.entries, [Stored { receipt: Some(receipt.clone()), ..stored(3, unmended(1)) }]);
    assert_eq!(reply.outcomes[0].receipt, Some(receipt), "over what the server has");
    let database = Database { page: Page { forget: vec![id(1)], ..page(Vec::new()) }, ..database };
    assert_eq!(serve(request(Some(at(7)), [1]), &database).reply.entries, []);
}

#[test]
fn only_what_was_taken_in_now_is_marked_and_only_by_a_clock_that_is_wrong() {
    let outcomes = [Verdict::Stored { position: 1 }, Verdict::AlreadyStored { position: 2 }, REFUSED].map(|it| judged(1, it).outcome);
    for (behind, count) in [(0, 0), (WRONG - 1, 0), (WRONG, 1), (-WRONG, 1), (i64::MIN, 1)] {
        assert_eq!(misdated(behind, &outcomes).len(), count, "{behind}");
    }
}

/// What becomes of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    /// So many positions of others come before its own.
    Stored(i64),
    Known,
    Mended,
    /// Known, and gone since.
    Gone,
    Refused,
}

fn fate() -> impl Strategy<Value = Fate> {
    prop_oneof![
        3 => Just(Fate::Stored(0)),
        1 => (1_i64..3).prop_map(Fate::Stored),
        1 => Just(Fate::Known),
        1 => Just(Fate::Mended),
        1 => Just(Fate::Gone),
        1 => Just(Fate::Refused),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// It may build on what was lost, whatever it is.
    #[test]
    fn a_request_of_a_lost_journal_takes_nothing_in(
        (entries, again, reads) in (0_u64..4, 0_usize..3, 0_usize..3),
        (epoch, effective, kept) in (1_u64..3, 0_i64..200, proptest::option::of(0_i64..9)),
    ) {
        let cursor = Cursor { epoch, effective, position: effective };
        let lost = kept.filter(|_| epoch != HERE.epoch).map(|kept| Lost { kept, known: kept });
        let standing = Standing { lost, ..HERE };
        prop_assume!(standing.gone(cursor).is_some());
        let sent = Again { entry: serde_json::to_value(entry(9)).unwrap(), receipt: sign(1, 9, &entry(9)) };
        let read = Read { youth: id(1), at: 1 };
        let request = Request { again: vec![sent; again], reads: vec![read; reads], ..request(Some(cursor), 1..=entries) };
        let steps = if carries(&request) { ["look", "read"] } else { ["read", "look"] };
        let taken = Taken { entries: vec![judged(1, Verdict::Stored { position: 91 })], ..Taken::default() };
        let database = Database { standing, taken, page: Page { starts_over: true, ..page(Vec::new()) }, ..Database::new() };
        let served = serve(request, &database);
        prop_assert_eq!(served.steps, steps);
        prop_assert_eq!((served.from, served.about), (Some(cursor), BTreeSet::new()));
        prop_assert_eq!(served.reply.restored, Some(Restored { kept: lost.map(|it| it.kept) }));
        prop_assert!(served.reply.outcomes.is_empty() && served.reply.again.is_empty());
    }

    #[test]
    fn whatever_becomes_of_entries_and_in_whatever_order(
        fates in vec(fate(), 0..8),
        is_listed in vec(any::<bool>(), 8),
        (effective, position) in prop_oneof![Just((70_i64, 70_i64)), Just((70, 30))],
        (is_plain, brief) in any::<(bool, bool)>(),
    ) {
        let cursor = Cursor { epoch: 2, effective, position };
        let (mut newest, mut own) = (effective, BTreeSet::new());
        let (mut taken, mut earlier) = (Taken { is_plain, ..Taken::default() }, BTreeMap::new());
        // What another has written is new to the phone, and so may be what it sent.
        let mut listed = vec![stored(60, entry(100))];
        let (mut expected, mut back) = (Vec::new(), vec![id::<EntryId>(100)]);
        for ((n, fate), is_listed) in (1..).zip(&fates).zip(is_listed) {
            let (verdict, here) = match fate {
                Fate::Stored(others) => {
                    newest += others + 1;
                    own.insert(newest);
                    (Verdict::Stored { position: newest }, Some(stored(newest, entry(n))))
                }
                Fate::Known => (Verdict::AlreadyStored { position: 50 }, Some(stored(50, entry(n)))),
                Fate::Mended => (Verdict::AlreadyStored { position: 50 }, Some(stored(50, unmended(n)))),
                Fate::Gone => (Verdict::AlreadyStored { position: 50 }, None),
                Fate::Refused => (REFUSED, None),
            };
            if matches!(fate, Fate::Known | Fate::Mended) {
                earlier.extend(here.clone().map(|it| (it.entry.id, it)));
            }
            expected.push(here.as_ref().map(|it| sign(2, it.position, &it.entry)));
            listed.extend(here.filter(|_| is_listed));
            back.extend((*fate == Fate::Mended).then(|| id::<EntryId>(n)));
            taken.entries.push(judged(n, verdict));
        }
        let ids = 1..=fates.len() as u64;
        let database = Database { taken, earlier, page: page(listed), ..Database::new() };
        let served = serve(Request { brief, ..request(Some(cursor), ids) }, &database);

        // The cursor goes past the phone's own alone, and only those that come straight after what it had read.
        let from = served.from.unwrap();
        let is_straight = is_plain && position == effective;
        prop_assert!(is_straight || from == cursor);
        prop_assert!((effective + 1..=from.effective).all(|it| own.contains(&it)));
        prop_assert!(!is_straight || !own.contains(&(from.effective + 1)));

        let had: BTreeSet<YouthId> = (1..).zip(&fates).filter(|it| *it.1 != Fate::Refused).map(|it| id(it.0)).collect();
        prop_assert_eq!(served.about, had);
        for (((n, fate), outcome), receipt) in (1..).zip(&fates).zip(&served.reply.outcomes).zip(expected) {
            prop_assert_eq!(&outcome.receipt, &receipt, "what isn't here has no receipt");
            let is_named = !brief || *fate == Fate::Refused;
            prop_assert_eq!(outcome.id, is_named.then(|| id(n)));
        }
        let mut given: Vec<EntryId> = served.reply.entries.iter().map(|it| it.entry.id).collect();
        given.sort();
        back.sort();
        prop_assert_eq!(given, back, "what the phone holds doesn't come back, and nothing comes twice");
        for it in served.reply.entries {
            prop_assert_eq!(it.receipt, Some(sign(2, it.position, &it.entry)));
        }
    }
}
