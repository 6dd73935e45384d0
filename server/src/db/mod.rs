//! The two databases behind one face: each query is written once, in the SQL that SQLite and PostgreSQL share.
//!
//! ```ignore
//! let name = fetch_optional!(tx, "select name from unit where id = $1", id; |row| row.text("unit.name"))?;
//! let hit = execute!(tx, "update unit set name = $2 where id = $1", id, name)?;
//! ```

mod bind;
mod error;
mod ledger;
mod migrate;
mod open;
mod row;
mod sqlite;
mod tx;

pub use bind::{Bind, ToBind};
pub use error::StoreError;
pub use ledger::{Ledger, Note, There};
pub(crate) use migrate::newest_migration;
pub use open::Db;
pub(crate) use open::is_postgres;
pub use row::Row;
pub use tx::{Mark, Tx};

/// Every row, mapped: `fetch_all!(tx, "sql", binds…; |row| …)`.
macro_rules! fetch_all {
    ($tx:expr, $sql:expr $(, $bind:expr)* $(,)?; $map:expr) => {
        $tx.all($sql, vec![$($crate::db::ToBind::to_bind(&$bind)),*], $map).await
    };
}

/// The row, if there is one: `fetch_optional!(tx, "sql", binds…; |row| …)`.
macro_rules! fetch_optional {
    ($tx:expr, $sql:expr $(, $bind:expr)* $(,)?; $map:expr) => {
        $tx.optional($sql, vec![$($crate::db::ToBind::to_bind(&$bind)),*], $map).await
    };
}

/// The row, which must be there: `fetch_one!(tx, "sql", binds…; |row| …)`.
macro_rules! fetch_one {
    ($tx:expr, $sql:expr $(, $bind:expr)* $(,)?; $map:expr) => {
        $tx.one($sql, vec![$($crate::db::ToBind::to_bind(&$bind)),*], $map).await
    };
}

/// The number of rows affected: `execute!(tx, "sql", binds…)`.
macro_rules! execute {
    ($tx:expr, $sql:expr $(, $bind:expr)* $(,)?) => {
        $tx.execute($sql, vec![$($crate::db::ToBind::to_bind(&$bind)),*]).await
    };
}

pub(crate) use {execute, fetch_all, fetch_one, fetch_optional};
