//! The post office: what sends, and what it needs. Any number of servers have one on the same database.

use super::{Channel, breaker::Breakers, key::HookKeys, link::Links, sms};
use crate::{http::AppState, journal::Process, push::PushChannel};
use std::sync::Arc;

/// See the module. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Post {
    pub(super) db: crate::db::Db,
    pub(super) process: Process,
    /// In the order that they are tried.
    pub(super) channels: Vec<Arc<dyn Channel>>,
    pub(super) links: Option<Links>,
    pub(super) breakers: Breakers,
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
        Self { db: db.clone(), process: process.clone(), channels, links: None, breakers: Breakers::default(), name }
    }

    /// Puts a channel before the others.
    #[must_use]
    pub fn first(mut self, channel: Arc<dyn Channel>) -> Self {
        self.channels.insert(0, channel);
        self
    }

    /// Calls under way at once on a channel: none while it rests.
    pub(super) fn allows(&self, channel: &dyn Channel) -> usize {
        self.breakers.allows(channel.via(), self.now(), channel.at_once())
    }

    pub(super) fn now(&self) -> i64 {
        self.process.clock.now()
    }
}
