//! Regions, municipalities and units.

use crate::db::{Row, StoreError, Tx, execute, fetch_all, fetch_optional};
use domain::{MunicipalityId, RegionId, UnitId};
use std::collections::BTreeSet;

/// A region of municipalities.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Region {
    /// Which.
    pub id: RegionId,
    /// As people write it.
    pub name: String,
}

/// A municipality and its settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Municipality {
    /// Which.
    pub id: MunicipalityId,
    /// The region that it belongs to.
    pub region: RegionId,
    /// As people write it.
    pub name: String,
    /// The last position given in its journal.
    pub position: i64,
    /// Whether a contact may carry a note.
    pub notes_allowed: bool,
    /// Idle minutes until its phones lock.
    pub lock_minutes: i64,
    /// Days that its phones can be used offline.
    pub lease_days: i64,
}

/// A unit of workers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// Which.
    pub id: UnitId,
    /// Where.
    pub municipality: MunicipalityId,
    /// As people write it.
    pub name: String,
}

fn region(row: &Row<'_>) -> Result<Region, StoreError> {
    Ok(Region { id: row.parse("region.id")?, name: row.text("region.name")? })
}

fn municipality(row: &Row<'_>) -> Result<Municipality, StoreError> {
    Ok(Municipality {
        id: row.parse("municipality.id")?,
        region: row.parse("municipality.region_id")?,
        name: row.text("municipality.name")?,
        position: row.int("municipality.position")?,
        notes_allowed: row.flag("municipality.notes_allowed")?,
        lock_minutes: row.int("municipality.lock_minutes")?,
        lease_days: row.int("municipality.lease_days")?,
    })
}

fn unit(row: &Row<'_>) -> Result<Unit, StoreError> {
    Ok(Unit { id: row.parse("unit.id")?, municipality: row.parse("unit.municipality_id")?, name: row.text("unit.name")? })
}

/// Every region, by name.
pub async fn regions(tx: &mut Tx) -> Result<Vec<Region>, StoreError> {
    fetch_all!(tx, "select id, name from region order by name"; region)
}

/// The region of a name.
pub async fn region_named(tx: &mut Tx, name: &str) -> Result<Option<Region>, StoreError> {
    fetch_optional!(tx, "select id, name from region where name = $1", name; region)
}

/// Adds a region.
pub async fn create_region(tx: &mut Tx, it: &Region) -> Result<(), StoreError> {
    execute!(tx, "insert into region (id, name) values ($1, $2)", it.id, it.name)?;
    Ok(())
}

/// Every municipality, by name.
pub async fn municipalities(tx: &mut Tx) -> Result<Vec<Municipality>, StoreError> {
    fetch_all!(tx, "select * from municipality order by name"; municipality)
}

/// The municipality of an id.
pub async fn municipality_by_id(tx: &mut Tx, id: MunicipalityId) -> Result<Option<Municipality>, StoreError> {
    fetch_optional!(tx, "select * from municipality where id = $1", id; municipality)
}

/// The municipality of a name.
pub async fn municipality_named(tx: &mut Tx, name: &str) -> Result<Option<Municipality>, StoreError> {
    fetch_optional!(tx, "select * from municipality where name = $1", name; municipality)
}

/// Adds a municipality with the default settings.
pub async fn create_municipality(tx: &mut Tx, id: MunicipalityId, region: RegionId, name: &str) -> Result<(), StoreError> {
    let fold = domain::fold::VERSION;
    execute!(tx, "insert into municipality (id, region_id, name, fold) values ($1, $2, $3, $4)", id, region, name, fold)?;
    Ok(())
}

/// Changes a municipality's settings. False where there is no such municipality.
pub async fn set_settings(
    tx: &mut Tx,
    id: MunicipalityId,
    notes_allowed: bool,
    lock_minutes: i64,
    lease_days: i64,
) -> Result<bool, StoreError> {
    let hit = execute!(
        tx,
        "update municipality set notes_allowed = $2, lock_minutes = $3, lease_days = $4 where id = $1",
        id,
        notes_allowed,
        lock_minutes,
        lease_days,
    )?;
    Ok(hit == 1)
}

/// A municipality's units, by name.
pub async fn units(tx: &mut Tx, municipality: MunicipalityId) -> Result<Vec<Unit>, StoreError> {
    fetch_all!(tx, "select id, municipality_id, name from unit where municipality_id = $1 order by name", municipality; unit)
}

/// The unit of an id.
pub async fn unit_by_id(tx: &mut Tx, id: UnitId) -> Result<Option<Unit>, StoreError> {
    fetch_optional!(tx, "select id, municipality_id, name from unit where id = $1", id; unit)
}

/// A municipality's unit of a name.
pub async fn unit_named(tx: &mut Tx, municipality: MunicipalityId, name: &str) -> Result<Option<Unit>, StoreError> {
    fetch_optional!(
        tx,
        "select id, municipality_id, name from unit where municipality_id = $1 and name = $2",
        municipality, name; unit
    )
}

/// Adds a unit.
pub async fn create_unit(tx: &mut Tx, it: &Unit) -> Result<(), StoreError> {
    execute!(tx, "insert into unit (id, municipality_id, name) values ($1, $2, $3)", it.id, it.municipality, it.name)?;
    Ok(())
}

/// Gives a municipality's unit another name. False where it isn't there.
pub async fn rename_unit(tx: &mut Tx, municipality: MunicipalityId, id: UnitId, name: &str) -> Result<bool, StoreError> {
    Ok(execute!(tx, "update unit set name = $3 where municipality_id = $1 and id = $2", municipality, id, name)? == 1)
}

/// Takes the next `count` positions of a municipality's journal and with them its write lock, until the transaction
/// ends. Returns the last of them.
pub async fn take_positions(tx: &mut Tx, municipality: MunicipalityId, count: i64) -> Result<i64, StoreError> {
    crate::db::fetch_one!(
        tx,
        "update municipality set position = position + $2 where id = $1 returning position",
        municipality, count; |row| row.int("municipality.position")
    )
}

/// Takes several municipalities' locks, in the order that everybody takes them in, so that nobody waits in a ring: before any lock on
/// what is theirs.
pub async fn lock(tx: &mut Tx, municipalities: &BTreeSet<MunicipalityId>) -> Result<(), StoreError> {
    for it in municipalities {
        take_positions(tx, *it, 0).await?;
    }
    Ok(())
}
