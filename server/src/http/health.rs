//! Whether the server is there, and whether it can work.

use super::{ApiError, AppState};
use axum::extract::State;

/// The process answers.
pub async fn healthz() -> &'static str {
    "ok\n"
}

/// The database answers too: only then should a proxy send anything here.
pub async fn readyz(State(state): State<AppState>) -> Result<&'static str, ApiError> {
    state.db.ping().await.map_err(|error| ApiError::Away(Box::new(error)))?;
    Ok("ready\n")
}
