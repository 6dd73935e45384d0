//! The post office: what sends, and what it needs. Any number of servers have one on the same database.

use super::{Channel, key::HookKeys, link::Links, sms};
use crate::{http::AppState, journal::Process, push::PushChannel};
use std::sync::{Arc, Mutex};

/// See the module. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Post {
    pub(super) db: crate::db::Db,
    pub(super) process: Process,
    /// In the order that they are tried.
    pub(super) channels: Vec<Arc<dyn Channel>>,
    pub(super) links: Option<Links>,
    pub(super) breaker: Arc<Mutex<Breaker>>,
    /// What this server's leases are known by.
    pub(super) name: String,
}

impl Post {
    /// With the provider that is set.
    pub fn new(state: &AppState) -> Self {
        let keys = HookKeys::clone(&state.hooks);
        let sms = sms::channel(&state.config.sms, &keys, &state.db, &state.clock);
        // Notifications come first, where a youth has asked for them.
        let push: Arc<dyn Channel> = Arc::new(PushChannel::new(state));
        Self { links: Links::of(state), ..Self::with(&state.db, &state.process, vec![push, sms]) }
    }

    /// With other channels, in the order that they are tried.
    pub fn with(db: &crate::db::Db, process: &Process, channels: Vec<Arc<dyn Channel>>) -> Self {
        let name = process.device.to_string();
        Self { db: db.clone(), process: process.clone(), channels, links: None, breaker: Arc::default(), name }
    }

    /// Puts a channel before the others.
    #[must_use]
    pub fn first(mut self, channel: Arc<dyn Channel>) -> Self {
        self.channels.insert(0, channel);
        self
    }

    /// Calls under way at once: as many as the channel takes that takes the fewest, since any of them may be a text.
    pub(super) fn at_once(&self) -> usize {
        let most = self.channels.iter().map(|it| it.at_once()).min().unwrap_or(1);
        self.breaker.lock().unwrap_or_else(std::sync::PoisonError::into_inner).allows(self.process.clock.now(), most)
    }

    pub(super) fn now(&self) -> i64 {
        self.process.clock.now()
    }
}

/// Keeps a dead provider from making every message unclear: after so many calls in a row that came to nothing, it rests,
/// and then tries one at a time until one is taken.
#[derive(Debug, Default)]
pub(super) struct Breaker {
    in_row: u32,
    rests_until: i64,
}

/// So many calls in a row that came to nothing are enough.
const ENOUGH: u32 = 8;
/// How long it rests, in milliseconds.
pub(super) const REST: i64 = 30_000;

impl Breaker {
    fn allows(&self, now: i64, most: usize) -> usize {
        match self.in_row {
            0..ENOUGH => most,
            _ if now < self.rests_until => 0,
            _ => 1,
        }
    }

    pub(super) fn went(&mut self, well: bool, now: i64) {
        if well {
            self.in_row = 0;
        } else {
            self.in_row = self.in_row.saturating_add(1);
            if self.in_row >= ENOUGH {
                self.rests_until = now + REST;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dead_provider_is_left_alone_and_then_asked_gently() {
        let mut breaker = Breaker::default();
        for _ in 0..ENOUGH - 1 {
            breaker.went(false, 1000);
        }
        assert_eq!(breaker.allows(1000, 32), 32);
        breaker.went(true, 1000);
        for _ in 0..ENOUGH {
            breaker.went(false, 1000);
        }
        assert_eq!(breaker.allows(1000 + REST - 1, 32), 0);
        assert_eq!(breaker.allows(1000 + REST, 32), 1);
        breaker.went(true, 1000 + REST);
        assert_eq!(breaker.allows(1000 + REST, 32), 32);
    }
}
