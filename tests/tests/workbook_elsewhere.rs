//! A lead's files in others' programs: the numbers that we wrote are the numbers that they read.

use calamine::{Data, Ods, Range, Reader, Xlsx};
use domain::{Actor, Lang, figures::Period};
use jiff::{ToSpan, civil::date};
use serde_json::{Value, json};
use server::{
    auth::Role,
    db::Db,
    import::{self, Permission},
};
use std::{io::Cursor, path::Path};
use tests::{Indoors, Visitor, office, python};

const TOPICS: [&str; 4] = ["outcomes", "status", "reach", "work"];

/// Oskarshamn's lead, after the register file of 190.
async fn oskarshamn(house: &Indoors) -> Visitor {
    let bytes = std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("data/kaa-register.csv")).unwrap();
    let anything = Permission { only: None, create_places: true };
    let state = &house.state;
    import::apply(&state.db, &state.process, &bytes, anything, Actor::System, date(2026, 11, 23)).await.unwrap();
    house.person(Role::Lead, "Oskarshamn").await;
    Visitor::sign_in(house, "lead@annan.example").await
}

/// Each topic's file.
async fn files(extension: &str) -> Vec<(&'static str, Vec<u8>)> {
    let folder = tempfile::tempdir().unwrap();
    let house = Indoors::new(Db::open(&format!("sqlite:{}", folder.path().join("uppsok.db").display())).await.unwrap()).await;
    let lead = oskarshamn(&house).await;
    let mut files = Vec::new();
    for topic in TOPICS {
        let said = lead.get(&format!("/lead/{topic}.{extension}?as_of=2026-10-31")).await;
        assert_eq!(said.status, 200, "{topic}: {}", said.text());
        files.push((topic, said.body));
    }
    files
}

/// The day of a spreadsheet's number.
fn day_of(serial: f64) -> jiff::civil::Date {
    #[expect(clippy::cast_possible_truncation, reason = "some tens of thousands of days")]
    let days = serial as i64;
    date(1899, 12, 30) + days.days()
}

/// A cell as everybody understands it. What is empty at the end of a row is left out.
fn plain(row: &[Data]) -> Vec<Value> {
    let cell = |it: &Data| match it {
        Data::Empty => Value::Null,
        Data::Int(n) => json!(*n),
        Data::Float(n) => json!(n),
        Data::DateTime(day) => json!(day_of(day.as_f64()).to_string()),
        Data::DateTimeIso(day) => json!(day.split('T').next()),
        Data::String(text) => json!(text),
        other => panic!("neither a number, a day nor a text: {other:?}"),
    };
    short(row.iter().map(cell).collect())
}

fn short(mut row: Vec<Value>) -> Vec<Value> {
    while row.last().is_some_and(|it| it.is_null() || it == "") {
        row.pop();
    }
    row
}

fn table(range: &Range<Data>) -> Vec<Vec<Value>> {
    let mut rows: Vec<_> = range.rows().map(plain).collect();
    rows.retain(|it| !it.is_empty());
    rows
}

/// The same cells; numbers to the last digits that a spreadsheet keeps.
fn assert_same(what: &str, ours: &[Vec<Value>], theirs: &[Vec<Value>]) -> usize {
    assert_eq!(ours.len(), theirs.len(), "{what}: {theirs:?}");
    let mut numbers = 0;
    for (our, their) in ours.iter().zip(theirs) {
        assert_eq!(our.len(), their.len(), "{what}: {our:?}, {their:?}");
        for (a, b) in our.iter().zip(their) {
            match (a.as_f64(), b.as_f64()) {
                (Some(x), Some(y)) => {
                    assert!((x - y).abs() < 1e-12, "{what}: {our:?}, {their:?}");
                    numbers += 1;
                }
                _ => assert_eq!(a, b, "{what}"),
            }
        }
    }
    numbers
}

type Sheets = Vec<(String, Vec<Vec<Value>>)>;

fn sheets<R: Reader<Cursor<Vec<u8>>>>(bytes: &[u8]) -> Sheets
where
    R::Error: std::fmt::Debug,
{
    let mut book = R::new(Cursor::new(bytes.to_vec())).unwrap();
    book.sheet_names().into_iter().map(|name| (name.clone(), table(&book.worksheet_range(&name).unwrap()))).collect()
}

/// What `read_workbook.py` says: kinds, and values.
fn said_by_openpyxl(bytes: &[u8]) -> Sheets {
    let said: Vec<(String, Vec<Vec<(String, Value)>>)> = serde_json::from_value(python::run("read_workbook", bytes)).unwrap();
    let plain = |row: Vec<(String, Value)>| {
        assert!(row.iter().all(|(kind, _)| ["n", "s", "d"].contains(&kind.as_str())), "numbers, texts and days, no formula: {row:?}");
        short(row.into_iter().map(|it| it.1).collect())
    };
    let rows = |rows: Vec<Vec<(String, Value)>>| rows.into_iter().map(plain).filter(|it| !it.is_empty()).collect();
    said.into_iter().map(|(name, it)| (name, rows(it))).collect()
}

#[tokio::test]
async fn openpyxl_and_libreoffice_read_the_numbers_of_the_workbook() {
    let files = files("xlsx").await;
    let names: Vec<String> = files.iter().map(|it| format!("{}.xlsx", it.0)).collect();
    let asked: Vec<(&str, &[u8])> = names.iter().map(String::as_str).zip(files.iter().map(|it| it.1.as_slice())).collect();
    let converted = office::as_spreadsheets(&asked, None);
    let mut numbers = 0;
    for ((topic, bytes), saved) in files.iter().zip(converted) {
        let ours = sheets::<Xlsx<_>>(bytes);
        for (who, theirs) in [("openpyxl", said_by_openpyxl(bytes)), ("LibreOffice", sheets::<Ods<_>>(&saved))] {
            assert_eq!(ours.len(), theirs.len(), "{who} {topic}");
            for ((name, our), (their_name, their)) in ours.iter().zip(&theirs) {
                assert_eq!(name, their_name, "{who} {topic}");
                numbers += assert_same(&format!("{who} {topic} {name}"), our, their);
            }
        }
    }
    assert!(numbers > 200, "only {numbers} numbers were compared");
}

/// A spreadsheet takes a month's name ("oktober 2025") for its first day, as whoever reads it does.
fn month(words: &str) -> Option<String> {
    let year = words.split_once(' ')?.1.parse().ok()?;
    let is_named = |month: &i8| Period::Month(year, *month).word(Lang::Sv) == words;
    (1..=12).find(is_named).map(|month| date(year, month, 1).to_string())
}

#[tokio::test]
async fn a_swedish_spreadsheet_reads_the_text_file_as_numbers() {
    let files = files("csv").await;
    let names: Vec<String> = files.iter().map(|it| format!("{}.csv", it.0)).collect();
    let asked: Vec<(&str, &[u8])> = names.iter().map(String::as_str).zip(files.iter().map(|it| it.1.as_slice())).collect();
    let mut numbers = 0;
    for ((topic, bytes), saved) in files.iter().zip(office::as_spreadsheets(&asked, Some(office::SWEDISH_TEXT))) {
        let text = std::str::from_utf8(bytes).unwrap().trim_start_matches('\u{feff}');
        let cell = |it: &str| match it.replace(',', ".").parse::<f64>() {
            Ok(n) => json!(n),
            Err(_) if it.is_empty() => Value::Null,
            Err(_) => json!(month(it).unwrap_or_else(|| it.to_owned())),
        };
        let rows = text.split("\r\n").map(|line| short(line.split(';').map(cell).collect()));
        let ours: Vec<Vec<Value>> = rows.filter(|it| !it.is_empty()).collect();
        numbers += assert_same(topic, &ours, &sheets::<Ods<_>>(&saved)[0].1);
    }
    assert!(numbers > 50, "only {numbers} numbers were compared");
}
