//! How a phone syncs: the sync core says what to do next, and this does it over the disk and the network that there are.

use super::Phone;
use crate::simulator::{
    disk::Fault,
    server::{Heard, Mutant, Server},
    step::Luck,
};
use domain::{
    Entry, EntryId, SCHEMA,
    sync::{Again, PAGE, Receipt, Request},
    sync_core::{self, Event, Nudge, Parcel, Plan, Step},
};
use std::collections::BTreeSet;

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

impl Phone {
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
            before: state.progress.before,
        })
    }

    /// The request of a parcel.
    pub fn request(&self, parcel: &Parcel, server: &Server) -> Request {
        let entries = parcel.entries.iter().map(|it| serde_json::to_value(it).unwrap()).collect();
        let again =
            parcel.again.iter().map(|(entry, receipt)| Again { entry: serde_json::to_value(entry).unwrap(), receipt: receipt.clone() });
        Request {
            schema: SCHEMA,
            cursor: parcel.cursor,
            now: Some(self.now(server)),
            brief: true,
            entries,
            again: again.collect(),
            before: parcel.before(),
            reads: parcel.reads.iter().map(|it| it.1).collect(),
        }
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
        let aside = self.disk.write(|tx| {
            let kept = tx.state.kept();
            let first = kept.outbox.first_key_value().map(|(seq, id)| (*seq, *id));
            if let Some((seq, id)) = first {
                let entry = tx.state.entries[&id].clone();
                tx.carry_out(sync_core::set_aside(seq, &entry, kept))?;
            }
            Ok(first.map(|it| it.1))
        })?;
        self.huge.extend(aside);
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
