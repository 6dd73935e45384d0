//! What outlives an erasure and a restore: the contracts of the store functions and of the ledger, on both databases.

use domain::{Actor, Address, CloseReason, Entry, Fact, Hlc, Phone as Number, YouthId};
use jiff::civil::date;
use server::{
    db::{Db, Note},
    store::{
        self, chore,
        entry::{self, Placed},
        epoch, erase, restore,
    },
};
use tests::{World, both, both_at, call};

#[tokio::test]
async fn a_restore_counts_what_comes_back_of_the_epoch_that_was_lost() {
    both(|db| async move {
        let world = World::new(db).await;
        world.youth(world.north).await;
        let mut tx = world.db.begin().await.unwrap();
        let before = epoch::find(&mut tx).await.unwrap().unwrap();
        let kept = world.place().await.position;
        restore::begin(&mut tx, before, before + 1, 9).await.unwrap();
        epoch::renew(&mut tx, before + 1).await.unwrap();
        assert_eq!(epoch::find(&mut tx).await.unwrap(), Some(before + 1));
        for (position, returned) in [(kept, true), (kept + 3, true), (kept + 2, false), (kept + 5, false)] {
            restore::heard(&mut tx, world.municipality, before, position, returned).await.unwrap();
        }
        restore::heard(&mut tx, world.municipality, before + 9, kept + 50, true).await.unwrap();
        let it = restore::of_epoch(&mut tx, world.municipality, before).await.unwrap().unwrap();
        assert_eq!((it.at, it.kept, it.known, it.returned, it.missing()), (9, kept, kept + 5, 1, 4));
        assert_eq!(restore::all(&mut tx, world.municipality).await.unwrap(), [it]);
        assert_eq!(restore::reached(&mut tx, &it).await.unwrap(), Some(world.process.clock.now()));
        assert_eq!(restore::reached(&mut tx, &restore::Restore { kept: 0, ..it }).await.unwrap(), None);
        assert_eq!(restore::of_epoch(&mut tx, world.municipality, before + 1).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn a_chore_is_done_once_a_day_by_one_of_all() {
    both(|db| async move {
        let (today, tomorrow) = (date(2026, 11, 23), date(2026, 11, 24));
        let mut tx = db.begin().await.unwrap();
        assert!(chore::claim(&mut tx, "sweep", today, 10, 20).await.unwrap());
        assert!(!chore::claim(&mut tx, "sweep", today, 11, 21).await.unwrap(), "somebody is at it");
        assert!(chore::claim(&mut tx, "other", today, 11, 21).await.unwrap());
        assert!(chore::claim(&mut tx, "sweep", today, 21, 31).await.unwrap(), "and gave up");
        chore::done(&mut tx, "sweep", today).await.unwrap();
        assert!(!chore::claim(&mut tx, "sweep", today, 40, 50).await.unwrap());
        assert!(chore::claim(&mut tx, "sweep", tomorrow, 41, 51).await.unwrap());
        assert!(!chore::claim(&mut tx, "sweep", tomorrow, 38, 48).await.unwrap(), "by a clock that is a little behind");
        // A clock ran years ahead: what it left holds up nobody.
        assert!(chore::claim(&mut tx, "ahead", today, 9_000_000, 9_000_010).await.unwrap());
        assert!(chore::claim(&mut tx, "ahead", today, 60, 70).await.unwrap());
        chore::done(&mut tx, "ahead", date(2035, 1, 1)).await.unwrap();
        assert!(chore::claim(&mut tx, "ahead", today, 80, 90).await.unwrap());
    })
    .await;
}

#[tokio::test]
async fn erasing_empties_a_record_and_leaves_its_positions() {
    both(|db| async move {
        let world = World::new(db).await;
        let (youth, other) = (world.youth(world.north).await, world.youth(world.north).await);
        world.administer(youth, vec![call()]).await;
        let mut tx = world.db.begin().await.unwrap();
        let municipality = world.municipality;
        let own = entry::of_youth(&mut tx, municipality, youth).await.unwrap();
        let last = own.last().unwrap().entry.id;
        let hashes = |rows: &[entry::Raw]| rows.iter().map(|it| it.hash.clone()).collect::<Vec<_>>();
        let before = entry::rows(&mut tx, municipality).await.unwrap();
        let emptied = erase::youth(&mut tx, municipality, youth, last, 7, || [9; 16]).await.unwrap();
        assert_eq!(emptied, 1, "all but the one that says so");
        let after = entry::rows(&mut tx, municipality).await.unwrap();
        assert_eq!(hashes(&before), hashes(&after));
        let row = after.iter().find(|it| it.id == own[0].entry.id.to_string()).unwrap();
        assert_eq!((row.body.as_str(), &row.key, row.tombstone.as_deref()), ("", &None, Some("09090909090909090909090909090909")));
        assert_eq!(entry::of_youth(&mut tx, municipality, youth).await.unwrap().len(), 1);
        assert_eq!(entry::by_id(&mut tx, municipality, own[0].entry.id).await.unwrap(), None);
        assert!(entry::find(&mut tx, own[0].entry.id).await.unwrap().is_some(), "it isn't taken in again");
        assert_eq!(entry::of_youth(&mut tx, municipality, other).await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn entries_are_read_many_at_once_and_links_and_clocks_are_found() {
    both(|db| async move {
        let world = World::new(db).await;
        let (one, other) = (world.youth(world.north).await, world.youth(world.north).await);
        let link = world.administer(one, vec![Fact::SamePersonAs { other }]).await;
        let mut tx = world.db.begin().await.unwrap();
        let links = entry::links(&mut tx, world.municipality).await.unwrap();
        assert_eq!(links.iter().map(|it| it.entry.id).collect::<Vec<_>>(), [link]);
        let found = entry::by_ids(&mut tx, world.municipality, [link, world.id()]).await.unwrap();
        assert_eq!(found.keys().copied().collect::<Vec<_>>(), [link]);
        assert_eq!(entry::mark_clock(&mut tx, [link, world.id()], -5).await.unwrap(), 1);
        let number = (world.id(), 41);
        let at = Hlc { ms: 1, counter: 0 };
        let odd = Entry { id: world.id(), device: world.id(), seq: 3, at, by: Actor::Youth, youth: one, facts: vec![call()] };
        entry::append(&mut tx, world.municipality, &[Placed { number, ..Placed::new(900, 5, [1; 16], &odd) }]).await.unwrap();
        assert_eq!(entry::of_device(&mut tx, number.0, 41).await.unwrap(), Some(odd.id));
        assert_eq!(entry::of_device(&mut tx, odd.device, 3).await.unwrap(), None);
    })
    .await;
}

fn closed() -> Fact {
    let address = Address::Phone { phone: Number::parse("070-174 06 05").unwrap() };
    Fact::ChannelClosed { address, reason: CloseReason::Stop, saw: Vec::new() }
}

#[tokio::test]
async fn the_ledger_has_what_was_committed_and_forgets_the_erased() {
    both_at(|url, folder| async move {
        let at = |name: &str| format!("sqlite:{}", folder.join(name).display());
        let (second, elsewhere) = (at("second.db"), at("elsewhere.db"));
        for (url, ledger) in [(url, None), (second, Some(elsewhere.as_str()))] {
            let world = World::new(Db::open_with(&url, ledger).await.unwrap()).await;
            let before = world.db.ledger().read().await.unwrap().len();
            let youth: YouthId = world.youth(world.north).await;
            let mut tx = world.db.begin().await.unwrap();
            tx.note(Note::Protected(world.municipality, youth, true));
            tx.rollback().await.unwrap();
            assert_eq!(world.db.ledger().read().await.unwrap().len(), before, "what isn't committed isn't noted");

            world.administer(youth, vec![closed()]).await;
            world.administer(youth, vec![Fact::ProtectionSet { saw: Vec::new() }]).await;
            let notes = world.db.ledger().read().await.unwrap();
            let (place, fact) = (world.municipality, Box::new(closed()));
            assert_eq!(notes[before..], [Note::Channel(place, youth, fact), Note::Protected(place, youth, true)]);

            let place = world.place().await;
            let mut tx = world.db.begin().await.unwrap();
            server::erase::erase(&mut tx, &world.process, &place, youth, Actor::System).await.unwrap().unwrap();
            tx.commit().await.unwrap();
            let notes = world.db.ledger().read().await.unwrap();
            assert_eq!(notes[before..], [Note::Erased(place.id, youth)]);
            let mut tx = world.db.begin().await.unwrap();
            assert!(store::youth::find(&mut tx, place.id, youth).await.unwrap().unwrap().erased);
            tx.rollback().await.unwrap();
            world.db.close().await;
        }
    })
    .await;
}

#[tokio::test]
async fn a_commit_that_the_ledger_cannot_hear_of_is_none() {
    both_at(|url, folder| async move {
        // A folder is no database.
        let nowhere = format!("sqlite:{}", folder.display());
        let world = World::new(Db::open_with(&url, Some(&nowhere)).await.unwrap()).await;
        let youth = world.youth(world.north).await;
        let place = world.place().await;
        let mut tx = world.db.begin().await.unwrap();
        server::erase::erase(&mut tx, &world.process, &place, youth, Actor::System).await.unwrap().unwrap();
        assert!(tx.commit().await.is_err());
        let mut tx = world.db.read().await.unwrap();
        assert!(!store::youth::find(&mut tx, place.id, youth).await.unwrap().unwrap().erased);
    })
    .await;
}
