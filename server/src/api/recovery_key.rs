//! `PUT /api/v1/recovery-key`

use crate::{
    auth::PhoneCaller,
    http::{ApiError, AppState, Json, Problem},
    store::device,
};
use axum::{extract::State, http::StatusCode};
use base64::{Engine, engine::general_purpose::STANDARD};
use serde::Deserialize;
use utoipa::ToSchema;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Key {
    /// 32 random bytes in base64: what opens the phone's store if the passphrase is forgotten.
    key: String,
}

/// Leaves a phone's recovery key with the server
///
/// It is sealed, and given back only to the same phone, after signing in, when an administrator has said yes.
#[utoipa::path(put, path = "/api/v1/recovery-key", tag = "phone", security(("bearer" = [])), request_body = Key, responses(
    (status = 204),
    (status = 400, description = "malformed", body = Problem),
    (status = 401, description = "not_signed_in, token_expired", body = Problem),
    (status = 403, description = "not_allowed, device_revoked", body = Problem),
    (status = 413, description = "too_large", body = Problem),
    (status = 415, description = "not_json", body = Problem),
    (status = 422, description = "invalid_value", body = Problem),
))]
pub(super) async fn put(State(state): State<AppState>, caller: PhoneCaller, Json(body): Json<Key>) -> Result<StatusCode, ApiError> {
    let key = STANDARD.decode(&body.key).ok().filter(|it| it.len() == 32).ok_or_else(|| ApiError::invalid("key", "32 bytes in base64"))?;
    let phone = caller.device.id;
    let sealed = state.recovery.seal(&state.clock, &phone.to_string(), &key);
    let mut tx = state.db.begin().await?;
    if !device::set_recovery_key(&mut tx, phone, &sealed).await? {
        return Err(ApiError::NotFound);
    }
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
