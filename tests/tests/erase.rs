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
use tests::{Indoors, Phone, Visitor, World, both, both_at, call, refused, sql};

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
async fn a_phone_that_has_heard_no_reply_is_told_who_was_erased() {
    both(|db| async move {
        let world = World::new(db).await;
        let mut phone = phone(&world).await;
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
        let number = || number("20070301");
        let (nameless, unreadable) = (marked(&first, None).await, marked(&first, Some(&number())).await);
        let (damaged, good) = (marked(&world, Some(&number())).await, marked(&world, Some(&self::number("20070302"))).await);
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

#[tokio::test]
async fn verify_names_what_was_changed_behind_the_journals_back() {
    both(|db| async move {
        let world = World::new(db).await;
        let youth = marked(&world, None).await;
        let other = marked(&world, None).await;
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
        let youth = marked(&world, None).await;
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
