//! `GET /api/v1/youths/{id}/record`

use crate::{
    admin,
    auth::Anyone,
    http::{ApiError, AppState, Path, Problem},
};
use axum::{Json as Reply, extract::State};
use domain::{AccountId, DeviceId, YouthId, sync::Stored};
use serde::Serialize;
use utoipa::ToSchema;

/// All that is stored of a youth, and who has read it.
#[derive(Serialize, ToSchema)]
#[schema(as = YouthRecord)]
pub(in crate::api) struct Record {
    /// As phones get them, by position.
    #[schema(value_type = Vec<crate::api::sync_document::StoredEntry>)]
    entries: Vec<Stored>,
    /// This one among them.
    reads: Vec<ReadOf>,
}

/// A read of a record.
#[derive(Serialize, ToSchema)]
pub(in crate::api) struct ReadOf {
    #[schema(value_type = uuid::Uuid)]
    account: AccountId,
    /// Absent where it was read on a page or by a call.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<uuid::Uuid>, required = false)]
    device: Option<DeviceId>,
    #[schema(value_type = uuid::Uuid)]
    youth: YouthId,
    /// Milliseconds since 1970.
    at: i64,
}

/// All that is stored of a youth, and who has read it
///
/// It counts as a read. Of those with protected identity nothing is given.
#[utoipa::path(get, path = "/api/v1/youths/{id}/record", tag = "administration", security(("bearer" = [])),
    params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 200, body = Record),
        (status = 401, description = "not_signed_in, token_expired", body = Problem),
        (status = 403, description = "not_allowed: also where the identity is protected; device_revoked", body = Problem),
        (status = 404, description = "not_found: no such youth here, or erased", body = Problem),
    ),
)]
pub(in crate::api) async fn record(
    State(state): State<AppState>,
    Anyone(by): Anyone,
    Path(id): Path<YouthId>,
) -> Result<Reply<Record>, ApiError> {
    let found = admin::record(&state, &by, id).await?.ok_or(ApiError::NotAllowed)?;
    let reads = found.reads.into_iter().map(|it| ReadOf { account: it.account, device: it.device, youth: it.youth, at: it.read_at });
    Ok(Reply(Record { entries: found.entries, reads: reads.collect() }))
}
