//! `POST /api/v1/accounts/{id}/disable`

use crate::{
    admin,
    auth::Anyone,
    http::{ApiError, AppState, Path, Problem},
};
use axum::{extract::State, http::StatusCode};
use domain::AccountId;

/// Stops somebody from signing in, and ends what is signed in at once
#[utoipa::path(post, path = "/api/v1/accounts/{id}/disable", tag = "administration", security(("bearer" = [])),
    params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 204),
        (status = 401, description = "not_signed_in, token_expired", body = Problem),
        (status = 403, description = "not_allowed, device_revoked, wrong_origin", body = Problem),
        (status = 404, description = "not_found", body = Problem),
        (status = 409, description = "wrong_state: nobody disables themselves", body = Problem),
    ),
)]
pub(in crate::api) async fn disable(
    State(state): State<AppState>,
    Anyone(by): Anyone,
    Path(id): Path<AccountId>,
) -> Result<StatusCode, ApiError> {
    admin::disable(&state, &by, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
