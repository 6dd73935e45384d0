//! Access tokens: ten minutes, signed with one algorithm, every claim required.

use super::keyring::{Keyring, KeyringError};
use crate::{clock::Clock, db::Db};
use domain::{AccountId, DeviceId};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, decode_header, encode};
use serde::{Deserialize, Serialize};

/// How long a token is good, in seconds.
pub const LIFETIME: i64 = 600;
/// For whom the tokens are.
pub const AUDIENCE: &str = "uppsok-api";
const ALGORITHM: Algorithm = Algorithm::HS256;

/// What a token says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claims {
    /// The server's public address.
    pub iss: String,
    /// [`AUDIENCE`].
    pub aud: String,
    /// When it was made, in seconds since 1970.
    pub iat: i64,
    /// When it stops working, in seconds since 1970.
    pub exp: i64,
    /// Who.
    pub sub: AccountId,
    /// On which phone; null for a script. Must be there even so.
    #[serde(deserialize_with = "Option::deserialize")]
    pub device: Option<DeviceId>,
    /// The account's session epoch.
    pub epoch: i64,
    /// Only for handing over what the phone hasn't sent, whatever becomes of phone and account meanwhile.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub farewell: bool,
}

/// For whom a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bearing {
    /// Who.
    pub account: AccountId,
    /// On which phone; none for a script.
    pub device: Option<DeviceId>,
    /// The account's session epoch.
    pub epoch: i64,
    /// What it opens.
    pub opens: Opens,
}

/// What a token opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opens {
    /// All that the account may do.
    Everything,
    /// Handing over what the phone hasn't sent: it was shut out.
    Farewell,
}

/// A token that isn't good.
#[derive(Debug, thiserror::Error)]
pub enum BadToken {
    /// It was good, and is too old.
    #[error("the access token has expired")]
    Expired,
    /// Forged, of another server, or not a token.
    #[error("the access token isn't valid")]
    Invalid,
    /// The keys can't be had.
    #[error(transparent)]
    Keys(#[from] KeyringError),
}

/// Makes a token, and says for how many seconds it is good.
#[expect(clippy::missing_panics_doc, reason = "a few texts and numbers are always JSON")]
pub fn issue(keyring: &Keyring, clock: &Clock, issuer: &str, to: Bearing) -> (String, i64) {
    let iat = clock.now().div_euclid(1000);
    let Bearing { account: sub, device, epoch, opens } = to;
    let farewell = opens == Opens::Farewell;
    let claims = Claims { iss: issuer.to_owned(), aud: AUDIENCE.to_owned(), iat, exp: iat + LIFETIME, sub, device, epoch, farewell };
    let (kid, key) = keyring.latest();
    let header = Header { kid: Some(kid), ..Header::new(ALGORITHM) };
    let token = encode(&header, &claims, &EncodingKey::from_secret(&key)).expect("a token is texts and numbers");
    (token, LIFETIME)
}

/// Reads a token: signature, algorithm, key, issuer, audience and times. Whether its epoch is the account's is the
/// caller's question.
pub async fn verify(keyring: &Keyring, db: &Db, clock: &Clock, issuer: &str, token: &str) -> Result<Claims, BadToken> {
    let header = decode_header(token).map_err(|_| BadToken::Invalid)?;
    if header.alg != ALGORITHM {
        return Err(BadToken::Invalid);
    }
    let kid = header.kid.ok_or(BadToken::Invalid)?;
    let key = keyring.find(db, &kid).await?.ok_or(BadToken::Invalid)?;
    let mut validation = Validation::new(ALGORITHM);
    validation.set_issuer(&[issuer]);
    validation.set_audience(&[AUDIENCE]);
    validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
    // The library would ask the machine for the time; ours is an argument, and checked below.
    validation.validate_exp = false;
    let claims = decode::<Claims>(token, &DecodingKey::from_secret(&key), &validation).map_err(|_| BadToken::Invalid)?.claims;
    let now = clock.now().div_euclid(1000);
    // Several servers' clocks differ a little.
    if claims.iat > now + 60 || claims.exp - claims.iat > LIFETIME {
        return Err(BadToken::Invalid);
    }
    if claims.exp <= now { Err(BadToken::Expired) } else { Ok(claims) }
}
