//! Going back to a backup.

use super::{BackupError, again, file, program};
use crate::{
    clock::Clock,
    db::{Db, Ledger, StoreError, There, is_postgres, newest_migration},
    journal::Process,
    store,
};
use sqlx::Connection;
use std::path::Path;

/// How often, and for how long at a time, others are waited for.
const LEAVES: u32 = 20;
const LEAVE: std::time::Duration = std::time::Duration::from_millis(250);

/// What a restore did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Restored {
    /// Youths' records that were erased again.
    pub erased: usize,
    /// Channels that were closed again.
    pub closed: usize,
    /// Protections that were set again.
    pub protected: usize,
    /// Phones that were revoked again.
    pub revoked: usize,
    /// Accounts that were closed again.
    pub disabled: usize,
    /// Workers who were taken out of a unit again.
    pub left: usize,
    /// Passwords that were set again.
    pub passwords: usize,
    /// Reminders of which nobody knows whether they were sent.
    pub unclear: u64,
}

/// Puts a backup in the place of the database at an address. Servers must have ended. Where it fails, the database is as
/// it was; on PostgreSQL it may also be left marked as half restored, and is then not opened until this is run again.
pub async fn restore(url: &str, ledger: Option<&str>, from: &Path, clock: &Clock) -> Result<Restored, BackupError> {
    if is_postgres(url) { into_postgres(url, ledger, from, clock).await } else { into_sqlite(url, ledger, from, clock).await }
}

/// Whether there is a ledger to do again, and it is the one that the backup belongs to: every server begins its ledger when it
/// starts. Without it what was erased, closed, protected and revoked since the backup comes back.
pub async fn check_ledger(url: &str, ledger: Option<&str>, from: &Path) -> Result<(), BackupError> {
    let ledger = Ledger::at(url, ledger);
    let There::Named(name) = ledger.look().await? else { return Err(BackupError::NoLedger(ledger.place())) };
    let of_backup = if is_postgres(url) { program::ledger_mark(from).await? } else { file::ledger_mark(from).await? };
    if of_backup.is_some() && of_backup != name {
        return Err(BackupError::OtherLedger(ledger.place()));
    }
    Ok(())
}

async fn into_sqlite(url: &str, ledger: Option<&str>, from: &Path, clock: &Clock) -> Result<Restored, BackupError> {
    file::check(from, newest_migration()).await?;
    let target = file::of_sqlite(url)?;
    // Until the new one has its place: what a server that starts meanwhile took in would go with the old one.
    let held = if target.exists() { Some(file::hold(url).await?) } else { None };
    let restored = replace(url, ledger, from, &target, clock).await;
    if let Some(it) = held {
        // What has been put in place is in place, however this ends.
        let _ = it.close().await;
    }
    restored
}

/// Puts a backup in the place of a file that nobody else has open, or that isn't there.
async fn replace(url: &str, ledger: Option<&str>, from: &Path, target: &Path, clock: &Clock) -> Result<Restored, BackupError> {
    let part = file::beside(target, "restoring");
    let restored = match prepare(url, ledger, from, &part, clock).await {
        Ok(restored) => restored,
        Err(error) => {
            // What was to go is in it.
            let _ = file::remove_with_logs(&part);
            return Err(error);
        }
    };
    // What an old log holds belongs to the old file. It goes first: the new one may have a log of its own as soon as it is there.
    file::remove_logs(target)?;
    file::put(&part, target)?;
    Ok(restored)
}

/// Makes the backup's copy what is to be put in the database's place.
async fn prepare(url: &str, ledger: Option<&str>, from: &Path, part: &Path, clock: &Clock) -> Result<Restored, BackupError> {
    file::make_private(part)?;
    file::copy(from, part)?;
    let address = part.to_str().map(|it| format!("sqlite:{it}")).ok_or_else(|| BackupError::NotABackup(part.to_owned()))?;
    // The ledger is that of the database, not of the copy beside it.
    let db = Db::connect(&address, Ledger::at(url, ledger)).await?;
    let restored = finish(&db, clock).await;
    db.close().await;
    let restored = restored?;
    file::settle(&address).await?;
    Ok(restored)
}

async fn into_postgres(url: &str, ledger: Option<&str>, from: &Path, clock: &Clock) -> Result<Restored, BackupError> {
    if !from.is_file() {
        let source = std::io::Error::from(std::io::ErrorKind::NotFound);
        return Err(BackupError::File { path: from.to_owned(), source });
    }
    let db = Db::connect(url, Ledger::at(url, ledger)).await?;
    let (mut others, mut own) = others(&db).await?;
    // A server that was stopped just now may still be taking its leave.
    for _ in 0..LEAVES {
        if others == 0 {
            break;
        }
        tokio::time::sleep(LEAVE).await;
        (others, own) = self::others(&db).await?;
    }
    if others > 0 {
        db.close().await;
        return Err(BackupError::InUse);
    }
    let sql = program::read(from).await?;
    if !sql.windows(16).any(|it| it == b"_sqlx_migrations") {
        return Err(BackupError::NotABackup(from.to_owned()));
    }
    program::replace(url, &sql, own).await?;
    let restored = finish(&db, clock).await;
    db.close().await;
    restored
}

/// How many other connections of servers or commands there are, and the number of the one that asks.
async fn others(db: &Db) -> Result<(i64, i64), StoreError> {
    let mut tx = db.read().await?;
    crate::db::fetch_one!(
        tx,
        "select count(*) as n, cast(pg_backend_pid() as bigint) as own from pg_stat_activity
         where datname = current_database() and application_name = 'uppsok' and pid <> pg_backend_pid()";
        |row| Ok((row.int("pg_stat_activity.n")?, row.int("pg_stat_activity.own")?))
    )
}

/// Brings the schema up to date, begins another epoch, ends whatever was signed in, and does the ledger again.
async fn finish(db: &Db, clock: &Clock) -> Result<Restored, BackupError> {
    db.migrate().await?;
    let process = Process::start(db, clock.clone()).await?;
    let mut tx = db.begin().await?;
    let before = store::epoch::find(&mut tx).await?.unwrap_or_default();
    let next = loop {
        let next = u64::from(u32::from_be_bytes(clock.random()));
        if next != before {
            break next;
        }
    };
    store::restore::begin(&mut tx, before, next, clock.now()).await?;
    store::epoch::renew(&mut tx, next).await?;
    store::account::end_all(&mut tx, clock.now()).await?;
    let notes = db.ledger().read().await?;
    let last = again::Last::of(&notes);
    let mut restored = again::carry_out(&mut tx, &process, &last).await?;
    restored.unclear = store::reminder::doubt(&mut tx, 0, clock.now()).await?;
    if matches!(db, Db::Postgres { .. }) {
        crate::db::execute!(tx, "drop table if exists unfinished_restore")?;
    }
    tx.is_noted();
    for note in again::shut(&mut tx, &last).await? {
        tx.note(note);
    }
    tx.commit().await?;
    Ok(restored)
}
