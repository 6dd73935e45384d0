//! What scripts rely on: `uppsok import` and `uppsok report`, their output and their exit codes, on both databases.

#![expect(clippy::unwrap_used, reason = "what gives way here fails the test")]

use serde_json::Value;
use std::process::Output;
use tests::{Kind, TestServer};

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
        let said = String::from_utf8(output.stderr).unwrap();
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
