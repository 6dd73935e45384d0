//! The journal's entries.

use super::listed::{InRows, Listed, asked};
use crate::db::{Row, StoreError, ToBind, Tx, execute, fetch_all, fetch_optional};
use domain::{DeviceId, Entry, EntryId, MunicipalityId, YouthId, sync::Stored};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
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
    Ok(Stored { position: row.int("entry.position")?, entry: row.json("entry.body")?, receipt: None })
}

/// An entry to be appended.
#[derive(Clone, Copy, Debug)]
pub struct Placed<'a> {
    /// A position that was taken in the same transaction.
    pub position: i64,
    /// When the server got it, milliseconds since 1970.
    pub received: i64,
    /// Random: the content's hash is keyed with it, so that destroying it leaves a hash that tells nothing.
    pub key: [u8; 16],
    /// The entry.
    pub entry: &'a Entry,
    /// Its device and number; another's than its own where that has been used again since a restore.
    pub number: (DeviceId, u64),
}

impl<'a> Placed<'a> {
    /// Under its own number.
    pub fn new(position: i64, received: i64, key: [u8; 16], entry: &'a Entry) -> Self {
        Self { position, received, key, entry, number: (entry.device, entry.seq) }
    }
}

/// Appends entries: many in one statement, since a round trip an entry is what taking in costs most.
pub async fn append(tx: &mut Tx, municipality: MunicipalityId, all: &[Placed<'_>]) -> Result<(), StoreError> {
    static SQL: InRows = InRows::new(
        "insert into entry (municipality_id, position, id, device_id, seq, youth_id, received_at, body, content_key, content_hash) values",
        10,
        "",
    );
    let mut rest = all;
    while let Some((now, later)) = InRows::split(rest) {
        rest = later;
        let mut binds = Vec::with_capacity(now.len() * 10);
        for Placed { position, received, key, entry, number: (device, seq) } in now {
            let seq = i64::try_from(*seq).map_err(|_| StoreError::Corrupt { column: "entry.seq" })?;
            let body = serde_json::to_string(entry).map_err(|_| StoreError::Corrupt { column: "entry.body" })?;
            let hash = content_hash(key, &body);
            binds.extend([municipality.to_bind(), position.to_bind(), entry.id.to_bind(), device.to_bind(), seq.to_bind()]);
            binds.extend([entry.youth.to_bind(), received.to_bind(), body.to_bind(), hex::encode(key).to_bind(), hash.to_bind()]);
        }
        tx.execute(SQL.of(now.len()), binds).await?;
    }
    Ok(())
}

#[expect(clippy::missing_panics_doc, reason = "HMAC takes keys of any length")]
/// HMAC-SHA-256 of a stored body, in hex. The form is frozen: it stands beside every entry.
pub fn content_hash(key: &[u8], body: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes any key");
    mac.update(body.as_bytes());
    hex::encode(mac.finalize().into_bytes())
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
    fetch_optional!(tx, "select position, body from entry where municipality_id = $1 and id = $2 and tombstone is null", municipality, id; stored)
}

/// Those of several entries of a municipality that are there and not erased.
pub async fn by_ids(
    tx: &mut Tx,
    municipality: MunicipalityId,
    ids: impl IntoIterator<Item = EntryId>,
) -> Result<BTreeMap<EntryId, Stored>, StoreError> {
    let [ids, width, count] = Listed::of(ids).binds();
    let found = fetch_all!(
        tx,
        asked!(
            "select e.position, e.body from asked cross join entry e
             where e.id = asked.id and e.municipality_id = $4 and e.tombstone is null"
        ),
        ids, width, count, municipality; stored
    )?;
    Ok(found.into_iter().map(|it| (it.entry.id, it)).collect())
}

/// Every entry that says of two records that they are one person.
pub async fn links(tx: &mut Tx, municipality: MunicipalityId) -> Result<Vec<Stored>, StoreError> {
    fetch_all!(
        tx,
        "select position, body from entry
         where municipality_id = $1 and body like '%\"same_person_as\"%' order by position",
        municipality; stored
    )
}

/// Every entry about a person, over all the records that are the person, in positions' order.
pub async fn of_person(tx: &mut Tx, municipality: MunicipalityId, person: YouthId) -> Result<Vec<Stored>, StoreError> {
    fetch_all!(
        tx,
        "select e.position, e.body from youth y join entry e on e.municipality_id = y.municipality_id and e.youth_id = y.id
         where y.municipality_id = $1 and y.person_id = $2 and e.tombstone is null order by e.position",
        municipality, person; stored
    )
}

/// Every entry of a municipality up to a position, in positions' order.
pub async fn up_to(tx: &mut Tx, municipality: MunicipalityId, position: i64) -> Result<Vec<Stored>, StoreError> {
    fetch_all!(
        tx,
        "select position, body from entry where municipality_id = $1 and position <= $2 and tombstone is null order by position",
        municipality, position; stored
    )
}

/// Every entry about one record, in positions' order.
pub async fn of_youth(tx: &mut Tx, municipality: MunicipalityId, youth: YouthId) -> Result<Vec<Stored>, StoreError> {
    fetch_all!(
        tx,
        "select position, body from entry where municipality_id = $1 and youth_id = $2 and tombstone is null order by position",
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
             where e.municipality_id = $4 and e.youth_id = asked.id and e.tombstone is null order by e.position"
        ),
        ids, width, count, municipality; stored
    )?;
    let mut by_youth: BTreeMap<YouthId, Vec<Stored>> = BTreeMap::new();
    for it in all {
        by_youth.entry(it.entry.youth).or_default().push(it);
    }
    Ok(by_youth)
}

/// Marks entries as made by a device whose clock was wrong by so many milliseconds.
pub async fn mark_clock(tx: &mut Tx, ids: impl IntoIterator<Item = EntryId>, offset: i64) -> Result<u64, StoreError> {
    let [ids, width, count] = Listed::of(ids).binds();
    execute!(tx, asked!("update entry set clock_offset = $4 where id in (select id from asked)"), ids, width, count, offset,)
}

/// By how many milliseconds the clocks of a municipality's devices were behind when each made its latest entry. Those that were
/// right, or have made nothing, aren't among them.
pub async fn clocks_behind(tx: &mut Tx, municipality: MunicipalityId) -> Result<BTreeMap<DeviceId, i64>, StoreError> {
    let latest: Vec<(DeviceId, Option<i64>)> = fetch_all!(
        tx,
        "select device.id,
             (select e.clock_offset from entry e where e.device_id = device.id order by e.seq desc limit 1) as clock_offset
         from device join account on account.id = device.account_id where account.municipality_id = $1",
        municipality; |row| Ok((row.parse("device.id")?, row.maybe_int("entry.clock_offset")?))
    )?;
    Ok(latest.into_iter().filter_map(|(id, behind)| Some((id, behind?))).collect())
}

/// An entry's row as it lies there, readable or not.
#[derive(Clone, PartialEq, Eq)]
pub struct Raw {
    /// Its place.
    pub position: i64,
    /// Its id.
    pub id: String,
    /// About whom.
    pub youth: String,
    /// The body; empty where it was erased.
    pub body: String,
    /// The key of the content's hash.
    pub key: Option<String>,
    /// The hash.
    pub hash: Option<String>,
    /// Where it was erased.
    pub tombstone: Option<String>,
}

/// A body is about a person: the debug form holds nothing.
impl std::fmt::Debug for Raw {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Raw({})", self.position)
    }
}

/// Every row of a municipality's journal, in positions' order.
pub async fn rows(tx: &mut Tx, municipality: MunicipalityId) -> Result<Vec<Raw>, StoreError> {
    fetch_all!(
        tx,
        "select position, id, youth_id, body, content_key, content_hash, tombstone from entry
         where municipality_id = $1 order by position",
        municipality;
        |row| Ok(Raw {
            position: row.int("entry.position")?,
            id: row.text("entry.id")?,
            youth: row.text("entry.youth_id")?,
            body: row.text("entry.body")?,
            key: row.maybe_text("entry.content_key")?,
            hash: row.maybe_text("entry.content_hash")?,
            tombstone: row.maybe_text("entry.tombstone")?,
        })
    )
}
