//! Sealing what lies in the database: `base64(nonce (24) · ciphertext and tag)`, XChaCha20-Poly1305, with what it is as
//! associated data, so that one sealed thing can't stand in for another.

use crate::{clock::Clock, config::Secret};
use base64::{Engine, engine::general_purpose::STANDARD};
use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};

const NONCE: usize = 24;

/// Seals and opens for one purpose.
#[derive(Clone)]
pub struct Sealer(XChaCha20Poly1305);

impl std::fmt::Debug for Sealer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Sealer(…)")
    }
}

/// What was sealed doesn't open: another secret, another place, or changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("what is sealed in the database doesn't open with this UPPSOK_SECRET")]
pub struct Unsealable;

impl Sealer {
    /// For a purpose.
    pub fn new(secret: &Secret, purpose: &str) -> Self {
        Self(XChaCha20Poly1305::new(&secret.key(purpose).into()))
    }

    /// Seals something for the place that `what` names.
    #[expect(clippy::missing_panics_doc, reason = "keys are short")]
    pub fn seal(&self, clock: &Clock, what: &str, plain: &[u8]) -> String {
        let nonce: [u8; NONCE] = clock.random();
        let payload = Payload { msg: plain, aad: what.as_bytes() };
        let sealed = self.0.encrypt(&XNonce::from(nonce), payload).expect("what is sealed is shorter than 256 GB");
        STANDARD.encode([&nonce[..], &sealed].concat())
    }

    /// Opens it again.
    pub fn open(&self, what: &str, sealed: &str) -> Result<Vec<u8>, Unsealable> {
        let bytes = STANDARD.decode(sealed).map_err(|_| Unsealable)?;
        let (nonce, sealed) = bytes.split_first_chunk::<NONCE>().ok_or(Unsealable)?;
        let payload = Payload { msg: sealed, aad: what.as_bytes() };
        self.0.decrypt(&XNonce::from(*nonce), payload).map_err(|_| Unsealable)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn opens_in_its_place_with_its_secret_alone() {
        let clock = Clock::system();
        let secret = |text: &str| Secret::load(Some(&text.repeat(32)), "postgres:", &clock).unwrap();
        let sealer = Sealer::new(&secret("a"), "key");
        let blob = sealer.seal(&clock, "1", b"deep");
        assert_eq!(sealer.open("1", &blob).as_deref(), Ok(&b"deep"[..]));
        assert_eq!(sealer.open("2", &blob), Err(Unsealable));
        assert_eq!(Sealer::new(&secret("b"), "key").open("1", &blob), Err(Unsealable));
        assert_eq!(Sealer::new(&secret("a"), "other").open("1", &blob), Err(Unsealable));
        assert_eq!(sealer.open("1", "nonsense"), Err(Unsealable));
    }
}
