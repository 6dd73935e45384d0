//! `POST /api/v1/refresh`

use super::sign_in::Granted;
use crate::{
    auth::{cookie, refresh as tokens, session::check_origin},
    http::{ApiError, AppState, Json, Problem},
};
use axum::{Json as Reply, extract::State, http::HeaderMap};
use axum_extra::extract::CookieJar;
use domain::DeviceId;
use serde::Deserialize;
use utoipa::ToSchema;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Refresh {
    /// Which of the browser's phones.
    #[schema(value_type = Uuid)]
    device: DeviceId,
}

/// Renews an access token with the cookie
///
/// The cookie is replaced. The replaced one works for a week more while nobody has used the new one, in case this answer is
/// lost; after that it ends everything on the device. On a phone that was revoked, or whose account was disabled, the token
/// opens nothing but what hands over what the phone hasn't sent. `Origin` must be this server's.
#[utoipa::path(post, path = "/api/v1/refresh", tag = "signing in", request_body = Refresh, responses(
    (status = 200, body = Granted),
    (status = 400, description = "malformed", body = Problem),
    (status = 401, description = "sign_in_again", body = Problem),
    (status = 403, description = "wrong_origin", body = Problem),
    (status = 413, description = "too_large", body = Problem),
    (status = 415, description = "not_json", body = Problem),
))]
pub(super) async fn refresh(
    State(state): State<AppState>,
    headers: HeaderMap,
    Json(body): Json<Refresh>,
) -> Result<(CookieJar, Reply<Granted>), ApiError> {
    check_origin(&state, &headers)?;
    let jar = CookieJar::from_headers(&headers);
    let public = &state.config.public;
    let token = jar.get(&cookie::refresh_name(public, body.device)).ok_or(ApiError::SignInAgain)?.value().to_owned();
    let granted = tokens::rotate(&state, &token, body.device).await?;
    let cookie = cookie::refresh(public, body.device, granted.refresh_token, tokens::LIFETIME);
    Ok((jar.add(cookie), Reply(Granted { access_token: granted.access_token, expires_in: granted.expires_in })))
}
