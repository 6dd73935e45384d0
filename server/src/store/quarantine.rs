//! What phones that were shut out had not sent: put aside until an administrator looks at it, or nobody has for too long.

use crate::db::{StoreError, Tx, execute, fetch_all};
use domain::{DeviceId, sync::Refusal};
use serde_json::Value;

/// The most that one phone can put here. It keeps what there is no room for, and says it again.
pub const MOST: i64 = 5_000;
/// For so many milliseconds it waits for an administrator: nobody may be kept for ever outside the register (90 days).
pub const TERM: i64 = 90 * 24 * 60 * 60 * 1000;

/// An entry that was put aside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Aside {
    /// Its id, or a hash of the body where it has none.
    pub key: String,
    /// As it came.
    pub body: Value,
}

impl Aside {
    /// Its number on its phone; those without one come last.
    pub fn seq(&self) -> u64 {
        self.body.get("seq").and_then(Value::as_u64).unwrap_or(u64::MAX)
    }
}

/// What lies aside from one phone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pile {
    /// How many entries.
    pub entries: i64,
    /// When the oldest came, milliseconds since 1970.
    pub oldest: Option<i64>,
    /// Why the journal didn't take some of them in, and how many.
    pub refused: Vec<(Refusal, i64)>,
}

/// Puts an entry aside. The same one again changes nothing, and what was put right since takes the place of what it was.
/// False where there is no room.
pub async fn add(tx: &mut Tx, device: DeviceId, key: &str, body: &str, now: i64) -> Result<bool, StoreError> {
    let hit = execute!(
        tx,
        "insert into quarantine (device_id, entry_id, received_at, body)
         select $1, $2, $3, $4 where (select count(*) from quarantine where device_id = $1) < $5
             or exists (select 1 from quarantine where device_id = $1 and entry_id = $2)
         on conflict (device_id, entry_id) do update set
             body = excluded.body, refusal = case when quarantine.body = excluded.body then quarantine.refusal end",
        device,
        key,
        now,
        body,
        MOST,
    )?;
    Ok(hit == 1)
}

/// What lies aside from a phone, in figures.
pub async fn pile(tx: &mut Tx, device: DeviceId) -> Result<Pile, StoreError> {
    let parts = fetch_all!(
        tx,
        "select refusal, count(*) as n, min(received_at) as oldest from quarantine where device_id = $1 group by refusal order by refusal",
        device;
        |row| Ok((row.maybe_parse::<Refusal>("quarantine.refusal")?, row.int("quarantine.n")?, row.int("quarantine.oldest")?))
    )?;
    Ok(Pile {
        entries: parts.iter().map(|it| it.1).sum(),
        oldest: parts.iter().map(|it| it.2).min(),
        refused: parts.iter().filter_map(|it| Some((it.0?, it.1))).collect(),
    })
}

/// A phone's entries, in the order of their keys.
pub async fn of_device(tx: &mut Tx, device: DeviceId) -> Result<Vec<Aside>, StoreError> {
    fetch_all!(
        tx,
        "select entry_id, body from quarantine where device_id = $1 order by entry_id",
        device; |row| Ok(Aside { key: row.text("quarantine.entry_id")?, body: row.json("quarantine.body")? })
    )
}

/// Notes why the journal didn't take one in.
pub async fn refuse(tx: &mut Tx, device: DeviceId, key: &str, why: Refusal) -> Result<(), StoreError> {
    execute!(tx, "update quarantine set refusal = $3 where device_id = $1 and entry_id = $2", device, key, why.code())?;
    Ok(())
}

/// Takes one away: the journal has it.
pub async fn remove(tx: &mut Tx, device: DeviceId, key: &str) -> Result<(), StoreError> {
    execute!(tx, "delete from quarantine where device_id = $1 and entry_id = $2", device, key)?;
    Ok(())
}

/// Throws a phone's away.
pub async fn clear(tx: &mut Tx, device: DeviceId) -> Result<(), StoreError> {
    execute!(tx, "delete from quarantine where device_id = $1", device)?;
    Ok(())
}

/// Throws away what came at `until` (milliseconds since 1970) or before. How many entries.
pub async fn expire(tx: &mut Tx, until: i64) -> Result<u64, StoreError> {
    execute!(tx, "delete from quarantine where received_at <= $1", until)
}
