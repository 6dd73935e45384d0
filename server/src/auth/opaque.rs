//! Opaque tokens: cookies and links. The holder has 32 random bytes; the database has only their hash.

use crate::clock::Clock;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};

/// A fresh token: 43 characters that fit in a cookie and an address.
pub fn fresh(clock: &Clock) -> String {
    URL_SAFE_NO_PAD.encode(clock.random::<32>())
}

/// What the database keeps of a token. The token is random, so a plain hash can't be searched.
pub fn hash(token: &str) -> String {
    hex::encode(Sha256::digest(token.as_bytes()))
}
