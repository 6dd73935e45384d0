//! Backups while people work, and going back to one without undoing what must not be undone.
//!
//! A backup is one file: on SQLite a database by itself (`vacuum into`), on PostgreSQL what `pg_dump` makes in its custom
//! format. A restore begins another epoch, so that phones give back what they have, and does again what the ledger has
//! noted since: erasures, closed channels, protections, revoked phones and closed accounts.

mod again;
mod file;
mod program;
mod restore;

pub use restore::{Restored, check_ledger, restore};

use crate::db::{Db, StoreError, newest_migration};
use std::path::{Path, PathBuf};

/// A backup couldn't be made, or gone back to.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// Nothing is written over.
    #[error("{0} is there already: choose another name")]
    Exists(PathBuf),
    /// It isn't there, or can't be read.
    #[error("{path} can't be read or written")]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// Something else, or damaged.
    #[error("{0} is not a backup of Uppsök for this kind of database, or is damaged")]
    NotABackup(PathBuf),
    /// From a version with a schema that this one doesn't know.
    #[error("the backup is from a newer version of Uppsök")]
    Newer,
    /// The old database is in use.
    #[error("a server is running on this database: end it first")]
    InUse,
    /// What was erased, closed, protected and revoked since the backup would come back.
    #[error("there is no ledger in {0}, or nothing in it")]
    NoLedger(String),
    /// The same, with another installation's ledger, or one that was begun when the old one had gone.
    #[error("the ledger in {0} isn't the one that the backup belongs to")]
    OtherLedger(String),
    /// PostgreSQL's own programs are needed.
    #[error("{0} is not installed: it is in PostgreSQL's client package (Debian: apt-get install postgresql-client)")]
    Missing(&'static str),
    /// One of them failed; what it said.
    #[error("{program} failed: {said}")]
    Program {
        /// Which.
        program: &'static str,
        /// Its last words.
        said: String,
    },
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<sqlx::Error> for BackupError {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}

/// Writes a backup of a database to a new file, which only its owner can read. It is consistent, whatever is written
/// meanwhile, and is there under its name only when it is whole and on the disk.
pub async fn backup(db: &Db, url: &str, to: &Path) -> Result<(), BackupError> {
    if to.exists() {
        return Err(BackupError::Exists(to.to_owned()));
    }
    let part = file::beside(to, "part");
    file::make_private(&part)?;
    let made = match db {
        Db::Sqlite { .. } => match file::vacuum(url, &part).await {
            Ok(()) => file::check(&part, newest_migration()).await,
            failed => failed,
        },
        Db::Postgres { .. } => program::dump(url, &part).await,
    };
    match made.and_then(|()| file::put(&part, to)) {
        Ok(()) => Ok(()),
        Err(error) => {
            // Half a backup is none.
            let _ = std::fs::remove_file(&part);
            Err(error)
        }
    }
}
