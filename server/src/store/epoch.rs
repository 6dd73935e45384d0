//! The epoch that cursors carry.

use crate::db::{StoreError, Tx, execute, fetch_optional};

/// The epoch, once there is one.
pub async fn find(tx: &mut Tx) -> Result<Option<u64>, StoreError> {
    let epoch = fetch_optional!(tx, "select epoch from journal_epoch where only_one = 1"; |row| row.int("journal_epoch.epoch"))?;
    epoch.map(|it| u64::try_from(it).map_err(|_| StoreError::Corrupt { column: "journal_epoch.epoch" })).transpose()
}

/// Begins the first epoch; keeps one that another process began.
pub async fn begin(tx: &mut Tx, epoch: u32) -> Result<(), StoreError> {
    execute!(tx, "insert into journal_epoch (only_one, epoch) values (1, $1) on conflict (only_one) do nothing", i64::from(epoch),)?;
    Ok(())
}

/// Begins another epoch: the journal isn't the one that cursors were given for.
pub async fn renew(tx: &mut Tx, epoch: u64) -> Result<(), StoreError> {
    let epoch = i64::try_from(epoch).map_err(|_| StoreError::Corrupt { column: "journal_epoch.epoch" })?;
    execute!(
        tx,
        "insert into journal_epoch (only_one, epoch) values (1, $1) on conflict (only_one) do update set epoch = excluded.epoch",
        epoch,
    )?;
    Ok(())
}
