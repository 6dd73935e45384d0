//! Erasing a youth: what is left is positions, tombstones and the ledger's word, and nothing anywhere tells who it was.

use domain::{Actor, Detail, Fact, YouthId, sync::Read, sync::Refusal};
use server::{
    auth::Role,
    db::{Db, Note},
    erase::erase,
    store::{self, access_log},
    verify::verify,
};
use tests::{Indoors, Visitor, World, both, both_at, call, made_up, refused};

/// A name that nobody else has.
const MARK: &str = "Zebulonmarke";

async fn erase_now(world: &World, youth: YouthId) {
    let place = world.place().await;
    let mut tx = world.db.begin().await.unwrap();
    assert!(erase(&mut tx, &world.process, &place, youth, Actor::System).await.unwrap().is_some());
    assert_eq!(erase(&mut tx, &world.process, &place, youth, Actor::System).await.unwrap(), None, "once");
    tx.commit().await.unwrap();
}

/// Whether a text stands anywhere in the database, in whatever table.
async fn stands(url: &str, text: &str) -> bool {
    match url.strip_prefix("sqlite:") {
        Some(path) => {
            let bytes = std::fs::read(path).unwrap();
            bytes.windows(text.len()).any(|it| it == text.as_bytes())
        }
        None => {
            let Db::Postgres { pool, .. } = Db::open(url).await.unwrap() else { panic!("it is PostgreSQL") };
            let all: String = sqlx::query_scalar("select cast(database_to_xml(true, false, '') as text)").fetch_one(&pool).await.unwrap();
            pool.close().await;
            all.contains(text)
        }
    }
}

#[tokio::test]
async fn a_phone_that_has_heard_no_reply_is_told_who_was_erased() {
    both(|db| async move {
        let world = World::new(db).await;
        let mut phone = world.phone(world.north).await;
        let youth = world.id();
        let written = serde_json::to_value(phone.entry(youth, world.newcomer(world.north, None))).unwrap();
        // Taken in, and the reply is lost.
        phone.raw(vec![written], Vec::new()).await.unwrap();
        erase_now(&world, youth).await;
        let reply = phone.raw(Vec::new(), Vec::new()).await.unwrap();
        assert_eq!(reply.erased, [youth]);
    })
    .await;
}

#[tokio::test]
async fn nothing_of_the_youth_stands_anywhere_in_the_database() {
    both_at(|url, _| async move {
        let world = World::new(Db::open(&url).await.unwrap()).await;
        let mut phone = world.phone(world.north).await;
        let youth = world.named(MARK, Some(&made_up("20081106"))).await;
        phone.catch_up().await;
        let read = Read { youth, at: 5 };
        phone.raw(Vec::new(), vec![read]).await.unwrap();
        phone.send(youth, vec![call()]).await;
        let mut tx = world.db.read().await.unwrap();
        let entries = store::entry::of_youth(&mut tx, world.municipality, youth).await.unwrap();
        assert!(entries.len() >= 2);
        drop(tx);
        world.db.close().await;
        assert!(stands(&url, MARK).await, "it can be found while it is there");

        let mut world = world;
        world.db = Db::open(&url).await.unwrap();
        // What was written lately stands in SQLite's log, too.
        world.administer(youth, vec![Fact::DetailsChanged { detail: Detail::GivenName { name: MARK.into() }, saw: Vec::new() }]).await;
        let log = url.strip_prefix("sqlite:").map(|it| format!("sqlite:{it}-wal"));
        if let Some(log) = &log {
            assert!(stands(log, MARK).await);
        }
        erase_now(&world, youth).await;
        if let Some(log) = &log {
            assert!(!stands(log, MARK).await);
        }
        let mut tx = world.db.read().await.unwrap();
        let record = store::youth::find(&mut tx, world.municipality, youth).await.unwrap().unwrap();
        assert!(record.erased && record.number.is_none() && record.worker.is_none());
        assert_eq!(access_log::of_youth(&mut tx, world.municipality, youth).await.unwrap(), []);
        let rows = store::entry::rows(&mut tx, world.municipality).await.unwrap();
        let of_youth: Vec<_> = rows.iter().filter(|it| it.youth == youth.to_string()).collect();
        assert_eq!(of_youth.len(), entries.len() + 2, "each keeps its position");
        for it in &of_youth[..entries.len()] {
            assert!(it.body.is_empty() && it.key.is_none() && it.hash.is_some() && it.tombstone.is_some());
        }
        drop(tx);
        assert!(verify(&world.db, &world.process.clock).await.unwrap().is_sound());
        world.db.close().await;
        assert!(!stands(&url, MARK).await);
        assert!(!stands(&url, &made_up("20081106")).await);
    })
    .await;
}

#[tokio::test]
async fn phones_forget_and_what_they_had_not_sent_is_refused() {
    both(|db| async move {
        let world = World::new(db).await;
        let mut phone = world.phone(world.north).await;
        let youth = world.named(MARK, None).await;
        phone.catch_up().await;
        let late = phone.entry(youth, vec![call()]);
        erase_now(&world, youth).await;
        let reply = phone.exchange(&[late]).await;
        assert_eq!(reply.outcomes[0].verdict, refused(Refusal::Erased));
        assert_eq!((reply.forget, reply.entries), (vec![youth], Vec::new()));
        assert!(phone.held.is_empty());
        assert_eq!(phone.send(youth, vec![call()]).await, refused(Refusal::Erased));
    })
    .await;
}

#[tokio::test]
async fn a_person_with_two_records_is_erased_whole() {
    both(|db| async move {
        let world = World::new(db).await;
        let (one, other) = (world.named(MARK, Some(&made_up("20081106"))).await, world.named(MARK, Some(&made_up("20081106"))).await);
        erase_now(&world, other).await;
        let mut tx = world.db.read().await.unwrap();
        for id in [one, other] {
            let record = store::youth::find(&mut tx, world.municipality, id).await.unwrap().unwrap();
            assert!(record.erased && record.person == id);
            let left = store::entry::of_youth(&mut tx, world.municipality, id).await.unwrap();
            assert!(left.iter().all(|it| it.entry.facts == [Fact::Erased {}]));
        }
        drop(tx);
        let noted = world.db.ledger().read().await.unwrap();
        let erased = |id| Note::Erased(world.municipality, id);
        assert!(noted.contains(&erased(one)) && noted.contains(&erased(other)));
        assert!(verify(&world.db, &world.process.clock).await.unwrap().is_sound());
    })
    .await;
}

#[tokio::test]
async fn an_administrator_erases_in_two_taps_or_one_call() {
    both(|db| async move {
        let house = Indoors::new(db).await;
        let admin = Visitor::sign_in(&house, "administrator@uppsok.example").await;
        let bearer = house.token(Role::Administrator).await;
        let mut youths = Vec::new();
        for _ in 0..2 {
            let mut tx = house.state.db.begin().await.unwrap();
            let place = store::place::municipality_by_id(&mut tx, house.municipality).await.unwrap().unwrap();
            let (youth, registration) = (house.state.clock.id(), house.state.clock.id());
            let on = jiff::civil::date(2026, 11, 2);
            let facts = vec![
                Fact::Registered { registration, reason: domain::RegistrationReason::MovedIn, on },
                Fact::DetailsChanged { detail: Detail::GivenName { name: MARK.into() }, saw: Vec::new() },
            ];
            let (by, reach) = (Actor::System, server::journal::Reach::Municipality);
            server::journal::write(&mut tx, &house.state.process, &place, by, reach, youth, facts).await.unwrap();
            tx.commit().await.unwrap();
            youths.push(youth);
        }
        let address = format!("/admin/youths/{}/erase", youths[0]);
        let record = format!("/admin/youths/{}", youths[0]);
        assert!(admin.read("/admin/assignments").await.contains(&format!("\"{record}\"")));
        assert!(admin.read(&record).await.contains(&address));
        let asked = admin.read(&address).await;
        assert!(asked.contains("Ja, radera") && asked.contains(MARK), "{asked}");
        assert_eq!(admin.form(&address, &[]).await.leads_to(), "/admin/assignments?done=erased");
        assert!(!admin.read("/admin/assignments").await.contains(&record));
        assert_eq!(admin.form(&address, &[]).await.status, 404);

        let call = format!("/api/v1/youths/{}/erase", youths[1]);
        let worker = house.token(Role::Worker).await;
        assert_eq!(house.by(&worker, "POST", &call, None).await.refusal(), (403, "not_allowed".to_owned()));
        assert_eq!(house.by(&bearer, "POST", &call, None).await.status, 204);
        assert_eq!(house.by(&bearer, "POST", &call, None).await.refusal(), (404, "not_found".to_owned()));
        assert!(!admin.read("/admin/assignments").await.contains(MARK));
    })
    .await;
}
