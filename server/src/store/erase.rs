//! Emptying what is kept of a youth's record, beside what `journal::project` derives anew.
//!
//! **Whoever adds a table with anything about youths adds it to [`youth`]**: it is the one place from which an erasure, the
//! retention and a restore's ledger empty tables, always in the transaction of the `erased` entry. Tables whose rows live
//! for 30 days have their place in [`old_texts`].

use crate::db::{StoreError, Tx, execute, fetch_all};
use domain::{EntryId, MunicipalityId, YouthId};

/// Empties everything about a record but the entry that says that it was erased. Positions stay, each with a random
/// tombstone; bodies and the keys of their hashes go. `tombstone` gives 16 random bytes.
pub async fn youth(
    tx: &mut Tx,
    municipality: MunicipalityId,
    youth: YouthId,
    erased: EntryId,
    now: i64,
    tombstone: impl Fn() -> [u8; 16],
) -> Result<u64, StoreError> {
    let positions = fetch_all!(
        tx,
        "select position from entry where municipality_id = $1 and youth_id = $2 and id <> $3 and tombstone is null",
        municipality, youth, erased; |row| row.int("entry.position")
    )?;
    execute!(
        tx,
        "delete from import_entry where municipality_id = $1 and entry_id in (
             select id from entry where municipality_id = $1 and youth_id = $2)",
        municipality,
        youth,
    )?;
    for position in &positions {
        execute!(
            tx,
            "update entry set body = '', content_key = null, received_at = $4, tombstone = $3
             where municipality_id = $1 and position = $2",
            municipality,
            position,
            hex::encode(tombstone()),
            now,
        )?;
    }
    execute!(tx, "delete from access_log where municipality_id = $1 and youth_id = $2", municipality, youth)?;
    // What revoked phones had not sent is kept as it came.
    execute!(tx, "delete from quarantine where body like '%' || $1 || '%'", youth)?;
    // A file that somebody looks at just now may hold anybody; it is sealed, so that all of them go. It is sent again.
    execute!(tx, "delete from import_draft where account_id in (select id from account where municipality_id = $1)", municipality,)?;
    super::reminder::erase(tx, municipality, youth).await?;
    super::youth_link::forget(tx, municipality, youth).await?;
    super::push_subscription::forget_youth(tx, municipality, youth).await?;
    Ok(positions.len().try_into().unwrap_or(u64::MAX))
}

/// Youths' own words and whatever else is kept for 30 days: what was made at `until` (milliseconds since 1970) or before
/// goes.
pub async fn old_texts(tx: &mut Tx, until: i64) -> Result<u64, StoreError> {
    let gone = execute!(tx, "delete from message_received where received_at <= $1", until)?
        + execute!(tx, "delete from outbox where sent_at <= $1", until)?
        + execute!(tx, "delete from message_seen where received_at <= $1", until)?;
    Ok(gone)
}
