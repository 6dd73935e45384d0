//! Which units have which youths, from a position to a position.

use crate::db::{StoreError, Tx, execute, fetch_all, fetch_optional};
use domain::{AccountId, MunicipalityId, UnitId, YouthId};
use std::collections::BTreeSet;

/// The units that have a youth now.
pub async fn units_of(tx: &mut Tx, municipality: MunicipalityId, youth: YouthId) -> Result<BTreeSet<UnitId>, StoreError> {
    let units = fetch_all!(
        tx,
        "select unit_id from youth_grant where municipality_id = $1 and youth_id = $2 and to_position is null",
        municipality, youth; |row| row.parse("youth_grant.unit_id")
    )?;
    Ok(units.into_iter().collect())
}

/// Gives a youth to exactly these units from a position on.
pub async fn set(
    tx: &mut Tx,
    municipality: MunicipalityId,
    youth: YouthId,
    units: &BTreeSet<UnitId>,
    position: i64,
) -> Result<(), StoreError> {
    let now = units_of(tx, municipality, youth).await?;
    for gone in now.difference(units) {
        execute!(
            tx,
            "update youth_grant set to_position = $4
             where municipality_id = $1 and youth_id = $2 and unit_id = $3 and to_position is null",
            municipality,
            youth,
            gone,
            position,
        )?;
    }
    for new in units.difference(&now) {
        // A grant that began at this very position and was closed at it is simply open again.
        execute!(
            tx,
            "insert into youth_grant (municipality_id, youth_id, unit_id, from_position) values ($1, $2, $3, $4)
             on conflict (municipality_id, youth_id, unit_id, from_position) do update set to_position = null",
            municipality,
            youth,
            new,
            position,
        )?;
    }
    Ok(())
}

/// Whether a worker has a youth through any unit now.
pub async fn reaches(tx: &mut Tx, municipality: MunicipalityId, account: AccountId, youth: YouthId) -> Result<bool, StoreError> {
    let found = fetch_optional!(
        tx,
        "select g.unit_id from youth_grant g
         join membership m on m.municipality_id = g.municipality_id and m.unit_id = g.unit_id
         where g.municipality_id = $1 and m.account_id = $2 and g.youth_id = $3
           and g.to_position is null and m.to_position is null
         limit 1",
        municipality, account, youth; |row| row.text("youth_grant.unit_id")
    )?;
    Ok(found.is_some())
}

/// Whether a worker's phone may hold a youth now: reached through a unit, and not protected.
pub async fn sees(tx: &mut Tx, municipality: MunicipalityId, account: AccountId, youth: YouthId) -> Result<bool, StoreError> {
    let is_protected = fetch_optional!(
        tx,
        "select protected from youth where municipality_id = $1 and id = $2",
        municipality, youth; |row| row.flag("youth.protected")
    )?;
    Ok(is_protected == Some(false) && reaches(tx, municipality, account, youth).await?)
}
