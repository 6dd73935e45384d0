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

/// A clock that differs by so many milliseconds is wrong, and not only a message that was long on its way.
pub(crate) const WRONG: i64 = 10 * 60 * 1000;

/// What time it is on a device whose clock shows `now` and was `offset` behind the server's when it last heard from it, at
/// `heard` by its own clock. A clock that is wrong by years must not make today another day. An offset that leads to
/// before what the server said, or to weeks after, is of a clock that has been put right since.
pub fn right_time(now: i64, heard: Option<i64>, offset: i64) -> i64 {
    let Some(heard) = heard.filter(|_| offset.abs() >= HOUR) else { return now };
    let (right, told) = (now.saturating_add(offset), heard.saturating_add(offset));
    if (told - HOUR..told + 40 * DAY).contains(&right) { right } else { now }
}

impl Hlc {
    /// The next moment of a clock that last said `self`, when the device's clock shows `now`. One that is far ahead of it was
    /// wrong and has been put right: it isn't held to what it said.
    #[must_use]
    pub fn tick(self, now: i64) -> Self {
        let was_wrong = self.ms >= now.saturating_add(WRONG) && now > 0;
        if now > self.ms || was_wrong {
            Self { ms: now, counter: 0 }
        } else {
            Self { ms: self.ms, counter: self.counter.saturating_add(1) }
        }
    }

    /// The clock after having seen `other`, unless `other` is far ahead of `now`: one phone that is wrong must not drag the
    /// others along. A call is dated by when its entry was written, and what is written by a clock that is right is marked by
    /// nobody: it mustn't be another's fault that it is dated hours late.
    ///
    /// What answers such an entry then comes before it on the timeline, and so may what a phone writes after its clock was put
    /// right. No field's value hangs on that: a change names what it saw, and a correction what it corrects.
    #[must_use]
    pub fn observe(self, other: Self, now: i64) -> Self {
        if other.ms >= now.saturating_add(WRONG) { self } else { self.max(other) }
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
    use proptest::prelude::*;

    const NOW: i64 = 1_795_424_400_000;
    const YEARS: i64 = 9 * 365 * DAY;

    #[test]
    fn a_clock_that_was_wrong_by_years_is_not_held_to_it() {
        let ahead = Hlc { ms: NOW + YEARS, counter: 4 };
        assert_eq!(ahead.tick(NOW), Hlc { ms: NOW, counter: 0 });
        let behind = Hlc { ms: NOW - YEARS, counter: 4 };
        assert_eq!(behind.tick(NOW), Hlc { ms: NOW, counter: 0 });
        let hours_ahead = Hlc { ms: NOW + 6 * HOUR, counter: 4 };
        assert_eq!(hours_ahead.tick(NOW), Hlc { ms: NOW, counter: 0 });
        let a_little = Hlc { ms: NOW + WRONG - 1, counter: 4 };
        assert_eq!(a_little.tick(NOW), Hlc { counter: 5, ..a_little }, "what is a little ahead goes on");
        assert_eq!(Hlc { ms: 5, counter: 0 }.tick(0), Hlc { ms: 5, counter: 1 });
    }

    #[test]
    fn what_another_clock_says_is_taken_up_unless_that_clock_is_wrong() {
        let own = Hlc { ms: NOW - HOUR, counter: 3 };
        let ahead = |by| Hlc { ms: NOW + by, counter: 7 };
        assert_eq!(own.observe(ahead(WRONG - 1), NOW), ahead(WRONG - 1));
        for wrong in [WRONG, HOUR, DAY, YEARS] {
            assert_eq!(own.observe(ahead(wrong), NOW), own);
        }
        assert_eq!(own.observe(ahead(-DAY), NOW), own, "it never goes back");
    }

    proptest! {
        #[test]
        fn whatever_a_clock_that_is_right_hears_it_dates_nothing_far_ahead(
            heard in proptest::collection::vec((0..HOUR, -DAY..2 * DAY), 0..20),
        ) {
            let (mut clock, mut now) = (Hlc::default(), NOW);
            for (passed, ahead) in heard {
                now += passed;
                let seen = clock.observe(Hlc { ms: now + ahead, counter: 0 }, now);
                clock = seen.tick(now);
                prop_assert!(clock > seen && (now..now + WRONG).contains(&clock.ms), "{clock} at {now}");
            }
        }
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
