//! The journal's entries.

use super::listed::{Listed, asked};
use crate::db::{Row, StoreError, Tx, execute, fetch_all, fetch_optional};
use domain::{DeviceId, Entry, EntryId, MunicipalityId, YouthId, sync::Stored};
use std::collections::{BTreeMap, BTreeSet};

/// What is known of an entry without reading it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    /// Where it stands.
    pub municipality: MunicipalityId,
    /// At which position.
    pub position: i64,
    /// About whom.
    pub youth: YouthId,
}

fn known(row: &Row<'_>) -> Result<Known, StoreError> {
    Ok(Known {
        municipality: row.parse("entry.municipality_id")?,
        position: row.int("entry.position")?,
        youth: row.parse("entry.youth_id")?,
    })
}

/// A stored entry from a row with `position` and `body`.
pub(crate) fn stored(row: &Row<'_>) -> Result<Stored, StoreError> {
    Ok(Stored { position: row.int("entry.position")?, entry: row.json("entry.body")? })
}

/// Appends an entry at a position that was taken in the same transaction. `received` is milliseconds since 1970.
pub async fn append(tx: &mut Tx, municipality: MunicipalityId, position: i64, received: i64, entry: &Entry) -> Result<(), StoreError> {
    let seq = i64::try_from(entry.seq).map_err(|_| StoreError::Corrupt { column: "entry.seq" })?;
    let body = serde_json::to_string(entry).map_err(|_| StoreError::Corrupt { column: "entry.body" })?;
    execute!(
        tx,
        "insert into entry (municipality_id, position, id, device_id, seq, youth_id, received_at, body)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        municipality,
        position,
        entry.id,
        entry.device,
        seq,
        entry.youth,
        received,
        body,
    )?;
    Ok(())
}

/// Where an entry stands, in any municipality: ids are unique everywhere.
pub async fn find(tx: &mut Tx, id: EntryId) -> Result<Option<Known>, StoreError> {
    fetch_optional!(tx, "select municipality_id, position, youth_id from entry where id = $1", id; known)
}

/// Where each of several entries stands that stand anywhere.
pub async fn find_all(tx: &mut Tx, ids: impl IntoIterator<Item = EntryId>) -> Result<BTreeMap<EntryId, Known>, StoreError> {
    let [ids, width, count] = Listed::of(ids).binds();
    let found = fetch_all!(
        tx,
        asked!("select e.id, e.municipality_id, e.position, e.youth_id from asked cross join entry e where e.id = asked.id"),
        ids, width, count; |row| Ok((row.parse("entry.id")?, known(row)?))
    )?;
    Ok(found.into_iter().collect())
}

/// The numbers from one to another that a device has used.
pub async fn numbers_of_device(tx: &mut Tx, device: DeviceId, from: i64, to: i64) -> Result<BTreeSet<i64>, StoreError> {
    let used = fetch_all!(
        tx,
        "select seq from entry where device_id = $1 and seq between $2 and $3",
        device, from, to; |row| row.int("entry.seq")
    )?;
    Ok(used.into_iter().collect())
}

/// The entry that a device made under a number.
pub async fn of_device(tx: &mut Tx, device: DeviceId, seq: i64) -> Result<Option<EntryId>, StoreError> {
    fetch_optional!(tx, "select id from entry where device_id = $1 and seq = $2", device, seq; |row| row.parse("entry.id"))
}

/// An entry of a municipality.
pub async fn by_id(tx: &mut Tx, municipality: MunicipalityId, id: EntryId) -> Result<Option<Stored>, StoreError> {
    fetch_optional!(tx, "select position, body from entry where municipality_id = $1 and id = $2", municipality, id; stored)
}

/// Every entry about a person, over all the records that are the person, in positions' order.
pub async fn of_person(tx: &mut Tx, municipality: MunicipalityId, person: YouthId) -> Result<Vec<Stored>, StoreError> {
    fetch_all!(
        tx,
        "select e.position, e.body from youth y join entry e on e.municipality_id = y.municipality_id and e.youth_id = y.id
         where y.municipality_id = $1 and y.person_id = $2 order by e.position",
        municipality, person; stored
    )
}

/// Every entry about one record, in positions' order.
pub async fn of_youth(tx: &mut Tx, municipality: MunicipalityId, youth: YouthId) -> Result<Vec<Stored>, StoreError> {
    fetch_all!(
        tx,
        "select position, body from entry where municipality_id = $1 and youth_id = $2 order by position",
        municipality, youth; stored
    )
}

/// Every entry about each of several records, in positions' order.
pub async fn of_youths(
    tx: &mut Tx,
    municipality: MunicipalityId,
    youths: impl IntoIterator<Item = YouthId>,
) -> Result<BTreeMap<YouthId, Vec<Stored>>, StoreError> {
    let [ids, width, count] = Listed::of(youths).binds();
    let all = fetch_all!(
        tx,
        asked!(
            "select e.position, e.body from asked cross join entry e
             where e.municipality_id = $4 and e.youth_id = asked.id order by e.position"
        ),
        ids, width, count, municipality; stored
    )?;
    let mut by_youth: BTreeMap<YouthId, Vec<Stored>> = BTreeMap::new();
    for it in all {
        by_youth.entry(it.entry.youth).or_default().push(it);
    }
    Ok(by_youth)
}
