//! `GET /api/v1/devices`

use crate::{
    admin,
    auth::Anyone,
    http::{ApiError, AppState, Problem},
    store::device::Recovery,
};
use axum::{Json as Reply, extract::State};
use domain::{AccountId, DeviceId};
use serde::Serialize;
use utoipa::ToSchema;

/// A phone.
#[derive(Serialize, ToSchema)]
#[schema(as = ListedDevice)]
pub(in crate::api) struct Device {
    #[schema(value_type = uuid::Uuid)]
    id: DeviceId,
    #[schema(value_type = uuid::Uuid)]
    account: AccountId,
    /// Its person's name.
    owner: String,
    name: String,
    /// Milliseconds since 1970.
    created_at: i64,
    /// Milliseconds since 1970, to the minute.
    seen_at: i64,
    revoked: bool,
    /// Where a forgotten passphrase stands, if there is one.
    recovery: Option<Recovery>,
    /// Entries that it handed over after it was shut out.
    put_aside: i64,
}

/// The phones of the administrator's municipality
#[utoipa::path(get, path = "/api/v1/devices", tag = "administration", security(("bearer" = [])), responses(
    (status = 200, body = Vec<Device>),
    (status = 401, description = "not_signed_in, token_expired", body = Problem),
    (status = 403, description = "not_allowed, device_revoked", body = Problem),
))]
pub(in crate::api) async fn list(State(state): State<AppState>, Anyone(by): Anyone) -> Result<Reply<Vec<Device>>, ApiError> {
    let all = admin::devices(&state, &by).await?.into_iter().map(|it| Device {
        id: it.device.id,
        account: it.device.account,
        owner: it.owner,
        name: it.device.name,
        created_at: it.device.created_at,
        seen_at: it.device.seen_at,
        revoked: it.device.revoked_at.is_some(),
        recovery: it.device.recovery,
        put_aside: it.put_aside.entries,
    });
    Ok(Reply(all.collect()))
}
