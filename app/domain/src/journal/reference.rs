//! Pointing at a fact.

use crate::EntryId;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::{fmt, str::FromStr};

/// A fact by its entry and its place in it, written `entry#0`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FactRef {
    /// The entry that holds the fact.
    pub entry: EntryId,
    /// Its place, from 0.
    pub index: u16,
}

/// A text that isn't `entry#index`.
#[derive(Debug, thiserror::Error)]
#[error("a fact is pointed at as entry#index")]
pub struct BadFactRef;

impl fmt::Display for FactRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}#{}", self.entry, self.index)
    }
}

impl FromStr for FactRef {
    type Err = BadFactRef;

    fn from_str(text: &str) -> Result<Self, BadFactRef> {
        let (entry, index) = text.split_once('#').ok_or(BadFactRef)?;
        Ok(Self { entry: entry.parse().map_err(|_| BadFactRef)?, index: index.parse().map_err(|_| BadFactRef)? })
    }
}

impl Serialize for FactRef {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for FactRef {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}
