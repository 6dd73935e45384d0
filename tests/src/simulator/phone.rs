//! A phone: what lasts on its disk, two tabs that run the sync core over it, and what its worker was told.

use super::{
    disk::{Disk, Fault, State},
    server::{Heard, Mutant, Server},
    step::{Luck, Remedy},
};
use domain::{
    AccountId, Entry, EntryId, Fact, SCHEMA, YouthId,
    sync::{Again, PAGE, Read, Receipt, Request},
    sync_core::{self, Courier, Draft, Event, Nudge, Parcel, Plan, Step},
};
use server::store;
use std::collections::{BTreeMap, BTreeSet};

/// How one sync goes.
#[derive(Clone, Copy, Debug)]
pub struct Trip {
    pub tab: usize,
    pub nudge: Nudge,
    /// Of its first round trip.
    pub luck: Luck,
    pub limit: usize,
    pub page: usize,
}

impl Trip {
    /// Nothing goes wrong, and pages are as they are.
    pub const WELL: Self = Self { tab: 0, nudge: Nudge::Now, luck: Luck::Good, limit: PAGE, page: PAGE };
}

/// More round trips than any sync here takes.
const ENDLESS: usize = 300;

#[derive(Clone, Debug)]
pub struct Phone {
    pub account: AccountId,
    pub disk: Disk,
    pub tabs: [Courier; 2],
    /// How wrong its clock is, in milliseconds.
    pub skew: i64,
    /// What its worker was told is saved, and hasn't let go of since.
    pub saved: BTreeMap<EntryId, YouthId>,
    /// All that was ever written here.
    pub written: BTreeSet<EntryId>,
    /// Cards of youths whom the server knew that were opened here.
    pub opened: BTreeSet<(YouthId, i64)>,
    /// It is a copy of another, or there is one of it.
    pub is_copied: bool,
    /// It was revoked, and has forgotten everything.
    pub is_wiped: bool,
    /// The app runs.
    is_open: bool,
}

impl Phone {
    pub fn new(account: AccountId, server: &Server) -> Self {
        Self {
            account,
            disk: Disk::new(server.world.id()),
            tabs: [Courier::default(), Courier::default()],
            skew: 0,
            saved: BTreeMap::new(),
            written: BTreeSet::new(),
            opened: BTreeSet::new(),
            is_copied: false,
            is_wiped: false,
            is_open: true,
        }
    }

    pub fn now(&self, server: &Server) -> i64 {
        (server.world.process.clock.now() + self.skew).max(0)
    }

    /// The worker writes. What was told to be saved is durable.
    pub fn write(&mut self, server: &Server, youth: YouthId, facts: Vec<Fact>) {
        let draft = Draft { id: server.world.id(), by: self.account, youth, facts, now: self.now(server) };
        let written = self.disk.write(|tx| {
            let State { device, counter, mut progress, .. } = tx.state.clone();
            let (entry, changes) = draft.changes(device, counter, &mut progress);
            tx.carry_out(changes)?;
            tx.state.refold(entry.youth);
            Ok((entry.id, entry.youth))
        });
        self.written.extend(written.iter().map(|it| it.0));
        self.saved.extend(written.ok());
    }

    /// A card is opened, which is noted for the access log. A youth whom the server doesn't know has no log yet.
    pub async fn open_card(&mut self, server: &Server, youth: YouthId) {
        let (id, read) = (server.world.id(), Read { youth, at: self.now(server) });
        let noted = self.disk.write(|tx| {
            tx.state.reads.insert(id, read);
            Ok(())
        });
        let mut tx = server.world.db.read().await.unwrap();
        if noted.is_ok() && store::youth::find(&mut tx, server.world.municipality, youth).await.unwrap().is_some() {
            self.opened.insert((youth, read.at));
        }
    }

    /// What the worker does about an entry in the tray.
    pub fn remedy(&mut self, nth: usize, what: Remedy) {
        let asides = self.disk.state.asides();
        let Some((entry, _)) = asides.get(nth % asides.len().max(1)) else { return };
        let without_note = |fact: &Fact| match fact.clone() {
            Fact::ContactLogged { channel, outcome, happened, place, phone, minutes, .. } => {
                Fact::ContactLogged { channel, outcome, happened, place, phone, minutes, note: None }
            }
            fact => fact,
        };
        let mended: Vec<Fact> = entry.facts.iter().map(without_note).collect();
        let changes = match what {
            Remedy::Again => sync_core::send_again(&asides, entry.id, None),
            Remedy::Mend => sync_core::send_again(&asides, entry.id, Some(&mended)),
            Remedy::Discard => sync_core::discard(entry.id),
        };
        let done = self.disk.write(|tx| {
            tx.carry_out(changes)?;
            tx.state.refold(entry.youth);
            Ok(())
        });
        if done.is_ok() && what == Remedy::Discard {
            self.saved.remove(&entry.id);
        }
    }

    /// The person signs in where the phone was cloned: it gets a new name, and what is unsent new numbers.
    pub async fn sign_in(&mut self, server: &Server) {
        if self.disk.state.name_taken {
            let device = server.world.id();
            server.register(self.account, device).await;
            let _ = self.disk.write(|tx| {
                let kept = tx.state.kept();
                let entry = |id: &EntryId| tx.state.entries.get(id).cloned();
                let waiting: Vec<_> = kept.outbox.values().filter_map(entry).collect();
                let tray: Vec<_> = kept.tray.iter().filter_map(entry).collect();
                tx.carry_out(sync_core::renumber(device, &kept, &waiting, &tray))
            });
        }
    }

    /// The browser is killed: what lasts, lasts.
    pub fn kill(&mut self) {
        self.tabs = [Courier::default(), Courier::default()];
        self.disk.fuse = None;
        self.is_open = false;
        if self.disk.state.is_ended {
            self.wipe();
        }
    }

    /// What the app does when it is opened: what a server since updated may take now goes again, and lists are made new
    /// where they are older than their entries.
    pub fn open(&mut self) -> Result<(), Fault> {
        if !self.is_open {
            self.disk.write(|tx| {
                let changes = sync_core::retry_newer(&tx.state.asides(), tx.state.kept());
                tx.carry_out(changes)
            })?;
            self.disk.settle()?;
            self.is_open = true;
        }
        Ok(())
    }

    /// One attempt to sync, until the courier rests. False where it never does.
    pub async fn sync(&mut self, server: &mut Server, trip: Trip) -> bool {
        if self.open().is_err() {
            self.kill();
            return true;
        }
        let mut luck = trip.luck;
        // The person signs in before anything goes on.
        let begins = match self.tabs[trip.tab].is_signed_out() {
            true => Event::SignedIn,
            // Now and then it asks who it is, and is told so there.
            false if trip.page.is_multiple_of(2) && server.is_revoked(self.disk.state.device).await => Event::Revoked,
            false => Event::Nudged(trip.nudge),
        };
        let mut step = self.step(server, trip.tab, begins);
        for _ in 0..ENDLESS {
            let event = match step {
                Step::Rest | Step::AskToSignIn => return true,
                Step::Exchange { limit } => {
                    let parcel = self.parcel(limit.min(trip.limit));
                    match parcel {
                        Ok(parcel) => self.exchange(server, &parcel, trip.page, luck).await,
                        Err(fault) => Err(fault),
                    }
                }
                Step::Refresh if trip.luck == Luck::SignedOut => Ok(Event::RefreshRefused),
                Step::Refresh => Ok(Event::Refreshed),
                Step::SetAside => self.set_aside(),
                Step::Farewell { limit } => self.farewell(server, limit.min(trip.limit), luck).await,
                Step::Wipe => {
                    if server.mutant != Some(Mutant::NeverWipe) {
                        self.wipe();
                    }
                    return true;
                }
            };
            // What is too large is so the next time too.
            luck = if luck == Luck::Huge && event == Ok(Event::TooLarge) { Luck::Huge } else { Luck::Good };
            step = match event {
                Ok(event) => self.step(server, trip.tab, event),
                Err(Fault::Full) => self.step(server, trip.tab, Event::Busy { retry_after: None }),
                Err(Fault::Killed) => {
                    self.kill();
                    return true;
                }
            };
        }
        false
    }

    fn step(&mut self, server: &Server, tab: usize, event: Event) -> Step {
        let now = self.now(server);
        self.tabs[tab].on(event, now, 7)
    }

    /// What goes in the next request.
    pub fn parcel(&mut self, limit: usize) -> Result<Parcel, Fault> {
        let state = self.disk.read()?;
        let again: Vec<(Entry, Receipt)> =
            state.progress.again.iter().filter_map(|id| Some((state.entries.get(id)?.clone(), state.receipts.get(id)?.clone()))).collect();
        let waiting: Vec<_> = state.outbox.values().filter_map(|id| state.entries.get(id)).collect();
        let length = |it: &Entry| serde_json::to_string(it).unwrap().len();
        let count = sync_core::fits(again.iter().map(|it| length(&it.0)).chain(waiting.iter().map(|it| length(it))), limit);
        Ok(Parcel {
            // What a restored server lacks goes first, whole: what waits may build on it.
            entries: waiting.into_iter().take(count.saturating_sub(again.len())).cloned().collect(),
            again: again.into_iter().take(count).collect(),
            reads: state.reads.iter().map(|(id, read)| (*id, *read)).collect(),
            cursor: state.progress.cursor,
        })
    }

    /// The request of a parcel.
    pub fn request(&self, parcel: &Parcel, server: &Server) -> Request {
        let entries = parcel.entries.iter().map(|it| serde_json::to_value(it).unwrap()).collect();
        let again =
            parcel.again.iter().map(|(entry, receipt)| Again { entry: serde_json::to_value(entry).unwrap(), receipt: receipt.clone() });
        let reads = parcel.reads.iter().map(|it| it.1).collect();
        Request { schema: SCHEMA, cursor: parcel.cursor, now: Some(self.now(server)), brief: true, entries, again: again.collect(), reads }
    }

    async fn exchange(&mut self, server: &mut Server, parcel: &Parcel, page: usize, luck: Luck) -> Result<Event, Fault> {
        let caller = server.caller(self.account, self.disk.state.device);
        let request = self.request(parcel, server);
        let heard = server.round_trip(&caller, request, page, luck).await;
        self.hear(server, parcel, heard)
    }

    /// What the phone does with what it heard, if anything.
    pub fn hear(&mut self, server: &Server, parcel: &Parcel, heard: Heard) -> Result<Event, Fault> {
        let reply = match heard {
            Heard::Reply(reply) => *reply,
            Heard::Farewell(_) => return Ok(Event::Revoked),
            Heard::Event(event) => return Ok(event),
        };
        let sent: Vec<EntryId> = parcel.entries.iter().map(|it| it.id).collect();
        let now = self.now(server);
        let again: Vec<EntryId> = parcel.again.iter().map(|it| it.0.id).collect();
        let plan = Plan::of(&sent, &again, reply, now);
        if !plan.is_nothing(parcel) {
            for part in parts(plan.clone(), server.mutant) {
                let was_restored = part.is_new_epoch(&self.disk.state.kept());
                self.disk.write(|tx| {
                    let kept = tx.state.kept();
                    let found = tx.state.look_up(&part.needs(parcel, &kept));
                    tx.carry_out(part.changes(parcel, kept, &found, now))
                })?;
                if was_restored {
                    self.misremember(server.mutant);
                }
            }
            if !plan.more {
                self.disk.settle()?;
            }
        }
        let state = self.disk.read()?;
        Ok(plan.event(parcel, state.outbox.len() + state.progress.again.len()))
    }

    /// Mutants of a phone that has heard of a restore.
    fn misremember(&mut self, mutant: Option<Mutant>) {
        let state = &mut self.disk.state;
        match mutant {
            Some(Mutant::DropOutboxOnNewEpoch) => state.outbox.clear(),
            Some(Mutant::GiveBackOwnAlone) => {
                let (device, entries) = (state.device, &state.entries);
                state.progress.again.retain(|it| entries[it].device == device);
            }
            _ => {}
        }
    }

    fn set_aside(&mut self) -> Result<Event, Fault> {
        self.disk.write(|tx| {
            let kept = tx.state.kept();
            if let Some((seq, id)) = kept.outbox.first_key_value().map(|(seq, id)| (*seq, *id)) {
                let entry = tx.state.entries[&id].clone();
                tx.carry_out(sync_core::set_aside(seq, &entry, kept))?;
            }
            Ok(())
        })?;
        self.disk.settle()?;
        Ok(Event::SetAside)
    }

    /// Offers what is unsent to the server that revoked it.
    async fn farewell(&mut self, server: &mut Server, limit: usize, mut luck: Luck) -> Result<Event, Fault> {
        let believes = server.mutant == Some(Mutant::WipeUnheard);
        let caller = server.caller(self.account, self.disk.state.device);
        let mut heard = BTreeSet::new();
        for load in self.disk.read()?.last_words().loads(limit) {
            let carried = load.carries();
            let request = self.request(&load, server);
            match server.round_trip(&caller, request, PAGE, luck).await {
                Heard::Farewell(said) => {
                    if let Some(restored) = said.restored {
                        self.disk.write(|tx| tx.carry_out(sync_core::give_back(tx.state.kept(), &tx.state.held(), restored)))?;
                        return Ok(Event::Exchanged { left: true });
                    }
                    heard.extend(said.heard.into_iter().filter(|it| carried.contains(it)));
                }
                Heard::Event(_) if believes => heard.extend(&carried),
                Heard::Event(event) => return Ok(event),
                Heard::Reply(_) => return Ok(Event::LetIn),
            }
            if !heard.is_superset(&carried) && !believes {
                return Ok(Event::Busy { retry_after: None });
            }
            luck = Luck::Good;
        }
        self.disk.write(|tx| {
            let unsent = tx.state.last_words().loads(PAGE);
            tx.state.is_ended = believes || unsent.iter().all(|it| heard.is_superset(&it.carries()));
            Ok(if tx.state.is_ended { Event::SaidFarewell } else { Event::Exchanged { left: true } })
        })
    }

    fn wipe(&mut self) {
        self.disk = Disk::new(self.disk.state.device);
        self.is_wiped = true;
    }
}

/// A reply is taken in whole. A mutant forgets in a transaction of its own, afterwards.
fn parts(plan: Plan, mutant: Option<Mutant>) -> Vec<Plan> {
    if mutant != Some(Mutant::ForgetAfterEntries) {
        return vec![plan];
    }
    let forgets =
        Plan { settled: Vec::new(), refused: Vec::new(), returned: Vec::new(), unwelcome: Vec::new(), take: Vec::new(), ..plan.clone() };
    vec![Plan { forget: Vec::new(), ..plan }, forgets]
}
