//! One user action.

use super::Fact;
use crate::{AccountId, DeviceId, EntryId, Hlc, YouthId};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::{fmt, str::FromStr};

/// One user action with all its facts: stored, sent and accepted whole or not at all, and never changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Unique everywhere: what makes retries idempotent.
    pub id: EntryId,
    /// Who made it: a phone, a server process, the importer.
    pub device: DeviceId,
    /// 1, 2, 3… on its device.
    pub seq: u64,
    /// When, as the device claims.
    pub at: Hlc,
    /// On whose behalf.
    pub by: Actor,
    /// About whom.
    pub youth: YouthId,
    /// What happened. At least one.
    pub facts: Vec<Fact>,
}

/// On whose behalf an entry was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Actor {
    /// Somebody with an account.
    Account(AccountId),
    /// The youth, through a message or their page.
    Youth,
    /// Uppsök itself: reminders and their receipts.
    System,
}

/// A text that isn't an account id, `youth` or `system`.
#[derive(Debug, thiserror::Error)]
#[error("an actor is an account's id, \"youth\" or \"system\"")]
pub struct BadActor;

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Account(id) => id.fmt(f),
            Self::Youth => f.write_str("youth"),
            Self::System => f.write_str("system"),
        }
    }
}

impl FromStr for Actor {
    type Err = BadActor;

    fn from_str(text: &str) -> Result<Self, BadActor> {
        match text {
            "youth" => Ok(Self::Youth),
            "system" => Ok(Self::System),
            id => id.parse().map(Self::Account).map_err(|_| BadActor),
        }
    }
}

impl Serialize for Actor {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Actor {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}
