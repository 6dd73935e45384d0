//! The two files under `tests/data`: one clean, one dirty.

use super::{Columns, Row};
use crate::{
    AccountId, Actor, DeviceId, Entry, EntryId, Gender, Hlc, RegistrationId, Youth, YouthId,
    figures::{Outcomes, Pair},
    register_file::{Change, Column, Known, Reject, plan},
};
use jiff::civil::{Date, date};
use serde_json::Value;
use std::collections::BTreeMap;

const TODAY: Date = date(2026, 11, 23);

fn rows(name: &str) -> (Columns, Vec<Vec<String>>) {
    let path = format!("{}/../../tests/data/{name}", env!("CARGO_MANIFEST_DIR"));
    let mut reader = csv::ReaderBuilder::new().delimiter(b';').flexible(true).from_path(path).expect("the file");
    let columns = Columns::find(&reader.headers().expect("headings").iter().collect::<Vec<_>>()).expect("every heading");
    let rows = reader.records().map(|it| it.expect("a row").iter().map(str::to_owned).collect()).collect();
    (columns, rows)
}

fn json(name: &str) -> Value {
    let path = format!("{}/../../tests/data/{name}", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&std::fs::read_to_string(path).expect("the file")).expect("json")
}

fn entry(number: u8, row: &Row) -> Option<Entry> {
    let registration = RegistrationId::new(i64::from(number), [1; 10]);
    let plan = plan(row, None, None, registration);
    (!plan.facts.is_empty()).then(|| Entry {
        id: EntryId::new(i64::from(number), [2; 10]),
        device: DeviceId::new(0, [0; 10]),
        seq: u64::from(number) + 1,
        at: Hlc { ms: i64::from(number), counter: 0 },
        by: Actor::Account(AccountId::new(0, [0; 10])),
        youth: YouthId::new(i64::from(number), [3; 10]),
        facts: plan.facts,
    })
}

#[test]
fn the_register_gives_every_published_number() {
    let (columns, rows) = rows("kaa-register.csv");
    let expected = json("kaa-expected.json");
    let cut_off: Date = expected["as_of"].as_str().expect("a day").parse().expect("a day");
    let mut groups: BTreeMap<(&str, String), Vec<Pair>> = BTreeMap::new();
    for (number, cells) in (0u8..).zip(&rows) {
        let row = Row::read(&columns, cells, TODAY).expect("a clean row");
        let entry = entry(number, &row).expect("a new youth");
        let youth = Youth::fold([&entry]).expect("a youth");
        for case in youth.cases() {
            let pair = case.pair(&youth.readings(), cut_off).expect("registered by then");
            for group in [
                ("all", String::new()),
                ("region", row.region.clone()),
                ("municipality", row.municipality.clone()),
                ("gender", youth.gender().code().to_owned()),
            ] {
                groups.entry(group).or_default().push(pair);
            }
        }
        assert_ne!(youth.gender(), Gender::Unknown);
        assert_eq!(plan(&row, None, Some(only(&youth)), RegistrationId::new(9, [9; 10])).change, Change::Unchanged, "twice is once");
    }
    for ((by, name), pairs) in groups {
        let expected = if by == "all" { &expected["all"] } else { &expected[by][name.as_str()] };
        assert_eq!(&serde_json::to_value(Outcomes::count(pairs)).expect("json"), expected, "{by} {name}");
    }
}

#[test]
fn the_dirty_file_gives_its_verdicts_by_line() {
    let (columns, rows) = rows("kaa-register-dirty.csv");
    let mut seen = BTreeMap::new();
    for ((line, cells), expected) in (2usize..).zip(&rows).zip(json("kaa-register-dirty-expected.json").as_array().expect("a list")) {
        let read = Row::read(&columns, cells, TODAY).and_then(|row| match seen.insert(row.key(), line) {
            Some(first) => Err(super::Finding { column: Column::Number, what: Reject::Duplicate { line: first } }),
            None => Ok(row),
        });
        let (verdict, column) = match &read {
            Ok(row) => ("accept", row.doubts.first().map(|it| it.column.heading()).unwrap_or_default()),
            Err(finding) => ("reject", finding.column.heading()),
        };
        assert_eq!(expected["line"], line);
        assert_eq!(
            (verdict, column),
            (expected["verdict"].as_str().expect("text"), expected["column"].as_str().expect("text")),
            "line {line}: {read:?}"
        );
    }
}

/// A youth none of whose entries is a file's.
fn only(youth: &Youth) -> Known<'_> {
    static NONE: BTreeMap<crate::EntryId, bool> = BTreeMap::new();
    Known { youth, files: &NONE }
}

#[test]
fn a_file_that_goes_back_is_heard_and_what_was_undone_was_never_said() {
    let (columns, rows) = rows("kaa-register.csv");
    let row = |place: &str| {
        let mut row = Row::read(&columns, &rows[0], TODAY).expect("a clean row");
        row.address = Some(crate::PostalAddress { street: place.to_owned(), ..row.address.clone().expect("an address") });
        row
    };
    let registration = RegistrationId::new(9, [9; 10]);
    let first = entry(0, &row("Storgatan 1")).expect("a new youth");
    let mut files = BTreeMap::from([(first.id, false)]);
    let youth = Youth::fold([&first]).expect("a youth");
    let mut moved = entry(1, &row("Storgatan 2")).expect("facts");
    moved.youth = first.youth;
    moved.facts = plan(&row("Storgatan 2"), None, Some(Known { youth: &youth, files: &files }), registration).facts;
    assert_eq!(moved.facts.len(), 1);
    files.insert(moved.id, false);
    let youth = Youth::fold([&first, &moved]).expect("a youth");
    let again = |place: &str, youth: &Youth, files: &BTreeMap<EntryId, bool>| {
        plan(&row(place), None, Some(Known { youth, files }), registration).facts.len()
    };
    assert_eq!((again("Storgatan 2", &youth, &files), again("Storgatan 1", &youth, &files)), (0, 1));
    // Undone: what it said can be said again, and what was said before it still was.
    let mut undo = entry(2, &row("Storgatan 2")).expect("facts");
    undo.youth = first.youth;
    undo.facts = vec![crate::Fact::Withdrawn { target: crate::FactRef { entry: moved.id, index: 0 } }];
    let youth = Youth::fold([&first, &moved, &undo]).expect("a youth");
    assert_eq!(again("Storgatan 2", &youth, &files), 0, "a worker who takes it back stands by it");
    files.insert(moved.id, true);
    assert_eq!((again("Storgatan 2", &youth, &files), again("Storgatan 1", &youth, &files)), (1, 0));
}

#[test]
fn what_a_worker_has_put_right_stays() {
    let (columns, rows) = rows("kaa-register.csv");
    let row = Row::read(&columns, &rows[0], TODAY).expect("a clean row");
    let imported = entry(0, &row).expect("a new youth");
    let youth = Youth::fold([&imported]).expect("a youth");
    let mut corrected = entry(1, &row).expect("facts");
    corrected.youth = imported.youth;
    corrected.facts = vec![crate::Fact::DetailsChanged {
        detail: crate::Detail::GivenName { name: "Fatima Maria".to_owned() },
        saw: youth.given_name.saw(),
    }];
    let youth = Youth::fold([&imported, &corrected]).expect("a youth");
    assert_eq!(youth.given_name.get().map(String::as_str), Some("Fatima Maria"));
    assert_eq!(plan(&row, None, Some(only(&youth)), RegistrationId::new(9, [9; 10])).change, Change::Unchanged);
}
