//! `POST /api/v1/sign-in`

use crate::{
    auth::{
        access::{self, Bearing, Opens},
        cookie, refresh,
        sign_in::by_password,
    },
    http::{ApiError, AppState, Json, Peer, Problem},
};
use axum::{Json as Reply, extract::State, http::HeaderMap};
use axum_extra::extract::CookieJar;
use domain::DeviceId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SignIn {
    #[schema(example = "elin@uppsok.example")]
    email: String,
    password: String,
    /// A phone that wants to stay signed in. A script leaves it out.
    device: Option<Device>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Device {
    #[schema(value_type = Uuid)]
    id: DeviceId,
    #[schema(max_length = 80, example = "Android")]
    name: String,
}

/// What signs the next calls.
#[derive(Serialize, ToSchema)]
pub(super) struct Granted {
    /// Goes into `Authorization: Bearer …`.
    pub(super) access_token: String,
    /// For how many seconds it is good.
    #[schema(example = 600)]
    pub(super) expires_in: i64,
}

/// Signs in
///
/// With a device, the answer sets the cookie that `POST /api/v1/refresh` takes. On a revoked device, and on a known device of a
/// disabled account, the token opens nothing but what hands over what the device hasn't sent.
#[utoipa::path(post, path = "/api/v1/sign-in", tag = "signing in", request_body = SignIn, responses(
    (status = 200, body = Granted),
    (status = 400, description = "malformed", body = Problem),
    (status = 401, description = "wrong_credentials", body = Problem),
    (status = 409, description = "device_taken", body = Problem),
    (status = 413, description = "too_large", body = Problem),
    (status = 415, description = "not_json", body = Problem),
    (status = 422, description = "invalid_value", body = Problem),
    (status = 429, description = "too_many_tries", body = Problem),
))]
pub(super) async fn sign_in(
    State(state): State<AppState>,
    Peer(from): Peer,
    headers: HeaderMap,
    Json(body): Json<SignIn>,
) -> Result<(CookieJar, Reply<Granted>), ApiError> {
    let jar = CookieJar::from_headers(&headers);
    let phone = body.device.as_ref().map(|it| it.id);
    let who = by_password(&state, &body.email, &body.password, phone, from).await?;
    let Some(device) = body.device else {
        let (account, issuer) = (who.account(), state.config.public.to_string());
        let bearing = Bearing { account: account.id, device: None, epoch: account.session_epoch, opens: Opens::Everything };
        let (access_token, expires_in) = access::issue(&state.keyring, &state.clock, &issuer, bearing);
        return Ok((jar, Reply(Granted { access_token, expires_in })));
    };
    let name = device.name.trim();
    if name.is_empty() || name.chars().count() > 80 {
        return Err(ApiError::invalid("device.name", "1 to 80 characters"));
    }
    let granted = refresh::begin(&state, &who, device.id, name).await?;
    let cookie = cookie::refresh(&state.config.public, device.id, granted.refresh_token, refresh::LIFETIME);
    Ok((jar.add(cookie), Reply(Granted { access_token: granted.access_token, expires_in: granted.expires_in })))
}
