//! `PUT` and `DELETE /api/v1/push`

use crate::{
    auth::PhoneCaller,
    http::{ApiError, AppState, Json, Problem},
    push::{BadSubscription, Offered, Subscription},
    store::push_subscription::{self, PushSubscription, Whose},
};
use axum::{extract::State, http::StatusCode};

/// Turns notifications on for a worker's phone
///
/// It is told that somebody has answered, and neither who nor what.
#[utoipa::path(put, path = "/api/v1/push", tag = "phone", security(("bearer" = [])), request_body = Offered, responses(
    (status = 204),
    (status = 400, description = "malformed", body = Problem),
    (status = 401, description = "not_signed_in, token_expired", body = Problem),
    (status = 403, description = "not_allowed, device_revoked", body = Problem),
    (status = 413, description = "too_large", body = Problem),
    (status = 415, description = "not_json", body = Problem),
    (status = 422, description = "invalid_value", body = Problem),
))]
pub(super) async fn on(State(state): State<AppState>, caller: PhoneCaller, Json(offered): Json<Offered>) -> Result<StatusCode, ApiError> {
    let subscription = Subscription::parse(offered, state.push.opened()).map_err(|bad| {
        let field = match bad {
            BadSubscription::Endpoint => "endpoint",
            BadSubscription::Public => "keys.p256dh",
            BadSubscription::Auth => "keys.auth",
        };
        ApiError::invalid(field, bad.to_string())
    })?;
    let kid = state.push.vapid.kid_of(&state.db, subscription.key()).await?;
    let row = PushSubscription {
        sealed: subscription.seal(&state.push.sealer, &state.clock),
        endpoint_hash: subscription.hash(),
        municipality: caller.municipality,
        whose: Whose::Device(caller.device.id),
        kid: kid.ok_or_else(|| ApiError::invalid("key", "the browser subscribed with another server's key"))?,
        made_at: state.clock.now(),
        waiting_until: None,
    };
    let mut tx = state.db.begin().await?;
    // A phone has one browser.
    push_subscription::forget_device(&mut tx, caller.device.id).await?;
    push_subscription::put(&mut tx, &row).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Turns them off
#[utoipa::path(delete, path = "/api/v1/push", tag = "phone", security(("bearer" = [])), responses(
    (status = 204),
    (status = 401, description = "not_signed_in, token_expired", body = Problem),
    (status = 403, description = "not_allowed, device_revoked", body = Problem),
))]
pub(super) async fn off(State(state): State<AppState>, caller: PhoneCaller) -> Result<StatusCode, ApiError> {
    let mut tx = state.db.begin().await?;
    push_subscription::forget_device(&mut tx, caller.device.id).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
