//! Opening a database.

use super::{StoreError, Tx, migrate::migrator};
use sqlx::{
    PgPool, SqlitePool,
    postgres::{PgConnectOptions, PgPoolOptions},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use std::{str::FromStr, time::Duration};

/// The database. Cheap to clone.
#[derive(Clone, Debug)]
pub enum Db {
    /// The embedded default. One connection writes, since SQLite has one write lock and waiting in a queue beats
    /// polling for it; the others read, and can't write.
    Sqlite {
        /// The only connection that writes.
        write: SqlitePool,
        /// Connections that read.
        read: SqlitePool,
    },
    /// For more than one server.
    Postgres(PgPool),
}

const PATIENCE: Duration = Duration::from_secs(15);

impl Db {
    /// Opens `sqlite:PATH` (made if it is missing) or `postgres://…`, and brings the schema up to date.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        let db = if url.starts_with("sqlite:") {
            Self::open_sqlite(url).await?
        } else if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            let options = PgConnectOptions::from_str(url)?.application_name("uppsok");
            Self::Postgres(PgPoolOptions::new().max_connections(16).acquire_timeout(PATIENCE).connect_with(options).await?)
        } else {
            return Err(StoreError::Address);
        };
        match &db {
            Self::Sqlite { write, .. } => migrator().run(write).await?,
            Self::Postgres(pool) => migrator().run(pool).await?,
        }
        Ok(db)
    }

    async fn open_sqlite(url: &str) -> Result<Self, StoreError> {
        let options = SqliteConnectOptions::from_str(url)?
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            // An acknowledged write outlives a power cut; `normal` would lose the last ones.
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(PATIENCE);
        if let Some(folder) = options.get_filename().parent().filter(|it| !it.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder).map_err(StoreError::Folder)?;
        }
        ours_alone(options.get_filename()).map_err(StoreError::Folder)?;
        let pool = || SqlitePoolOptions::new().acquire_timeout(PATIENCE);
        let write = pool().max_connections(1).connect_with(options.clone()).await?;
        let read = pool().max_connections(8).connect_with(options.create_if_missing(false).pragma("query_only", "on")).await?;
        Ok(Self::Sqlite { write, read })
    }

    /// Begins a transaction that writes. On SQLite it waits for the write lock here, so that nothing in it can fail
    /// for being second. Don't begin one while holding another.
    pub async fn begin(&self) -> Result<Tx, StoreError> {
        Ok(match self {
            Self::Sqlite { write, .. } => Tx::Sqlite(begin_immediate(write).await?),
            Self::Postgres(pool) => Tx::Postgres(pool.begin().await?),
        })
    }

    /// Begins a transaction that only reads, and sees one moment throughout.
    pub async fn read(&self) -> Result<Tx, StoreError> {
        Ok(match self {
            Self::Sqlite { read, .. } => Tx::Sqlite(read.begin().await?),
            Self::Postgres(pool) => Tx::Postgres(pool.begin_with("begin isolation level repeatable read read only").await?),
        })
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<(), StoreError> {
        let mut tx = self.read().await?;
        super::fetch_one!(tx, "select 1 as answer"; |_| Ok(()))
    }

    /// Closes the connections; SQLite's log is folded into its file.
    pub async fn close(&self) {
        match self {
            Self::Sqlite { write, read } => {
                read.close().await;
                write.close().await;
            }
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

/// Makes the file, if it is missing, so that nobody else on the machine reads it; SQLite gives its log the same mode.
#[cfg(unix)]
fn ours_alone(file: &std::path::Path) -> std::io::Result<()> {
    use std::os::unix::fs::OpenOptionsExt;
    if file.as_os_str().is_empty() || file.to_str().is_some_and(|it| it.contains(":memory:")) {
        return Ok(());
    }
    std::fs::OpenOptions::new().append(true).create(true).mode(0o600).open(file).map(drop)
}

#[cfg(not(unix))]
fn ours_alone(_: &std::path::Path) -> std::io::Result<()> {
    Ok(())
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[tokio::test]
    async fn nobody_else_on_the_machine_reads_the_database() {
        let folder = std::env::temp_dir().join(format!("uppsok-{}", std::process::id()));
        let db = Db::open(&format!("sqlite:{}", folder.join("uppsok.db").display())).await.unwrap();
        let modes = std::fs::read_dir(&folder).unwrap().map(|it| it.unwrap().metadata().unwrap().permissions().mode() & 0o777);
        assert_eq!(modes.collect::<Vec<_>>(), [0o600; 3], "the file, its log and the log's index");
        db.close().await;
        std::fs::remove_dir_all(folder).unwrap();
    }
}

/// A commit that fails (a full disk, say) may end the transaction in the database while the connection still believes in
/// it, and takes none after that: it is let go, and the next one begins.
async fn begin_immediate(write: &SqlitePool) -> Result<sqlx::Transaction<'static, sqlx::Sqlite>, sqlx::Error> {
    match write.begin_with("begin immediate").await {
        Err(sqlx::Error::InvalidSavePointStatement) => {
            write.acquire().await?.close().await?;
            write.begin_with("begin immediate").await
        }
        begun => begun,
    }
}
