//! `uppsok verify` names what doesn't agree, and never what stands there.

use domain::{Detail, EntryId, Fact, YouthId};
use server::{store, verify::verify};
use tests::{World, both, sql};

/// A name that nobody else has.
const MARK: &str = "Zebulonmarke";

#[tokio::test]
async fn verify_names_what_was_changed_behind_the_journals_back() {
    both(|db| async move {
        let world = World::new(db).await;
        let youth = world.named(MARK, None).await;
        let other = world.named(MARK, None).await;
        let sound = verify(&world.db, &world.process.clock).await.unwrap();
        assert!(sound.is_sound(), "{sound:?}");
        let entry: EntryId = {
            let mut tx = world.db.read().await.unwrap();
            store::entry::of_youth(&mut tx, world.municipality, youth).await.unwrap()[0].entry.id
        };
        sql::run(&world.db, &format!("update entry set body = replace(body, '{MARK}', 'Annanmarke') where id = '{entry}'")).await;
        sql::run(&world.db, &format!("update youth set worker_id = '{youth}' where id = '{other}'")).await;
        sql::run(&world.db, "update municipality set position = position + 2").await;
        let report = verify(&world.db, &world.process.clock).await.unwrap();
        let told = serde_json::to_string(&report).unwrap();
        let mut flaws: Vec<String> = report.municipalities[0].flaws.iter().map(|it| format!("{} {}", it.table, it.what.code())).collect();
        flaws.dedup();
        assert_eq!(flaws, ["entry changed", "entry gap", "youth differs", "youth.summary differs"], "{told}");
        assert!(told.contains(&entry.to_string()) && told.contains(&other.to_string()));
        assert!(!told.contains(MARK) && !told.contains("Annanmarke"), "never what stands there");
    })
    .await;
}

#[tokio::test]
async fn verify_looks_at_what_is_to_be_sent_whose_numbers_are_whose_and_the_figures() {
    both(|db| async move {
        let world = World::new(db).await;
        let youth = world.named(MARK, None).await;
        let phone = domain::Phone::stored("+46701740690").unwrap();
        let has = Fact::DetailsChanged { detail: Detail::Phone { phone, owner: Some(domain::PhoneOwner::Youth) }, saw: vec![] };
        let at = jiff::civil::datetime(2026, 12, 11, 14, 0, 0, 0);
        let meets = Fact::MeetingPlanned { meeting: world.id(), at, place: domain::Place::Cafe, worker: None };
        world.administer(youth, vec![has, meets]).await;
        let found = async || {
            let report = verify(&world.db, &world.process.clock).await.unwrap();
            let mut found: Vec<String> =
                report.municipalities[0].flaws.iter().map(|it| format!("{} {}", it.table, it.what.code())).collect();
            found.sort();
            found.dedup();
            found
        };
        assert!(found().await.is_empty(), "{:?}", found().await);
        let stranger = world.id::<YouthId>();
        for (breaks, mends, flaws) in [
            (
                "update reminder set due_at = due_at + 1 where step = '24'",
                "update reminder set due_at = due_at - 1 where step = '24'",
                vec!["reminder differs"],
            ),
            (
                "update reminder set step = '48' where step = '72'",
                "update reminder set step = '72' where step = '48'",
                vec!["reminder differs", "reminder missing"],
            ),
            (
                &format!("update reminder set person_id = '{stranger}'"),
                &format!("update reminder set person_id = '{youth}'"),
                vec!["reminder missing", "reminder unknown"],
            ),
            ("update youth_phone set phone = '+46701740691'", "update youth_phone set phone = '+46701740690'", vec!["youth_phone differs"]),
            (
                &format!("update youth_phone set person_id = '{stranger}'"),
                &format!("update youth_phone set person_id = '{youth}'"),
                vec!["youth_phone differs", "youth_phone unknown"],
            ),
            ("update figure_cell set n = n + 1", "update figure_cell set n = n - 1", vec!["figure_cell differs"]),
        ] {
            sql::run(&world.db, breaks).await;
            assert_eq!(found().await, flaws, "{breaks}");
            sql::run(&world.db, mends).await;
            assert!(found().await.is_empty(), "{mends}");
        }
        sql::run(&world.db, "update entry set content_key = null, content_hash = null").await;
        assert_eq!(found().await, ["entry unhashed"]);
    })
    .await;
}
