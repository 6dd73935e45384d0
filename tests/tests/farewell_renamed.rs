//! The last words of a phone that once had another name in the journal: what it made under that is its own.

use domain::{
    Actor, DeviceId, Entry, EntryId, SCHEMA,
    sync::{Again, Request},
};
use server::{
    farewell::{hear, take_in},
    store::{entry, quarantine},
};
use tests::{Indoors, World, both, call, is_stored};

#[tokio::test]
async fn what_a_phone_made_under_a_former_name_is_laid_aside_and_taken_in() {
    both(|db| async move {
        let house = Indoors::new(db).await;
        let world = World::of(&house);
        let worker = house.account("worker@uppsok.example").await;
        let mut phone = world.phone_of(worker);
        assert_eq!(house.phone(phone.device).await.status, 200);
        let youth = world.youth(world.north).await;
        let own = Entry { device: world.id::<DeviceId>(), ..phone.entry(youth, vec![call()]) };
        let anothers = Entry { id: world.id::<EntryId>(), by: Actor::Account(world.id()), ..own.clone() };
        // Of a server whose receipts this one can't tell for its own.
        let again = [&own, &anothers]
            .map(|it| Again { entry: serde_json::to_value(it).unwrap(), receipt: world.receipts.of(world.id(), 1, 9, it) });
        let request = Request {
            schema: SCHEMA,
            cursor: None,
            now: None,
            brief: false,
            entries: Vec::new(),
            again: again.into(),
            before: None,
            reads: Vec::new(),
        };
        let World { db, process, receipts, municipality, .. } = &world;
        let said = hear(db, process, receipts, *municipality, &phone.caller(), &request).await.unwrap();
        assert_eq!(said.heard.len(), 2);
        let mut tx = db.begin().await.unwrap();
        let aside = quarantine::of_device(&mut tx, phone.device).await.unwrap();
        assert_eq!(aside.iter().map(|it| it.key.clone()).collect::<Vec<_>>(), [own.id.to_string()], "what others made, others give back");
        let place = server::store::place::municipality_by_id(&mut tx, *municipality).await.unwrap().unwrap();
        let outcomes = take_in(&mut tx, process, &place, worker, phone.device).await.unwrap();
        assert!(is_stored(&outcomes[0].verdict), "{outcomes:?}");
        let stored = entry::by_id(&mut tx, *municipality, own.id).await.unwrap().unwrap();
        assert_eq!((stored.entry.by, stored.entry.facts), (own.by, own.facts));
        assert!(quarantine::of_device(&mut tx, phone.device).await.unwrap().is_empty());
        tx.commit().await.unwrap();
    })
    .await;
}
