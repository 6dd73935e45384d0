//! `POST /api/v1/sign-out`

use crate::{
    auth::{EvenRevoked, cookie, session},
    http::{ApiError, AppState, Problem},
    store::refresh_token,
};
use axum::{
    extract::{FromRequestParts, Request, State},
    http::{StatusCode, header::AUTHORIZATION},
};
use axum_extra::extract::CookieJar;

/// Signs a phone or a browser out
///
/// With a phone's access token its refresh tokens end. With a session cookie the session ends.
#[utoipa::path(post, path = "/api/v1/sign-out", tag = "signing in", security(("bearer" = [])), responses(
    (status = 204),
    (status = 401, description = "not_signed_in, token_expired", body = Problem),
    (status = 403, description = "wrong_origin", body = Problem),
))]
pub(super) async fn sign_out(State(state): State<AppState>, request: Request) -> Result<(CookieJar, StatusCode), ApiError> {
    let (mut parts, _) = request.into_parts();
    let jar = CookieJar::new();
    if !parts.headers.contains_key(AUTHORIZATION) {
        session::find(&state, &parts.method, &parts.headers).await?;
        return Ok((jar.add(session::end(&state, &parts.headers).await?), StatusCode::NO_CONTENT));
    }
    let EvenRevoked(caller) = EvenRevoked::from_request_parts(&mut parts, &state).await?;
    let Some(device) = caller.device else { return Ok((jar, StatusCode::NO_CONTENT)) };
    let mut tx = state.db.begin().await?;
    refresh_token::end_all(&mut tx, device.id).await?;
    tx.commit().await?;
    Ok((jar.add(cookie::no_refresh(&state.config.public, device.id)), StatusCode::NO_CONTENT))
}
