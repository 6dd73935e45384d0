//! A phone as the simulator has it: what is durable, and the domain's sync core over it.

use crate::{Dice, World};
use domain::{
    AccountId, Actor, Cursor, DeviceId, Entry, EntryId, Fact, Hlc, SCHEMA, YouthId,
    sync::{PAGE, Refusal, Reply, Request},
    sync_core::{Courier, Event, Nudge, Plan, Step, fits},
};
use server::{
    journal::{Caller, Process, Reach},
    sync::exchange,
};
use std::collections::{BTreeMap, BTreeSet};

/// What happens to a round trip.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Luck {
    Good,
    /// The request never arrives.
    RequestLost,
    /// The server has it, the phone doesn't hear of it; or was killed before it could store what it heard.
    ReplyLost,
    /// The request arrives twice, and the second answer is the one that is heard.
    Twice,
    /// The request is delayed: it arrives, if at all, after others that were sent later.
    Late,
}

/// A phone. Everything but the courier is durable.
#[derive(Clone, Debug)]
pub struct Device {
    pub account: AccountId,
    pub id: DeviceId,
    pub seq: u64,
    pub clock: Hlc,
    pub skew: i64,
    pub cursor: Option<Cursor>,
    pub outbox: Vec<Entry>,
    pub tray: BTreeMap<EntryId, Refusal>,
    pub held: BTreeMap<EntryId, Entry>,
    pub courier: Courier,
    /// Requests that are still on their way.
    pub late: Vec<Request>,
    /// Every entry that the worker was told is saved.
    pub acknowledged: BTreeSet<EntryId>,
}

impl Device {
    pub fn new(world: &World, account: AccountId) -> Self {
        Self {
            account,
            id: world.id(),
            seq: 0,
            clock: Hlc::default(),
            skew: 0,
            cursor: None,
            outbox: Vec::new(),
            tray: BTreeMap::new(),
            held: BTreeMap::new(),
            courier: Courier::default(),
            late: Vec::new(),
            acknowledged: BTreeSet::new(),
        }
    }

    /// The worker writes; what is acknowledged is durable.
    pub fn write(&mut self, world: &World, youth: YouthId, facts: Vec<Fact>) {
        self.seq += 1;
        self.clock = self.clock.tick((world.process.clock.now() + self.skew).max(0));
        let by = Actor::Account(self.account);
        let entry = Entry { id: world.id(), device: self.id, seq: self.seq, at: self.clock, by, youth, facts };
        self.acknowledged.insert(entry.id);
        self.held.insert(entry.id, entry.clone());
        self.outbox.push(entry);
    }

    /// The youths that the phone shows.
    pub fn youths(&self) -> Vec<YouthId> {
        let all: BTreeSet<YouthId> = self.held.values().map(|it| it.youth).collect();
        all.into_iter().collect()
    }

    /// One attempt to sync, until the courier rests.
    pub async fn sync(&mut self, world: &World, process: &Process, dice: &mut Dice, luck: Luck) {
        let mut luck = luck;
        let mut step = self.courier.on(Event::Nudged(Nudge::Now), world.process.clock.now(), dice.number());
        while let Step::Exchange { limit } = step {
            let event = self.exchange(world, process, limit, luck).await;
            luck = Luck::Good;
            step = self.courier.on(event, world.process.clock.now(), dice.number());
        }
    }

    fn request(&self, limit: usize) -> (Vec<EntryId>, Request) {
        let values: Vec<_> = self.outbox.iter().map(|it| serde_json::to_value(it).unwrap()).collect();
        let count = fits(values.iter().map(|it| it.to_string().len()), limit.min(PAGE));
        let sent = self.outbox.iter().take(count).map(|it| it.id).collect();
        (sent, Request { schema: SCHEMA, cursor: self.cursor, entries: values.into_iter().take(count).collect(), reads: Vec::new() })
    }

    async fn exchange(&mut self, world: &World, process: &Process, limit: usize, luck: Luck) -> Event {
        let (sent, request) = self.request(limit);
        match luck {
            Luck::RequestLost => return Event::Unreachable,
            Luck::Late => {
                self.late.push(request);
                return Event::Unreachable;
            }
            Luck::Twice | Luck::ReplyLost => drop(self.deliver(world, process, request.clone()).await),
            Luck::Good => {}
        }
        if luck == Luck::ReplyLost {
            return Event::Unreachable;
        }
        let reply = self.deliver(world, process, request).await;
        self.take(world, Plan::of(&sent, reply, world.process.clock.now() + self.skew))
    }

    /// A request that was long on its way arrives; nobody listens for the answer any more.
    pub async fn arrive_late(&mut self, world: &World, process: &Process) {
        if let Some(request) = self.late.pop() {
            drop(self.deliver(world, process, request).await);
        }
    }

    async fn deliver(&self, world: &World, process: &Process, request: Request) -> Reply {
        // A late request was made under the device's id of then.
        let id = request.entries.first().and_then(|it| it["device"].as_str()?.parse().ok()).unwrap_or(self.id);
        let caller = Caller { by: Actor::Account(self.account), device: id, reach: Reach::Units };
        exchange(&world.db, process, world.municipality, &caller, request).await.unwrap()
    }

    /// Carries a plan out, in one transaction as it were.
    fn take(&mut self, world: &World, plan: Plan) -> Event {
        let idle = plan.is_idle();
        self.outbox.retain(|it| !plan.settled.contains(&it.id));
        for (id, code) in plan.refused {
            self.outbox.retain(|it| it.id != id);
            self.held.remove(&id);
            self.tray.insert(id, code);
        }
        let unsent: BTreeSet<EntryId> = self.outbox.iter().map(|it| it.id).collect();
        self.held.retain(|id, it| unsent.contains(id) || !plan.forget.contains(&it.youth));
        self.held.extend(plan.take.into_iter().map(|it| (it.id, it)));
        self.cursor = Some(plan.cursor);
        if plan.cloned {
            self.renew(world);
        }
        Event::Exchanged { left: plan.more || (!self.outbox.is_empty() && !idle) || plan.cloned }
    }

    /// A new device id; what is unsent is renumbered, and nothing dropped.
    fn renew(&mut self, world: &World) {
        self.id = world.id();
        self.seq = 0;
        for entry in &mut self.outbox {
            self.seq += 1;
            (entry.device, entry.seq) = (self.id, self.seq);
            self.held.insert(entry.id, entry.clone());
        }
    }
}
