//! Opening a database.

use super::{
    Ledger, StoreError, Tx,
    migrate::migrator,
    sqlite::{self, Log},
    tx::Inner,
};
use sqlx::{
    PgPool, SqlitePool,
    postgres::{PgConnectOptions, PgPoolOptions},
};
use std::{str::FromStr, sync::Arc, time::Duration};

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
        /// Its log of writes.
        log: Arc<Log>,
        /// What a restore mustn't undo.
        ledger: Ledger,
    },
    /// For more than one server.
    Postgres {
        /// Connections.
        pool: PgPool,
        /// What a restore mustn't undo.
        ledger: Ledger,
    },
}

pub(super) const PATIENCE: Duration = Duration::from_secs(15);

impl Db {
    /// Opens `sqlite:PATH` (made if it is missing) or `postgres://…`, and brings the schema up to date. The ledger is
    /// where it is unless somebody says otherwise.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        Self::open_with(url, None).await
    }

    /// The same with the ledger where `UPPSOK_LEDGER` says.
    pub async fn open_with(url: &str, ledger: Option<&str>) -> Result<Self, StoreError> {
        let db = Self::open_as_it_is(url, ledger).await?;
        db.migrate().await?;
        Ok(db)
    }

    /// The same with the schema that it has.
    pub async fn open_as_it_is(url: &str, ledger: Option<&str>) -> Result<Self, StoreError> {
        let ledger = Ledger::at(url, ledger);
        let db = Self::connect(url, ledger).await?;
        if db.is_half_restored().await? {
            return Err(StoreError::UnfinishedRestore);
        }
        Ok(db)
    }

    /// Brings the schema up to date.
    pub(crate) async fn migrate(&self) -> Result<(), StoreError> {
        match self {
            Self::Sqlite { write, .. } => migrator().run(write).await?,
            Self::Postgres { pool, .. } => migrator().run(pool).await?,
        }
        Ok(())
    }

    /// Connects, to whatever lies there.
    pub(crate) async fn connect(url: &str, ledger: Ledger) -> Result<Self, StoreError> {
        if url.starts_with("sqlite:") {
            let (write, read, log) = sqlite::open(url).await?;
            Ok(Self::Sqlite { write, read, log: Arc::new(log), ledger })
        } else if is_postgres(url) {
            let options = PgConnectOptions::from_str(url)?.application_name("uppsok");
            let pool = PgPoolOptions::new().max_connections(16).acquire_timeout(PATIENCE);
            let pool = pool.after_connect(|it, _| Box::pin(durably(it))).connect_with(options).await?;
            Ok(Self::Postgres { pool, ledger })
        } else {
            Err(StoreError::Address)
        }
    }

    /// Whether a restore on PostgreSQL was interrupted. (On SQLite the file is put in its place when all is done.)
    async fn is_half_restored(&self) -> Result<bool, StoreError> {
        if matches!(self, Self::Sqlite { .. }) {
            return Ok(false);
        }
        let mut tx = self.read().await?;
        super::fetch_one!(tx, "select to_regclass('unfinished_restore') is not null as unfinished"; |row| row.flag("unfinished_restore.unfinished"))
    }

    /// Where stands what a restore mustn't undo.
    pub fn ledger(&self) -> &Ledger {
        match self {
            Self::Sqlite { ledger, .. } | Self::Postgres { ledger, .. } => ledger,
        }
    }

    /// Begins a transaction that writes. On SQLite it waits for the write lock here, so that nothing in it can fail
    /// for being second. Don't begin one while holding another.
    pub async fn begin(&self) -> Result<Tx, StoreError> {
        let inner = match self {
            Self::Sqlite { write, log, .. } => Inner::Sqlite(sqlite::begin_immediate(write, log).await?),
            Self::Postgres { pool, .. } => Inner::Postgres(pool.begin().await?),
        };
        Ok(Tx::new(inner, self.clone()))
    }

    /// Begins a transaction that only reads, and sees one moment throughout.
    pub async fn read(&self) -> Result<Tx, StoreError> {
        let inner = match self {
            Self::Sqlite { read, .. } => Inner::Sqlite(read.begin().await?),
            Self::Postgres { pool, .. } => Inner::Postgres(pool.begin_with("begin isolation level repeatable read read only").await?),
        };
        Ok(Tx::new(inner, self.clone()))
    }

    /// Folds SQLite's log into its file now, or as soon as nobody reads: what was erased would stand in it until then.
    pub(crate) async fn forget_log(&self) {
        if let Self::Sqlite { write, log, .. } = self {
            log.is_to_be_emptied();
            if let Err(error) = log.fold(write).await {
                tracing::warn!(error = &error as &dyn std::error::Error, "what was erased stands in the log until it is next folded");
            }
        }
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<(), StoreError> {
        let mut tx = self.read().await?;
        super::fetch_one!(tx, "select 1 as answer"; |_| Ok(()))
    }

    /// Whether what is committed outlives a power cut, as far as the database itself says. (A server of PostgreSQL may have been
    /// told not to write to the disk at all, which no connection can change.)
    pub async fn is_durable(&self) -> Result<bool, StoreError> {
        match self {
            // Of the connection that writes; 2 is `full`.
            Self::Sqlite { write, .. } => Ok(sqlx::query_scalar::<_, i64>("pragma synchronous").fetch_one(write).await? >= 2),
            Self::Postgres { .. } => {
                let mut tx = self.read().await?;
                super::fetch_one!(tx, "select current_setting('fsync') = 'on' as durable"; |row| row.flag("pg_settings.durable"))
            }
        }
    }

    /// Closes the connections; SQLite's log is folded into its file.
    pub async fn close(&self) {
        self.close_alone().await;
        self.ledger().close().await;
    }

    /// Closes the connections but for the ledger's.
    pub(super) async fn close_alone(&self) {
        match self {
            Self::Sqlite { write, read, .. } => {
                read.close().await;
                write.close().await;
            }
            Self::Postgres { pool, .. } => pool.close().await,
        }
    }
}

/// An acknowledged write outlives a power cut, whatever the server is set to. What waits for more than its own disk stays.
async fn durably(connection: &mut sqlx::PgConnection) -> Result<(), sqlx::Error> {
    let sql = "select set_config('synchronous_commit', 'on', false) where current_setting('synchronous_commit') = 'off'";
    sqlx::query(sql).execute(connection).await.map(drop)
}

/// Whether an address is PostgreSQL's.
pub(crate) fn is_postgres(url: &str) -> bool {
    url.starts_with("postgres:") || url.starts_with("postgresql:")
}
