//! `POST /api/v1/accounts/{id}/enable`

use crate::{
    admin,
    auth::Anyone,
    http::{ApiError, AppState, Path, Problem},
};
use axum::{extract::State, http::StatusCode};
use domain::AccountId;

/// Lets somebody sign in again
#[utoipa::path(post, path = "/api/v1/accounts/{id}/enable", tag = "administration", security(("bearer" = [])),
    params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 204),
        (status = 401, description = "not_signed_in, token_expired", body = Problem),
        (status = 403, description = "not_allowed, device_revoked, wrong_origin", body = Problem),
        (status = 404, description = "not_found", body = Problem),
    ),
)]
pub(in crate::api) async fn enable(
    State(state): State<AppState>,
    Anyone(by): Anyone,
    Path(id): Path<AccountId>,
) -> Result<StatusCode, ApiError> {
    admin::enable(&state, &by, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
