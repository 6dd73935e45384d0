//! `POST /api/v1/youths/{id}/erase`

use crate::{
    admin,
    auth::Anyone,
    http::{ApiError, AppState, Path, Problem},
};
use axum::{extract::State, http::StatusCode};
use domain::YouthId;

/// Erases a youth for good, here and on every phone
///
/// Entries keep their positions and nothing else. Closed months' counts stay. A restore from a backup doesn't bring the
/// youth back.
#[utoipa::path(post, path = "/api/v1/youths/{id}/erase", tag = "administration", security(("bearer" = [])),
    params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 204),
        (status = 401, description = "not_signed_in, token_expired", body = Problem),
        (status = 403, description = "not_allowed, device_revoked, wrong_origin", body = Problem),
        (status = 404, description = "not_found: no such youth here, or erased already", body = Problem),
    ),
)]
pub(in crate::api) async fn erase(
    State(state): State<AppState>,
    Anyone(by): Anyone,
    Path(id): Path<YouthId>,
) -> Result<StatusCode, ApiError> {
    admin::erase(&state, &by, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
