//! Units, and who works in them.

use super::accounts::own;
use crate::{
    auth::Post,
    db::{StoreError, Tx},
    http::{ApiError, AppState},
    store::{
        account::Account,
        audit::Action,
        membership,
        place::{self, Unit},
    },
};
use domain::{AccountId, MunicipalityId, UnitId};

/// A unit with its workers.
#[derive(Clone, Debug)]
pub struct UnitWithWorkers {
    /// The unit.
    pub unit: Unit,
    /// Who works in it now.
    pub workers: Vec<AccountId>,
}

/// The municipality's units, by name.
pub async fn units(state: &AppState, by: &Account) -> Result<Vec<UnitWithWorkers>, ApiError> {
    let municipality = by.administers()?;
    let mut tx = state.db.read().await?;
    let mut all = Vec::new();
    for unit in place::units(&mut tx, municipality).await? {
        let workers = membership::workers_of(&mut tx, municipality, unit.id).await?;
        all.push(UnitWithWorkers { unit, workers });
    }
    Ok(all)
}

/// Adds a unit.
pub async fn create_unit(state: &AppState, by: &Account, name: &str) -> Result<Unit, ApiError> {
    let municipality = by.administers()?;
    let unit = Unit { id: state.clock.id(), municipality, name: checked(name)?.to_owned() };
    let mut tx = state.db.begin().await?;
    if is_taken(&mut tx, &unit).await? {
        return Err(ApiError::AlreadyExists);
    }
    place::create_unit(&mut tx, &unit).await.map_err(taken)?;
    state.note(&mut tx, Some(by), Action::UnitCreated, unit.id).await?;
    tx.commit().await?;
    Ok(unit)
}

/// Gives a unit another name.
pub async fn rename_unit(state: &AppState, by: &Account, id: UnitId, name: &str) -> Result<(), ApiError> {
    let municipality = by.administers()?;
    let unit = Unit { id, municipality, name: checked(name)?.to_owned() };
    let mut tx = state.db.begin().await?;
    if is_taken(&mut tx, &unit).await? {
        return Err(ApiError::AlreadyExists);
    }
    if !place::rename_unit(&mut tx, municipality, id, &unit.name).await.map_err(taken)? {
        return Err(ApiError::NotFound);
    }
    state.note(&mut tx, Some(by), Action::UnitRenamed, id).await?;
    Ok(tx.commit().await?)
}

fn checked(name: &str) -> Result<&str, ApiError> {
    let name = name.trim();
    let is_name = !name.is_empty() && name.chars().count() <= 100 && !name.chars().any(char::is_control);
    if is_name { Ok(name) } else { Err(ApiError::invalid("name", "1 to 100 characters")) }
}

/// Whether another unit has the name, whatever its letters' case: the importer finds units so.
async fn is_taken(tx: &mut Tx, unit: &Unit) -> Result<bool, StoreError> {
    let name = unit.name.to_lowercase();
    let all = place::units(tx, unit.municipality).await?;
    Ok(all.iter().any(|it| it.id != unit.id && it.name.to_lowercase() == name))
}

fn taken(error: StoreError) -> ApiError {
    if error.is_duplicate() { ApiError::AlreadyExists } else { error.into() }
}

/// Gives a worker a unit: from now on its youths come to the worker's phones.
pub async fn join(state: &AppState, by: &Account, unit: UnitId, worker: AccountId) -> Result<(), ApiError> {
    let municipality = by.administers()?;
    let mut tx = state.db.begin().await?;
    check(&mut tx, municipality, unit, worker).await?;
    if membership::join(&mut tx, municipality, worker, unit).await? {
        state.note(&mut tx, Some(by), Action::MemberJoined, format!("{worker} {unit}")).await?;
    }
    Ok(tx.commit().await?)
}

/// Takes a unit from a worker: the worker's phones forget its youths.
pub async fn leave(state: &AppState, by: &Account, unit: UnitId, worker: AccountId) -> Result<(), ApiError> {
    let municipality = by.administers()?;
    let mut tx = state.db.begin().await?;
    check(&mut tx, municipality, unit, worker).await?;
    if membership::leave(&mut tx, municipality, worker, unit).await? {
        state.note(&mut tx, Some(by), Action::MemberLeft, format!("{worker} {unit}")).await?;
    }
    Ok(tx.commit().await?)
}

async fn check(tx: &mut Tx, municipality: MunicipalityId, unit: UnitId, worker: AccountId) -> Result<(), ApiError> {
    place::unit_by_id(tx, unit).await?.filter(|it| it.municipality == municipality).ok_or(ApiError::NotFound)?;
    match own(tx, municipality, worker).await?.post {
        Post::Worker(_) => Ok(()),
        _ => Err(ApiError::invalid("worker", "only a worker belongs to a unit")),
    }
}
