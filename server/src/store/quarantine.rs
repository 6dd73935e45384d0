//! What revoked phones had not sent: put aside until an administrator looks at it.

use crate::db::{StoreError, Tx, execute, fetch_all, fetch_one};
use domain::DeviceId;
use serde_json::Value;

/// The most that one phone can put here.
const MOST: i64 = 5_000;

/// Puts an entry aside; the same one again changes nothing.
pub async fn add(tx: &mut Tx, device: DeviceId, entry: &str, body: &str, now: i64) -> Result<(), StoreError> {
    if count(tx, device).await? >= MOST {
        return Ok(());
    }
    execute!(
        tx,
        "insert into quarantine (device_id, entry_id, received_at, body) values ($1, $2, $3, $4) on conflict (device_id, entry_id) do nothing",
        device,
        entry,
        now,
        body,
    )?;
    Ok(())
}

/// How many entries of a phone are put aside.
pub async fn count(tx: &mut Tx, device: DeviceId) -> Result<i64, StoreError> {
    fetch_one!(tx, "select count(*) as n from quarantine where device_id = $1", device; |row| row.int("quarantine.n"))
}

/// A phone's entries, in the order that their ids were made.
pub async fn of_device(tx: &mut Tx, device: DeviceId) -> Result<Vec<Value>, StoreError> {
    fetch_all!(
        tx,
        "select body from quarantine where device_id = $1 order by entry_id",
        device; |row| row.json("quarantine.body")
    )
}

/// Empties a phone's: they have been looked at.
pub async fn clear(tx: &mut Tx, device: DeviceId) -> Result<(), StoreError> {
    execute!(tx, "delete from quarantine where device_id = $1", device)?;
    Ok(())
}
