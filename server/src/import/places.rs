//! The places that a file names: found, or made where that is allowed.

use crate::{
    clock::Clock,
    db::{StoreError, Tx},
    store::place::{self, Municipality, Region, Unit},
};
use domain::{MunicipalityId, UnitId, register_file::Row};
use std::collections::BTreeMap;

/// Where a row belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) municipality: MunicipalityId,
    pub(super) unit: Option<UnitId>,
}

/// Every municipality by its name in small letters: "KLIPPAN" is no other municipality.
pub(super) async fn by_name(tx: &mut Tx) -> Result<BTreeMap<String, Municipality>, StoreError> {
    Ok(place::municipalities(tx).await?.into_iter().map(|it| (it.name.to_lowercase(), it)).collect())
}

/// A municipality's unit by its name, whatever its letters' case.
pub(super) async fn unit(tx: &mut Tx, municipality: MunicipalityId, name: &str) -> Result<Option<Unit>, StoreError> {
    let name = name.to_lowercase();
    Ok(place::units(tx, municipality).await?.into_iter().find(|it| it.name.to_lowercase() == name))
}

/// Finds a row's places, and makes those that are missing.
pub(super) async fn create(tx: &mut Tx, clock: &Clock, row: &Row) -> Result<Place, StoreError> {
    let known = by_name(tx).await?.remove(&row.municipality.to_lowercase()).map(|it| it.id);
    let municipality = if let Some(id) = known {
        id
    } else {
        let region = region(tx, clock, &row.region).await?;
        let id = clock.id();
        place::create_municipality(tx, id, region.id, &row.municipality).await?;
        id
    };
    if row.unit.is_empty() {
        return Ok(Place { municipality, unit: None });
    }
    let unit = if let Some(unit) = unit(tx, municipality, &row.unit).await? {
        unit
    } else {
        let unit = Unit { id: clock.id(), municipality, name: row.unit.clone() };
        place::create_unit(tx, &unit).await?;
        unit
    };
    Ok(Place { municipality, unit: Some(unit.id) })
}

async fn region(tx: &mut Tx, clock: &Clock, name: &str) -> Result<Region, StoreError> {
    let lower = name.to_lowercase();
    if let Some(region) = place::regions(tx).await?.into_iter().find(|it| it.name.to_lowercase() == lower) {
        return Ok(region);
    }
    let region = Region { id: clock.id(), name: name.to_owned() };
    place::create_region(tx, &region).await?;
    Ok(region)
}
