//! Which units have which youths, from a position to a position.

use super::listed::{Listed, asked};
use crate::db::{StoreError, Tx, execute, fetch_all, fetch_optional};
use domain::{AccountId, MunicipalityId, UnitId, YouthId};
use std::collections::{BTreeMap, BTreeSet};

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

/// Those of several youths that a worker has through any unit now.
pub async fn reached(
    tx: &mut Tx,
    municipality: MunicipalityId,
    account: AccountId,
    youths: impl IntoIterator<Item = YouthId>,
) -> Result<BTreeSet<YouthId>, StoreError> {
    let [ids, width, count] = Listed::of(youths).binds();
    let found = fetch_all!(
        tx,
        asked!(
            "select distinct g.youth_id from asked cross join youth_grant g
             where g.municipality_id = $4 and g.youth_id = asked.id and g.to_position is null
               and exists (
                   select 1 from membership m where m.municipality_id = g.municipality_id and m.account_id = $5
                   and m.unit_id = g.unit_id and m.to_position is null
               )"
        ),
        ids, width, count, municipality, account; |row| row.parse("youth_grant.youth_id")
    )?;
    Ok(found.into_iter().collect())
}

/// Those of several youths that a worker's phone may not hold now: out of reach, protected, or not there.
pub async fn unseen(
    tx: &mut Tx,
    municipality: MunicipalityId,
    account: AccountId,
    youths: &BTreeSet<YouthId>,
) -> Result<BTreeSet<YouthId>, StoreError> {
    if youths.is_empty() {
        return Ok(BTreeSet::new());
    }
    let records = super::youth::find_all(tx, municipality, youths.iter().copied()).await?;
    let reached = reached(tx, municipality, account, youths.iter().copied()).await?;
    let is_seen = |it: &YouthId| reached.contains(it) && records.get(it).is_some_and(|it| !it.protected);
    Ok(youths.iter().copied().filter(|it| !is_seen(it)).collect())
}

/// The units that have each of a municipality's youths now.
pub async fn open(tx: &mut Tx, municipality: MunicipalityId) -> Result<BTreeMap<YouthId, BTreeSet<UnitId>>, StoreError> {
    let all = fetch_all!(
        tx,
        "select youth_id, unit_id from youth_grant where municipality_id = $1 and to_position is null",
        municipality; |row| Ok((row.parse("youth_grant.youth_id")?, row.parse("youth_grant.unit_id")?))
    )?;
    let mut units: BTreeMap<YouthId, BTreeSet<UnitId>> = BTreeMap::new();
    for (youth, unit) in all {
        units.entry(youth).or_default().insert(unit);
    }
    Ok(units)
}
