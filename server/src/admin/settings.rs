//! A municipality's settings.

use crate::{
    http::{ApiError, AppState},
    store::{account::Account, audit::Action, place},
};

/// What a municipality sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Whether a contact may carry a note.
    pub notes_allowed: bool,
    /// Idle minutes until phones lock: 1 to 15.
    pub lock_minutes: i64,
    /// Days that phones can be used offline: 1 to 31.
    pub lease_days: i64,
}

/// Changes the settings. Phones take them over at their next sync.
pub async fn set_settings(state: &AppState, by: &Account, it: Settings) -> Result<(), ApiError> {
    let municipality = by.administers()?;
    if !(1..=15).contains(&it.lock_minutes) {
        return Err(ApiError::invalid("lock_minutes", "1 to 15"));
    }
    if !(1..=31).contains(&it.lease_days) {
        return Err(ApiError::invalid("lease_days", "1 to 31"));
    }
    let mut tx = state.db.begin().await?;
    if !place::set_settings(&mut tx, municipality, it.notes_allowed, it.lock_minutes, it.lease_days).await? {
        return Err(ApiError::NotFound);
    }
    state.note(&mut tx, Some(by), Action::SettingsChanged, municipality).await?;
    Ok(tx.commit().await?)
}
