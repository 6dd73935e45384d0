//! What keeps people signed in: the contract of the store functions, on both databases.

use server::{
    auth::Post,
    store::{
        account::{self, Account},
        device,
        invitation::{self, Invitation},
        refresh_token::{self, RefreshToken},
        secret_key::{self, SecretKey},
        session::{self, Session},
    },
};
use tests::{World, both, world::NOW};

fn person(world: &World, email: &str) -> Account {
    Account {
        id: world.id(),
        email: email.into(),
        name: "Ann".into(),
        post: Post::Worker(world.municipality),
        password_hash: None,
        session_epoch: 0,
        created_at: NOW,
        disabled_at: None,
    }
}

#[tokio::test]
async fn a_session_is_found_by_its_hash_alone_and_ends() {
    both(|db| async move {
        let world = World::new(db).await;
        let mut tx = world.db.begin().await.unwrap();
        let ann = person(&world, "ann@uppsok.example");
        account::create(&mut tx, &ann).await.unwrap();
        let of = |hash: &str, at| Session { token_hash: hash.into(), account: ann.id, session_epoch: 3, created_at: at, used_at: at };
        session::create(&mut tx, &of("one", NOW)).await.unwrap();
        session::create(&mut tx, &of("two", NOW + 5)).await.unwrap();
        session::touch(&mut tx, "one", NOW + 9).await.unwrap();
        session::touch(&mut tx, "one", NOW + 1).await.unwrap();
        assert_eq!(session::by_hash(&mut tx, "one").await.unwrap(), Some(Session { used_at: NOW + 9, ..of("one", NOW) }));
        session::clear(&mut tx, NOW + 5).await.unwrap();
        assert_eq!(session::by_hash(&mut tx, "one").await.unwrap(), None, "begun before");
        assert!(session::by_hash(&mut tx, "two").await.unwrap().is_some());
        session::end(&mut tx, "two").await.unwrap();
        assert_eq!(session::by_hash(&mut tx, "two").await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn a_refresh_token_is_replaced_once_and_knows_its_successors() {
    both(|db| async move {
        let world = World::new(db).await;
        let mut tx = world.db.begin().await.unwrap();
        let ann = person(&world, "ann@uppsok.example");
        account::create(&mut tx, &ann).await.unwrap();
        let phone = world.id();
        device::register(&mut tx, phone, ann.id, "Android", NOW).await.unwrap();
        let of = |hash: &str, parent: Option<&str>, at| RefreshToken {
            token_hash: hash.into(),
            device: phone,
            session_epoch: 0,
            parent_hash: parent.map(str::to_owned),
            created_at: at,
            expires_at: at + 100,
            replaced_at: None,
        };
        refresh_token::create(&mut tx, &of("a", None, NOW)).await.unwrap();
        assert_eq!(refresh_token::by_hash(&mut tx, "a").await.unwrap(), Some(of("a", None, NOW)));
        assert!(refresh_token::replace(&mut tx, "a", NOW + 1).await.unwrap());
        assert!(!refresh_token::replace(&mut tx, "a", NOW + 2).await.unwrap(), "of two at once, one");
        assert_eq!(refresh_token::by_hash(&mut tx, "a").await.unwrap().unwrap().replaced_at, Some(NOW + 1));
        refresh_token::create(&mut tx, &of("b", Some("a"), NOW + 1)).await.unwrap();
        assert!(!refresh_token::successor_used(&mut tx, "a").await.unwrap());
        // The reply that held "b" was lost: "a" came again.
        refresh_token::create(&mut tx, &of("c", Some("a"), NOW + 50)).await.unwrap();
        assert!(refresh_token::is_outlived(&mut tx, "b", 10).await.unwrap());
        assert!(!refresh_token::is_outlived(&mut tx, "b", 60).await.unwrap());
        assert!(!refresh_token::is_outlived(&mut tx, "c", 0).await.unwrap());
        refresh_token::replace(&mut tx, "c", NOW + 60).await.unwrap();
        assert!(refresh_token::successor_used(&mut tx, "a").await.unwrap());
        refresh_token::clear(&mut tx, NOW + 101).await.unwrap();
        assert!(refresh_token::by_hash(&mut tx, "a").await.unwrap().is_none(), "expired");
        assert!(refresh_token::by_hash(&mut tx, "b").await.unwrap().is_some());
        refresh_token::end_all(&mut tx, phone).await.unwrap();
        assert!(refresh_token::by_hash(&mut tx, "b").await.unwrap().is_none());
    })
    .await;
}

#[tokio::test]
async fn a_link_works_once_in_its_time_and_a_new_one_takes_its_place() {
    both(|db| async move {
        let world = World::new(db).await;
        let mut tx = world.db.begin().await.unwrap();
        let ann = person(&world, "ann@uppsok.example");
        account::create(&mut tx, &ann).await.unwrap();
        let of =
            |hash: &str| Invitation { token_hash: hash.into(), account: ann.id, created_by: None, created_at: NOW, expires_at: NOW + 100 };
        invitation::create(&mut tx, &of("old")).await.unwrap();
        invitation::create(&mut tx, &of("new")).await.unwrap();
        assert_eq!(invitation::open(&mut tx, "old", NOW).await.unwrap(), None);
        assert_eq!(invitation::open(&mut tx, "new", NOW + 99).await.unwrap(), Some(ann.id));
        assert_eq!(invitation::take(&mut tx, "new", NOW + 100).await.unwrap(), None, "too late");
        assert_eq!(invitation::take(&mut tx, "new", NOW + 99).await.unwrap(), Some(ann.id));
        assert_eq!(invitation::take(&mut tx, "new", NOW + 99).await.unwrap(), None, "once");
        assert_eq!(invitation::open(&mut tx, "new", NOW).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn keys_are_found_by_their_purpose_the_latest_first() {
    both(|db| async move {
        let world = World::new(db).await;
        let mut tx = world.db.begin().await.unwrap();
        let of = |kid: &str, at| SecretKey { kid: kid.into(), sealed: format!("sealed {kid}"), created_at: at };
        for (kid, at) in [("b", 1), ("a", 1), ("c", 2)] {
            secret_key::create(&mut tx, "test", &of(kid, at)).await.unwrap();
        }
        secret_key::create(&mut tx, "other", &of("d", 3)).await.unwrap();
        assert_eq!(secret_key::in_use(&mut tx, "test").await.unwrap(), [of("c", 2), of("a", 1), of("b", 1)]);
    })
    .await;
}
