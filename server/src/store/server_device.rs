//! The devices that server processes are.

use crate::db::{StoreError, Tx, execute, fetch_one};
use domain::DeviceId;

/// Adds a process, at its start. `now` is milliseconds since 1970.
pub async fn create(tx: &mut Tx, id: DeviceId, now: i64) -> Result<(), StoreError> {
    execute!(tx, "insert into server_device (id, started_at) values ($1, $2)", id, now)?;
    Ok(())
}

/// The next number of the process's entries.
pub async fn next_seq(tx: &mut Tx, id: DeviceId) -> Result<u64, StoreError> {
    take_seqs(tx, id, 1).await
}

/// The next `count` numbers of the process's entries. Returns the last of them.
pub async fn take_seqs(tx: &mut Tx, id: DeviceId, count: i64) -> Result<u64, StoreError> {
    let seq = fetch_one!(
        tx,
        "update server_device set seq = seq + $2 where id = $1 returning seq",
        id, count; |row| row.int("server_device.seq")
    )?;
    u64::try_from(seq).map_err(|_| StoreError::Corrupt { column: "server_device.seq" })
}
