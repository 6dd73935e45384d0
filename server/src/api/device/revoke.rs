//! `POST /api/v1/devices/{id}/revoke`

use crate::{
    admin,
    auth::Anyone,
    http::{ApiError, AppState, Path, Problem},
};
use axum::{extract::State, http::StatusCode};
use domain::DeviceId;

/// Revokes a phone: the next time it is online it hands over what it hasn't sent, and wipes itself
#[utoipa::path(post, path = "/api/v1/devices/{id}/revoke", tag = "administration", security(("bearer" = [])),
    params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 204),
        (status = 401, description = "not_signed_in, token_expired", body = Problem),
        (status = 403, description = "not_allowed, device_revoked, wrong_origin", body = Problem),
        (status = 404, description = "not_found", body = Problem),
    ),
)]
pub(in crate::api) async fn revoke(
    State(state): State<AppState>,
    Anyone(by): Anyone,
    Path(id): Path<DeviceId>,
) -> Result<StatusCode, ApiError> {
    admin::revoke(&state, &by, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
