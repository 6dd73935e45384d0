//! The data key, wrapped: once by the passphrase, once by the passkey where there is one, once by the recovery secret
//! that the server holds. Losing all three is the only way to lose what is unsent.

use super::{DataKey, Unreadable, WrapKey, seal};
use argon2::{Algorithm, Argon2, Params, Version};
use hkdf::Hkdf;
use sha2::Sha256;

/// Memory for a passphrase, in KiB: what makes guessing dear (64 MiB).
const MEMORY: u32 = 64 * 1024;
/// Passes over it.
const PASSES: u32 = 3;

/// Who can unwrap. Its name is the id that the wrap is bound to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrap {
    /// The device passphrase, through Argon2id.
    Passphrase,
    /// A passkey's PRF.
    Passkey,
    /// The recovery secret on the server.
    Recovery,
}

impl Wrap {
    /// The name that is stored.
    pub fn name(self) -> &'static str {
        match self {
            Self::Passphrase => "passphrase",
            Self::Passkey => "passkey",
            Self::Recovery => "recovery",
        }
    }
}

/// The key of a passphrase. Takes a second and 64 MiB: only in a worker of its own.
pub fn of_passphrase(passphrase: &str, salt: &[u8; 16]) -> WrapKey {
    let params = Params::new(MEMORY, PASSES, 1, Some(32)).expect("fixed parameters within Argon2's bounds");
    let mut key = [0; 32];
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(passphrase.as_bytes(), salt, &mut key)
        .expect("a salt of 16 and a key of 32 bytes are within Argon2's bounds");
    WrapKey(key)
}

/// The key of a secret that is random already: a passkey's PRF output, or the recovery secret.
pub fn of_secret(wrap: Wrap, secret: &[u8], salt: &[u8; 16]) -> WrapKey {
    let mut key = [0; 32];
    Hkdf::<Sha256>::new(Some(salt), secret)
        .expand(format!("uppsok data key {}", wrap.name()).as_bytes(), &mut key)
        .expect("32 bytes are within HKDF's bounds");
    WrapKey(key)
}

/// Wraps the data key.
pub fn wrap(wrap: Wrap, with: &WrapKey, nonce: [u8; 24], key: &DataKey) -> Vec<u8> {
    seal::seal(&DataKey(with.0), "wrap", wrap.name(), nonce, &key.0)
}

/// Unwraps it. The wrong passphrase is the common reason for failing.
pub fn unwrap(wrap: Wrap, with: &WrapKey, blob: &[u8]) -> Result<DataKey, Unreadable> {
    let key = seal::open(&DataKey(with.0), "wrap", wrap.name(), blob)?;
    Ok(DataKey(key.try_into().map_err(|_| Unreadable)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::phone::crypto::hex;

    const KEY: DataKey = DataKey([9; 32]);

    #[test]
    fn the_right_key_unwraps_and_no_other() {
        let right = of_secret(Wrap::Recovery, b"secret", &[1; 16]);
        let blob = wrap(Wrap::Recovery, &right, [3; 24], &KEY);
        assert_eq!(unwrap(Wrap::Recovery, &right, &blob), Ok(DataKey([9; 32])));
        assert_eq!(unwrap(Wrap::Recovery, &of_secret(Wrap::Recovery, b"secres", &[1; 16]), &blob), Err(Unreadable));
        assert_eq!(unwrap(Wrap::Recovery, &of_secret(Wrap::Recovery, b"secret", &[2; 16]), &blob), Err(Unreadable));
        assert_eq!(unwrap(Wrap::Passkey, &right, &blob), Err(Unreadable));
    }

    /// Stored on every phone: a change here locks them all out.
    #[test]
    fn the_derivations_are_frozen() {
        assert_eq!(
            hex(&of_passphrase("lång väg hem i snön", &[5; 16]).0),
            "76d1077fa9a980e345b7ec214b7e6e6e54a309f975236c2b3977df03a4ac7b96"
        );
        assert_eq!(
            hex(&of_secret(Wrap::Passkey, &[6; 32], &[5; 16]).0),
            "399faac3fbb511448c6829c31dd5f6b8bdd07602d0e6d08b2e9069dca756762b"
        );
        assert_eq!(
            hex(&of_secret(Wrap::Recovery, &[6; 32], &[5; 16]).0),
            "16a956c3d826048f295a07044619ffe87bf8695e546f15210afc2a97a7d71ac4"
        );
        assert_eq!(
            hex(&wrap(Wrap::Recovery, &WrapKey([4; 32]), [3; 24], &KEY)),
            "0103030303030303030303030303030303030303030303030373c086a5d99eff83a26721c9e61f9b483a140d6cbf357f22c77091903c67ca648f4f6911813ca57fd2845fd9d2bdeff0"
        );
    }
}
