//! What can go wrong between a store function and its database.

/// A store function failed. Nothing here holds a value from a row: rows hold people.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database refused, is busy or is away.
    #[error("the database failed")]
    Database(#[from] sqlx::Error),
    /// The schema could not be brought up to date.
    #[error("a migration failed")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// A row holds what no version of Uppsök writes.
    #[error("a row of {column} can't be read")]
    Corrupt {
        /// `table.column`.
        column: &'static str,
    },
    /// The address is neither `sqlite:` nor `postgres:`.
    #[error("UPPSOK_DATABASE_URL starts with sqlite: or postgres:")]
    Address,
    /// `uppsok restore` was interrupted: what it put in must not be used before it has been done again.
    #[error("a restore was not finished: run uppsok restore again")]
    UnfinishedRestore,
    /// The ledger, which must have a thing before it is committed, can't be written.
    #[error("the ledger (UPPSOK_LEDGER) failed")]
    Ledger(#[source] Box<StoreError>),
    /// The file of a SQLite database, or its folder, could not be made.
    #[error("the database's file can't be made")]
    Folder(#[source] std::io::Error),
}

impl StoreError {
    /// Whether a row with the same key was there already.
    pub fn is_duplicate(&self) -> bool {
        matches!(self, Self::Database(sqlx::Error::Database(it)) if it.is_unique_violation())
    }

    /// Whether the database is away, starting, ending, full or held by others: the same call may go well in a while.
    /// What was asked may still have been done, so that only what is safe to repeat is to be repeated.
    pub fn is_passing(&self) -> bool {
        use sqlx::Error::{Database, Io, PoolClosed, PoolTimedOut, Tls, WorkerCrashed};
        match self {
            Self::Database(Database(it)) => it.code().is_some_and(|it| is_passing(&it)),
            Self::Database(it) => matches!(it, Io(_) | Tls(_) | PoolClosed | PoolTimedOut | WorkerCrashed),
            _ => false,
        }
    }
}

/// Whether a database's code tells of what passes.
fn is_passing(code: &str) -> bool {
    /// PostgreSQL (appendix A of its manual): the connection, too little of something, another transaction, an operator.
    const CLASSES: [&str; 4] = ["08", "53", "40", "57P"];
    /// SQLite's primary result codes: busy, locked, input or output, full, can't open.
    const RESULTS: [u32; 5] = [5, 6, 10, 13, 14];
    match code.parse::<u32>() {
        // PostgreSQL's codes have five characters, SQLite's are smaller numbers, the primary one in the low byte.
        Ok(number) if code.len() < 5 => RESULTS.contains(&(number & 0xff)),
        _ => CLASSES.iter().any(|it| code.starts_with(it)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_passes_is_told_from_what_does_not() {
        for code in ["57P01", "57P03", "08006", "53300", "40001", "40P01", "5", "517", "13", "3338"] {
            assert!(is_passing(code), "{code}");
        }
        for code in ["23505", "42601", "22001", "57014", "19", "2067", "1", "11"] {
            assert!(!is_passing(code), "{code}");
        }
        assert!(StoreError::from(sqlx::Error::PoolTimedOut).is_passing());
        assert!(!StoreError::from(sqlx::Error::RowNotFound).is_passing());
    }
}
