//! What an administrator's pages keep and look for: the contract of the store functions, on both databases.

use server::store::{
    account::{self, Account},
    draft, place,
};
use tests::{World, both, world::NOW};
use uuid::Uuid;

#[tokio::test]
async fn a_draft_is_one_accounts_and_the_latest() {
    both(|db| async move {
        let world = World::new(db).await;
        let mut tx = world.db.begin().await.unwrap();
        let person = |email: &str| Account {
            id: world.id(),
            email: email.into(),
            name: "Ann".into(),
            post: server::auth::Post::Administrator(world.municipality),
            password_hash: None,
            session_epoch: 0,
            created_at: NOW,
            disabled_at: None,
        };
        let (ann, bo) = (person("ann@uppsok.example"), person("bo@uppsok.example"));
        account::create(&mut tx, &ann).await.unwrap();
        account::create(&mut tx, &bo).await.unwrap();
        let (first, second): (Uuid, Uuid) = (world.id(), world.id());
        draft::put(&mut tx, first, ann.id, "one", NOW).await.unwrap();
        assert_eq!(draft::find(&mut tx, first, ann.id, NOW - 1).await.unwrap().as_deref(), Some("one"));
        assert_eq!(draft::find(&mut tx, first, ann.id, NOW).await.unwrap(), None, "too old");
        assert_eq!(draft::find(&mut tx, first, bo.id, 0).await.unwrap(), None, "another's");
        draft::put(&mut tx, second, ann.id, "two", NOW + 1).await.unwrap();
        assert_eq!(draft::find(&mut tx, first, ann.id, 0).await.unwrap(), None);
        assert!(!draft::remove(&mut tx, second, bo.id).await.unwrap());
        assert!(draft::remove(&mut tx, second, ann.id).await.unwrap());
        draft::put(&mut tx, first, bo.id, "three", NOW).await.unwrap();
        draft::clear(&mut tx, NOW - 1).await.unwrap();
        assert!(draft::find(&mut tx, first, bo.id, 0).await.unwrap().is_some());
        draft::clear(&mut tx, NOW).await.unwrap();
        assert!(draft::find(&mut tx, first, bo.id, 0).await.unwrap().is_none());
    })
    .await;
}

#[tokio::test]
async fn a_unit_is_renamed_within_its_municipality() {
    both(|db| async move {
        let world = World::new(db).await;
        let other = world.neighbour("Högsby").await;
        let mut tx = world.db.begin().await.unwrap();
        assert!(place::rename_unit(&mut tx, world.municipality, world.north, "Väst").await.unwrap());
        assert!(!place::rename_unit(&mut tx, other.municipality, world.north, "Öst").await.unwrap());
        assert_eq!(place::unit_by_id(&mut tx, world.north).await.unwrap().unwrap().name, "Väst");
    })
    .await;
}
