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

const HOUR: i64 = 60 * 60 * 1000;
const DAY: i64 = 24 * HOUR;

/// What time it is on a device whose clock shows `now` and was `offset` behind the server's when it last heard from it, at
/// `heard` by its own clock. A clock that is wrong by years must not make today another day. An offset that leads to
/// before what the server said, or to weeks after, is of a clock that has been put right since.
pub fn right_time(now: i64, heard: Option<i64>, offset: i64) -> i64 {
    let Some(heard) = heard.filter(|_| offset.abs() >= HOUR) else { return now };
    let (right, told) = (now.saturating_add(offset), heard.saturating_add(offset));
    if (told - HOUR..told + 40 * DAY).contains(&right) { right } else { now }
}

impl Hlc {
    /// The next moment of a clock that last said `self`, when the device's clock shows `now`. One that is more than a day
    /// ahead of it was wrong and has been put right: it isn't held to what it said.
    #[must_use]
    pub fn tick(self, now: i64) -> Self {
        let was_wrong = self.ms > now.saturating_add(DAY) && now > 0;
        if now > self.ms || was_wrong {
            Self { ms: now, counter: 0 }
        } else {
            Self { ms: self.ms, counter: self.counter.saturating_add(1) }
        }
    }

    /// The clock after having seen `other`, unless `other` is more than a day ahead of `now`: one phone that is
    /// wrong by years must not drag the others along.
    #[must_use]
    pub fn observe(self, other: Self, now: i64) -> Self {
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

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_795_424_400_000;
    const YEARS: i64 = 9 * 365 * DAY;

    #[test]
    fn a_clock_that_was_wrong_by_years_is_not_held_to_it() {
        let ahead = Hlc { ms: NOW + YEARS, counter: 4 };
        assert_eq!(ahead.tick(NOW), Hlc { ms: NOW, counter: 0 });
        let behind = Hlc { ms: NOW - YEARS, counter: 4 };
        assert_eq!(behind.tick(NOW), Hlc { ms: NOW, counter: 0 });
        let a_little = Hlc { ms: NOW + HOUR, counter: 4 };
        assert_eq!(a_little.tick(NOW), Hlc { ms: NOW + HOUR, counter: 5 }, "what is a little ahead goes on");
        assert_eq!(Hlc { ms: 5, counter: 0 }.tick(0), Hlc { ms: 5, counter: 1 });
    }

    #[test]
    fn today_is_the_servers_day_while_the_offset_makes_sense() {
        let wrong = NOW + YEARS;
        assert_eq!(right_time(wrong + DAY, Some(wrong), -YEARS), NOW + DAY, "years ahead");
        assert_eq!(right_time(NOW - YEARS + DAY, Some(NOW - YEARS), YEARS), NOW + DAY, "years behind");
        assert_eq!(right_time(NOW + DAY, Some(wrong), -YEARS), NOW + DAY, "put right since");
        assert_eq!(right_time(NOW + DAY, Some(NOW - YEARS), YEARS), NOW + DAY, "put right since, from behind");
        assert_eq!(right_time(NOW, Some(NOW), HOUR - 1), NOW, "not worth a word");
        assert_eq!(right_time(NOW, None, -YEARS), NOW, "never heard");
    }
}
