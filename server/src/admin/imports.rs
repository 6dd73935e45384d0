//! Register files: what one would do, taking it in, and taking it back.

use crate::{
    http::{ApiError, AppState},
    import::{self, Applied, ImportError, Permission, Report, Undone},
    store::{
        account::Account,
        audit::Action,
        import::{self as store, Batch},
    },
};
use domain::{Actor, MunicipalityId, civil};
use uuid::Uuid;

impl From<ImportError> for ApiError {
    fn from(error: ImportError) -> Self {
        match error {
            ImportError::Unreadable(it) => Self::invalid("file", it.to_string()),
            ImportError::Store(it) => it.into(),
        }
    }
}

/// What becomes of units that a file names and that don't exist.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NewUnits {
    /// They are made.
    Create,
    /// Their rows are refused.
    Refuse,
}

/// Only the administrator's own municipality's rows go in.
fn permission(municipality: MunicipalityId, units: NewUnits) -> Permission {
    Permission { only: Some(municipality), create_places: units == NewUnits::Create }
}

/// What a file would do. Nothing is written.
pub async fn preview(state: &AppState, by: &Account, bytes: &[u8], units: NewUnits) -> Result<Report, ApiError> {
    let permission = permission(by.administers()?, units);
    Ok(import::preview(&state.db, bytes, permission, civil::day(state.clock.now())).await?)
}

/// Takes a file in.
pub async fn apply(state: &AppState, by: &Account, bytes: &[u8], units: NewUnits) -> Result<Applied, ApiError> {
    let (permission, today) = (permission(by.administers()?, units), civil::day(state.clock.now()));
    let applied = import::apply(&state.db, &state.process, bytes, permission, Actor::Account(by.id), today).await?;
    let mut tx = state.db.begin().await?;
    for (_, batch) in &applied.batches {
        state.note(&mut tx, Some(by), Action::ImportApplied, batch).await?;
    }
    tx.commit().await?;
    Ok(applied)
}

/// What was taken in, latest first.
pub async fn batches(state: &AppState, by: &Account) -> Result<Vec<Batch>, ApiError> {
    let municipality = by.administers()?;
    let mut tx = state.db.read().await?;
    Ok(store::all(&mut tx, municipality).await?)
}

/// Takes back what a file did to youths whom nobody has touched since.
pub async fn undo(state: &AppState, by: &Account, batch: Uuid) -> Result<Undone, ApiError> {
    let municipality = by.administers()?;
    let mut tx = state.db.read().await?;
    let known = store::find(&mut tx, municipality, batch).await?.ok_or(ApiError::NotFound)?;
    drop(tx);
    let undone = import::undo(&state.db, &state.process, municipality, known.id, Actor::Account(by.id)).await?;
    let undone = undone.ok_or(ApiError::WrongState)?;
    let mut tx = state.db.begin().await?;
    state.note(&mut tx, Some(by), Action::ImportUndone, batch).await?;
    tx.commit().await?;
    Ok(undone)
}

/// What taking it back would do. None where it was undone before.
pub async fn undo_plan(state: &AppState, by: &Account, batch: Uuid) -> Result<Option<import::UndoPlan>, ApiError> {
    let municipality = by.administers()?;
    let mut tx = state.db.read().await?;
    let batch = store::find(&mut tx, municipality, batch).await?.ok_or(ApiError::NotFound)?;
    if batch.undone_at.is_some() {
        return Ok(None);
    }
    Ok(Some(import::undo_plan(&mut tx, &batch).await?))
}
