//! The demo municipality: loading it again changes nothing, its figures are the published ones, and there is something to
//! do today.

use domain::civil;
use server::{
    clock::Clock,
    config::Config,
    db::There,
    demo,
    http::{AppState, serve::serve},
    report::outcomes,
    store::{self, outcome::Reach},
};
use std::sync::{Arc, atomic::AtomicI64};
use tests::{both, sql, world::NOW};

#[tokio::test]
async fn loading_it_again_changes_nothing() {
    both(|db| async move {
        let secret = |name| Ok((name == "UPPSOK_SECRET").then(|| "x".repeat(48)));
        let clock = Clock::held_by(Arc::new(AtomicI64::new(NOW)));
        let state = AppState::with(db, Config::read(secret).unwrap(), clock).await.unwrap();
        let stands = async || {
            let mut tx = state.db.read().await.unwrap();
            let klippan = store::place::municipality_named(&mut tx, demo::MUNICIPALITY).await.unwrap().unwrap();
            (klippan.position, store::youth::summaries(&mut tx, klippan.id).await.unwrap())
        };
        demo::load(&state).await.unwrap();
        let first = stands().await;
        demo::load(&state).await.unwrap();
        assert_eq!(stands().await, first);

        let open: Vec<_> = first.1.iter().filter(|it| it.registered).collect();
        assert!(open.len() >= 5 && open.iter().all(|it| it.worker.is_some()));
        let today = civil::day(NOW);
        assert!(open.iter().flat_map(|it| &it.meetings).any(|it| it.time.is_some_and(|(at, _)| at.date() == today)));
        assert!(open.iter().flat_map(|it| &it.follow_ups).any(|it| it.on == today));
        for day in [jiff::civil::date(2026, 10, 31), today] {
            let all = outcomes(&state.db, Reach::Nation, None, day).await.unwrap().all;
            assert_eq!((all.youths, all.complete), (190, 107));
        }
    })
    .await;
}

#[tokio::test]
async fn whatever_serves_begins_the_ledger_and_does_what_is_done_once_a_day() {
    both(|db| async move {
        let read = |name: &str| match name {
            "UPPSOK_SECRET" => Ok(Some("x".repeat(48))),
            "UPPSOK_LISTEN" => Ok(Some("127.0.0.1:0".to_owned())),
            _ => Ok(None),
        };
        let clock = Clock::held_by(Arc::new(AtomicI64::new(NOW)));
        let state = AppState::with(db, Config::read(read).unwrap(), clock).await.unwrap();
        assert_eq!(state.db.ledger().look().await.unwrap(), There::Nothing);
        let serving = tokio::spawn(serve(state.clone(), |_| ()));
        let done = "select name, done_on from chore where name = 'retention' and done_on is not null";
        while sql::texts(&state.db, done).await.is_empty() {
            assert!(!serving.is_finished());
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
        assert_ne!(state.db.ledger().look().await.unwrap(), There::Nothing);
        serving.abort();
    })
    .await;
}
