//! What is erased, what is kept of a server that goes back to a backup, and who tries to cheat it.

use super::{Flaw, Simulation, phone::Phone};
use crate::world::call;
use domain::{
    Actor, Address, CloseReason, Entry, EntryId, Fact, Hlc, Phone as Number, Youth, YouthId,
    sync::{Again, Receipt, Request},
};
use server::{
    db::StoreError,
    erase::erase,
    journal::{self, Reach},
    store::{self, youth::Record},
    verify::{What, verify},
};
use std::collections::{BTreeMap, BTreeSet};

impl Simulation {
    pub(super) async fn erase(&mut self, youth: YouthId) -> Result<(), StoreError> {
        let world = &self.server.world;
        let place = world.place().await;
        let mut tx = world.db.begin().await?;
        let Some(record) = store::youth::find(&mut tx, place.id, youth).await? else { return Ok(()) };
        let records = store::youth::of_person(&mut tx, place.id, record.person).await?;
        if erase(&mut tx, &world.process, &place, youth, Actor::System).await?.is_some() {
            tx.commit().await?;
            self.erased.extend(records.iter().map(|it| it.id));
        }
        Ok(())
    }

    pub(super) async fn stop(&mut self, youth: YouthId) -> Result<(), StoreError> {
        let world = &self.server.world;
        let place = world.place().await;
        let mut tx = world.db.begin().await?;
        let Some(record) = store::youth::find(&mut tx, place.id, youth).await?.filter(|it| !it.erased) else { return Ok(()) };
        let closed = Fact::ChannelClosed { address: number(), reason: CloseReason::Stop, saw: Vec::new() };
        journal::write(&mut tx, &world.process, &place, Actor::Youth, Reach::System, record.id, vec![closed]).await?;
        tx.commit().await?;
        self.stopped.insert(record.id);
        Ok(())
    }

    pub(super) async fn go_back(&mut self, nth: usize) -> Result<(), Flaw> {
        if self.server.backups.is_empty() {
            return Ok(());
        }
        let before = self.records(|it| it.protected && !it.erased).await;
        self.server.go_back(nth).await;
        (self.epoch, self.was_restored) = (self.server.epoch().await, true);
        self.stored.clear();
        self.read_members().await;
        // The ledger may have an erasure that the journal never had.
        let after = self.records(|it| it.protected || it.erased).await;
        if !after.is_superset(&before) {
            return Err(Flaw::Resurrected("somebody protected is no longer so after a restore".to_owned()));
        }
        for device in &self.revoked {
            if !self.server.is_revoked(*device).await {
                return Err(Flaw::Resurrected("a phone that was revoked is no longer so after a restore".to_owned()));
            }
        }
        // Everybody signs in anew.
        for phone in &self.phones {
            self.server.register(phone.account, phone.disk.state.device).await;
        }
        self.give_up().await;
        Ok(())
    }

    /// What the server lacks, in the journal and aside from it, and no phone can give back is gone, and nobody's fault.
    async fn give_up(&mut self) {
        let mut held = self.put_aside().await.into_iter().map(|it| it.0).collect::<BTreeSet<EntryId>>();
        for phone in self.phones.iter().filter(|it| !it.is_wiped) {
            held.extend(phone.disk.state.entries.keys());
        }
        for id in self.phones.iter().flat_map(|it| it.saved.keys().copied()).collect::<BTreeSet<_>>() {
            if !held.contains(&id) && !super::check::is_stored(&self.server.world, id).await {
                self.gone.insert(id);
            }
        }
    }

    /// What lies aside from every phone, and its text.
    pub(super) async fn put_aside(&self) -> BTreeMap<EntryId, String> {
        let mut tx = self.server.world.db.read().await.unwrap();
        let mut all = BTreeMap::new();
        for device in self.phones.iter().map(|it| it.disk.state.device).chain(self.revoked.iter().copied()).collect::<BTreeSet<_>>() {
            let asides = store::quarantine::of_device(&mut tx, device).await.unwrap();
            all.extend(asides.iter().map(|it| (it.key.parse().unwrap(), it.body.to_string())));
        }
        all
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
        let receipt = Receipt { epoch: self.epoch, position: 1, mac: "AAAAAAAAAAAAAAAA".into() };
        let again = vec![Again { entry: serde_json::to_value(&entry).unwrap(), receipt }];
        let request = Request {
            schema: domain::SCHEMA,
            cursor: None,
            now: None,
            brief: false,
            entries: Vec::new(),
            again,
            before: None,
            reads: Vec::new(),
        };
        let caller = self.server.caller(self.phones[at].account, self.phones[at].disk.state.device);
        drop(self.server.answer(&caller, request, 1, false).await);
        self.forged.insert(entry.id);
    }

    pub(super) fn nth_youth(&self, nth: usize) -> Option<YouthId> {
        self.youths.get(nth % self.youths.len().max(1)).copied()
    }

    /// The youths whose records are so.
    pub(super) async fn records(&self, are: fn(&Record) -> bool) -> BTreeSet<YouthId> {
        let mut tx = self.server.world.db.read().await.unwrap();
        let all = store::youth::all(&mut tx, self.server.world.municipality).await.unwrap();
        all.iter().filter(|it| are(it)).map(|it| it.id).collect()
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
        for person in super::check::persons(journal) {
            let is_stopped = person.iter().any(|it| self.stopped.contains(it));
            let known = Youth::fold(journal.values().filter(|it| person.contains(&it.youth))).filter(|it| is_stopped && !it.erased);
            let Some(known) = known else { continue };
            let phone = known.phones.get(&stopped_number());
            if !phone.is_some_and(|it| it.closed.heads().iter().any(|it| it.value.is_some())) {
                return Err(Flaw::Resurrected(format!("a closed channel of {} is open", known.id)));
            }
        }
        let mut asides = self.put_aside().await.into_iter();
        if let Some((id, _)) = asides.find(|(_, body)| self.erased.iter().any(|it| body.contains(&it.to_string()))) {
            return Err(Flaw::Resurrected(format!("{id} lies aside, about an erased youth")));
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
    Address::Phone { phone: stopped_number() }
}

fn stopped_number() -> Number {
    Number::parse("070-174 06 05").unwrap()
}
