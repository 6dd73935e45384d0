//! `POST /api/v1/devices/{id}/recovery`

use crate::{
    admin,
    auth::Anyone,
    http::{ApiError, AppState, Json, Path, Problem},
    store::device::Recovery,
};
use axum::{extract::State, http::StatusCode};
use domain::DeviceId;
use serde::Deserialize;
use utoipa::ToSchema;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RecoveryAnswer)]
pub(in crate::api) struct Answer {
    /// Whether the phone gets its key back. Say yes only to somebody whom you know.
    release: bool,
}

/// Answers a phone whose passphrase is forgotten
#[utoipa::path(post, path = "/api/v1/devices/{id}/recovery", tag = "administration", security(("bearer" = [])),
    params(("id" = uuid::Uuid, Path)), request_body = Answer,
    responses(
        (status = 204),
        (status = 400, description = "malformed", body = Problem),
        (status = 401, description = "not_signed_in, token_expired", body = Problem),
        (status = 403, description = "not_allowed, device_revoked, wrong_origin", body = Problem),
        (status = 404, description = "not_found", body = Problem),
        (status = 409, description = "wrong_state: the phone hasn't asked", body = Problem),
        (status = 413, description = "too_large", body = Problem),
        (status = 415, description = "not_json", body = Problem),
    ),
)]
pub(in crate::api) async fn answer(
    State(state): State<AppState>,
    Anyone(by): Anyone,
    Path(id): Path<DeviceId>,
    Json(it): Json<Answer>,
) -> Result<StatusCode, ApiError> {
    let answer = if it.release { Recovery::Released } else { Recovery::Refused };
    admin::answer_recovery(&state, &by, id, answer).await?;
    Ok(StatusCode::NO_CONTENT)
}
