//! The hybrid logical clock: it orders the timeline and decides nothing else.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::{fmt, str::FromStr};

/// A moment in milliseconds since 1970, and a counter for what happened within it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hlc {
    /// Milliseconds since 1970-01-01T00:00Z, as the device claims.
    pub ms: i64,
    /// Tells moments of the same millisecond apart.
    pub counter: u32,
}

impl Hlc {
    /// The next moment of a clock that last said `self`, when the device's clock shows `now`.
    #[must_use]
    pub fn tick(self, now: i64) -> Self {
        if now > self.ms { Self { ms: now, counter: 0 } } else { Self { ms: self.ms, counter: self.counter.saturating_add(1) } }
    }

    /// The clock after having seen `other`, unless `other` is more than a day ahead of `now`: one phone that is
    /// wrong by years must not drag the others along.
    #[must_use]
    pub fn observe(self, other: Self, now: i64) -> Self {
        const DAY: i64 = 24 * 60 * 60 * 1000;
        if other.ms > now.saturating_add(DAY) { self } else { self.max(other) }
    }
}

impl fmt::Display for Hlc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.ms, self.counter)
    }
}

/// A clock reading that isn't `milliseconds.counter`.
#[derive(Debug, thiserror::Error)]
#[error("a clock reading is written milliseconds.counter")]
pub struct BadHlc;

impl FromStr for Hlc {
    type Err = BadHlc;

    fn from_str(text: &str) -> Result<Self, BadHlc> {
        let (ms, counter) = text.split_once('.').ok_or(BadHlc)?;
        Ok(Self { ms: ms.parse().map_err(|_| BadHlc)?, counter: counter.parse().map_err(|_| BadHlc)? })
    }
}

impl Serialize for Hlc {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Hlc {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}
