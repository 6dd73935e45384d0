//! `POST /api/v1/imports/{id}/undo`

use crate::{
    admin,
    auth::Anyone,
    http::{ApiError, AppState, Path, Problem},
};
use axum::{Json as Reply, extract::State};
use domain::YouthId;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// What an undoing did.
#[derive(Serialize, ToSchema)]
#[schema(as = UndoneImport)]
pub(in crate::api) struct Undone {
    /// How many of the file's entries were withdrawn.
    withdrawn: usize,
    /// The youths who stay, because somebody has touched them since.
    #[schema(value_type = Vec<Uuid>)]
    kept: Vec<YouthId>,
}

/// Takes back what a file did to youths whom nobody has touched since
#[utoipa::path(post, path = "/api/v1/imports/{id}/undo", tag = "administration", security(("bearer" = [])),
    params(("id" = Uuid, Path)),
    responses(
        (status = 200, body = Undone),
        (status = 401, description = "not_signed_in, token_expired", body = Problem),
        (status = 403, description = "not_allowed, device_revoked, wrong_origin", body = Problem),
        (status = 404, description = "not_found", body = Problem),
        (status = 409, description = "wrong_state: it was undone before", body = Problem),
    ),
)]
pub(in crate::api) async fn undo(
    State(state): State<AppState>,
    Anyone(by): Anyone,
    Path(id): Path<Uuid>,
) -> Result<Reply<Undone>, ApiError> {
    let undone = admin::undo(&state, &by, id).await?;
    Ok(Reply(Undone { withdrawn: undone.withdrawn, kept: undone.kept }))
}
