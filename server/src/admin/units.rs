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
    let name = name.trim();
    if name.is_empty() || name.chars().count() > 100 || name.chars().any(char::is_control) {
        return Err(ApiError::invalid("name", "1 to 100 characters"));
    }
    let unit = Unit { id: state.clock.id(), municipality, name: name.to_owned() };
    let mut tx = state.db.begin().await?;
    place::create_unit(&mut tx, &unit).await.map_err(taken)?;
    state.note(&mut tx, Some(by), Action::UnitCreated, unit.id).await?;
    tx.commit().await?;
    Ok(unit)
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
