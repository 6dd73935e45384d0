//! Servers that look at the same messages at once: each waits for the other, and never in a ring.

use jiff::civil::datetime;
use server::{
    db::Db,
    send::Post,
    store::{
        place,
        reminder::{self, Change, State},
    },
};
use std::time::Duration;
use tests::{
    both,
    elks::Act,
    story::{ALVA, HOUR, Story},
};

/// A story in which one message stands in a state that somebody is to look at.
async fn with_one(db: Db, state: State) -> Story {
    let mut story = Story::with(db, &[]).await;
    let youth = story.youth(ALVA).await;
    story.elks.script(&[Act::Break]);
    story.book(youth, datetime(2026, 11, 26, 14, 0, 0, 0)).await;
    story.work().await;
    assert_eq!(states(&story).await, [State::Unclear], "the provider's answer told nothing");
    if state == State::Sending {
        // As a server leaves it that is killed in the middle of a call.
        let row = story.rows().await.remove(0);
        let killed = Change { from: &[State::Unclear], to: state, reason: None, next: row.next, tried: false, told: false };
        let mut tx = story.house.state.db.begin().await.unwrap();
        assert!(reminder::change(&mut tx, row.municipality, row.id, killed, story.now()).await.unwrap());
        tx.commit().await.unwrap();
    }
    story.house.pass(HOUR);
    story
}

async fn states(story: &Story) -> Vec<State> {
    story.rows().await.iter().map(|it| it.state).collect()
}

/// One server has a municipality's lock and is about to write of a message; another looks for such messages meanwhile. It is to
/// wait without holding the message.
async fn looks_meanwhile(story: &Story) {
    let db = &story.house.state.db;
    let row = story.rows().await.remove(0);
    let mut tx = db.begin().await.unwrap();
    place::take_positions(&mut tx, row.municipality, 0).await.unwrap();
    let other = Post::new(&story.house.state);
    let looks = tokio::spawn(async move { (other.interrupted().await, other.doubts().await) });
    until_somebody_waits(db).await;
    let delivered = Change { from: &[row.state], to: State::Delivered, reason: None, next: None, tried: false, told: true };
    assert!(reminder::change(&mut tx, row.municipality, row.id, delivered, story.now()).await.unwrap());
    tx.commit().await.unwrap();
    let (interrupted, doubts) = looks.await.unwrap();
    assert_eq!((interrupted.unwrap(), doubts.unwrap()), (0, 0), "there is nothing left to look at");
    assert_eq!(states(story).await, [State::Delivered]);
}

/// Until a session waits for another's lock. On SQLite whoever writes waits for whoever does, and nothing tells of it.
async fn until_somebody_waits(db: &Db) {
    let Db::Postgres { pool, .. } = db else { return };
    let waiting = "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
    for _ in 0..400 {
        if sqlx::query_scalar::<_, i64>(waiting).fetch_one(pool).await.unwrap() > 0 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    panic!("nobody waits");
}

#[tokio::test]
async fn what_is_unclear_is_looked_at_in_turn() {
    both(|db| async move { looks_meanwhile(&with_one(db, State::Unclear).await).await }).await;
}

#[tokio::test]
async fn what_was_cut_off_is_looked_at_in_turn() {
    both(|db| async move { looks_meanwhile(&with_one(db, State::Sending).await).await }).await;
}
