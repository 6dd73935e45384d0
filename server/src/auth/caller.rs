//! Who makes a request, as an argument of its handler.

use super::{
    Post,
    access::{self, BadToken, Opens},
    session,
};
use crate::{
    http::{ApiError, AppState},
    store::{
        account::{self, Account},
        device::{self, Device},
    },
};
use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, header, request::Parts},
};
use domain::MunicipalityId;

const MINUTE: i64 = 60_000;

/// Somebody with a good access token, on a device that hasn't been revoked, or in a script.
#[derive(Clone, Debug)]
pub struct Bearer {
    /// Who.
    pub account: Account,
    /// On which phone.
    pub device: Option<Device>,
    /// What the token opens now.
    opens: Opens,
}

impl Bearer {
    /// Whether the phone may only hand over what it hasn't sent, and wipe itself.
    pub fn is_shut_out(&self) -> bool {
        self.opens == Opens::Farewell
    }
}

/// A worker on a phone that hasn't been revoked.
#[derive(Clone, Debug)]
pub struct PhoneCaller {
    /// Who.
    pub account: Account,
    /// Where.
    pub municipality: MunicipalityId,
    /// On which phone.
    pub device: Device,
}

/// Somebody with a good access token, even on a revoked device: only for what tells it so.
#[derive(Clone, Debug)]
pub struct EvenRevoked(pub Bearer);

/// Somebody in a script or on a page: an access token, else a session.
#[derive(Clone, Debug)]
pub struct Anyone(pub Account);

impl Account {
    /// Where this administrator administers.
    pub fn administers(&self) -> Result<MunicipalityId, ApiError> {
        if let Post::Administrator(it) = self.post { Ok(it) } else { Err(ApiError::NotAllowed) }
    }
}

fn token(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

async fn bearer(parts: &Parts, state: &AppState) -> Result<Bearer, ApiError> {
    let token = token(&parts.headers).ok_or(ApiError::NotSignedIn)?;
    let issuer = state.config.public.to_string();
    let claims = access::verify(&state.keyring, &state.db, &state.clock, &issuer, token).await.map_err(|error| match error {
        BadToken::Expired => ApiError::TokenExpired,
        BadToken::Invalid => ApiError::NotSignedIn,
        BadToken::Keys(error) => error.into(),
    })?;
    let mut tx = state.db.read().await?;
    let account = account::by_id(&mut tx, claims.sub).await?;
    let account = account.filter(|it| it.session_epoch == claims.epoch && (claims.farewell || it.disabled_at.is_none()));
    let account = account.ok_or(ApiError::NotSignedIn)?;
    let device = match claims.device {
        Some(id) => Some(device::by_id(&mut tx, id).await?.filter(|it| it.account == account.id).ok_or(ApiError::NotSignedIn)?),
        None => None,
    };
    drop(tx);
    let now = state.clock.now();
    if let Some(device) = device.as_ref().filter(|it| now - it.seen_at >= MINUTE) {
        let mut tx = state.db.begin().await?;
        device::touch(&mut tx, device.id, now).await?;
        tx.commit().await?;
    }
    let is_revoked = device.as_ref().is_some_and(|it| it.revoked_at.is_some());
    let opens = if claims.farewell || is_revoked { Opens::Farewell } else { Opens::Everything };
    Ok(Bearer { account, device, opens })
}

impl FromRequestParts<AppState> for EvenRevoked {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, ApiError> {
        bearer(parts, state).await.map(Self)
    }
}

impl FromRequestParts<AppState> for Bearer {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, ApiError> {
        let it = bearer(parts, state).await?;
        if it.is_shut_out() { Err(ApiError::DeviceRevoked) } else { Ok(it) }
    }
}

impl FromRequestParts<AppState> for PhoneCaller {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, ApiError> {
        let Bearer { account, device, .. } = Bearer::from_request_parts(parts, state).await?;
        match (account.post, device) {
            (Post::Worker(municipality), Some(device)) => Ok(Self { account, municipality, device }),
            _ => Err(ApiError::NotAllowed),
        }
    }
}

impl FromRequestParts<AppState> for Anyone {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, ApiError> {
        if parts.headers.contains_key(header::AUTHORIZATION) {
            return Bearer::from_request_parts(parts, state).await.map(|it| Self(it.account));
        }
        session::find(state, &parts.method, &parts.headers).await.map(Self)
    }
}
