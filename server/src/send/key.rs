//! What providers prove themselves with when they call us: 46elks signs nothing, so that each address carries a key.

use crate::config::Secret;
use axum::http::{HeaderMap, header};
use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq;
use uuid::Uuid;

/// Makes and checks the keys. The same on every server, since they follow from `UPPSOK_SECRET`.
#[derive(Clone)]
pub struct HookKeys([u8; 32]);

impl std::fmt::Debug for HookKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("HookKeys(…)")
    }
}

impl HookKeys {
    /// Of a server.
    pub fn new(secret: &Secret) -> Self {
        Self(secret.key("hook"))
    }

    /// The key of the reports of one call: good for that one alone.
    pub fn of_attempt(&self, attempt: Uuid) -> String {
        self.of("report", attempt.to_string().as_bytes())
    }

    /// The key of what youths write to us.
    pub fn of_inbound(&self) -> String {
        self.of("inbound", b"")
    }

    /// A hash that only this server's keys make: for what is to be recognised and not read.
    pub fn hash(&self, what: &[u8]) -> String {
        self.of("hash", what)
    }

    fn of(&self, purpose: &str, what: &[u8]) -> String {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).expect("HMAC takes any key");
        mac.update(purpose.as_bytes());
        mac.update(b"\0");
        mac.update(what);
        hex::encode(&mac.finalize().into_bytes()[..16])
    }
}

/// Whether a call carries a key, as the password of Basic auth.
pub fn carries(headers: &HeaderMap, key: &str) -> bool {
    let given = headers.get(header::AUTHORIZATION).and_then(|it| it.to_str().ok()).and_then(|it| it.split_once(' '));
    let Some((scheme, blob)) = given else { return false };
    let Ok(pair) = STANDARD.decode(blob.trim()) else { return false };
    let password = pair.iter().position(|it| *it == b':').map_or(&[][..], |at| &pair[at + 1..]);
    scheme.eq_ignore_ascii_case("basic") && bool::from(password.ct_eq(key.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Clock;

    #[test]
    fn a_key_is_good_for_its_own_call_alone() {
        let keys = HookKeys::new(&Secret::load(Some(&"a".repeat(32)), "postgres:", &Clock::system()).unwrap());
        let (one, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let with = |key: &str| {
            let mut headers = HeaderMap::new();
            headers.insert("authorization", format!("Basic {}", STANDARD.encode(format!("uppsok:{key}"))).parse().unwrap());
            headers
        };
        assert_eq!(keys.of_attempt(one).len(), 32);
        assert!(carries(&with(&keys.of_attempt(one)), &keys.of_attempt(one)));
        assert!(!carries(&with(&keys.of_attempt(other)), &keys.of_attempt(one)));
        assert!(!carries(&with(&keys.of_inbound()), &keys.of_attempt(one)));
        assert!(!carries(&with(""), &keys.of_attempt(one)) && !carries(&HeaderMap::new(), &keys.of_attempt(one)));
    }
}
