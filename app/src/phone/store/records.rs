//! What lies in the store beside entries and summaries. The forms are frozen: phones keep them for weeks.

use crate::phone::{
    crypto::{DataKey, Unreadable, Wrap, WrapKey, unwrap, wrap},
    model::Me,
};
use base64::{Engine, prelude::BASE64_STANDARD};
use domain::DeviceId;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// Bytes, written as base64.
#[derive(Clone, PartialEq, Eq)]
pub struct Bytes(pub Vec<u8>);

impl std::fmt::Debug for Bytes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Bytes({})", self.0.len())
    }
}

impl Serialize for Bytes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&BASE64_STANDARD.encode(&self.0))
    }
}

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        BASE64_STANDARD.decode(String::deserialize(deserializer)?).map(Self).map_err(de::Error::custom)
    }
}

/// The data key wrapped in one way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wrapped {
    /// Salt of the derivation.
    pub salt: Bytes,
    /// The sealed data key.
    pub key: Bytes,
    /// Which passkey, where it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credential: Option<Bytes>,
}

impl Wrapped {
    /// Wraps the data key. `salt` is what `with` was derived with.
    pub fn new(how: Wrap, with: &WrapKey, salt: &[u8; 16], nonce: [u8; 24], key: &DataKey) -> Self {
        Self { salt: Bytes(salt.to_vec()), key: Bytes(wrap(how, with, nonce, key)), credential: None }
    }

    /// Unwraps it.
    pub fn unwrap(&self, how: Wrap, with: &WrapKey) -> Result<DataKey, Unreadable> {
        unwrap(how, with, &self.key.0)
    }

    /// The salt, where it has the right length.
    pub fn salt(&self) -> Result<[u8; 16], Unreadable> {
        self.salt.0.as_slice().try_into().map_err(|_| Unreadable)
    }
}

/// What is needed before there is a key, and so lies in the clear: random ids and wrapped keys.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lock {
    /// What this phone is called in the journal.
    pub device: DeviceId,
    /// By the passphrase.
    pub passphrase: Wrapped,
    /// By a passkey.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub passkey: Option<Wrapped>,
    /// By the secret on the server.
    pub recovery: Wrapped,
    /// The server knows our device id as another phone's: the next sign-in asks for a new one.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub cloned: bool,
    /// The passphrase is forgotten, and an administrator has been asked.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub recovering: bool,
}

/// Who the store belongs to, and when the server was last heard.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// The person and the municipality's settings.
    pub me: Me,
    /// When the server last answered us, on the phone's clock.
    pub heard: i64,
    /// The latest that the phone's clock has shown, so that turning it back gains nothing.
    pub seen: i64,
    /// A recovery secret that the server hasn't got yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recovery: Option<Bytes>,
}

#[cfg(test)]
mod tests;
