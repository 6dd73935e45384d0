//! What keeps a dead provider from making every message unclear, for each channel: that nobody's push service answers is no
//! reason for texts to wait, nor the other way about.

use super::Sign;
use domain::Via;
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// So many calls in a row that came to nothing are enough.
const ENOUGH: u32 = 8;
/// How long a channel rests, in milliseconds.
pub(super) const REST: i64 = 30_000;

/// How the calls of each channel have gone, from this server. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub(super) struct Breakers(Arc<Mutex<BTreeMap<Via, Breaker>>>);

/// After so many calls in a row that came to nothing a channel rests, and then it's tried with one at a time until one is
/// taken.
#[derive(Clone, Copy, Debug, Default)]
struct Breaker {
    in_row: u32,
    rests_until: i64,
    /// Whether the one is under way.
    is_tried: bool,
}

impl Breakers {
    /// How many of at most so many calls may be under way now.
    pub(super) fn allows(&self, via: Via, now: i64, most: usize) -> usize {
        match self.all().get(&via) {
            Some(it) if it.in_row >= ENOUGH => usize::from(now >= it.rests_until && !it.is_tried),
            _ => most,
        }
    }

    /// A call begins.
    pub(super) fn begins(&self, via: Via) {
        if let Some(it) = self.all().get_mut(&via) {
            it.is_tried = it.in_row >= ENOUGH;
        }
    }

    /// A call has ended.
    pub(super) fn went(&self, via: Via, sign: Sign, now: i64) {
        let mut all = self.all();
        let it = all.entry(via).or_default();
        it.is_tried = false;
        match sign {
            Sign::Works => it.in_row = 0,
            Sign::Fails(_) => {
                it.in_row = it.in_row.saturating_add(1);
                if it.in_row >= ENOUGH {
                    it.rests_until = now + REST;
                }
            }
            Sign::Neither => {}
        }
    }

    fn all(&self) -> MutexGuard<'_, BTreeMap<Via, Breaker>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FAILS: Sign = Sign::Fails("busy");

    #[test]
    fn a_dead_provider_is_left_alone_and_then_asked_gently_and_the_other_is_not() {
        let breakers = Breakers::default();
        let allows = |via, now| breakers.allows(via, now, 32);
        for _ in 0..ENOUGH - 1 {
            breakers.went(Via::Sms, FAILS, 1000);
        }
        assert_eq!(allows(Via::Sms, 1000), 32);
        breakers.went(Via::Sms, Sign::Works, 1000);
        for _ in 0..ENOUGH {
            breakers.went(Via::Sms, FAILS, 1000);
        }
        assert_eq!(allows(Via::Sms, 1000 + REST - 1), 0);
        assert_eq!(allows(Via::Push, 1000 + REST - 1), 32);
        assert_eq!(allows(Via::Sms, 1000 + REST), 1);
        breakers.begins(Via::Sms);
        assert_eq!(allows(Via::Sms, 1000 + REST), 0, "one at a time");
        breakers.went(Via::Sms, Sign::Works, 1000 + REST);
        assert_eq!(allows(Via::Sms, 1000 + REST), 32);
    }

    #[test]
    fn one_that_was_refused_says_nothing_of_the_others() {
        let breakers = Breakers::default();
        let allows = |now| breakers.allows(Via::Sms, now, 32);
        for _ in 0..2 * ENOUGH {
            breakers.went(Via::Sms, Sign::Neither, 1000);
        }
        assert_eq!(allows(1000), 32);
        for _ in 0..ENOUGH {
            breakers.went(Via::Sms, Sign::Neither, 1000);
            breakers.went(Via::Sms, FAILS, 1000);
        }
        assert_eq!(allows(1000), 0, "the row isn't broken");
        breakers.begins(Via::Sms);
        breakers.went(Via::Sms, Sign::Neither, 1000 + REST);
        assert_eq!(allows(1000 + REST), 1, "another one may try");
    }
}
