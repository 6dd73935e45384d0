//! What a restored server takes back, and on whose word.

use domain::{
    Actor, Channel, ContactOutcome, Cursor, Entry, Fact, Hlc, SCHEMA, YouthId,
    sync::{Again, Read, Receipt, Refusal, Reply, Request, Restored, Verdict},
    sync_core::{Change, Counter, Found, Held, Kept, Parcel, Plan, Progress},
};
use server::{store, sync::exchange};
use tests::{Phone, World, both, call, is_stored, refused, sql};

async fn ask(phone: &Phone, request: Request) -> Reply {
    let World { db, process, receipts, municipality, .. } = &phone.world;
    exchange(db, process, receipts, *municipality, &phone.caller(), request).await.unwrap()
}

fn request(cursor: Option<Cursor>) -> Request {
    Request { schema: SCHEMA, cursor, now: None, brief: false, entries: Vec::new(), again: Vec::new(), before: None, reads: Vec::new() }
}

fn again(entry: &Entry, receipt: &Receipt) -> Again {
    Again { entry: serde_json::to_value(entry).unwrap(), receipt: receipt.clone() }
}

#[tokio::test]
async fn every_entry_that_a_phone_has_comes_with_a_receipt() {
    both(|db| async move {
        let world = World::new(db).await;
        let (mut one, two) = (world.phone(world.north).await, world.phone(world.north).await);
        let youth = world.youth(world.north).await;
        one.catch_up().await;
        let entry = one.entry(youth, vec![call()]);
        let first = one.exchange(std::slice::from_ref(&entry)).await;
        let second = one.exchange(std::slice::from_ref(&entry)).await;
        let receipt = first.outcomes[0].receipt.clone().unwrap();
        assert_eq!(second.outcomes[0].receipt.as_ref(), Some(&receipt), "the same again");
        assert!(world.receipts.is_ours(world.municipality, &receipt, &entry));
        let pulled = ask(&two, request(None)).await.entries;
        assert_eq!(pulled.len(), 2);
        for it in pulled {
            assert!(world.receipts.is_ours(world.municipality, &it.receipt.unwrap(), &it.entry));
        }
    })
    .await;
}

#[tokio::test]
async fn anothers_entry_goes_in_on_its_receipt_and_on_nothing_else() {
    both(|db| async move {
        let world = World::new(db).await;
        let phone = world.phone(world.north).await;
        let youth = world.youth(world.north).await;
        let at = Hlc { ms: 1, counter: 0 };
        let lost = Entry { id: world.id(), device: world.id(), seq: 3, at, by: Actor::Youth, youth, facts: vec![call()] };
        let receipt = world.receipts.of(world.municipality, 1, 9, &lost);
        let forged = Entry { facts: vec![Fact::ProtectionCleared { saw: Vec::new() }], ..lost.clone() };
        let elsewhere = world.receipts.of(world.id(), 1, 9, &lost);
        let sent = [again(&forged, &receipt), again(&lost, &elsewhere), again(&lost, &receipt), again(&lost, &receipt)];
        let reply = ask(&phone, Request { again: sent.into(), ..request(None) }).await;
        let verdicts: Vec<Verdict> = reply.again.iter().map(|it| it.verdict.clone()).collect();
        assert_eq!(verdicts[..2], [refused(Refusal::NotAllowed), refused(Refusal::NotAllowed)]);
        assert!(is_stored(&verdicts[2]) && matches!(verdicts[3], Verdict::AlreadyStored { .. }));
        let new = reply.again[2].receipt.clone().unwrap();
        assert!(world.receipts.is_ours(world.municipality, &new, &lost) && new != receipt);
    })
    .await;
}

#[tokio::test]
async fn a_number_that_was_used_again_since_stands_in_nobodys_way() {
    both(|db| async move {
        let world = World::new(db).await;
        let mut phone = world.phone(world.north).await;
        let youth = world.youth(world.north).await;
        phone.catch_up().await;
        let lost = phone.entry(youth, vec![call()]);
        phone.seq -= 1;
        let other = phone.entry(youth, vec![call()]);
        assert!(is_stored(&phone.exchange(&[other]).await.outcomes[0].verdict));
        let receipt = world.receipts.of(world.municipality, 1, 9, &lost);
        let reply = ask(&phone, Request { again: vec![again(&lost, &receipt)], ..request(None) }).await;
        assert!(is_stored(&reply.again[0].verdict));
        let mut tx = world.db.read().await.unwrap();
        let stored = store::entry::by_id(&mut tx, world.municipality, lost.id).await.unwrap().unwrap();
        assert_eq!(stored.entry, lost, "as it was made");
    })
    .await;
}

#[tokio::test]
async fn two_records_of_one_person_find_each_other_whichever_comes_back_first() {
    both(|db| async move {
        let world = World::new(db).await;
        let phone = world.phone(world.north).await;
        let (one, other) = (world.id(), world.id());
        let at = Hlc { ms: 1, counter: 0 };
        let made = |seq, youth, facts| Entry { id: world.id(), device: phone.device, seq, at, by: Actor::System, youth, facts };
        let link = made(2, one, vec![Fact::SamePersonAs { other }]);
        let first = made(1, one, world.newcomer(world.north, None));
        let second = made(3, other, world.newcomer(world.north, None));
        for entry in [&link, &first, &second] {
            let receipt = world.receipts.of(world.municipality, 1, 9, entry);
            let reply = ask(&phone, Request { again: vec![again(entry, &receipt)], ..request(None) }).await;
            assert!(is_stored(&reply.again[0].verdict), "{:?}", reply.again);
        }
        let mut tx = world.db.read().await.unwrap();
        let person = |record: Option<store::youth::Record>| record.unwrap().person;
        let one = person(store::youth::find(&mut tx, world.municipality, one).await.unwrap());
        let other = person(store::youth::find(&mut tx, world.municipality, other).await.unwrap());
        assert_eq!(one, other);
        drop(tx);
        assert!(server::verify::verify(&world.db, &world.process.clock).await.unwrap().is_sound());
    })
    .await;
}

#[tokio::test]
async fn a_phone_of_another_epoch_is_told_what_is_left_of_it_and_nothing_is_taken_in() {
    both(|db| async move {
        let world = World::new(db).await;
        let mut phone = world.phone(world.north).await;
        let youth = world.youth(world.north).await;
        phone.catch_up().await;
        let lost = phone.cursor.unwrap();
        let mut tx = world.db.begin().await.unwrap();
        store::restore::begin(&mut tx, lost.epoch, lost.epoch + 1, 5).await.unwrap();
        store::epoch::renew(&mut tx, lost.epoch + 1).await.unwrap();
        tx.commit().await.unwrap();
        let entry = phone.entry(youth, vec![call()]);
        let farther = Cursor { effective: lost.effective + 4, ..lost };
        let sent = Request { entries: vec![serde_json::to_value(&entry).unwrap()], ..request(Some(farther)) };
        let reply = ask(&phone, sent).await;
        assert_eq!((reply.restored, reply.outcomes.len()), (Some(Restored { kept: Some(lost.effective) }), 0));
        assert_eq!((reply.cursor.epoch, reply.entries.len()), (lost.epoch + 1, 1), "and starts over");
        let unknown = ask(&phone, request(Some(Cursor { epoch: 77, ..lost }))).await;
        assert_eq!(unknown.restored, Some(Restored { kept: None }));
        let mut tx = world.db.read().await.unwrap();
        assert_eq!(store::entry::find(&mut tx, entry.id).await.unwrap(), None);
        assert_eq!(store::restore::of_epoch(&mut tx, world.municipality, lost.epoch).await.unwrap().unwrap().missing(), 4);
    })
    .await;
}

#[tokio::test]
async fn entries_of_a_phone_whose_clock_is_wrong_are_marked_and_kept_as_they_are() {
    both(|db| async move {
        let world = World::new(db).await;
        let mut phone = world.phone(world.north).await;
        let youth = world.youth(world.north).await;
        let years = 9 * 365 * 24 * 60 * 60 * 1000;
        let now = world.process.clock.now();
        for (clock, expected) in [(now, None), (now + 60_000, None), (now + years, Some(-years)), (now - years, Some(years))] {
            let mut entry = phone.entry(youth, vec![call()]);
            entry.at.ms = clock;
            let entries = vec![serde_json::to_value(&entry).unwrap()];
            let reply = ask(&phone, Request { now: Some(clock), entries, ..request(None) }).await;
            assert!(is_stored(&reply.outcomes[0].verdict));
            let marked = format!("select id, cast(clock_offset as text) from entry where id = '{}' and clock_offset is not null", entry.id);
            let marked = sql::texts(&world.db, marked).await.pop();
            assert_eq!(marked.map(|it| it.1), expected.map(|it: i64| it.to_string()));
            let mut tx = world.db.read().await.unwrap();
            let stored = store::entry::by_id(&mut tx, world.municipality, entry.id).await.unwrap().unwrap();
            assert_eq!(stored.entry.at.ms, clock);
        }
    })
    .await;
}

#[tokio::test]
async fn an_older_file_put_in_place_by_hand_gets_back_what_the_phone_has() {
    both(|db| async move {
        let world = World::new(db).await;
        let mut phone = world.phone(world.north).await;
        let youth = world.youth(world.north).await;
        phone.catch_up().await;
        let entry = phone.entry(youth, vec![call()]);
        let receipt = phone.exchange(std::slice::from_ref(&entry)).await.outcomes[0].receipt.clone().unwrap();
        phone.catch_up().await;
        let cursor = phone.cursor.unwrap();
        // The same epoch, and a journal that ends earlier.
        sql::run(&world.db, format!("delete from entry where id = '{}'", entry.id)).await;
        sql::run(&world.db, "update municipality set position = position - 1").await;

        let reply = ask(&phone, request(Some(cursor))).await;
        assert_eq!((reply.restored, reply.cursor.epoch), (Some(Restored { kept: None }), cursor.epoch));
        let progress = Progress { cursor: Some(cursor), ..Progress::default() };
        let counter = Counter { seq: phone.seq, clock: entry.at };
        let kept = Kept { device: phone.device, counter, progress, outbox: Default::default(), tray: Default::default() };
        let parcel = Parcel { cursor: Some(cursor), ..Parcel::default() };
        let plan = Plan::of(&[], &[], reply, 0);
        assert!(plan.needs(&parcel, &kept).all);
        let held = Held { id: entry.id, device: entry.device, seq: entry.seq, youth, receipt: Some(receipt.clone()) };
        let found = Found { all: vec![held], ..Found::default() };
        let mut changes = plan.changes(&parcel, kept, &found, 0);
        let Some(Change::Reach(progress)) = changes.pop() else { panic!("{changes:?}") };
        assert_eq!(progress.again, [entry.id].into());
        assert!(!changes.contains(&Change::Drop(entry.id)));

        let reply = ask(&phone, Request { again: vec![again(&entry, &receipt)], ..request(progress.cursor) }).await;
        assert!(is_stored(&reply.again[0].verdict), "{:?}", reply.again);
    })
    .await;
}

#[tokio::test]
async fn what_was_mended_on_its_way_is_given_back_as_the_server_has_it() {
    both(|db| async move {
        let world = World::new(db).await;
        let mut phone = world.phone(world.north).await;
        let youth = world.youth(world.north).await;
        phone.catch_up().await;
        let before = phone.cursor;
        let first = phone.entry(youth, vec![call()]);
        let reply = phone.exchange(std::slice::from_ref(&first)).await;
        assert!(is_stored(&reply.outcomes[0].verdict) && reply.entries.is_empty(), "what it sent needn't come back");
        let spoke = Fact::ContactLogged {
            channel: Channel::Phone,
            outcome: ContactOutcome::Conversation,
            happened: None,
            place: None,
            phone: None,
            minutes: None,
            note: None,
        };
        let mended = Entry { facts: vec![spoke], ..first.clone() };
        // Whether or not the cursor has passed it.
        for cursor in [before, phone.cursor] {
            for (sent, back) in [(&first, 0), (&mended, 1)] {
                phone.cursor = cursor;
                let reply = phone.exchange(std::slice::from_ref(sent)).await;
                assert!(matches!(reply.outcomes[0].verdict, Verdict::AlreadyStored { .. }));
                let entries: Vec<&Entry> = reply.entries.iter().map(|it| &it.entry).collect();
                assert_eq!(entries, vec![&first; back]);
                for it in &reply.entries {
                    assert!(world.receipts.is_ours(world.municipality, it.receipt.as_ref().unwrap(), &first));
                }
            }
        }
        // Of whom the worker no longer has, nothing comes back.
        world.assign(youth, world.south).await;
        let reply = phone.exchange(std::slice::from_ref(&mended)).await;
        assert_eq!((reply.forget, reply.entries), (vec![youth], Vec::new()));
    })
    .await;
}

async fn reads_of(world: &World, youth: YouthId) -> Vec<i64> {
    let mut tx = world.db.read().await.unwrap();
    let all = store::access_log::of_youth(&mut tx, world.municipality, youth).await.unwrap();
    all.into_iter().map(|it| it.read_at).collect()
}

#[tokio::test]
async fn reads_wait_until_what_they_were_of_has_been_given_back() {
    both(|db| async move {
        let world = World::new(db).await;
        let mut phone = world.phone(world.north).await;
        let youth = world.youth(world.north).await;
        phone.catch_up().await;
        let lost = Cursor { epoch: 77, ..phone.cursor.unwrap() };
        let reads = vec![Read { youth, at: 5 }];
        let reply = ask(&phone, Request { reads: reads.clone(), ..request(Some(lost)) }).await;
        assert!(reply.restored.is_some());
        assert!(reads_of(&world, youth).await.is_empty(), "nothing that the request carried was taken in");
        let told = |reply: Reply, cursor| {
            let kept = Kept {
                device: phone.device,
                counter: Counter::default(),
                progress: Progress { cursor: Some(cursor), ..Progress::default() },
                outbox: Default::default(),
                tray: Default::default(),
            };
            let parcel = Parcel { reads: vec![(world.id(), reads[0])], cursor: Some(cursor), ..Parcel::default() };
            let changes = Plan::of(&[], &[], reply, 0).changes(&parcel, kept, &Found::default(), 0);
            changes.iter().filter(|it| matches!(it, Change::Told(_))).count()
        };
        let cursor = reply.cursor;
        assert_eq!(told(reply, lost), 0, "the phone keeps them");
        let reply = ask(&phone, Request { reads: reads.clone(), ..request(Some(cursor)) }).await;
        assert_eq!(told(reply, cursor), 1);
        assert_eq!(reads_of(&world, youth).await, [5]);
    })
    .await;
}

#[tokio::test]
async fn reads_by_a_clock_that_cannot_be_are_kept_within_what_can() {
    both(|db| async move {
        let world = World::new(db).await;
        let phone = world.phone(world.north).await;
        let youth = world.youth(world.north).await;
        let reads: Vec<Read> = [i64::MIN, 7, 8, i64::MAX].into_iter().map(|at| Read { youth, at }).collect();
        ask(&phone, Request { reads, ..request(None) }).await;
        assert_eq!(reads_of(&world, youth).await, [0, 7, 8, 4_133_980_799_000]);
    })
    .await;
}
