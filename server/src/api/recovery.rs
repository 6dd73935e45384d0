//! `POST` and `GET /api/v1/recovery`: the way back from a forgotten passphrase.

use crate::{
    auth::PhoneCaller,
    http::{ApiError, AppState, Problem},
    store::{
        audit::Action,
        device::{self, Recovery},
    },
};
use axum::{Json as Reply, extract::State, http::StatusCode};
use base64::{Engine, engine::general_purpose::STANDARD};
use serde::Serialize;
use utoipa::ToSchema;

/// Where it stands.
#[derive(Serialize, ToSchema)]
pub(super) struct Recovering {
    state: Recovery,
    /// 32 bytes in base64, once, when it was released.
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<String>,
}

/// Asks an administrator for the phone's recovery key
#[utoipa::path(post, path = "/api/v1/recovery", tag = "phone", security(("bearer" = [])), responses(
    (status = 202, body = Recovering),
    (status = 401, description = "not_signed_in, token_expired", body = Problem),
    (status = 403, description = "not_allowed, device_revoked", body = Problem),
    (status = 404, description = "not_found: the phone never left a key", body = Problem),
))]
pub(super) async fn ask(State(state): State<AppState>, caller: PhoneCaller) -> Result<(StatusCode, Reply<Recovering>), ApiError> {
    let phone = caller.device.id;
    let mut tx = state.db.begin().await?;
    if !device::ask_recovery(&mut tx, phone, state.clock.now()).await? {
        return Err(ApiError::NotFound);
    }
    state.note(&mut tx, Some(&caller.account), Action::RecoveryAsked, phone.to_string()).await?;
    tx.commit().await?;
    Ok((StatusCode::ACCEPTED, Reply(Recovering { state: Recovery::Waiting, key: None })))
}

/// Whether the administrator has answered; the key, once, if it was yes
#[utoipa::path(get, path = "/api/v1/recovery", tag = "phone", security(("bearer" = [])), responses(
    (status = 200, body = Recovering),
    (status = 401, description = "not_signed_in, token_expired", body = Problem),
    (status = 403, description = "not_allowed, device_revoked", body = Problem),
    (status = 404, description = "not_found: nothing was asked, or the key was fetched", body = Problem),
))]
pub(super) async fn look(State(state): State<AppState>, caller: PhoneCaller) -> Result<Reply<Recovering>, ApiError> {
    let phone = caller.device.id;
    let stands = caller.device.recovery.ok_or(ApiError::NotFound)?;
    if stands != Recovery::Released {
        return Ok(Reply(Recovering { state: stands, key: None }));
    }
    let mut tx = state.db.begin().await?;
    let sealed = device::take_recovery_key(&mut tx, phone).await?.ok_or(ApiError::NotFound)?;
    let key = state.recovery.open(&phone.to_string(), &sealed).map_err(ApiError::internal)?;
    state.note(&mut tx, Some(&caller.account), Action::RecoveryTaken, phone.to_string()).await?;
    tx.commit().await?;
    Ok(Reply(Recovering { state: stands, key: Some(STANDARD.encode(key)) }))
}
