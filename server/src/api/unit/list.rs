//! `GET /api/v1/units`

use crate::{
    admin,
    auth::Anyone,
    http::{ApiError, AppState, Problem},
};
use axum::{Json as Reply, extract::State};
use domain::{AccountId, UnitId};
use serde::Serialize;
use utoipa::ToSchema;

/// A unit.
#[derive(Serialize, ToSchema)]
#[schema(as = ListedUnit)]
pub(in crate::api) struct Unit {
    #[schema(value_type = uuid::Uuid)]
    pub(super) id: UnitId,
    pub(super) name: String,
    /// Who works in it now.
    #[schema(value_type = Vec<uuid::Uuid>)]
    pub(super) workers: Vec<AccountId>,
}

/// The municipality's units, with their workers
#[utoipa::path(get, path = "/api/v1/units", tag = "administration", security(("bearer" = [])), responses(
    (status = 200, body = Vec<Unit>),
    (status = 401, description = "not_signed_in, token_expired", body = Problem),
    (status = 403, description = "not_allowed, device_revoked", body = Problem),
))]
pub(in crate::api) async fn list(State(state): State<AppState>, Anyone(by): Anyone) -> Result<Reply<Vec<Unit>>, ApiError> {
    let all = admin::units(&state, &by).await?;
    Ok(Reply(all.into_iter().map(|it| Unit { id: it.unit.id, name: it.unit.name, workers: it.workers }).collect()))
}
