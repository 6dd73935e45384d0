//! `POST /api/v1/messages/release`

use crate::{
    admin,
    auth::Anyone,
    http::{ApiError, AppState, Problem},
};
use axum::{Json as Reply, extract::State};
use serde::Serialize;
use utoipa::ToSchema;

/// What was let go.
#[derive(Serialize, ToSchema)]
pub(super) struct Released {
    /// How many messages. Those that no longer hold aren't sent even so.
    released: usize,
}

/// Lets messages go that a restore made unclear
///
/// Nobody knows whether they were sent before it: whoever got theirs gets it once more.
#[utoipa::path(post, path = "/api/v1/messages/release", tag = "administration", security(("bearer" = [])),
    responses(
        (status = 200, body = Released),
        (status = 401, description = "not_signed_in, token_expired", body = Problem),
        (status = 403, description = "not_allowed, device_revoked, wrong_origin", body = Problem),
    ),
)]
pub(super) async fn release(State(state): State<AppState>, Anyone(by): Anyone) -> Result<Reply<Released>, ApiError> {
    Ok(Reply(Released { released: admin::release(&state, &by).await? }))
}
