//! Erasing one youth, for good.

use crate::{
    erase,
    http::{ApiError, AppState},
    store::{account::Account, audit::Action, place, youth},
};
use domain::{Actor, Summary, YouthId};

/// A youth who could be erased, as lists show them. The protected too: the page shows neither name nor number.
pub async fn to_erase(state: &AppState, by: &Account, id: YouthId) -> Result<Summary, ApiError> {
    let municipality = by.administers()?;
    let mut tx = state.db.read().await?;
    youth::summary_of(&mut tx, municipality, id).await?.ok_or(ApiError::NotFound)
}

/// Erases a youth, every record of theirs: here, and on each phone the next time it has a network. Nothing brings them
/// back, and neither does a backup.
pub async fn erase(state: &AppState, by: &Account, id: YouthId) -> Result<(), ApiError> {
    let municipality = by.administers()?;
    let mut tx = state.db.begin().await?;
    let place = place::municipality_by_id(&mut tx, municipality).await?.ok_or(ApiError::NotFound)?;
    erase::erase(&mut tx, &state.process, &place, id, Actor::Account(by.id)).await?.ok_or(ApiError::NotFound)?;
    state.note(&mut tx, Some(by), Action::Erased, id).await?;
    Ok(tx.commit().await?)
}
