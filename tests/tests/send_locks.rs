//! Servers that look at the same messages at once: each waits for the other, and never in a ring.

use domain::{
    FactRef, MessageKind,
    remind::{Key, Step, Subject},
};
use jiff::civil::datetime;
use server::{
    db::{Db, StoreError, Tx},
    send::Post,
    store::{
        place,
        reminder::{self, Change, Reminder, State},
    },
};
use std::time::Duration;
use tests::{
    World, both,
    elks::Act,
    story::{ALVA, HOUR, Story},
    world::NOW,
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

/// A message of a municipality that has fallen due.
async fn due(world: &World) -> Reminder {
    let it = Reminder {
        municipality: world.municipality,
        id: world.id(),
        person: world.id(),
        key: Key { subject: Subject::Meeting(world.id()), version: FactRef { entry: world.id(), index: 0 }, step: Step::Before(24) },
        meeting: Some(world.id()),
        kind: MessageKind::DayBefore,
        due: NOW,
        until: NOW + HOUR,
        state: State::Planned,
        reason: None,
        next: Some(NOW),
        tries: 0,
        told: false,
        changed: NOW,
    };
    let mut tx = world.db.begin().await.unwrap();
    assert!(reminder::add(&mut tx, &it).await.unwrap());
    tx.commit().await.unwrap();
    it
}

/// Writes of one that it waits still.
async fn touch(tx: &mut Tx, it: &Reminder) {
    let waits = Change { from: &[State::Planned], to: State::Planned, reason: None, next: Some(NOW), tried: false, told: false };
    assert!(reminder::change(tx, it.municipality, it.id, waits, NOW).await.unwrap());
}

/// One server has the locks of two municipalities and writes of a message in each; another takes what falls due in both. Whichever
/// the first writes of last, the other isn't to hold it.
#[tokio::test]
async fn what_falls_due_is_taken_in_turn() {
    both(|db| async move {
        let one = World::new(db).await;
        let other = one.neighbour("Perstorp").await;
        let rows = [due(&one).await, due(&other).await];
        for first in [0, 1] {
            // Neither is anybody's.
            let mut tx = one.db.begin().await.unwrap();
            for it in &rows {
                touch(&mut tx, it).await;
            }
            tx.commit().await.unwrap();
            let mut tx = one.db.begin().await.unwrap();
            place::lock(&mut tx, &rows.iter().map(|it| it.municipality).collect()).await.unwrap();
            touch(&mut tx, &rows[first]).await;
            let db = one.db.clone();
            let takes = tokio::spawn(async move {
                let mut tx = db.begin().await?;
                let taken = reminder::claim(&mut tx, State::Planned, "other", NOW, NOW + HOUR, 10).await?;
                tx.commit().await?;
                Ok::<_, StoreError>(taken.len())
            });
            until_somebody_waits(&one.db).await;
            touch(&mut tx, &rows[1 - first]).await;
            tx.commit().await.unwrap();
            assert_eq!(takes.await.unwrap().unwrap(), 2, "and it takes both when it is its turn");
        }
    })
    .await;
}
