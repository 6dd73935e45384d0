//! One record, sealed: `version (1 byte) · nonce (24) · ciphertext and tag`, with store, id and version as associated
//! data, so that a blob moved to another place can't be read there.
//!
//! The layout is stored on every phone; the literal test below says who breaks when it changes: every phone that is
//! not online that day.

use super::{DataKey, Unreadable};
use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};

/// The version of the layout.
const VERSION: u8 = 1;
const NONCE: usize = 24;

fn associated(store: &str, id: &str) -> Vec<u8> {
    [b"uppsok\0", store.as_bytes(), b"\0", id.as_bytes(), b"\0", &[VERSION]].concat()
}

/// Seals a record for its place. The nonce is 24 random bytes, never used twice.
pub fn seal(key: &DataKey, store: &str, id: &str, nonce: [u8; NONCE], plain: &[u8]) -> Vec<u8> {
    let payload = Payload { msg: plain, aad: &associated(store, id) };
    let cipher = XChaCha20Poly1305::new(&key.0.into());
    let sealed = cipher.encrypt(&XNonce::from(nonce), payload).expect("a record is shorter than 256 GB");
    let mut blob = Vec::with_capacity(1 + NONCE + sealed.len());
    blob.push(VERSION);
    blob.extend_from_slice(&nonce);
    blob.extend_from_slice(&sealed);
    blob
}

/// Opens a record from its place. Fails on another key, another place, another version and any changed bit.
pub fn open(key: &DataKey, store: &str, id: &str, blob: &[u8]) -> Result<Vec<u8>, Unreadable> {
    let (version, rest) = blob.split_first().ok_or(Unreadable)?;
    if *version != VERSION {
        return Err(Unreadable);
    }
    let (nonce, sealed) = rest.split_first_chunk::<NONCE>().ok_or(Unreadable)?;
    let payload = Payload { msg: sealed, aad: &associated(store, id) };
    XChaCha20Poly1305::new(&key.0.into()).decrypt(&XNonce::from(*nonce), payload).map_err(|_| Unreadable)
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: DataKey = DataKey([7; 32]);

    #[test]
    fn what_is_sealed_opens_in_its_place_alone() {
        let blob = seal(&KEY, "entry", "a", [1; NONCE], b"Pratade");
        assert_eq!(open(&KEY, "entry", "a", &blob).as_deref(), Ok(&b"Pratade"[..]));
        assert_eq!(open(&KEY, "entry", "b", &blob), Err(Unreadable));
        assert_eq!(open(&KEY, "summary", "a", &blob), Err(Unreadable));
        assert_eq!(open(&DataKey([8; 32]), "entry", "a", &blob), Err(Unreadable));
    }

    #[test]
    fn any_changed_bit_is_noticed() {
        let blob = seal(&KEY, "entry", "a", [1; NONCE], b"Pratade");
        for at in 0..blob.len() {
            let mut changed = blob.clone();
            changed[at] ^= 1;
            assert_eq!(open(&KEY, "entry", "a", &changed), Err(Unreadable), "byte {at}");
        }
        for length in 0..blob.len() {
            assert_eq!(open(&KEY, "entry", "a", &blob[..length]), Err(Unreadable), "cut at {length}");
        }
    }

    /// Stored on every phone: a change here makes them all unreadable.
    #[test]
    fn the_stored_form_is_frozen() {
        let blob = seal(&KEY, "entry", "0192", [1; NONCE], b"{}");
        assert_eq!(
            crate::phone::crypto::hex(&blob),
            "01010101010101010101010101010101010101010101010101ca0904dd0d26155d3a78af723f0ce8c9f7de"
        );
    }
}
