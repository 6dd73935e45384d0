//! Entries, grants, memberships and the small tables beside them: the contracts of the store functions, on both
//! databases.

use domain::{Actor, Entry, Fact, Hlc, YouthId, sync::Stored};
use server::{
    db::StoreError,
    store::{
        self,
        access_log::Access,
        entry::{self, Placed},
        epoch, grant, membership, server_device,
    },
};
use std::collections::BTreeSet;
use tests::{World, both};

fn an_entry(world: &World, youth: YouthId, seq: u64) -> Entry {
    let at = Hlc { ms: 1, counter: 2 };
    Entry { id: world.id(), device: world.process.device, seq, at, by: Actor::Youth, youth, facts: vec![Fact::Erased {}] }
}

#[tokio::test]
async fn an_entry_is_found_by_id_by_youth_and_by_device() {
    both(|db| async move {
        let world = World::new(db).await;
        let (youth, other): (YouthId, YouthId) = (world.id(), world.id());
        let entries = [an_entry(&world, youth, 7), an_entry(&world, other, 8), an_entry(&world, youth, 9)];
        let mut tx = world.db.begin().await.unwrap();
        for (position, it) in (100..).zip(&entries) {
            entry::append(&mut tx, world.municipality, &[Placed::new(position, 5, [7; 16], it)]).await.unwrap();
        }
        let found = entry::find(&mut tx, entries[1].id).await.unwrap().unwrap();
        assert_eq!((found.municipality, found.position, found.youth), (world.municipality, 101, other));
        assert_eq!(entry::find(&mut tx, world.id()).await.unwrap(), None);
        assert_eq!(entry::of_device(&mut tx, world.process.device, 9).await.unwrap(), Some(entries[2].id));
        assert_eq!(entry::of_device(&mut tx, world.process.device, 10).await.unwrap(), None);
        let stored = |at: usize, position| Stored { position, entry: entries[at].clone(), receipt: None };
        assert_eq!(entry::of_youth(&mut tx, world.municipality, youth).await.unwrap(), [stored(0, 100), stored(2, 102)]);
        assert_eq!(entry::by_id(&mut tx, world.municipality, entries[0].id).await.unwrap(), Some(stored(0, 100)));
        assert_eq!(entry::by_id(&mut tx, world.id(), entries[0].id).await.unwrap(), None, "another municipality's");
    })
    .await;
}

#[tokio::test]
async fn neither_an_id_nor_a_number_nor_a_position_is_taken_twice() {
    both(|db| async move {
        let world = World::new(db).await;
        let first = an_entry(&world, world.id(), 7);
        let same_id = Entry { seq: 8, ..first.clone() };
        let same_seq = Entry { id: world.id(), ..first.clone() };
        let same_position = an_entry(&world, first.youth, 9);
        for (position, second) in [(101, same_id), (101, same_seq), (100, same_position)] {
            let mut tx = world.db.begin().await.unwrap();
            let both = [Placed::new(100, 5, [7; 16], &first), Placed::new(position, 5, [7; 16], &second)];
            let error = entry::append(&mut tx, world.municipality, &both).await.unwrap_err();
            assert!(error.is_duplicate(), "{error}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_row_that_cannot_be_read_names_its_column_and_not_its_value() {
    both(|db| async move {
        let world = World::new(db).await;
        let youth = world.youth(world.north).await;
        let mut tx = world.db.begin().await.unwrap();
        tx.execute("update entry set body = '{\"secret\": \"Alva\"}'", Vec::new()).await.unwrap();
        let error = entry::of_youth(&mut tx, world.municipality, youth).await.unwrap_err();
        assert!(matches!(error, StoreError::Corrupt { column: "entry.body" }));
        assert_eq!(error.to_string(), "a row of entry.body can't be read");
    })
    .await;
}

#[tokio::test]
async fn grants_are_set_closed_and_reopened() {
    both(|db| async move {
        let world = World::new(db).await;
        let (youth, account) = (world.id(), world.id());
        world.join(account, world.north).await;
        let mut tx = world.db.begin().await.unwrap();
        let (north, both_units): (BTreeSet<_>, BTreeSet<_>) = ([world.north].into(), [world.north, world.south].into());
        for (position, units, reaches) in [
            (10, &north, true),
            (11, &both_units, true),
            (12, &[world.south].into(), false),
            (12, &north, true),
            (13, &BTreeSet::new(), false),
        ] {
            grant::set(&mut tx, world.municipality, youth, units, position).await.unwrap();
            assert_eq!(&grant::units_of(&mut tx, world.municipality, youth).await.unwrap(), units);
            assert_eq!(grant::reaches(&mut tx, world.municipality, account, youth).await.unwrap(), reaches);
        }
    })
    .await;
}

#[tokio::test]
async fn a_worker_joins_and_leaves_once() {
    both(|db| async move {
        let world = World::new(db).await;
        let account = world.id();
        let mut tx = world.db.begin().await.unwrap();
        let (place, unit) = (world.municipality, world.north);
        assert!(!membership::ever(&mut tx, place, account, unit).await.unwrap());
        assert!(membership::join(&mut tx, place, account, unit).await.unwrap());
        assert!(!membership::join(&mut tx, place, account, unit).await.unwrap());
        assert!(membership::join(&mut tx, place, account, world.south).await.unwrap());
        assert_eq!(membership::workers_of(&mut tx, place, unit).await.unwrap(), [account]);
        assert_eq!(membership::units_of(&mut tx, place, account).await.unwrap().len(), 2);
        assert!(membership::leave(&mut tx, place, account, unit).await.unwrap());
        assert!(!membership::leave(&mut tx, place, account, unit).await.unwrap());
        assert_eq!(membership::units_of(&mut tx, place, account).await.unwrap(), [world.south]);
        assert!(membership::ever(&mut tx, place, account, unit).await.unwrap());
        assert!(membership::join(&mut tx, place, account, unit).await.unwrap());
    })
    .await;
}

#[tokio::test]
async fn a_process_counts_its_entries_and_the_first_epoch_stays() {
    both(|db| async move {
        let world = World::new(db).await;
        let mut tx = world.db.begin().await.unwrap();
        let device = world.id();
        server_device::create(&mut tx, device, 1).await.unwrap();
        assert_eq!(server_device::next_seq(&mut tx, device).await.unwrap(), 1);
        assert_eq!(server_device::next_seq(&mut tx, device).await.unwrap(), 2);
        let first = epoch::find(&mut tx).await.unwrap().unwrap();
        epoch::begin(&mut tx, u32::try_from(first).unwrap().wrapping_add(1)).await.unwrap();
        assert_eq!(epoch::find(&mut tx).await.unwrap(), Some(first));
    })
    .await;
}

#[tokio::test]
async fn the_access_log_keeps_each_read_once() {
    both(|db| async move {
        let world = World::new(db).await;
        let mut tx = world.db.begin().await.unwrap();
        let (account, device, youth) = (world.id(), world.id(), world.id());
        let read = |device, read_at| Access { account, device, youth, read_at };
        for it in [read(Some(device), 9), read(Some(device), 9), read(None, 3)] {
            store::access_log::log(&mut tx, world.municipality, &[(world.id(), it)], 10).await.unwrap();
        }
        let log = store::access_log::of_youth(&mut tx, world.municipality, youth).await.unwrap();
        assert_eq!(log, [read(None, 3), read(Some(device), 9)]);
    })
    .await;
}
