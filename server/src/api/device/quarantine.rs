//! `POST /api/v1/devices/{id}/quarantine`

use crate::{
    admin::{self, Wanted},
    auth::Anyone,
    http::{ApiError, AppState, Json, Path, Problem},
};
use axum::{Json as Reply, extract::State};
use domain::{DeviceId, sync::Outcome};
use serde::Deserialize;
use utoipa::ToSchema;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct Settle {
    /// Whether to take it in; else it is thrown away.
    take: bool,
}

/// Takes in what a revoked phone hadn't sent, or throws it away
///
/// What the journal refuses stays aside, to be tried again or thrown away.
#[utoipa::path(post, path = "/api/v1/devices/{id}/quarantine", tag = "administration", security(("bearer" = [])),
    params(("id" = uuid::Uuid, Path)), request_body = Settle,
    responses(
        (status = 200, description = "What became of each entry", body = Vec<crate::api::sync_document::Settled>),
        (status = 400, description = "malformed", body = Problem),
        (status = 401, description = "not_signed_in, token_expired", body = Problem),
        (status = 403, description = "not_allowed, device_revoked, wrong_origin", body = Problem),
        (status = 404, description = "not_found", body = Problem),
        (status = 413, description = "too_large", body = Problem),
        (status = 415, description = "not_json", body = Problem),
    ),
)]
pub(in crate::api) async fn settle(
    State(state): State<AppState>,
    Anyone(by): Anyone,
    Path(id): Path<DeviceId>,
    Json(it): Json<Settle>,
) -> Result<Reply<Vec<Outcome>>, ApiError> {
    let wanted = if it.take { Wanted::Yes } else { Wanted::No };
    Ok(Reply(admin::settle(&state, &by, id, wanted).await?))
}
