//! Phones of persons, and the way back from a forgotten passphrase.

use crate::db::{Note, Row, StoreError, Tx, execute, fetch_all, fetch_optional};
use domain::{AccountId, DeviceId, MunicipalityId};

/// A phone of one person. Times are milliseconds since 1970.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Device {
    /// Which.
    pub id: DeviceId,
    /// Whose.
    pub account: AccountId,
    /// As its person knows it: "Android".
    pub name: String,
    /// When it was first signed in.
    pub created_at: i64,
    /// When it last asked for anything, to the minute.
    pub seen_at: i64,
    /// Since when it may do nothing but wipe itself.
    pub revoked_at: Option<i64>,
    /// Whether a forgotten passphrase waits for an administrator.
    pub recovery: Option<Recovery>,
}

/// Where a forgotten passphrase stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Recovery {
    /// For an administrator.
    Waiting,
    /// An administrator said yes; the phone can fetch its key once.
    Released,
    /// An administrator said no.
    Refused,
}

impl Recovery {
    fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Released => "released",
            Self::Refused => "refused",
        }
    }
}

fn device(row: &Row<'_>) -> Result<Device, StoreError> {
    let recovery = match row.maybe_text("device.recovery_state")?.as_deref() {
        None => None,
        Some("waiting") => Some(Recovery::Waiting),
        Some("released") => Some(Recovery::Released),
        Some("refused") => Some(Recovery::Refused),
        Some(_) => return Err(StoreError::Corrupt { column: "device.recovery_state" }),
    };
    Ok(Device {
        id: row.parse("device.id")?,
        account: row.parse("device.account_id")?,
        name: row.text("device.name")?,
        created_at: row.int("device.created_at")?,
        seen_at: row.int("device.seen_at")?,
        revoked_at: row.maybe_int("device.revoked_at")?,
        recovery,
    })
}

/// Adds a device, or notes that it was seen and what it is called now. False where the id is another account's.
pub async fn register(tx: &mut Tx, id: DeviceId, account: AccountId, name: &str, now: i64) -> Result<bool, StoreError> {
    let hit = execute!(
        tx,
        "insert into device (id, account_id, name, created_at, seen_at) values ($1, $2, $3, $4, $4)
         on conflict (id) do update set name = excluded.name, seen_at = excluded.seen_at where device.account_id = excluded.account_id",
        id,
        account,
        name,
        now,
    )?;
    Ok(hit == 1)
}

/// The device of an id.
pub async fn by_id(tx: &mut Tx, id: DeviceId) -> Result<Option<Device>, StoreError> {
    fetch_optional!(tx, "select * from device where id = $1", id; device)
}

/// The devices of a municipality's people, latest seen first.
pub async fn of_municipality(tx: &mut Tx, id: MunicipalityId) -> Result<Vec<Device>, StoreError> {
    fetch_all!(
        tx,
        "select device.* from device join account on account.id = device.account_id
         where account.municipality_id = $1 order by device.seen_at desc, device.id",
        id; device
    )
}

/// Notes that a device asked for something.
pub async fn touch(tx: &mut Tx, id: DeviceId, now: i64) -> Result<(), StoreError> {
    execute!(tx, "update device set seen_at = $2 where id = $1 and seen_at < $2", id, now)?;
    Ok(())
}

/// Revokes a device: from now on it may only hand over what it hasn't sent, and wipe itself. False where it was so
/// already or isn't there.
pub async fn revoke(tx: &mut Tx, id: DeviceId, now: i64) -> Result<bool, StoreError> {
    let hit = execute!(
        tx,
        "update device set revoked_at = $2, recovery_key = null, recovery_state = null where id = $1 and revoked_at is null",
        id,
        now,
    )?;
    if hit == 1
        && let Some(device) = by_id(tx, id).await?
    {
        tx.note(Note::Revoked(id, device.account));
    }
    Ok(hit == 1)
}

/// Revokes a device again after a restore, even one that came after the backup.
pub async fn revoke_again(tx: &mut Tx, id: DeviceId, account: AccountId, now: i64) -> Result<(), StoreError> {
    execute!(
        tx,
        "insert into device (id, account_id, name, created_at, seen_at, revoked_at)
         select $1, id, '', $3, $3, $3 from account where id = $2
         on conflict (id) do update set
             revoked_at = coalesce(device.revoked_at, excluded.revoked_at), recovery_key = null, recovery_state = null",
        id,
        account,
        now,
    )?;
    Ok(())
}

/// Keeps what opens the device's store, sealed. False where there is no such device.
pub async fn set_recovery_key(tx: &mut Tx, id: DeviceId, sealed: &str) -> Result<bool, StoreError> {
    Ok(execute!(tx, "update device set recovery_key = $2 where id = $1", id, sealed)? == 1)
}

/// Asks for it back. False where nothing is kept for the device.
pub async fn ask_recovery(tx: &mut Tx, id: DeviceId, now: i64) -> Result<bool, StoreError> {
    let hit = execute!(
        tx,
        "update device set recovery_state = $3, recovery_asked_at = $2 where id = $1 and recovery_key is not null",
        id,
        now,
        Recovery::Waiting.code(),
    )?;
    Ok(hit == 1)
}

/// An administrator's answer to one that waits. False where none does.
pub async fn answer_recovery(tx: &mut Tx, id: DeviceId, answer: Recovery) -> Result<bool, StoreError> {
    let hit = execute!(tx, "update device set recovery_state = $2 where id = $1 and recovery_state = 'waiting'", id, answer.code())?;
    Ok(hit == 1)
}

/// Hands the sealed key out, once, where it was released.
pub async fn take_recovery_key(tx: &mut Tx, id: DeviceId) -> Result<Option<String>, StoreError> {
    fetch_optional!(
        tx,
        "update device set recovery_state = null where id = $1 and recovery_state = 'released' and recovery_key is not null
         returning recovery_key",
        id; |row| row.text("device.recovery_key")
    )
}
