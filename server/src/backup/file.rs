//! Files that are whole or not there, and readable by their owner alone.

use super::BackupError;
use sqlx::{Connection, SqliteConnection, sqlite::SqliteConnectOptions};
use std::{
    fs::{File, OpenOptions},
    io,
    path::{Path, PathBuf},
    str::FromStr,
};

/// A name beside another.
pub fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".");
    name.push(ending);
    path.with_file_name(name)
}

fn failed(path: &Path) -> impl FnOnce(io::Error) -> BackupError + '_ {
    |source| BackupError::File { path: path.to_owned(), source }
}

/// Removes a file, if it is there.
fn remove(path: &Path) -> Result<(), BackupError> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(failed(path)(error)),
        _ => Ok(()),
    }
}

/// Removes what SQLite keeps beside a file: a log left there is played into whatever file gets its name.
pub fn remove_logs(path: &Path) -> Result<(), BackupError> {
    for ending in ["-wal", "-shm", "-journal"] {
        let mut log = path.as_os_str().to_owned();
        log.push(ending);
        remove(Path::new(&log))?;
    }
    Ok(())
}

/// Removes a file, and what SQLite keeps beside it.
pub fn remove_with_logs(path: &Path) -> Result<(), BackupError> {
    remove(path)?;
    remove_logs(path)
}

/// Makes an empty file that nobody else on the machine reads, in the place of what an interrupted run left.
pub fn make_private(path: &Path) -> Result<(), BackupError> {
    remove_with_logs(path)?;
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop).map_err(failed(path))
}

/// Gives a file its name once it is on the disk.
pub fn put(part: &Path, to: &Path) -> Result<(), BackupError> {
    File::open(part).and_then(|it| it.sync_all()).map_err(failed(part))?;
    std::fs::rename(part, to).map_err(failed(to))?;
    let folder = to.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder).and_then(|it| it.sync_all()).map_err(failed(folder))
}

/// Copies a file.
pub fn copy(from: &Path, to: &Path) -> Result<(), BackupError> {
    let mut source = File::open(from).map_err(failed(from))?;
    let mut target = OpenOptions::new().write(true).open(to).map_err(failed(to))?;
    io::copy(&mut source, &mut target).map(drop).map_err(failed(to))
}

/// The file of a SQLite database.
pub fn of_sqlite(url: &str) -> Result<PathBuf, BackupError> {
    Ok(SqliteConnectOptions::from_str(url)?.get_filename().to_owned())
}

/// Writes what a SQLite database holds at one moment to an empty file. Nobody who reads or writes waits for it.
pub async fn vacuum(url: &str, to: &Path) -> Result<(), BackupError> {
    let options = SqliteConnectOptions::from_str(url)?.create_if_missing(false).busy_timeout(std::time::Duration::from_secs(15));
    let mut connection = SqliteConnection::connect_with(&options).await?;
    let to = to.to_str().ok_or_else(|| BackupError::NotABackup(to.to_owned()))?;
    sqlx::query("vacuum into $1").bind(to).execute(&mut connection).await?;
    Ok(connection.close().await?)
}

/// Opens a SQLite file that nothing is to be changed in.
async fn read(path: &Path) -> Result<SqliteConnection, BackupError> {
    let not_ours = || BackupError::NotABackup(path.to_owned());
    let text = path.to_str().ok_or_else(not_ours)?;
    let options = SqliteConnectOptions::from_str(&format!("sqlite:{text}"))?.read_only(true);
    SqliteConnection::connect_with(&options).await.map_err(|_| not_ours())
}

/// Holds a SQLite file against what it should be: Uppsök's, whole, and not from a newer version.
pub async fn check(path: &Path, newest: i64) -> Result<(), BackupError> {
    let not_ours = || BackupError::NotABackup(path.to_owned());
    let mut connection = read(path).await?;
    let said: String = sqlx::query_scalar("pragma integrity_check(1)").fetch_one(&mut connection).await.map_err(|_| not_ours())?;
    let version: i64 = sqlx::query_scalar("select coalesce(max(version), 0) from _sqlx_migrations")
        .fetch_one(&mut connection)
        .await
        .map_err(|_| not_ours())?;
    connection.close().await?;
    match version {
        _ if said != "ok" => Err(not_ours()),
        0 => Err(not_ours()),
        it if it > newest => Err(BackupError::Newer),
        _ => Ok(()),
    }
}

/// The ledger that a SQLite backup belongs to; none in one from before a server had served, or from before there were marks.
pub async fn ledger_mark(path: &Path) -> Result<Option<String>, BackupError> {
    let not_ours = || BackupError::NotABackup(path.to_owned());
    let mut connection = read(path).await?;
    let table: Option<String> = sqlx::query_scalar("select name from sqlite_master where type = 'table' and name = 'ledger_mark'")
        .fetch_optional(&mut connection)
        .await
        .map_err(|_| not_ours())?;
    let mark = match table {
        Some(_) => sqlx::query_scalar("select id from ledger_mark").fetch_optional(&mut connection).await.map_err(|_| not_ours())?,
        None => None,
    };
    connection.close().await?;
    Ok(mark)
}

/// Folds a SQLite database's log into its file, which can't be done while anybody else has it open.
pub async fn settle(url: &str) -> Result<(), BackupError> {
    Ok(hold(url).await?.close().await?)
}

/// The same, and keeps everybody out until the connection is closed: who comes meanwhile can neither read nor write, and gives up
/// or waits. When another file has been put in its place, who waited can't write to the old one either: it has no log, and before
/// SQLite begins a journal it looks whether the file still has its name.
pub async fn hold(url: &str) -> Result<SqliteConnection, BackupError> {
    let options = SqliteConnectOptions::from_str(url)?.create_if_missing(false).busy_timeout(std::time::Duration::from_millis(500));
    let mut connection = SqliteConnection::connect_with(&options.locking_mode(sqlx::sqlite::SqliteLockingMode::Exclusive)).await?;
    // The first takes no lock where there is no log.
    for sql in ["pragma journal_mode = delete", "begin exclusive"] {
        if sqlx::query(sql).execute(&mut connection).await.is_err() {
            connection.close().await?;
            return Err(BackupError::InUse);
        }
    }
    Ok(connection)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::time::Duration;

    async fn open(path: &Path) -> SqliteConnection {
        let options = SqliteConnectOptions::new().filename(path).create_if_missing(true).busy_timeout(Duration::from_millis(10));
        SqliteConnection::connect_with(&options).await.expect("a database")
    }

    async fn writes(connection: &mut SqliteConnection) -> bool {
        sqlx::query("insert into prov values (1)").execute(connection).await.is_ok()
    }

    #[tokio::test]
    async fn nobody_writes_to_a_file_that_is_held_nor_when_another_has_its_place() {
        let folder = std::env::temp_dir().join(format!("uppsok-held-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let (old, new) = (folder.join("old.db"), folder.join("new.db"));
        for path in [&old, &new] {
            let mut connection = open(path).await;
            sqlx::query("create table prov (n integer)").execute(&mut connection).await.unwrap();
            connection.close().await.unwrap();
        }
        // It has found the file and holds nothing of it, as a server that waits for its turn.
        let mut early = open(&old).await;
        assert!(writes(&mut early).await);
        let url = format!("sqlite:{}", old.display());
        let held = hold(&url).await.unwrap();
        assert!(!writes(&mut early).await, "somebody has it alone");
        assert!(matches!(hold(&url).await, Err(BackupError::InUse)), "nobody has it with another");
        put(&new, &old).unwrap();
        held.close().await.unwrap();
        assert!(!writes(&mut early).await, "it would be lost with the file");

        let mut late = open(&old).await;
        assert!(writes(&mut late).await);
        let all: i64 = sqlx::query_scalar("select count(*) from prov").fetch_one(&mut late).await.unwrap();
        assert_eq!(all, 1, "the file is the new one");
        late.close().await.unwrap();
        std::fs::remove_dir_all(folder).unwrap();
    }
}
