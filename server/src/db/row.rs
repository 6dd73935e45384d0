//! Reading a row: what doesn't parse names its table and column, never its value.

use super::StoreError;
use sqlx::{Row as _, postgres::PgRow, sqlite::SqliteRow};
use std::str::FromStr;

/// A row of either database. Columns are named `table.column`, so that a corrupt one can be found; the part before
/// the dot is only for that.
#[derive(Clone, Copy)]
pub enum Row<'a> {
    /// Of SQLite.
    Sqlite(&'a SqliteRow),
    /// Of PostgreSQL.
    Postgres(&'a PgRow),
}

/// A row holds people: its debug form holds nothing.
impl std::fmt::Debug for Row<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Row(…)")
    }
}

macro_rules! get {
    ($self:ident, $column:ident) => {{
        let name = $column.rsplit('.').next().unwrap_or($column);
        match $self {
            Self::Sqlite(row) => row.try_get(name),
            Self::Postgres(row) => row.try_get(name),
        }
        .map_err(|_| StoreError::Corrupt { column: $column })
    }};
}

impl Row<'_> {
    /// A text.
    pub fn text(&self, column: &'static str) -> Result<String, StoreError> {
        get!(self, column)
    }

    /// A text that may be missing.
    pub fn maybe_text(&self, column: &'static str) -> Result<Option<String>, StoreError> {
        get!(self, column)
    }

    /// A number.
    pub fn int(&self, column: &'static str) -> Result<i64, StoreError> {
        get!(self, column)
    }

    /// A number that may be missing.
    pub fn maybe_int(&self, column: &'static str) -> Result<Option<i64>, StoreError> {
        get!(self, column)
    }

    /// Yes or no.
    pub fn flag(&self, column: &'static str) -> Result<bool, StoreError> {
        get!(self, column)
    }

    /// An id, a date, a code: whatever is read from a text.
    pub fn parse<T: FromStr>(&self, column: &'static str) -> Result<T, StoreError> {
        self.text(column)?.parse().map_err(|_| StoreError::Corrupt { column })
    }

    /// The same where it may be missing.
    pub fn maybe_parse<T: FromStr>(&self, column: &'static str) -> Result<Option<T>, StoreError> {
        self.maybe_text(column)?.map(|it| it.parse().map_err(|_| StoreError::Corrupt { column })).transpose()
    }

    /// What is stored as JSON.
    pub fn json<T: serde::de::DeserializeOwned>(&self, column: &'static str) -> Result<T, StoreError> {
        let text: &str = get!(self, column)?;
        serde_json::from_str(text).map_err(|_| StoreError::Corrupt { column })
    }

    /// The same where it may be missing.
    pub fn maybe_json<T: serde::de::DeserializeOwned>(&self, column: &'static str) -> Result<Option<T>, StoreError> {
        self.maybe_text(column)?.map(|it| serde_json::from_str(&it).map_err(|_| StoreError::Corrupt { column })).transpose()
    }
}
