//! What is erased, what is kept of a server that goes back to a backup, and who tries to cheat it.

use super::{Flaw, Simulation, phone::Phone};
use crate::world::call;
use domain::{
    Actor, Address, CloseReason, Entry, EntryId, Fact, Hlc, Phone as Number, YouthId,
    sync::{Again, Receipt, Request},
};
use server::{
    erase::erase,
    journal::{self, Reach},
    store,
    verify::{What, verify},
};
use std::collections::{BTreeMap, BTreeSet};

impl Simulation {
    pub(super) async fn erase(&mut self, nth: usize) {
        let Some(youth) = self.nth_youth(nth) else { return };
        let world = &self.server.world;
        let place = world.place().await;
        let mut tx = world.db.begin().await.unwrap();
        let Some(record) = store::youth::find(&mut tx, place.id, youth).await.unwrap() else { return };
        let records = store::youth::of_person(&mut tx, place.id, record.person).await.unwrap();
        if erase(&mut tx, &world.process, &place, youth, Actor::System).await.unwrap().is_some() {
            tx.commit().await.unwrap();
            self.erased.extend(records.iter().map(|it| it.id));
        }
    }

    pub(super) async fn stop(&mut self, nth: usize) {
        let Some(youth) = self.nth_youth(nth) else { return };
        let world = &self.server.world;
        let place = world.place().await;
        let mut tx = world.db.begin().await.unwrap();
        let Some(record) = store::youth::find(&mut tx, place.id, youth).await.unwrap().filter(|it| !it.erased) else { return };
        let closed = Fact::ChannelClosed { address: number(), reason: CloseReason::Stop, saw: Vec::new() };
        journal::write(&mut tx, &world.process, &place, Actor::Youth, Reach::System, record.id, vec![closed]).await.unwrap();
        tx.commit().await.unwrap();
        self.stopped.insert(record.id);
    }

    pub(super) async fn go_back(&mut self, nth: usize) -> Result<(), Flaw> {
        if self.server.backups.is_empty() {
            return Ok(());
        }
        let before = self.protected().await;
        self.server.go_back(nth).await;
        (self.epoch, self.was_restored) = (self.server.epoch().await, true);
        self.stored.clear();
        self.read_members().await;
        let after = self.protected().await;
        if !after.is_superset(&before) {
            return Err(Flaw::Resurrected("somebody protected is no longer so after a restore".to_owned()));
        }
        self.give_up(None).await;
        Ok(())
    }

    /// What the server lacks and no phone but `without` can give back is gone, and nobody's fault. What waits was never
    /// the server's: it is not given up.
    pub(super) async fn give_up(&mut self, without: Option<usize>) {
        let mut held: BTreeSet<EntryId> = BTreeSet::new();
        for (at, phone) in self.phones.iter().enumerate().filter(|it| !it.1.is_wiped) {
            let state = &phone.disk.state;
            held.extend(state.outbox.values().chain(state.tray.keys()));
            if Some(at) != without && !self.server.revoked.contains(&state.device) {
                held.extend(state.entries.keys());
            }
        }
        for id in self.phones.iter().flat_map(|it| it.saved.keys().copied()).collect::<BTreeSet<_>>() {
            if !held.contains(&id) && !super::check::is_stored(&self.server.world, id).await {
                self.gone.insert(id);
            }
        }
    }

    /// A phone sends an entry in another's name with a receipt that it has made up.
    pub(super) async fn forge(&mut self, phone: usize, nth: usize) {
        let Some(youth) = self.nth_youth(nth) else { return };
        let at = phone % self.phones.len();
        let world = &self.server.world;
        let entry = Entry {
            id: world.id(),
            device: world.id(),
            seq: 1,
            at: Hlc { ms: 1, counter: 0 },
            by: Actor::System,
            youth,
            facts: vec![call()],
        };
        let receipt = Receipt { epoch: self.epoch, position: 1, mac: "AAAAAAAAAAAAAAAAAAAAAA".into() };
        let again = vec![Again { entry: serde_json::to_value(&entry).unwrap(), receipt }];
        let request = Request { schema: domain::SCHEMA, cursor: None, now: None, entries: Vec::new(), again, reads: Vec::new() };
        let caller = self.server.caller(self.phones[at].account, self.phones[at].disk.state.device);
        drop(self.server.answer(&caller, request, 1, false).await);
        self.forged.insert(entry.id);
    }

    fn nth_youth(&self, nth: usize) -> Option<YouthId> {
        self.youths.get(nth % self.youths.len().max(1)).copied()
    }

    async fn protected(&self) -> BTreeSet<YouthId> {
        let mut tx = self.server.world.db.read().await.unwrap();
        let all = store::youth::all(&mut tx, self.server.world.municipality).await.unwrap();
        all.iter().filter(|it| it.protected && !it.erased).map(|it| it.id).collect()
    }

    /// Who works where is the server's to say; what it has lost, it says no longer.
    async fn read_members(&mut self) {
        let mut tx = self.server.world.db.read().await.unwrap();
        self.members.clear();
        for phone in &self.phones {
            let units = store::membership::units_of(&mut tx, self.server.world.municipality, phone.account).await.unwrap();
            self.members.extend(units.into_iter().map(|it| (phone.account, it)));
        }
    }

    /// Nothing erased is anywhere, nothing closed is open, nothing forged was taken, and all that is stored agrees.
    pub(super) async fn check_kept(&self, journal: &BTreeMap<EntryId, Entry>) -> Result<(), Flaw> {
        for entry in journal.values().filter(|it| self.erased.contains(&it.youth)) {
            if entry.facts != [Fact::Erased {}] {
                return Err(Flaw::Resurrected(format!("{} is about an erased youth", entry.id)));
            }
        }
        for phone in self.phones.iter().filter(|it| !it.is_wiped) {
            self.check_forgotten(phone)?;
        }
        for youth in self.stopped.difference(&self.erased) {
            let own = journal.values().filter(|it| it.youth == *youth);
            let is_closed = |it: &Fact| matches!(it, Fact::ChannelClosed { address, .. } if *address == number());
            if !own.flat_map(|it| &it.facts).any(is_closed) {
                return Err(Flaw::Resurrected(format!("a closed channel of {youth} is open")));
            }
        }
        if let Some(id) = self.forged.iter().find(|it| journal.contains_key(it)) {
            return Err(Flaw::FalselySent(format!("{id} is in the journal, and nobody wrote it")));
        }
        if self.server.mutant.is_some() {
            return Ok(());
        }
        let report = verify(&self.server.world.db, &self.server.world.process.clock).await.unwrap();
        match report.municipalities.iter().flat_map(|it| &it.flaws).next() {
            Some(it) if it.what == What::NotErased => Err(Flaw::Resurrected(format!("{it:?}"))),
            Some(it) => Err(Flaw::Lost(format!("{it:?}"))),
            None => Ok(()),
        }
    }

    fn check_forgotten(&self, phone: &Phone) -> Result<(), Flaw> {
        let state = &phone.disk.state;
        for entry in state.entries.values().filter(|it| self.erased.contains(&it.youth)) {
            // That something wasn't saved is still said, without a word of what.
            if !state.tray.contains_key(&entry.id) || !entry.facts.is_empty() {
                return Err(Flaw::Resurrected(format!("{} is on a phone, about an erased youth", entry.id)));
            }
        }
        Ok(())
    }
}

fn number() -> Address {
    Address::Phone { phone: Number::parse("070-174 06 05").unwrap() }
}
