//! Which workers have which units, from a position to a position.

use super::place;
use crate::db::{Note, StoreError, Tx, execute, fetch_all, fetch_optional};
use domain::{AccountId, MunicipalityId, UnitId};

/// Gives a worker a unit. False where the worker has it already.
pub async fn join(tx: &mut Tx, municipality: MunicipalityId, account: AccountId, unit: UnitId) -> Result<bool, StoreError> {
    // The position is taken first: it is the write lock, so that two of these can't both find nothing.
    let position = place::take_positions(tx, municipality, 1).await?;
    let has = fetch_optional!(
        tx,
        "select unit_id from membership where municipality_id = $1 and account_id = $2 and unit_id = $3 and to_position is null",
        municipality, account, unit; |row| row.text("membership.unit_id")
    )?;
    if has.is_some() {
        // A position that nobody has would be a gap.
        place::take_positions(tx, municipality, -1).await?;
        return Ok(false);
    }
    execute!(
        tx,
        "insert into membership (municipality_id, account_id, unit_id, from_position) values ($1, $2, $3, $4)",
        municipality,
        account,
        unit,
        position,
    )?;
    tx.note(Note::Member(municipality, account, unit, true));
    Ok(true)
}

/// Takes a unit from a worker. False where the worker hasn't got it.
pub async fn leave(tx: &mut Tx, municipality: MunicipalityId, account: AccountId, unit: UnitId) -> Result<bool, StoreError> {
    let position = place::take_positions(tx, municipality, 1).await?;
    let hit = execute!(
        tx,
        "update membership set to_position = $4
         where municipality_id = $1 and account_id = $2 and unit_id = $3 and to_position is null",
        municipality,
        account,
        unit,
        position,
    )?;
    if hit == 0 {
        place::take_positions(tx, municipality, -1).await?;
    } else {
        tx.note(Note::Member(municipality, account, unit, false));
    }
    Ok(hit > 0)
}

/// The units that a worker has now.
pub async fn units_of(tx: &mut Tx, municipality: MunicipalityId, account: AccountId) -> Result<Vec<UnitId>, StoreError> {
    fetch_all!(
        tx,
        "select unit_id from membership where municipality_id = $1 and account_id = $2 and to_position is null order by unit_id",
        municipality, account; |row| row.parse("membership.unit_id")
    )
}

/// The workers that a unit has now.
pub async fn workers_of(tx: &mut Tx, municipality: MunicipalityId, unit: UnitId) -> Result<Vec<AccountId>, StoreError> {
    fetch_all!(
        tx,
        "select account_id from membership where municipality_id = $1 and unit_id = $2 and to_position is null order by account_id",
        municipality, unit; |row| row.parse("membership.account_id")
    )
}

/// Whether a worker has, or has had, a unit.
pub async fn ever(tx: &mut Tx, municipality: MunicipalityId, account: AccountId, unit: UnitId) -> Result<bool, StoreError> {
    let found = fetch_optional!(
        tx,
        "select unit_id from membership where municipality_id = $1 and account_id = $2 and unit_id = $3 limit 1",
        municipality, account, unit; |row| row.text("membership.unit_id")
    )?;
    Ok(found.is_some())
}

/// The positions that joining and leaving have taken.
pub async fn positions(tx: &mut Tx, municipality: MunicipalityId) -> Result<Vec<i64>, StoreError> {
    fetch_all!(
        tx,
        "select from_position as position from membership where municipality_id = $1
         union select to_position from membership where municipality_id = $1 and to_position is not null",
        municipality; |row| row.int("membership.position")
    )
}
