//! `GET /api/v1/imports`

use crate::{
    admin,
    auth::Anyone,
    http::{ApiError, AppState, Problem},
};
use axum::{Json as Reply, extract::State};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// A file that was taken in.
#[derive(Serialize, ToSchema)]
#[schema(as = ListedImport)]
pub(in crate::api) struct Import {
    id: Uuid,
    /// Milliseconds since 1970.
    at: i64,
    new: i64,
    changed: i64,
    unchanged: i64,
    refused: i64,
    undone: bool,
}

/// The files that were taken in, latest first
#[utoipa::path(get, path = "/api/v1/imports", tag = "administration", security(("bearer" = [])), responses(
    (status = 200, body = Vec<Import>),
    (status = 401, description = "not_signed_in, token_expired", body = Problem),
    (status = 403, description = "not_allowed, device_revoked", body = Problem),
))]
pub(in crate::api) async fn list(State(state): State<AppState>, Anyone(by): Anyone) -> Result<Reply<Vec<Import>>, ApiError> {
    let all = admin::batches(&state, &by).await?.into_iter().map(|it| Import {
        id: it.id,
        at: it.at,
        new: it.new,
        changed: it.changed,
        unchanged: it.unchanged,
        refused: it.refused,
        undone: it.undone_at.is_some(),
    });
    Ok(Reply(all.collect()))
}
