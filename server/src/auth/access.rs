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
pub fn issue(keyring: &Keyring, clock: &Clock, issuer: &str, sub: AccountId, device: Option<DeviceId>, epoch: i64) -> (String, i64) {
    let iat = clock.now().div_euclid(1000);
    let claims = Claims { iss: issuer.to_owned(), aud: AUDIENCE.to_owned(), iat, exp: iat + LIFETIME, sub, device, epoch };
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
