//! What a restored server takes back, and on whose word.

use domain::{
    Actor, Cursor, Entry, Fact, Hlc, SCHEMA,
    sync::{Again, Receipt, Refusal, Reply, Request, Restored, Verdict},
};
use server::{store, sync::exchange};
use tests::{Phone, World, both, call, is_stored, refused};

async fn phone(world: &World) -> Phone {
    let account = world.id();
    world.join(account, world.north).await;
    Phone { world: world.clone(), account, device: world.id(), seq: 0, cursor: None, held: Default::default() }
}

async fn ask(phone: &Phone, request: Request) -> Reply {
    let World { db, process, receipts, municipality, .. } = &phone.world;
    exchange(db, process, receipts, *municipality, &phone.caller(), request).await.unwrap()
}

fn request(cursor: Option<Cursor>) -> Request {
    Request { schema: SCHEMA, cursor, now: None, entries: Vec::new(), again: Vec::new(), reads: Vec::new() }
}

fn again(entry: &Entry, receipt: &Receipt) -> Again {
    Again { entry: serde_json::to_value(entry).unwrap(), receipt: receipt.clone() }
}

#[tokio::test]
async fn every_entry_that_a_phone_has_comes_with_a_receipt() {
    both(|db| async move {
        let world = World::new(db).await;
        let (mut one, two) = (phone(&world).await, phone(&world).await);
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
        let phone = phone(&world).await;
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
        let mut phone = phone(&world).await;
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
        let phone = phone(&world).await;
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
        assert!(server::verify::verify(&world.db).await.unwrap().is_sound());
    })
    .await;
}

#[tokio::test]
async fn a_phone_of_another_epoch_is_told_what_is_left_of_it_and_nothing_is_taken_in() {
    both(|db| async move {
        let world = World::new(db).await;
        let mut phone = phone(&world).await;
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
        let mut phone = phone(&world).await;
        let youth = world.youth(world.north).await;
        let years = 9 * 365 * 24 * 60 * 60 * 1000;
        let now = world.process.clock.now();
        for (clock, expected) in [(now, None), (now + 60_000, None), (now + years, Some(-years)), (now - years, Some(years))] {
            let mut entry = phone.entry(youth, vec![call()]);
            entry.at.ms = clock;
            let entries = vec![serde_json::to_value(&entry).unwrap()];
            let reply = ask(&phone, Request { now: Some(clock), entries, ..request(None) }).await;
            assert!(is_stored(&reply.outcomes[0].verdict));
            let mut tx = world.db.read().await.unwrap();
            assert_eq!(store::entry::clock_offset(&mut tx, entry.id).await.unwrap(), expected);
            let stored = store::entry::by_id(&mut tx, world.municipality, entry.id).await.unwrap().unwrap();
            assert_eq!(stored.entry.at.ms, clock);
        }
    })
    .await;
}
