//! `POST /api/v1/accounts`

use super::invite::Invitation;
use crate::{
    admin::{self, NewAccount},
    auth::{Anyone, Role},
    http::{ApiError, AppState, Json, Problem},
};
use axum::{Json as Reply, extract::State, http::StatusCode};
use domain::UnitId;
use serde::Deserialize;
use utoipa::ToSchema;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewAccount)]
pub(in crate::api) struct New {
    #[schema(example = "elin@uppsok.example")]
    email: String,
    name: String,
    /// worker, lead or administrator.
    role: Role,
    /// The unit that a worker begins in.
    #[schema(value_type = Option<uuid::Uuid>)]
    unit: Option<UnitId>,
}

/// Adds somebody, and makes the link with which they choose their password
#[utoipa::path(post, path = "/api/v1/accounts", tag = "administration", security(("bearer" = [])), request_body = New, responses(
    (status = 201, body = Invitation),
    (status = 400, description = "malformed", body = Problem),
    (status = 401, description = "not_signed_in, token_expired", body = Problem),
    (status = 403, description = "not_allowed, device_revoked, wrong_origin", body = Problem),
    (status = 404, description = "not_found: the unit", body = Problem),
    (status = 409, description = "already_exists: the address", body = Problem),
    (status = 413, description = "too_large", body = Problem),
    (status = 415, description = "not_json", body = Problem),
    (status = 422, description = "invalid_value", body = Problem),
))]
pub(in crate::api) async fn create(
    State(state): State<AppState>,
    Anyone(by): Anyone,
    Json(new): Json<New>,
) -> Result<(StatusCode, Reply<Invitation>), ApiError> {
    let new = NewAccount { email: new.email, name: new.name, role: new.role, unit: new.unit };
    Ok((StatusCode::CREATED, Reply(admin::create_account(&state, &by, &new).await?.into())))
}
