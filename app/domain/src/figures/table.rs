//! Tables: what a page shows under its pictures is what the files hold.

mod done;
mod stands;

pub use done::meeting_word;

use super::{Counts, Named, Report, Topic};
use crate::Lang;
use std::borrow::Cow;

/// A table of a report.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// A stable name, unique within the report.
    pub id: &'static str,
    /// Its caption.
    pub title: String,
    /// What stands over each column: the first is over the rows' names.
    pub columns: Vec<Column>,
    /// The rows.
    pub rows: Vec<Row>,
}

/// A column's head.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// For programs.
    pub code: Cow<'static, str>,
    /// For people.
    pub words: String,
}

/// A row: its name, and a value for each column but the first.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// For programs.
    pub code: String,
    /// For people.
    pub words: String,
    /// Whether it sums up rows above.
    pub is_sum: bool,
    /// The values.
    pub values: Vec<Value>,
}

/// A cell's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value {
    /// A count.
    Count(u64),
    /// A share: so many of so many.
    Share(u64, u64),
    /// Days.
    Days(u32),
    /// There is nothing to tell.
    Nothing,
    /// Protected: fewer than five, or would give away such a cell. Empty in a file, null in JSON, never 0.
    Hidden,
}

pub(super) const ROWS: &str = "group";

pub(super) fn column(code: impl Into<Cow<'static, str>>, words: impl Into<String>) -> Column {
    Column { code: code.into(), words: words.into() }
}

pub(super) fn row(code: impl Into<String>, words: impl Into<String>, values: Vec<Value>) -> Row {
    Row { code: code.into(), words: words.into(), is_sum: false, values }
}

pub(super) fn sum(code: impl Into<String>, words: impl Into<String>, values: Vec<Value>) -> Row {
    Row { is_sum: true, ..row(code, words, values) }
}

/// The columns of a table of groups before and after: of each how many, and their share.
pub(super) fn before_and_after(lang: Lang) -> Vec<Column> {
    vec![
        column(ROWS, lang.pick("Grupp", "Group")),
        column("before_count", lang.pick("Före, antal", "Before, count")),
        column("before_percent", lang.pick("Före, andel", "Before, share")),
        column("after_count", lang.pick("Efter, antal", "After, count")),
        column("after_percent", lang.pick("Efter, andel", "After, share")),
    ]
}

/// A table's id, its column's code, its words, and the parts with their names.
type ByPart<'a> = (&'static str, &'static str, String, &'a [(Named, Counts)]);

impl Report {
    /// Every table of the report.
    pub fn tables(&self, lang: Lang) -> Vec<Table> {
        match self.topic {
            Topic::Outcomes => self.outcome_tables(lang),
            Topic::Status => self.status_tables(lang),
            Topic::Reach => self.reach_tables(lang),
            Topic::Work => self.work_tables(lang),
        }
    }

    fn was(&self) -> Option<&Counts> {
        self.before.as_ref().map(|it| &it.1)
    }

    /// The parts there are, each with its name.
    fn by_part(&self, lang: Lang) -> Vec<ByPart<'_>> {
        let all = [
            ("by_unit", "unit", lang.pick("Per enhet", "By unit"), &self.units),
            ("by_gender", "gender", lang.pick("Per kön", "By gender"), &self.genders),
            ("by_reason", "reason", lang.pick("Per registreringsorsak", "By reason of registration"), &self.reasons),
        ];
        all.into_iter().filter(|it| it.3.len() > 1).map(|(id, code, words, it)| (id, code, words.to_owned(), it.as_slice())).collect()
    }

    /// A row for each part, and their sum.
    fn part_rows(&self, parts: &[(Named, Counts)], lang: Lang, values: impl Fn(&Counts) -> Vec<Value>) -> Vec<Row> {
        let mut rows: Vec<Row> = parts.iter().map(|(named, it)| row(named.code.clone(), named.name.clone(), values(it))).collect();
        rows.push(sum("all", lang.pick("Alla", "All"), values(&self.now)));
        rows
    }
}
