//! `PUT` and `DELETE /api/v1/units/{unit}/workers/{worker}`

use crate::{
    admin,
    auth::Anyone,
    http::{ApiError, AppState, Path, Problem},
};
use axum::{extract::State, http::StatusCode};
use domain::{AccountId, UnitId};

/// Gives a worker a unit: from now on its youths come to the worker's phones
#[utoipa::path(put, path = "/api/v1/units/{unit}/workers/{worker}", tag = "administration", security(("bearer" = [])),
    params(("unit" = uuid::Uuid, Path), ("worker" = uuid::Uuid, Path)),
    responses(
        (status = 204),
        (status = 401, description = "not_signed_in, token_expired", body = Problem),
        (status = 403, description = "not_allowed, device_revoked, wrong_origin", body = Problem),
        (status = 404, description = "not_found", body = Problem),
        (status = 422, description = "invalid_value: not a worker", body = Problem),
    ),
)]
pub(in crate::api) async fn join(
    State(state): State<AppState>,
    Anyone(by): Anyone,
    Path((unit, worker)): Path<(UnitId, AccountId)>,
) -> Result<StatusCode, ApiError> {
    admin::join(&state, &by, unit, worker).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes a unit from a worker: the worker's phones forget its youths
#[utoipa::path(delete, path = "/api/v1/units/{unit}/workers/{worker}", tag = "administration", security(("bearer" = [])),
    params(("unit" = uuid::Uuid, Path), ("worker" = uuid::Uuid, Path)),
    responses(
        (status = 204),
        (status = 401, description = "not_signed_in, token_expired", body = Problem),
        (status = 403, description = "not_allowed, device_revoked, wrong_origin", body = Problem),
        (status = 404, description = "not_found", body = Problem),
        (status = 422, description = "invalid_value: not a worker", body = Problem),
    ),
)]
pub(in crate::api) async fn leave(
    State(state): State<AppState>,
    Anyone(by): Anyone,
    Path((unit, worker)): Path<(UnitId, AccountId)>,
) -> Result<StatusCode, ApiError> {
    admin::leave(&state, &by, unit, worker).await?;
    Ok(StatusCode::NO_CONTENT)
}
