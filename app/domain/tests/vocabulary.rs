//! The code lists equal `tests/data/vocabulary.csv`: codes, words and roll-ups, none missing and none more.

use domain::{Channel, ContactOutcome, Lang, LeavingReason, MeasureEnd, MeasureKind, Occupation, Place, RegistrationReason, Scope};
use std::collections::BTreeSet;

type Row = (String, String, String, String, String);

fn file() -> BTreeSet<Row> {
    let path = format!("{}/../../tests/data/vocabulary.csv", env!("CARGO_MANIFEST_DIR"));
    let mut reader = csv::Reader::from_path(path).expect("the vocabulary");
    let text = |record: &csv::StringRecord, at: usize| record[at].trim_start_matches('\u{feff}').to_owned();
    reader
        .records()
        .map(|it| it.expect("a row"))
        .map(|it| (text(&it, 0), text(&it, 1), text(&it, 2), text(&it, 3), text(&it, 4)))
        // Derived from a date and never stored, so no code may be made of it.
        .filter(|it| !(it.0 == "occupation" && it.1 == "lapsed"))
        .collect()
}

macro_rules! rows {
    ($list:literal, $type:ty, $rollup:expr) => {
        <$type>::ALL.iter().map(|it| {
            let rollup: fn($type) -> &'static str = $rollup;
            ($list.to_owned(), it.code().to_owned(), it.word(Lang::Sv).to_owned(), it.word(Lang::En).to_owned(), rollup(*it).to_owned())
        })
    };
}

#[test]
fn the_lists_are_the_files() {
    let code: BTreeSet<Row> = rows!("occupation", Occupation, |it| it.rollup().code())
        .chain(rows!("channel", Channel, |_| ""))
        .chain(rows!("contact_outcome", ContactOutcome, |it| if it.reached() { "reached" } else { "attempt" }))
        .chain(rows!("place", Place, |_| ""))
        .chain(rows!("measure", MeasureKind, |it| if it.scope() == Scope::Complex { "complex" } else { "targeted" }))
        .chain(rows!("measure_end", MeasureEnd, |_| ""))
        .chain(rows!("registration_reason", RegistrationReason, |_| ""))
        .chain(rows!("leaving_reason", LeavingReason, |_| ""))
        .collect();
    let file = file();
    assert_eq!(file.difference(&code).collect::<Vec<_>>(), Vec::<&Row>::new(), "in the file and not in the code");
    assert_eq!(code.difference(&file).collect::<Vec<_>>(), Vec::<&Row>::new(), "in the code and not in the file");
}

#[test]
fn a_code_that_is_in_no_list_is_named() {
    let error = "sjukskriven".parse::<Occupation>().expect_err("not in the list");
    assert_eq!(error.to_string(), r#""sjukskriven" is not in the list occupation"#);
}
