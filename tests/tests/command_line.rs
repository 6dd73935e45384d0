//! What scripts rely on: `uppsok import`, `report`, `retention` and `verify`, their output and their exit codes, and what a
//! server does that starts after an update, on both databases.

#![expect(clippy::unwrap_used, reason = "what gives way here fails the test")]

use domain::{Actor, Fact, RegistrationReason, YouthId};
use jiff::civil::date;
use serde_json::{Value, json};
use server::{
    clock::Clock,
    db::Db,
    journal::{self, Process, Reach},
    store,
};
use std::process::Output;
use tests::{Kind, TestServer, is_stored, sql};

fn data(name: &str) -> String {
    format!("{}/data/{name}", env!("CARGO_MANIFEST_DIR"))
}

fn json(output: &Output) -> Value {
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn a_register_file_goes_in_and_its_figures_come_out() {
    for kind in [Kind::Sqlite, Kind::Postgres] {
        let server = TestServer::new(kind);
        let run = |arguments: &[&str]| server.command(arguments, "");
        let preview = run(&["import", &data("kaa-register.csv")]);
        assert_eq!(preview.status.code(), Some(0));
        let said = String::from_utf8(preview.stdout).unwrap();
        assert!(said.contains("190 nya, 0 ändrade, 0 oförändrade, 0 avvisade."), "{said}");
        assert!(said.contains("Inget är sparat."), "{said}");
        assert_eq!(json(&run(&["report", "outcomes", "--exact"]))["all"]["youths"], 0);

        assert_eq!(run(&["import", &data("kaa-register.csv"), "--yes"]).status.code(), Some(0));
        let expected: Value = serde_json::from_slice(&std::fs::read(data("kaa-expected.json")).unwrap()).unwrap();
        for by in ["region", "municipality", "gender"] {
            let report = json(&run(&["report", "outcomes", "--exact", "--as-of", "2026-10-31", "--by", by]));
            assert_eq!(report.as_object().unwrap().len(), 3);
            for part in ["as_of", "all", by] {
                assert_eq!(report[part], expected[part], "{part}");
            }
        }

        let again = run(&["import", &data("kaa-register-dirty.csv"), "--yes", "--json"]);
        assert_eq!(again.status.code(), Some(3));
        let rows = json(&again)["rows"].as_array().unwrap().clone();
        let expected: Value = serde_json::from_slice(&std::fs::read(data("kaa-register-dirty-expected.json")).unwrap()).unwrap();
        assert_eq!(rows.len(), expected.as_array().unwrap().len());
        for (row, expected) in rows.iter().zip(expected.as_array().unwrap()) {
            for part in ["line", "verdict", "column"] {
                assert_eq!(row[part], expected[part], "{part} of {row}");
            }
            assert_eq!(row["reason"].is_string(), row["verdict"] == "reject", "{row}");
            assert_eq!(row["change"].is_string(), row["verdict"] == "accept", "{row}");
            assert!(row["warnings"].is_array(), "{row}");
        }
    }
}

#[test]
fn what_cannot_be_read_is_two_and_says_nothing_of_its_content() {
    let server = TestServer::new(Kind::Sqlite);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("letter.csv");
    std::fs::write(&path, "Kära Alva;\n1;2\n").unwrap();
    for (file, code) in [(path.to_str().unwrap(), "missing_column"), ("/nowhere/at/all.csv", "")] {
        let output = server.command(&["import", file, "--yes"], "");
        assert_eq!(output.status.code(), Some(2));
        // The folder's name is drawn by lot.
        let said = String::from_utf8(output.stderr).unwrap().replace(file, "");
        assert!(said.contains(code) && !said.contains("Alva"), "{said}");
    }
    let without_exact = server.command(&["report", "outcomes"], "");
    assert_eq!(without_exact.status.code(), Some(2));
    let wrong = server.command(&["report", "outcomes", "--exact", "--by", "mood"], "");
    assert_eq!(wrong.status.code(), Some(2));
}

#[test]
fn a_key_for_notifications_is_added_and_the_old_ones_stay() {
    let server = TestServer::new(Kind::Sqlite);
    let kid = |output: &Output| {
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        let said = String::from_utf8(output.stdout.clone()).unwrap();
        let (_, rest) = said.split_once("Ny nyckel för notiser: ").expect("what it is called");
        rest.split('.').next().unwrap().to_owned()
    };
    let (first, second) = (kid(&server.command(&["push-key"], "")), kid(&server.command(&["push-key"], "")));
    assert_ne!(first, second);
}

const PLACE: &str = "Klippan";

/// Somebody without a birth date, who came into the register so long ago that nothing of them may be kept, whoever it is.
async fn long_gone(db: &Db, process: &Process) -> YouthId {
    let (youth, registration) = (process.clock.id(), process.clock.id());
    let came = Fact::Registered { registration, reason: RegistrationReason::MovedIn, on: date(2015, 9, 1) };
    let mut tx = db.begin().await.unwrap();
    let place = store::place::municipality_named(&mut tx, PLACE).await.unwrap().unwrap();
    let (_, verdict) = journal::write(&mut tx, process, &place, Actor::System, Reach::Municipality, youth, vec![came]).await.unwrap();
    assert!(is_stored(&verdict), "{verdict:?}");
    tx.commit().await.unwrap();
    youth
}

async fn is_erased(db: &Db, youth: YouthId) -> bool {
    let mut tx = db.read().await.unwrap();
    let place = store::place::municipality_named(&mut tx, PLACE).await.unwrap().unwrap();
    store::youth::find(&mut tx, place.id, youth).await.unwrap().unwrap().erased
}

#[tokio::test]
async fn whoever_may_no_longer_be_kept_is_counted_first_and_goes_when_it_is_said() {
    for kind in [Kind::Sqlite, Kind::Postgres] {
        let server = TestServer::new(kind);
        assert_eq!(server.command(&["import", &data("kaa-register.csv"), "--yes"], "").status.code(), Some(0));
        let db = Db::open(server.database_url()).await.unwrap();
        let process = Process::start(&db, Clock::system()).await.unwrap();
        let youth = long_gone(&db, &process).await;
        let run = |arguments: &[&str]| {
            let output = server.command(arguments, "");
            (output.status.code(), String::from_utf8(output.stdout).unwrap())
        };

        let (code, said) = run(&["retention", "--dry-run"]);
        assert!(code == Some(0) && said.contains("Klippan: 1 skulle raderas.\n"), "{code:?} {said}");
        let told = json(&server.command(&["retention", "--dry-run", "--json"], ""));
        let mut erased = told.as_array().unwrap().iter().filter(|it| it["erased"] != 0).map(|it| (&it["name"], &it["erased"]));
        assert_eq!((erased.next(), erased.next()), (Some((&json!(PLACE), &json!(1))), None), "{told}");
        assert!(!is_erased(&db, youth).await, "it was only said");
        let (code, said) = run(&["retention"]);
        assert!(code == Some(0) && said.contains("Klippan: 1 raderade.\n"), "{code:?} {said}");
        assert!(is_erased(&db, youth).await);
        let (code, said) = run(&["retention"]);
        assert!(code == Some(0) && said.contains("Klippan: 0 raderade.\n"), "{code:?} {said}");
        let (code, said) = run(&["verify"]);
        assert_eq!(code, Some(0), "{said}");

        // Whoever can't be read can't be judged: somebody is to look.
        let unreadable = long_gone(&db, &process).await;
        sql::run(&db, format!("update entry set body = '{{' where youth_id = '{unreadable}'")).await;
        for (arguments, expected) in [
            (&["retention", "--dry-run"][..], "Klippan: 0 skulle raderas, 1 gick inte att gallra.\n"),
            (&["retention"][..], "Klippan: 0 raderade, 1 gick inte att gallra.\n"),
        ] {
            let (code, said) = run(arguments);
            assert!(code == Some(3) && said.contains(expected), "{code:?} {said}");
        }
        db.close().await;
    }
}

/// What `uppsok verify --json` found, in all municipalities.
fn flaws(output: &Output) -> Vec<Value> {
    let report = json(output);
    report["municipalities"].as_array().unwrap().iter().flat_map(|it| it["flaws"].as_array().unwrap().clone()).collect()
}

#[tokio::test]
async fn what_does_not_agree_is_three_and_named() {
    for kind in [Kind::Sqlite, Kind::Postgres] {
        let server = TestServer::new(kind);
        let verify = || server.command(&["verify", "--json"], "");
        assert_eq!(server.command(&["import", &data("kaa-register.csv"), "--yes"], "").status.code(), Some(0));
        let sound = verify();
        assert_eq!((sound.status.code(), flaws(&sound)), (Some(0), Vec::new()));

        let db = Db::open(server.database_url()).await.unwrap();
        let (youth, worker) = sql::texts(&db, "select id, coalesce(worker_id, '') from youth order by id limit 1").await.remove(0);
        assert_eq!(worker, "", "a register file assigns to units");
        sql::run(&db, format!("update youth set worker_id = id where id = '{youth}'")).await;
        let damaged = verify();
        let expected = json!({ "table": "youth", "id": youth, "what": "differs" });
        assert_eq!((damaged.status.code(), flaws(&damaged)), (Some(3), vec![expected]));
        let said = server.command(&["verify"], "");
        let (code, said) = (said.status.code(), String::from_utf8(said.stdout).unwrap());
        assert!(code == Some(3) && said.contains(", 1 fel.\n") && said.contains(&format!("  youth {youth}: differs\n")), "{code:?} {said}");

        sql::run(&db, format!("update youth set worker_id = null where id = '{youth}'")).await;
        assert_eq!(verify().status.code(), Some(0), "looking changes nothing, and what is mended is sound");
        db.close().await;
    }
}

#[tokio::test]
async fn what_another_version_derived_is_derived_anew_by_the_next_server() {
    for kind in [Kind::Sqlite, Kind::Postgres] {
        let mut server = TestServer::new(kind);
        assert_eq!(server.command(&["import", &data("kaa-register.csv"), "--yes"], "").status.code(), Some(0));
        let db = Db::open(server.database_url()).await.unwrap();
        sql::run(&db, "update youth set summary = replace(summary, '\"newer\":0', '\"newer\":7')").await;
        let found = flaws(&server.command(&["verify", "--json"], ""));
        assert!(found.len() > 100 && found.iter().all(|it| it["table"] == "youth.summary"), "{found:?}");
        sql::run(&db, "update municipality set fold = 1").await;
        server.start().until_logged("derived anew");
        assert!(server.stop(), "it ended in good order");
        let sound = server.command(&["verify", "--json"], "");
        assert_eq!((sound.status.code(), flaws(&sound)), (Some(0), Vec::new()));
        db.close().await;
    }
}
