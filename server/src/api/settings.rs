//! `PUT /api/v1/settings`

use crate::{
    admin,
    auth::Anyone,
    http::{ApiError, AppState, Json, Problem},
};
use axum::{extract::State, http::StatusCode};
use serde::Deserialize;
use utoipa::ToSchema;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Settings {
    /// Whether a contact may carry a note.
    notes_allowed: bool,
    /// Idle minutes until phones lock.
    #[schema(minimum = 1, maximum = 15)]
    lock_minutes: i64,
    /// Days that phones can be used offline.
    #[schema(minimum = 1, maximum = 31)]
    lease_days: i64,
}

/// Changes the municipality's settings; phones take them over at their next sync
#[utoipa::path(put, path = "/api/v1/settings", tag = "administration", security(("bearer" = [])), request_body = Settings, responses(
    (status = 204),
    (status = 400, description = "malformed", body = Problem),
    (status = 401, description = "not_signed_in, token_expired", body = Problem),
    (status = 403, description = "not_allowed, device_revoked, wrong_origin", body = Problem),
    (status = 413, description = "too_large", body = Problem),
    (status = 415, description = "not_json", body = Problem),
    (status = 422, description = "invalid_value", body = Problem),
))]
pub(super) async fn put(State(state): State<AppState>, Anyone(by): Anyone, Json(it): Json<Settings>) -> Result<StatusCode, ApiError> {
    let it = admin::Settings { notes_allowed: it.notes_allowed, lock_minutes: it.lock_minutes, lease_days: it.lease_days };
    admin::set_settings(&state, &by, it).await?;
    Ok(StatusCode::NO_CONTENT)
}
