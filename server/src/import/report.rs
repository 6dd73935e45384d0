//! What is said of a file, line by line. No value of a cell stands in it, so it can be shown and kept.

use domain::{
    Lang,
    register_file::{Change, Column, Doubt, Finding, Reject},
    sync::Refusal,
};
use serde::{Serialize, Serializer};

/// Whether a row goes in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It does.
    Accept,
    /// It doesn't.
    Reject,
}

/// Why a row doesn't go in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The row itself.
    Row(Reject),
    /// The journal refused what it says.
    Journal(Refusal),
}

impl Reason {
    /// A stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Row(it) => it.code(),
            Self::Journal(it) => it.code(),
        }
    }

    /// What an administrator reads.
    pub fn sentence(self, lang: Lang) -> String {
        match self {
            Self::Row(it) => it.sentence(lang),
            Self::Journal(it) => it.word(lang).to_owned(),
        }
    }
}

impl Serialize for Reason {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

/// What is said of one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowReport {
    /// The line in the file; the headings stand on 1.
    pub line: usize,
    /// What it would change; none for a row that is refused.
    pub change: Option<Change>,
    /// Why it is refused, and the column.
    pub refused: Option<(Option<Column>, Reason)>,
    /// What is doubtful in a row that goes in.
    pub warnings: Vec<Finding<Doubt>>,
}

impl RowReport {
    /// Whether the row goes in.
    pub fn verdict(&self) -> Verdict {
        if self.refused.is_none() { Verdict::Accept } else { Verdict::Reject }
    }

    /// The heading of the column that is wrong, or first doubtful.
    pub fn column(&self) -> &'static str {
        let doubtful = || self.warnings.first().map(|it| it.column);
        self.refused.map_or_else(doubtful, |it| it.0).map_or("", Column::heading)
    }
}

impl Serialize for RowReport {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Warning {
            column: &'static str,
            reason: &'static str,
        }
        #[derive(Serialize)]
        struct Row {
            line: usize,
            verdict: Verdict,
            change: Option<&'static str>,
            column: &'static str,
            reason: Option<Reason>,
            warnings: Vec<Warning>,
        }
        let warnings = self.warnings.iter().map(|it| Warning { column: it.column.heading(), reason: it.what.code() }).collect();
        let row = Row {
            line: self.line,
            verdict: self.verdict(),
            change: self.change.map(Change::code),
            column: self.column(),
            reason: self.refused.map(|it| it.1),
            warnings,
        };
        row.serialize(serializer)
    }
}

/// What is said of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Row by row.
    pub rows: Vec<RowReport>,
    /// Regions, municipalities and units that the file names and that don't exist, outermost first.
    #[serde(skip)]
    pub new_places: Vec<String>,
}

impl Report {
    /// How many rows make a change of a kind.
    pub fn count(&self, change: Change) -> usize {
        self.rows.iter().filter(|it| it.change == Some(change)).count()
    }

    /// How many rows are refused.
    pub fn refused(&self) -> usize {
        self.rows.iter().filter(|it| it.refused.is_some()).count()
    }
}
