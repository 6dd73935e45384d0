//! Who may no longer be kept goes by itself, and what can't be read stands in nobody's way.

use domain::YouthId;
use server::{
    retention::{self, Mode},
    store,
};
use tests::{World, both, made_up, sql};

#[tokio::test]
async fn who_turned_21_last_year_goes_by_itself_and_once_a_day() {
    both(|db| async move {
        let world = World::new(db).await;
        // It is 2026: whoever is born in 2004 went with 2025, in 2005 goes with 2026.
        let young = world.named("Prov", Some(&made_up("20081106"))).await;
        let soon = world.named("Prov", Some(&made_up("20070301"))).await;
        let nobody = world.named("Prov", None).await;
        let erased = |youth: YouthId| {
            let world = world.clone();
            async move {
                let mut tx = world.db.read().await.unwrap();
                store::youth::find(&mut tx, world.municipality, youth).await.unwrap().unwrap().erased
            }
        };
        let run = |mode| retention::run(&world.db, &world.process, mode);
        let kept = run(Mode::Erase).await.unwrap().municipalities;
        assert_eq!((kept[0].erased, kept[0].without_birth_date), (0, 1));

        // To 2029-01-02: born in 2007, to be gone after 2028.
        let day = 24 * 60 * 60 * 1000;
        world.pass(771 * day);
        let told = run(Mode::DryRun).await.unwrap().municipalities;
        assert_eq!(told[0].erased, 1);
        assert!(!erased(soon).await, "only told");
        let once = retention::once_a_day(&world.db, &world.process).await.unwrap().unwrap().municipalities;
        assert_eq!(once[0].erased, 1);
        assert!(erased(soon).await && !erased(young).await && !erased(nobody).await);
        assert_eq!(retention::once_a_day(&world.db, &world.process).await.unwrap(), None, "done for today");
        world.pass(365 * day);
        assert_eq!(retention::once_a_day(&world.db, &world.process).await.unwrap().unwrap().municipalities[0].erased, 1);
        assert!(erased(young).await && !erased(nobody).await);
        world.pass(4 * 365 * day);
        assert_eq!(run(Mode::Erase).await.unwrap().municipalities[0].erased, 1, "registered in 2026, so past 21 whoever it was");
        assert!(erased(nobody).await);
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_erased_stands_in_nobodys_way_and_is_tried_again() {
    both(|db| async move {
        let world = World::new(db).await;
        let first = world.neighbour("Aneby").await;
        let number = || made_up("20070301");
        let (nameless, unreadable) = (first.named("Prov", None).await, first.named("Prov", Some(&number())).await);
        let (damaged, good) = (world.named("Prov", Some(&number())).await, world.named("Prov", Some(&made_up("20070302"))).await);
        let link = |code: &str, youth, expires_at| store::youth_link::YouthLink {
            code_hash: code.into(),
            municipality: world.municipality,
            youth,
            meeting: world.id(),
            phone_tag: None,
            made_at: 1,
            expires_at,
        };
        let day = 24 * 60 * 60 * 1000;
        world.pass(771 * day);
        let now = world.process.clock.now();
        let mut tx = world.db.begin().await.unwrap();
        for (code, ended) in [("old", now - 184 * day), ("young", now - 182 * day)] {
            store::youth_link::create(&mut tx, &link(code, world.id(), ended)).await.unwrap();
        }
        tx.commit().await.unwrap();
        // One whose last day can't be told, one whose record can't be read, one whose story can't be folded.
        sql::run(&world.db, &format!("update entry set body = '{{' where youth_id in ('{nameless}', '{damaged}')")).await;
        sql::run(&world.db, &format!("update youth set person_id = 'x' where id = '{unreadable}'")).await;
        let erased = |youth: YouthId| {
            let world = world.clone();
            async move {
                let mut tx = world.db.read().await.unwrap();
                store::youth::find(&mut tx, world.municipality, youth).await.unwrap().unwrap().erased
            }
        };
        let ran = retention::once_a_day(&world.db, &world.process).await.unwrap().unwrap();
        let failed: Vec<(&str, usize, usize)> = ran.municipalities.iter().map(|it| (it.name.as_str(), it.erased, it.failed)).collect();
        assert_eq!(failed, [("Aneby", 0, 2), ("Oskarshamn", 1, 1)]);
        assert_eq!((ran.failed(), ran.uncleared), (3, 0));
        assert!(erased(good).await && !erased(damaged).await);
        let mut tx = world.db.read().await.unwrap();
        assert!(store::youth_link::by_hash(&mut tx, "old").await.unwrap().is_none());
        assert!(store::youth_link::by_hash(&mut tx, "young").await.unwrap().is_some());
        drop(tx);
        assert_eq!(retention::once_a_day(&world.db, &world.process).await.unwrap(), None, "somebody is at it");
        world.pass(2 * 60 * 60 * 1000);
        let again = retention::once_a_day(&world.db, &world.process).await.unwrap().unwrap();
        assert_eq!(again.failed(), 3, "what failed isn't done");
    })
    .await;
}
