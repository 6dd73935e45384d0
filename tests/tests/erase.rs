//! Erasing a youth: what is left is positions, tombstones and the ledger's word, and nothing anywhere tells who it was.

use domain::{Actor, Detail, EntryId, Fact, PersonalNumber, YouthId, sync::Read, sync::Refusal};
use server::{
    auth::Role,
    db::{Db, Note},
    erase::erase,
    retention::{self, Mode},
    store::{self, access_log},
    verify::verify,
};
use tests::{Indoors, Phone, Visitor, World, both, both_at, call, refused};

const MARK: &str = "Zebulonmarke";

/// A youth with a name that nobody else has.
async fn marked(world: &World, number: Option<&str>) -> YouthId {
    let youth = world.id();
    let mut facts = world.newcomer(world.north, number);
    facts.push(Fact::DetailsChanged { detail: Detail::FamilyName { name: MARK.into() }, saw: Vec::new() });
    world.administer(youth, facts).await;
    youth
}

async fn phone(world: &World) -> Phone {
    let account = world.id();
    world.join(account, world.north).await;
    Phone { world: world.clone(), account, device: world.id(), seq: 0, cursor: None, held: Default::default() }
}

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
async fn nothing_of_the_youth_stands_anywhere_in_the_database() {
    both_at(|url, _| async move {
        let world = World::new(Db::open(&url).await.unwrap()).await;
        let mut phone = phone(&world).await;
        let youth = marked(&world, Some(&number("20081106"))).await;
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
        erase_now(&world, youth).await;
        let mut tx = world.db.read().await.unwrap();
        let record = store::youth::find(&mut tx, world.municipality, youth).await.unwrap().unwrap();
        assert!(record.erased && record.number.is_none() && record.worker.is_none());
        assert_eq!(access_log::of_youth(&mut tx, world.municipality, youth).await.unwrap(), []);
        let rows = store::entry::rows(&mut tx, world.municipality).await.unwrap();
        let of_youth: Vec<_> = rows.iter().filter(|it| it.youth == youth.to_string()).collect();
        assert_eq!(of_youth.len(), entries.len() + 1, "each keeps its position");
        for it in &of_youth[..entries.len()] {
            assert!(it.body.is_empty() && it.key.is_none() && it.hash.is_some() && it.tombstone.is_some());
        }
        drop(tx);
        assert!(verify(&world.db).await.unwrap().is_sound());
        world.db.close().await;
        assert!(!stands(&url, MARK).await);
        assert!(!stands(&url, &number("20081106")).await);
    })
    .await;
}

#[tokio::test]
async fn phones_forget_and_what_they_had_not_sent_is_refused() {
    both(|db| async move {
        let world = World::new(db).await;
        let mut phone = phone(&world).await;
        let youth = marked(&world, None).await;
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
        let (one, other) = (marked(&world, Some(&number("20081106"))).await, marked(&world, Some(&number("20081106"))).await);
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
        assert!(verify(&world.db).await.unwrap().is_sound());
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
        assert!(admin.read("/admin/assignments").await.contains(&address));
        let asked = admin.read(&address).await;
        assert!(asked.contains("Ja, radera") && asked.contains(MARK), "{asked}");
        assert_eq!(admin.form(&address, &[]).await.leads_to(), "/admin/assignments?done=erased");
        assert!(!admin.read("/admin/assignments").await.contains(&address));
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

fn number(born: &str) -> String {
    let all = (980..1000).flat_map(|it| (0..10).map(move |check| format!("{it}{check}")));
    all.map(|it| format!("{born}{it}")).find(|it| PersonalNumber::stored(it).is_ok()).unwrap()
}

#[tokio::test]
async fn who_turned_21_last_year_goes_by_itself_and_once_a_day() {
    both(|db| async move {
        let world = World::new(db).await;
        // It is 2026: whoever is born in 2004 went with 2025, in 2005 goes with 2026.
        let young = marked(&world, Some(&number("20081106"))).await;
        let soon = marked(&world, Some(&number("20070301"))).await;
        let nobody = marked(&world, None).await;
        let erased = |youth: YouthId| {
            let world = world.clone();
            async move {
                let mut tx = world.db.read().await.unwrap();
                store::youth::find(&mut tx, world.municipality, youth).await.unwrap().unwrap().erased
            }
        };
        let run = |mode| retention::run(&world.db, &world.process, mode);
        let kept = run(Mode::Erase).await.unwrap();
        assert_eq!((kept[0].erased, kept[0].without_birth_date), (0, 1));

        // To 2029-01-02: born in 2007, to be gone after 2028.
        let day = 24 * 60 * 60 * 1000;
        world.pass(771 * day);
        let told = run(Mode::DryRun).await.unwrap();
        assert_eq!(told[0].erased, 1);
        assert!(!erased(soon).await, "only told");
        let once = retention::once_a_day(&world.db, &world.process).await.unwrap().unwrap();
        assert_eq!(once[0].erased, 1);
        assert!(erased(soon).await && !erased(young).await && !erased(nobody).await);
        assert_eq!(retention::once_a_day(&world.db, &world.process).await.unwrap(), None, "done for today");
        world.pass(365 * day);
        assert_eq!(retention::once_a_day(&world.db, &world.process).await.unwrap().unwrap()[0].erased, 1);
        assert!(erased(young).await && !erased(nobody).await);
        world.pass(4 * 365 * day);
        assert_eq!(run(Mode::Erase).await.unwrap()[0].erased, 1, "registered in 2026, so past 21 whoever it was");
        assert!(erased(nobody).await);
    })
    .await;
}

#[tokio::test]
async fn verify_names_what_was_changed_behind_the_journals_back() {
    both(|db| async move {
        let world = World::new(db).await;
        let youth = marked(&world, None).await;
        let other = marked(&world, None).await;
        let sound = verify(&world.db).await.unwrap();
        assert!(sound.is_sound(), "{sound:?}");
        let entry: EntryId = {
            let mut tx = world.db.read().await.unwrap();
            store::entry::of_youth(&mut tx, world.municipality, youth).await.unwrap()[0].entry.id
        };
        run_sql(&world.db, &format!("update entry set body = replace(body, '{MARK}', 'Annanmarke') where id = '{entry}'")).await;
        run_sql(&world.db, &format!("update youth set worker_id = '{youth}' where id = '{other}'")).await;
        run_sql(&world.db, "update municipality set position = position + 2").await;
        let report = verify(&world.db).await.unwrap();
        let told = serde_json::to_string(&report).unwrap();
        let mut flaws: Vec<String> = report.municipalities[0].flaws.iter().map(|it| format!("{} {}", it.table, it.what.code())).collect();
        flaws.dedup();
        assert_eq!(flaws, ["entry changed", "entry gap", "youth differs", "youth.summary differs"], "{told}");
        assert!(told.contains(&entry.to_string()) && told.contains(&other.to_string()));
        assert!(!told.contains(MARK) && !told.contains("Annanmarke"), "never what stands there");
    })
    .await;
}

async fn run_sql(db: &Db, sql: &str) {
    let sql = sqlx::AssertSqlSafe(sql.to_owned());
    match db {
        Db::Sqlite { write, .. } => drop(sqlx::query(sql).execute(write).await.unwrap()),
        Db::Postgres { pool, .. } => drop(sqlx::query(sql).execute(pool).await.unwrap()),
    }
}
