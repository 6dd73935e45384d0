//! The promises of sync that a server keeps, on both databases.

use domain::{
    Cursor, Entry, Fact, YouthId,
    sync::{PAGE, Refusal, Verdict},
    sync_core::serve::Turned,
};
use server::{db::Db, journal, store, sync::ExchangeError};
use std::time::Duration;
use tests::{Phone, World, both, call, is_stored, refused};

/// Two phones of a unit.
async fn pair(db: Db) -> (World, Phone, Phone) {
    let world = World::new(db).await;
    let (mut one, mut two) = (world.phone(world.north).await, world.phone(world.north).await);
    one.catch_up().await;
    two.catch_up().await;
    (world, one, two)
}

#[tokio::test]
async fn what_one_phone_writes_the_other_gets() {
    both(|db| async move {
        let (world, mut one, mut two) = pair(db).await;
        let youth = world.id();
        assert!(matches!(one.send(youth, world.newcomer(world.north, None)).await, Verdict::Stored { .. }));
        assert!(matches!(one.send(youth, vec![call()]).await, Verdict::Stored { .. }));
        two.catch_up().await;
        assert_eq!(two.held, one.held);
        assert_eq!(two.held.len(), 2);
    })
    .await;
}

#[tokio::test]
async fn a_retry_stores_nothing_twice() {
    both(|db| async move {
        let (world, mut one, mut two) = pair(db).await;
        let youth = world.youth(world.north).await;
        one.catch_up().await;
        let entries: Vec<Entry> = (0..3).map(|_| one.entry(youth, vec![call()])).collect();
        let first = one.exchange(&entries).await;
        let again = one.exchange(&entries).await;
        for (first, again) in first.outcomes.iter().zip(&again.outcomes) {
            let Verdict::Stored { position } = first.verdict else { panic!("{first:?}") };
            assert_eq!(again.verdict, Verdict::AlreadyStored { position });
        }
        two.catch_up().await;
        assert_eq!(two.held.values().filter(|it| it.youth == youth).count(), 4);
    })
    .await;
}

#[tokio::test]
async fn a_late_commit_is_never_passed_by() {
    both(|db| async move {
        let (world, mut one, mut two) = pair(db).await;
        let youth = world.youth(world.north).await;
        one.catch_up().await;
        two.catch_up().await;
        let before = two.cursor.unwrap();

        // A transaction takes its position and is held open.
        let place = world.place().await;
        let (early, late) = (one.entry(youth, vec![call()]), two.entry(youth, vec![call()]));
        let mut held_open = world.db.begin().await.unwrap();
        let value = serde_json::to_value(&early).unwrap();
        let outcomes = journal::accept(&mut held_open, &world.process, &place, &one.caller(), &[value]).await.unwrap();
        let Verdict::Stored { position } = outcomes[0].verdict else { panic!("{outcomes:?}") };

        // Another session writes after it, and has to wait; a third reads, and isn't taken past it.
        let mut waiting = tokio::spawn({
            let (mut two, late) = (two.clone(), late.clone());
            async move { two.exchange(&[late]).await }
        });
        assert!(tokio::time::timeout(Duration::from_millis(300), &mut waiting).await.is_err(), "the counter row is the lock");
        two.catch_up().await;
        assert_eq!(two.cursor, Some(before));
        held_open.commit().await.unwrap();

        let reply = waiting.await.unwrap();
        let Verdict::Stored { position: after } = reply.outcomes[0].verdict else { panic!("{reply:?}") };
        assert!(after > position);
        two.catch_up().await;
        assert!(two.held.contains_key(&early.id) && two.held.contains_key(&late.id));
    })
    .await;
}

#[tokio::test]
async fn a_refused_entry_blocks_nothing_behind_it() {
    both(|db| async move {
        let (world, mut one, _) = pair(db).await;
        let (mine, theirs) = (world.youth(world.north).await, world.youth(world.south).await);
        one.catch_up().await;
        let entries = [one.entry(theirs, vec![call()]), one.entry(mine, vec![call()])];
        let reply = one.exchange(&entries).await;
        assert_eq!(reply.outcomes[0].verdict, Verdict::Refused { code: Refusal::NotYourYouth });
        assert!(matches!(reply.outcomes[1].verdict, Verdict::Stored { .. }));
        assert_eq!(one.youths(), [mine].into());
    })
    .await;
}

#[tokio::test]
async fn nothing_new_is_under_300_bytes() {
    both(|db| async move {
        let (world, mut one, _) = pair(db).await;
        for _ in 0..20 {
            world.youth(world.north).await;
        }
        one.catch_up().await;
        let reply = one.exchange(&[]).await;
        assert!(reply.entries.is_empty() && reply.forget.is_empty() && !reply.more);
        assert!(serde_json::to_string(&reply).unwrap().len() < 300);
    })
    .await;
}

#[tokio::test]
async fn a_large_grant_comes_in_pages_without_a_gap() {
    both(|db| async move {
        let world = World::new(db).await;
        let mut author = world.phone(world.south).await;
        let youths: Vec<YouthId> = (0..4).map(|_| world.id()).collect();
        let mut sent = Vec::new();
        for youth in &youths {
            sent.push(author.entry(*youth, world.newcomer(world.south, None)));
        }
        for turn in 0..(2 * PAGE + 100) {
            sent.push(author.entry(youths[turn % 4], vec![call()]));
        }
        for part in sent.chunks(PAGE) {
            author.exchange(part).await;
        }
        let mut newcomer = world.phone(world.north).await;
        newcomer.catch_up().await;
        assert!(newcomer.held.is_empty());
        world.join(newcomer.account, world.south).await;

        let first = newcomer.exchange(&[]).await;
        assert!(first.more && first.entries.len() == PAGE);
        // While it pages, something is written, and a youth moves.
        let own = world.id();
        assert!(matches!(newcomer.send(own, world.newcomer(world.south, None)).await, Verdict::Stored { .. }));
        assert!(matches!(author.send(youths[0], vec![call()]).await, Verdict::Stored { .. }));
        newcomer.catch_up().await;
        author.catch_up().await;
        assert_eq!(newcomer.held, author.held);
        assert_eq!(newcomer.held.len(), sent.len() + 2);
    })
    .await;
}

#[tokio::test]
async fn a_youth_who_moves_unit_moves_phone() {
    both(|db| async move {
        let world = World::new(db).await;
        let (mut north, mut south) = (world.phone(world.north).await, world.phone(world.south).await);
        let (moves, stays) = (world.youth(world.north).await, world.youth(world.north).await);
        assert!(matches!(north.send(moves, vec![call()]).await, Verdict::Stored { .. }));
        south.catch_up().await;
        assert_eq!((north.youths(), south.youths()), ([moves, stays].into(), [].into()));

        world.assign(moves, world.south).await;
        let reply = north.exchange(&[]).await;
        assert_eq!(reply.forget, [moves]);
        south.catch_up().await;
        assert_eq!((north.youths(), south.youths()), ([stays].into(), [moves].into()));
        assert_eq!(south.held.len(), 3, "the whole history came along");
        assert!(north.exchange(&[]).await.forget.is_empty(), "said once");
        assert_eq!(north.send(moves, vec![call()]).await, Verdict::Refused { code: Refusal::NotYourYouth });

        world.assign(moves, world.north).await;
        north.catch_up().await;
        south.catch_up().await;
        assert_eq!((north.youths(), south.youths()), ([moves, stays].into(), [].into()));
        assert_eq!(north.held.values().filter(|it| it.youth == moves).count(), 4);
    })
    .await;
}

#[tokio::test]
async fn a_worker_who_leaves_a_unit_loses_its_youths_and_who_joins_gets_them() {
    both(|db| async move {
        let world = World::new(db).await;
        let mut phone = world.phone(world.north).await;
        let (north, south) = (world.youth(world.north).await, world.youth(world.south).await);
        phone.catch_up().await;
        world.join(phone.account, world.south).await;
        phone.catch_up().await;
        assert_eq!(phone.youths(), [north, south].into());
        world.leave(phone.account, world.north).await;
        assert_eq!(phone.exchange(&[]).await.forget, [north]);
        assert_eq!(phone.youths(), [south].into());
        // A second way to the same youth keeps it when the first is lost.
        world.join(phone.account, world.north).await;
        world.assign(south, world.north).await;
        phone.catch_up().await;
        assert_eq!(phone.youths(), [north, south].into());
        world.leave(phone.account, world.north).await;
        phone.catch_up().await;
        assert_eq!(phone.youths(), [].into());
    })
    .await;
}

#[tokio::test]
async fn a_protected_youth_is_on_no_phone() {
    both(|db| async move {
        let (world, mut one, mut two) = pair(db).await;
        let youth = world.youth(world.north).await;
        one.catch_up().await;
        world.administer(youth, vec![Fact::ProtectionSet { saw: Vec::new() }]).await;
        assert_eq!(one.exchange(&[]).await.forget, [youth]);
        assert!(one.held.is_empty());
        // What was written meanwhile isn't lost, and goes to nobody.
        let entry = two.entry(youth, vec![call()]);
        assert!(matches!(two.exchange(&[entry]).await.outcomes[0].verdict, Verdict::Stored { .. }));
        one.catch_up().await;
        assert!(one.held.is_empty());
        // A worker can't lift it; an administrator can, and everything comes back.
        let lift = vec![Fact::ProtectionCleared { saw: Vec::new() }];
        assert_eq!(one.send(youth, lift).await, Verdict::Refused { code: Refusal::NotAllowed });
        let saw = world.know(youth).await.protection.saw();
        world.administer(youth, vec![Fact::ProtectionCleared { saw }]).await;
        one.catch_up().await;
        assert_eq!(one.held.len(), 4);
    })
    .await;
}

#[tokio::test]
async fn another_epoch_starts_over() {
    both(|db| async move {
        let (world, mut one, _) = pair(db).await;
        world.youth(world.north).await;
        one.catch_up().await;
        let good = one.cursor.unwrap();
        for cursor in [Cursor { epoch: good.epoch + 1, ..good }, Cursor { effective: good.effective + 100, ..good }] {
            let mut restored = one.clone();
            restored.cursor = Some(cursor);
            let reply = restored.exchange(&[]).await;
            assert_eq!((reply.entries.len(), reply.cursor), (1, good));
        }
    })
    .await;
}

#[tokio::test]
async fn reads_made_offline_are_logged_once() {
    both(|db| async move {
        let (world, one, _) = pair(db).await;
        let youth = world.youth(world.north).await;
        let reads = vec![domain::sync::Read { youth, at: 5 }, domain::sync::Read { youth: world.id(), at: 6 }];
        one.raw(Vec::new(), reads.clone()).await.unwrap();
        one.raw(Vec::new(), reads).await.unwrap();
        let mut tx = world.db.read().await.unwrap();
        let log = store::access_log::of_youth(&mut tx, world.municipality, youth).await.unwrap();
        assert_eq!(log.len(), 1);
        assert_eq!((log[0].account, log[0].device, log[0].read_at), (one.account, Some(one.device), 5));
    })
    .await;
}

#[tokio::test]
async fn too_much_at_once_is_refused_whole() {
    both(|db| async move {
        let (world, mut one, _) = pair(db).await;
        let youth = world.youth(world.north).await;
        let entries = (0..=PAGE).map(|_| serde_json::to_value(one.entry(youth, vec![call()])).unwrap()).collect();
        assert!(matches!(one.raw(entries, Vec::new()).await, Err(ExchangeError::Turned(Turned::TooLarge))));
        one.catch_up().await;
        assert_eq!(one.held.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_youth_whose_rows_are_damaged_stands_in_nobody_elses_way() {
    both(|db| async move {
        let world = World::new(db).await;
        let (damaged, sound) = (world.youth(world.north).await, world.youth(world.north).await);
        let (mut phone, mut other) = (world.phone(world.north).await, world.phone(world.north).await);
        phone.catch_up().await;
        let mut tx = world.db.begin().await.unwrap();
        let whose = server::db::Bind::Text(Some(damaged.to_string()));
        assert_eq!(tx.execute("update entry set body = '{' where youth_id = $1", vec![whose]).await.unwrap(), 1);
        tx.commit().await.unwrap();
        let entries = [phone.entry(damaged, vec![call()]), phone.entry(sound, vec![call()]), phone.entry(damaged, vec![call()])];
        let reply = phone.exchange(&entries).await;
        let verdicts: Vec<_> = reply.outcomes.into_iter().map(|it| it.verdict).collect();
        assert_eq!([&verdicts[0], &verdicts[2]], [&refused(Refusal::Unreadable); 2]);
        assert!(is_stored(&verdicts[1]), "{verdicts:?}");
        // Nothing of what was refused is left, and whoever fetches gets the rest.
        other.catch_up().await;
        assert_eq!(other.youths(), [sound].into());
        assert_eq!(other.held.len(), 2);
    })
    .await;
}
