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
    /// The file of a SQLite database, or its folder, could not be made.
    #[error("the database's file can't be made")]
    Folder(#[source] std::io::Error),
}

impl StoreError {
    /// Whether a row with the same key was there already.
    pub fn is_duplicate(&self) -> bool {
        matches!(self, Self::Database(sqlx::Error::Database(it)) if it.is_unique_violation())
    }
}
