//! `GET /api/v1/youths`

use crate::{
    admin,
    auth::Anyone,
    http::{ApiError, AppState, Problem},
};
use axum::{Json as Reply, extract::State};
use domain::{AccountId, UnitId, YouthId};
use serde::Serialize;
use utoipa::ToSchema;

/// A youth, as an administrator needs them for assigning.
#[derive(Serialize, ToSchema)]
#[schema(as = ListedYouth)]
pub(in crate::api) struct Youth {
    #[schema(value_type = uuid::Uuid)]
    id: YouthId,
    name: String,
    /// Whether a registration is open.
    registered: bool,
    #[schema(value_type = Vec<uuid::Uuid>)]
    units: Vec<UnitId>,
    #[schema(value_type = Option<uuid::Uuid>)]
    worker: Option<AccountId>,
}

/// The municipality's youths, but for those with protected identity
///
/// It counts as a read of each.
#[utoipa::path(get, path = "/api/v1/youths", tag = "administration", security(("bearer" = [])), responses(
    (status = 200, body = Vec<Youth>),
    (status = 401, description = "not_signed_in, token_expired", body = Problem),
    (status = 403, description = "not_allowed, device_revoked", body = Problem),
))]
pub(in crate::api) async fn youths(State(state): State<AppState>, Anyone(by): Anyone) -> Result<Reply<Vec<Youth>>, ApiError> {
    let all = admin::youths(&state, &by).await?;
    admin::note_read(&state, &by, all.iter().map(|it| it.id)).await?;
    let all = all.into_iter();
    let listed = all.map(|it| Youth { id: it.id, name: it.name, registered: it.registered, units: it.units, worker: it.worker });
    Ok(Reply(listed.collect()))
}
