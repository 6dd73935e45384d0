//! A phone that speaks to the journal of a small municipality without a network.

use crate::World;
use domain::{
    AccountId, Actor, Cursor, DeviceId, Entry, EntryId, Fact, Hlc, SCHEMA, YouthId,
    sync::{Read, Refusal, Reply, Request, Verdict},
};
use serde_json::Value;
use server::{
    journal::{Caller, Reach},
    sync::{ExchangeError, exchange},
};
use std::collections::{BTreeMap, BTreeSet};

/// A phone: what it has sent and what it holds.
#[derive(Clone, Debug)]
pub struct Phone {
    pub world: World,
    pub account: AccountId,
    pub device: DeviceId,
    pub seq: u64,
    pub cursor: Option<Cursor>,
    /// Its last seq when it heard of a restore.
    pub before: Option<u64>,
    pub held: BTreeMap<EntryId, Entry>,
}

impl Phone {
    pub fn caller(&self) -> Caller {
        Caller { by: Actor::Account(self.account), device: self.device, reach: Reach::Units }
    }

    /// An entry with the phone's next number, not yet sent.
    pub fn entry(&mut self, youth: YouthId, facts: Vec<Fact>) -> Entry {
        self.seq += 1;
        let at = Hlc { ms: self.world.process.clock.now(), counter: 0 };
        let by = Actor::Account(self.account);
        Entry { id: self.world.id(), device: self.device, seq: self.seq, at, by, youth, facts }
    }

    /// One round trip; what comes back is kept as a phone does.
    pub async fn exchange(&mut self, entries: &[Entry]) -> Reply {
        let values = entries.iter().map(|it| serde_json::to_value(it).unwrap()).collect();
        let reply = self.raw(values, Vec::new()).await.unwrap();
        if reply.restored.is_some() {
            self.before = Some(self.seq);
        }
        for forgotten in &reply.forget {
            self.held.retain(|_, it| it.youth != *forgotten);
        }
        let stored = |it: &&Entry| reply.outcomes.iter().any(|o| o.id == Some(it.id) && !matches!(o.verdict, Verdict::Refused { .. }));
        self.held.extend(entries.iter().filter(stored).map(|it| (it.id, it.clone())));
        self.held.extend(reply.entries.iter().map(|it| (it.entry.id, it.entry.clone())));
        self.cursor = Some(reply.cursor);
        reply
    }

    pub async fn raw(&self, entries: Vec<Value>, reads: Vec<Read>) -> Result<Reply, ExchangeError> {
        let request = Request {
            schema: SCHEMA,
            cursor: self.cursor,
            now: None,
            brief: false,
            entries,
            again: Vec::new(),
            before: self.before,
            reads,
        };
        exchange(&self.world.db, &self.world.process, &self.world.receipts, self.world.municipality, &self.caller(), request).await
    }

    /// Exchanges until there is no more; the number of round trips.
    pub async fn catch_up(&mut self) -> usize {
        for trips in 1.. {
            if !self.exchange(&[]).await.more {
                return trips;
            }
        }
        unreachable!("a queue always drains")
    }

    /// Sends one entry and tells what became of it.
    pub async fn send(&mut self, youth: YouthId, facts: Vec<Fact>) -> Verdict {
        let entry = self.entry(youth, facts);
        self.exchange(&[entry]).await.outcomes.remove(0).verdict
    }

    /// The youths that the phone holds anything of.
    pub fn youths(&self) -> BTreeSet<YouthId> {
        self.held.values().map(|it| it.youth).collect()
    }
}

/// Whether the server took an entry in now.
pub fn is_stored(verdict: &Verdict) -> bool {
    matches!(verdict, Verdict::Stored { .. })
}

/// The verdict of a refusal.
pub fn refused(code: Refusal) -> Verdict {
    Verdict::Refused { code }
}
