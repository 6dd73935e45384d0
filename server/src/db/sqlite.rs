//! What SQLite alone needs: its settings, its one write lock, and its log of writes kept small.

use super::{StoreError, open::PATIENCE};
use sqlx::{
    Sqlite, SqlitePool, Transaction,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use std::{
    path::{Path, PathBuf},
    str::FromStr,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

/// How many bytes of writes stand in the log before it is folded into the file. Each page that is read is first sought in
/// the log, and what stands there isn't read through the file's mapping.
const LOG_MOST: u64 = 8 << 20;
/// How long folding the log may wait for those who read in it: nobody writes meanwhile.
const FOLD_PATIENCE: Duration = Duration::from_millis(100);
/// How long after that it isn't tried again, unless as much has been written once more: somebody reads for long, and whoever
/// writes would wait each time.
const FOLD_PAUSE: Duration = Duration::from_secs(5);

/// Opens a file, which is made if it is missing: the connection that writes, those that read, and where the log lies.
pub(super) async fn open(url: &str) -> Result<(SqlitePool, SqlitePool, Log), StoreError> {
    let options = SqliteConnectOptions::from_str(url)?
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        // An acknowledged write outlives a power cut; `normal` would lose the last ones.
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        // What is erased is overwritten, not only let go of.
        .pragma("secure_delete", "on")
        // In bytes: what the file holds is read where the system keeps it, not copied out anew after each commit.
        .pragma("mmap_size", "1073741824")
        .busy_timeout(PATIENCE);
    let file = options.get_filename();
    if let Some(folder) = file.parent().filter(|it| !it.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).map_err(StoreError::Folder)?;
    }
    ours_alone(file).map_err(StoreError::Folder)?;
    let mut log = file.as_os_str().to_owned();
    log.push("-wal");
    let pool = || SqlitePoolOptions::new().acquire_timeout(PATIENCE);
    // In KiB: what is written to all day isn't read from the file each time.
    let write = pool().max_connections(1).connect_with(options.clone().pragma("cache_size", "-16384")).await?;
    let read = pool().max_connections(8).connect_with(options.create_if_missing(false).pragma("query_only", "on")).await?;
    Ok((write, read, Log::at(log.into())))
}

/// The log of writes, and whether it is time to fold it into the file.
///
/// SQLite folds it by itself, but begins it anew only at a moment when nobody reads in it, and with many phones there is none.
#[derive(Debug)]
pub struct Log {
    path: PathBuf,
    /// Something in it is to be read nowhere any more.
    has_erased: AtomicBool,
    /// When it was last tried in vain, and how long the log was then.
    tried: Mutex<Option<(Instant, u64)>>,
}

impl Log {
    fn at(path: PathBuf) -> Self {
        Self { path, has_erased: AtomicBool::new(false), tried: Mutex::new(None) }
    }

    /// Something in it is to be read nowhere any more: it is folded though it is small.
    pub(super) fn is_to_be_emptied(&self) {
        self.has_erased.store(true, Ordering::Relaxed);
    }

    fn is_due(&self) -> bool {
        let (length, tried) = (self.length(), *self.tried.lock().unwrap_or_else(PoisonError::into_inner));
        let is_wanted = self.has_erased.load(Ordering::Relaxed) || length > LOG_MOST;
        is_wanted && tried.is_none_or(|(at, was)| at.elapsed() > FOLD_PAUSE || length > was + LOG_MOST)
    }

    fn length(&self) -> u64 {
        std::fs::metadata(&self.path).map_or(0, |it| it.len())
    }

    /// Folds the log into the file and empties it, where it is time to.
    pub(super) async fn fold(&self, write: &SqlitePool) -> Result<(), sqlx::Error> {
        if !self.is_due() {
            return Ok(());
        }
        let mut connection = write.acquire().await?;
        if !self.is_due() {
            return Ok(());
        }
        patience(&mut connection, FOLD_PATIENCE).await?;
        let folded = sqlx::query_scalar::<_, i64>("pragma wal_checkpoint(truncate)").fetch_one(&mut *connection).await;
        patience(&mut connection, PATIENCE).await?;
        // What it says first is whether somebody stood in the way.
        let is_folded = folded? == 0;
        if is_folded {
            self.has_erased.store(false, Ordering::Relaxed);
        }
        *self.tried.lock().unwrap_or_else(PoisonError::into_inner) = (!is_folded).then(|| (Instant::now(), self.length()));
        Ok(())
    }
}

/// Begins a transaction that holds the write lock.
///
/// A commit that fails (a full disk, say) may end the transaction in the database while the connection still believes in
/// it, and takes none after that: it is let go, and the next one begins.
pub(super) async fn begin_immediate(write: &SqlitePool, log: &Log) -> Result<Transaction<'static, Sqlite>, sqlx::Error> {
    log.fold(write).await?;
    match write.begin_with("begin immediate").await {
        Err(sqlx::Error::InvalidSavePointStatement) => {
            write.acquire().await?.close().await?;
            write.begin_with("begin immediate").await
        }
        begun => begun,
    }
}

async fn patience(connection: &mut sqlx::SqliteConnection, it: Duration) -> Result<(), sqlx::Error> {
    let sql = format!("pragma busy_timeout = {}", it.as_millis());
    sqlx::query(sqlx::AssertSqlSafe(sql)).execute(connection).await.map(drop)
}

/// Makes the file, if it is missing, so that nobody else on the machine reads it; SQLite gives its log the same mode.
#[cfg(unix)]
fn ours_alone(file: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::OpenOptionsExt;
    if file.as_os_str().is_empty() || file.to_str().is_some_and(|it| it.contains(":memory:")) {
        return Ok(());
    }
    std::fs::OpenOptions::new().append(true).create(true).mode(0o600).open(file).map(drop)
}

#[cfg(not(unix))]
fn ours_alone(_: &Path) -> std::io::Result<()> {
    Ok(())
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use crate::db::{Db, execute, fetch_one};
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

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn its_log_stays_small_though_somebody_always_reads() {
        const MANY: u64 = 10 * LOG_MOST;
        let folder = std::env::temp_dir().join(format!("uppsok-log-{}", std::process::id()));
        let db = Db::open(&format!("sqlite:{}", folder.join("uppsok.db").display())).await.unwrap();
        let readers = (0..4).map(|_| {
            let db = db.clone();
            tokio::spawn(async move {
                loop {
                    let mut tx = db.read().await.unwrap();
                    for _ in 0..20 {
                        fetch_one!(tx, "select count(*) as n from sqlite_master"; |row| row.int("sqlite_master.n")).unwrap();
                    }
                }
            })
        });
        let readers: Vec<_> = readers.collect();
        let mut tx = db.begin().await.unwrap();
        execute!(tx, "create table prov (body blob)").unwrap();
        tx.commit().await.unwrap();
        let mut most = 0;
        for _ in 0..MANY >> 19 {
            let mut tx = db.begin().await.unwrap();
            execute!(tx, "insert into prov values (randomblob(524288))").unwrap();
            tx.commit().await.unwrap();
            most = most.max(std::fs::metadata(folder.join("uppsok.db-wal")).unwrap().len());
        }
        readers.iter().for_each(tokio::task::JoinHandle::abort);
        // A reader that the machine lets stand keeps it from being folded once in a while.
        assert!(most < 3 * LOG_MOST, "{most} bytes, of {MANY} written");
        db.close().await;
        std::fs::remove_dir_all(folder).unwrap();
    }

    #[tokio::test]
    async fn who_reads_for_long_holds_up_one_write_and_not_all() {
        let folder = std::env::temp_dir().join(format!("uppsok-long-{}", std::process::id()));
        let db = Db::open(&format!("sqlite:{}", folder.join("uppsok.db").display())).await.unwrap();
        let write = async |sql| {
            let mut tx = db.begin().await.unwrap();
            execute!(tx, sql).unwrap();
            tx.commit().await.unwrap();
        };
        write("create table prov (body blob)").await;
        let mut reader = db.read().await.unwrap();
        fetch_one!(reader, "select count(*) as n from prov"; |row| row.int("prov.n")).unwrap();
        write("insert into prov values (randomblob(16777216))").await;
        let since = Instant::now();
        for _ in 0..20 {
            write("insert into prov values (randomblob(1024))").await;
        }
        // Twenty times the patience, had it been tried each time.
        assert!(since.elapsed() < 10 * FOLD_PATIENCE, "{:?}", since.elapsed());
        drop(reader);
        db.close().await;
        std::fs::remove_dir_all(folder).unwrap();
    }
}
