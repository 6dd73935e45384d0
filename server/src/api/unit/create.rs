//! `POST /api/v1/units`

use super::list::Unit;
use crate::{
    admin,
    auth::Anyone,
    http::{ApiError, AppState, Json, Problem},
};
use axum::{Json as Reply, extract::State, http::StatusCode};
use serde::Deserialize;
use utoipa::ToSchema;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewUnit)]
pub(in crate::api) struct New {
    #[schema(min_length = 1, max_length = 100)]
    name: String,
}

/// Adds a unit
#[utoipa::path(post, path = "/api/v1/units", tag = "administration", security(("bearer" = [])), request_body = New, responses(
    (status = 201, body = Unit),
    (status = 400, description = "malformed", body = Problem),
    (status = 401, description = "not_signed_in, token_expired", body = Problem),
    (status = 403, description = "not_allowed, device_revoked, wrong_origin", body = Problem),
    (status = 409, description = "already_exists", body = Problem),
    (status = 413, description = "too_large", body = Problem),
    (status = 415, description = "not_json", body = Problem),
    (status = 422, description = "invalid_value", body = Problem),
))]
pub(in crate::api) async fn create(
    State(state): State<AppState>,
    Anyone(by): Anyone,
    Json(new): Json<New>,
) -> Result<(StatusCode, Reply<Unit>), ApiError> {
    let unit = admin::create_unit(&state, &by, &new.name).await?;
    Ok((StatusCode::CREATED, Reply(Unit { id: unit.id, name: unit.name, workers: Vec::new() })))
}
