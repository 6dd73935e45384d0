//! What lies in the store beside entries and summaries. The forms are frozen: phones keep them for weeks.

use crate::phone::{
    crypto::{DataKey, Unreadable, Wrap, WrapKey, unwrap, wrap},
    model::Me,
};
use base64::{Engine, prelude::BASE64_STANDARD};
use domain::{DeviceId, Hlc, YouthId, sync::Cursor, sync::Refusal};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::collections::BTreeSet;

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

/// Numbers that are allotted in the transaction that uses them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counter {
    /// The last seq that was given.
    pub seq: u64,
    /// The journal's clock.
    pub clock: Hlc,
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

/// How far sync has come.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// What the server gave last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
    /// Youths whose summary is older than their entries.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub dirty: BTreeSet<YouthId>,
    /// Youths that the server told us to forget while something about them was unsent.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub forgotten: BTreeSet<YouthId>,
    /// When a reply last brought something, on the phone's clock.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heard: Option<i64>,
    /// Records of one person, two and two.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub same: BTreeSet<(YouthId, YouthId)>,
}

impl Progress {
    /// Every record that is the same person as `youth`, itself among them.
    pub fn person(&self, youth: YouthId) -> BTreeSet<YouthId> {
        let mut person = BTreeSet::from([youth]);
        loop {
            let before = person.len();
            for (one, other) in &self.same {
                if person.contains(one) || person.contains(other) {
                    person.extend([*one, *other]);
                }
            }
            if person.len() == before {
                return person;
            }
        }
    }
}

/// An entry in the tray.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tray {
    /// Why.
    pub refusal: Refusal,
    /// What the youth was called when it came here: they may be forgotten since, and whoever is to decide has to know
    /// whom it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

#[cfg(test)]
mod tests;
