//! After an update that derives something else from the same entries: what is kept is derived anew, a few records at a time,
//! on both databases.

use domain::{Fact, FactRef, MessageId, MessageKind, UnitId, YouthId};
use server::{
    journal::renew::{self, Renewed},
    store::{
        fold, grant,
        reminder::{self, State},
        restore,
    },
    verify::verify,
};
use std::collections::BTreeSet;
use tests::{World, both, sql};

/// So many youths of whom the lists say something else than their entries do, in the order of their ids.
async fn listed_wrong(world: &World, count: usize) -> Vec<YouthId> {
    let mut youths = Vec::new();
    for _ in 0..count {
        youths.push(world.youth(world.north).await);
    }
    youths.sort();
    sql::run(&world.db, r#"update youth set summary = replace(summary, '"newer":0', '"newer":7')"#).await;
    youths
}

/// As another version left it.
async fn is_outdated(world: &World) {
    sql::run(&world.db, "update municipality set fold = 1, folded_to = null").await;
}

/// Of whom `uppsok verify` finds that the lists are wrong; nothing else is.
async fn wrong(world: &World) -> Vec<YouthId> {
    let report = verify(&world.db, &world.process.clock).await.unwrap();
    let flaws: Vec<_> = report.municipalities.into_iter().flat_map(|it| it.flaws).collect();
    assert!(flaws.iter().all(|it| it.table == "youth.summary"), "{flaws:?}");
    flaws.iter().map(|it| it.id.parse().unwrap()).collect()
}

async fn run(world: &World) -> Option<Renewed> {
    renew::run(&world.db, &world.process).await.unwrap()
}

#[tokio::test]
async fn what_another_version_derived_is_derived_anew_once() {
    both(|db| async move {
        let world = World::new(db).await;
        let neighbour = world.neighbour("Vimmerby").await;
        neighbour.youth(neighbour.north).await;
        // More than go into one transaction.
        let youths = listed_wrong(&world, 60).await;
        assert_eq!(run(&world).await, None, "this version derived it");
        assert_eq!(wrong(&world).await.len(), youths.len() + 1);
        is_outdated(&world).await;
        assert_eq!(run(&world).await, Some(Renewed { persons: 61, waiting: 0, failed: 0 }));
        assert_eq!(wrong(&world).await, []);
        assert_eq!(run(&world).await, None);
    })
    .await;
}

#[tokio::test]
async fn who_was_interrupted_goes_on_and_another_version_begins_anew() {
    both(|db| async move {
        let world = World::new(db).await;
        let youths = listed_wrong(&world, 3).await;
        let mut tx = world.db.begin().await.unwrap();
        fold::set_to(&mut tx, world.municipality, Some(youths[1])).await.unwrap();
        assert_eq!(fold::outdated(&mut tx).await.unwrap(), [world.municipality]);
        tx.commit().await.unwrap();
        assert_eq!(run(&world).await, Some(Renewed { persons: 1, waiting: 0, failed: 0 }));
        assert_eq!(wrong(&world).await, youths[..2]);
        // Another version had come as far as to the second.
        sql::run(&world.db, format!("update municipality set fold = 1, folded_to = '{}'", youths[1])).await;
        assert_eq!(run(&world).await, Some(Renewed { persons: 3, waiting: 0, failed: 0 }));
        assert_eq!(wrong(&world).await, []);
    })
    .await;
}

#[tokio::test]
async fn who_cannot_be_read_stands_in_nobodys_way() {
    both(|db| async move {
        let world = World::new(db).await;
        let youths = listed_wrong(&world, 3).await;
        is_outdated(&world).await;
        let damage = |body: &str| sql::run(&world.db, format!("update entry set body = {body} where youth_id = '{}'", youths[0]));
        damage("'!' || body").await;
        assert_eq!(run(&world).await, Some(Renewed { persons: 2, waiting: 0, failed: 1 }));
        damage("substr(body, 2)").await;
        assert_eq!(wrong(&world).await, youths[..1]);
    })
    .await;
}

/// A phone that has heard of every position would never hear of a change that has none.
#[tokio::test]
async fn who_would_be_reached_by_others_waits_for_the_next_entry() {
    both(|db| async move {
        let world = World::new(db).await;
        let youths = listed_wrong(&world, 2).await;
        is_outdated(&world).await;
        let [north, south] = [world.north, world.south];
        let give = |to: UnitId, from: UnitId| {
            sql::run(&world.db, format!("update youth_grant set unit_id = '{to}' where unit_id = '{from}' and youth_id = '{}'", youths[0]))
        };
        give(south, north).await;
        assert_eq!(run(&world).await, Some(Renewed { persons: 1, waiting: 1, failed: 0 }));
        let mut tx = world.db.read().await.unwrap();
        assert_eq!(grant::units_of(&mut tx, world.municipality, youths[0]).await.unwrap(), BTreeSet::from([south]));
        drop(tx);
        world.administer(youths[0], vec![Fact::ProtectionSet { saw: Vec::new() }]).await;
        assert_eq!(wrong(&world).await, [], "the next entry derives it");
    })
    .await;
}

/// Who was linked once is derived with the other, and is another person all the same.
#[tokio::test]
async fn who_was_linked_with_somebody_whom_others_would_reach_waits_too() {
    both(|db| async move {
        let world = World::new(db).await;
        let youths = listed_wrong(&world, 2).await;
        let link = world.administer(youths[1], vec![Fact::SamePersonAs { other: youths[0] }]).await;
        world.administer(youths[1], vec![Fact::Withdrawn { target: FactRef { entry: link, index: 0 } }]).await;
        is_outdated(&world).await;
        let south = world.south;
        sql::run(&world.db, format!("update youth_grant set unit_id = '{south}' where youth_id = '{}'", youths[0])).await;
        assert_eq!(run(&world).await, Some(Renewed { persons: 0, waiting: 2, failed: 0 }));
        let mut tx = world.db.read().await.unwrap();
        assert_eq!(grant::units_of(&mut tx, world.municipality, youths[0]).await.unwrap(), BTreeSet::from([south]));
    })
    .await;
}

/// What becomes of the only youth's message when it is derived anew from what a version left that hadn't made it.
async fn made_anew(world: &World, message: MessageId) -> State {
    sql::run(&world.db, "delete from reminder").await;
    is_outdated(world).await;
    assert_eq!(run(world).await, Some(Renewed { persons: 1, waiting: 0, failed: 0 }));
    let mut tx = world.db.read().await.unwrap();
    reminder::find(&mut tx, world.municipality, message).await.unwrap().unwrap().state
}

#[tokio::test]
async fn what_follows_at_once_is_unclear_while_a_restore_may_have_lost_that_it_did() {
    both(|db| async move {
        let world = World::new(db).await;
        let (youth, message) = (world.youth(world.north).await, world.id());
        let asked = Fact::MessageAsked { message, template: MessageKind::Encouragement, meeting: None, at: None };
        world.administer(youth, vec![asked]).await;
        assert_eq!(made_anew(&world, message).await, State::Planned);
        let mut tx = world.db.begin().await.unwrap();
        restore::begin(&mut tx, 1, 2, world.process.clock.now()).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(made_anew(&world, message).await, State::Unclear);
        world.pass(15 * 24 * 60 * 60 * 1000);
        assert_eq!(made_anew(&world, message).await, State::Planned);
    })
    .await;
}
