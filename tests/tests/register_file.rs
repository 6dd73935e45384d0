//! A register file in, exact figures out: the journey's first step, on both databases.

#![expect(clippy::unwrap_used, reason = "what gives way here fails the test")]

use domain::{Actor, Detail, Fact, Lang, MunicipalityId, register_file::Change};
use jiff::civil::{Date, date};
use serde_json::{Value, json};
use server::{
    db::Db,
    import::{self, Applied, Permission, Report},
    journal::{Process, Reach},
    report::{By, outcomes},
    store::{self, outcome},
};
use std::path::Path;
use tests::{both, world::NOW};

const TODAY: Date = date(2026, 11, 23);
const ANYTHING: Permission = Permission { only: None, create_places: true };

fn file(name: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("data").join(name)).unwrap()
}

fn json_file(name: &str) -> Value {
    serde_json::from_slice(&file(name)).unwrap()
}

async fn process(db: &Db) -> Process {
    let cell = std::sync::Arc::new(std::sync::atomic::AtomicI64::new(NOW));
    Process::start(db, server::clock::Clock::held_by(cell)).await.unwrap()
}

async fn take_in(db: &Db, process: &Process, bytes: &[u8]) -> Applied {
    import::apply(db, process, bytes, ANYTHING, Actor::System, TODAY).await.unwrap()
}

fn counts(report: &Report) -> [usize; 4] {
    [report.count(Change::New), report.count(Change::Changed), report.count(Change::Unchanged), report.refused()]
}

async fn figures(db: &Db, by: Option<By>) -> Value {
    serde_json::to_value(outcomes(db, outcome::Reach::Nation, by, date(2026, 10, 31)).await.unwrap()).unwrap()
}

async fn assert_expected(db: &Db) {
    let expected = json_file("kaa-expected.json");
    assert_eq!(figures(db, None).await, json!({"as_of": expected["as_of"], "all": expected["all"]}));
    for by in [By::Region, By::Municipality, By::Gender] {
        let part = by.code();
        let wanted = json!({"as_of": expected["as_of"], "all": expected["all"], (part): expected[part]});
        assert_eq!(figures(db, Some(by)).await, wanted, "{part}");
    }
}

#[tokio::test]
async fn every_number_equals_the_published_and_a_second_import_changes_nothing() {
    both(|db| async move {
        let bytes = file("kaa-register.csv");
        let process = process(&db).await;
        let seen = import::preview(&db, &bytes, ANYTHING, TODAY).await.unwrap();
        assert_eq!(counts(&seen), [190, 0, 0, 0]);
        let mut tx = db.read().await.unwrap();
        assert!(store::place::regions(&mut tx).await.unwrap().is_empty(), "a preview writes nothing");
        drop(tx);

        let applied = take_in(&db, &process, &bytes).await;
        assert_eq!(applied.report.rows, seen.rows);
        assert_expected(&db).await;

        let again = take_in(&db, &process, &bytes).await;
        assert_eq!((counts(&again.report), again.batches.len()), ([0, 0, 190, 0], 0));
        assert_expected(&db).await;
    })
    .await;
}

#[tokio::test]
async fn exact_parts_add_up_to_the_whole() {
    both(|db| async move {
        let process = process(&db).await;
        take_in(&db, &process, &file("kaa-register.csv")).await;
        let all = figures(&db, None).await["all"]["youths"].as_u64().unwrap();
        for by in By::ALL {
            let report = figures(&db, Some(by)).await;
            let parts: u64 = report[by.code()].as_object().unwrap().values().map(|it| it["youths"].as_u64().unwrap()).sum();
            assert_eq!(parts, all, "{}", by.code());
        }
        let mut tx = db.read().await.unwrap();
        let regions = store::place::regions(&mut tx).await.unwrap();
        let municipalities = store::place::municipalities(&mut tx).await.unwrap();
        drop(tx);
        let count = async |reach| outcomes(&db, reach, None, date(2026, 10, 31)).await.unwrap().all.youths;
        for region in regions {
            let mut sum = 0;
            for municipality in municipalities.iter().filter(|it| it.region == region.id) {
                sum += count(outcome::Reach::Municipality(municipality.id)).await;
            }
            assert_eq!(sum, count(outcome::Reach::Region(region.id)).await);
        }
    })
    .await;
}

#[tokio::test]
async fn the_dirty_file_gives_its_verdicts_and_its_good_rows_go_in() {
    both(|db| async move {
        let bytes = file("kaa-register-dirty.csv");
        let process = process(&db).await;
        let seen = import::preview(&db, &bytes, ANYTHING, TODAY).await.unwrap();
        let applied = take_in(&db, &process, &bytes).await;
        assert_eq!(applied.report.rows, seen.rows);
        let rows = serde_json::to_value(&applied.report).unwrap();
        let expected = json_file("kaa-register-dirty-expected.json");
        let short = |it: &Value| (it["line"].clone(), it["verdict"].clone(), it["column"].clone());
        let rows = rows["rows"].as_array().unwrap();
        let verdicts: Vec<_> = rows.iter().map(short).collect();
        assert_eq!(verdicts, expected.as_array().unwrap().iter().map(short).collect::<Vec<_>>());
        assert_eq!(figures(&db, None).await["all"]["youths"], 9);
        let again = take_in(&db, &process, &bytes).await;
        assert_eq!(counts(&again.report), [0, 0, 9, 10]);
    })
    .await;
}

#[tokio::test]
async fn a_file_of_another_form_says_the_same() {
    both(|db| async move {
        let process = process(&db).await;
        take_in(&db, &process, &file("kaa-register.csv")).await;
        let text = String::from_utf8(file("kaa-register.csv")).unwrap();
        let latin: Vec<u8> = text.trim_start_matches('\u{feff}').chars().map(|it| u8::try_from(it as u32).unwrap()).collect();
        let tabs = text.replace(';', "\t");
        for bytes in [latin.as_slice(), tabs.as_bytes()] {
            assert_eq!(counts(&import::preview(&db, bytes, ANYTHING, TODAY).await.unwrap()), [0, 0, 190, 0]);
        }
        // The first ten rows as Excel keeps them: numbers as numbers, days as days.
        let workbook = file("kaa-register-first-ten.xlsx");
        let seen = import::preview(&db, &workbook, ANYTHING, TODAY).await.unwrap();
        assert_eq!(counts(&seen), [0, 0, 10, 0]);
        assert_eq!(seen.rows.iter().map(|it| it.line).collect::<Vec<_>>(), (2..=11).collect::<Vec<_>>());
    })
    .await;
}

#[tokio::test]
async fn an_administrator_takes_in_only_the_own_municipality() {
    both(|db| async move {
        let bytes = file("kaa-register.csv");
        let process = process(&db).await;
        let nowhere = Permission { only: None, create_places: false };
        assert_eq!(import::preview(&db, &bytes, nowhere, TODAY).await.unwrap().refused(), 190);
        assert_eq!(import::apply(&db, &process, &bytes, nowhere, Actor::System, TODAY).await.unwrap().report.refused(), 190);
        take_in(&db, &process, &bytes).await;
        let klippan = municipality(&db, "Klippan").await;
        let own = Permission { only: Some(klippan), create_places: true };
        let report = import::preview(&db, &bytes, own, TODAY).await.unwrap();
        assert_eq!(report.refused() + report.count(Change::Unchanged), 190);
        assert!(report.count(Change::Unchanged) > 0 && report.refused() > 0);
        let (_, reason) = report.rows.iter().find_map(|it| it.refused).unwrap();
        assert_eq!((reason.code(), reason.sentence(Lang::Sv).as_str()), ("other_municipality", "Raden hör till en annan kommun."));
    })
    .await;
}

async fn municipality(db: &Db, name: &str) -> MunicipalityId {
    let mut tx = db.read().await.unwrap();
    store::place::municipality_named(&mut tx, name).await.unwrap().unwrap().id
}

#[tokio::test]
async fn an_import_is_undone_as_far_as_nobody_has_touched_it() {
    both(|db| async move {
        let bytes = file("kaa-register.csv");
        let process = process(&db).await;
        let applied = take_in(&db, &process, &bytes).await;
        let klippan = municipality(&db, "Klippan").await;
        let (_, batch) = *applied.batches.iter().find(|it| it.0 == klippan).unwrap();
        let mut tx = db.read().await.unwrap();
        let summaries = store::youth::summaries(&mut tx, klippan).await.unwrap();
        let place = store::place::municipality_by_id(&mut tx, klippan).await.unwrap().unwrap();
        assert_eq!(store::import::all(&mut tx, klippan).await.unwrap()[0].new, i64::try_from(summaries.len()).unwrap());
        drop(tx);

        let touched = summaries[0].id;
        let mut tx = db.begin().await.unwrap();
        let name = Fact::DetailsChanged { detail: Detail::GivenName { name: "Alva".into() }, saw: Vec::new() };
        server::journal::write(&mut tx, &process, &place, Actor::System, Reach::Municipality, touched, vec![name]).await.unwrap();
        tx.commit().await.unwrap();

        let undone = import::undo(&db, &process, klippan, batch, Actor::System).await.unwrap().unwrap();
        assert_eq!((undone.withdrawn, undone.kept), (summaries.len() - 1, vec![touched]));
        assert_eq!(import::undo(&db, &process, klippan, batch, Actor::System).await.unwrap(), None, "once");
        let mut tx = db.read().await.unwrap();
        let left = store::youth::summaries(&mut tx, klippan).await.unwrap();
        drop(tx);
        assert_eq!(left.iter().map(|it| it.id).collect::<Vec<_>>(), [touched]);
        let count = outcomes(&db, outcome::Reach::Municipality(klippan), None, TODAY).await.unwrap().all.youths;
        assert_eq!(count, 1);
        // And the file can be taken in again.
        let again = take_in(&db, &process, &bytes).await;
        assert_eq!(again.report.count(Change::New), summaries.len() - 1);
    })
    .await;
}

#[tokio::test]
async fn what_a_file_says_of_known_youths_can_be_undone_and_said_again() {
    both(|db| async move {
        let whole = file("kaa-register.csv");
        let process = process(&db).await;
        // The file as it was before anybody of Klippan had been followed up.
        let text = String::from_utf8(whole.clone()).unwrap();
        let before: Vec<String> = text.lines().map(without_after).collect();
        take_in(&db, &process, before.join("\r\n").as_bytes()).await;
        let applied = take_in(&db, &process, &whole).await;
        let followed_up = applied.report.count(Change::Changed);
        assert!(followed_up > 0 && applied.report.count(Change::New) == 0);
        assert_expected(&db).await;

        let klippan = municipality(&db, "Klippan").await;
        let (_, batch) = *applied.batches.iter().find(|it| it.0 == klippan).unwrap();
        let undone = import::undo(&db, &process, klippan, batch, Actor::System).await.unwrap().unwrap();
        assert_eq!((undone.withdrawn, undone.kept), (followed_up, vec![]));
        assert_ne!(figures(&db, None).await["all"], json_file("kaa-expected.json")["all"]);
        assert_eq!(take_in(&db, &process, &whole).await.report.count(Change::Changed), followed_up);
        assert_expected(&db).await;
    })
    .await;
}

/// A row of Klippan without the two columns of afterwards.
fn without_after(row: &str) -> String {
    let mut cells: Vec<&str> = row.trim_end().split(';').collect();
    let last = cells.len();
    if last > 2 && cells.contains(&"Klippan") {
        (cells[last - 1], cells[last - 2]) = ("", "");
    }
    cells.join(";")
}
