//! A phone: what lasts on its disk, two tabs that run the sync core over it, and what its worker does and was told.

mod trip;

pub use trip::Trip;

use super::{
    disk::{Disk, Fault, State},
    server::{Mutant, Server},
    step::Remedy,
};
use domain::{
    AccountId, EntryId, Fact, YouthId,
    sync::{Read, Refusal},
    sync_core::{self, Courier, Draft},
};
use server::store;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Clone, Debug)]
pub struct Phone {
    pub account: AccountId,
    pub disk: Disk,
    pub tabs: [Courier; 2],
    /// How wrong its clock is, in milliseconds.
    pub skew: i64,
    /// How far ahead of its own clock it has dated anything, in milliseconds; none once that clock was wrong.
    pub ahead: Option<i64>,
    /// What its worker was told is saved, and hasn't let go of since.
    pub saved: BTreeMap<EntryId, YouthId>,
    /// All that was ever written here.
    pub written: BTreeSet<EntryId>,
    /// Cards of youths whom the server knew that were opened here.
    pub opened: BTreeSet<(YouthId, i64)>,
    /// What it was told is too large at any size.
    pub huge: BTreeSet<EntryId>,
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
            ahead: Some(0),
            saved: BTreeMap::new(),
            written: BTreeSet::new(),
            opened: BTreeSet::new(),
            huge: BTreeSet::new(),
            is_copied: false,
            is_wiped: false,
            is_open: true,
        }
    }

    pub fn now(&self, server: &Server) -> i64 {
        (server.world.process.clock.now() + self.skew).max(0)
    }

    /// Its clock is so many hours wrong from now on.
    pub fn set_clock(&mut self, hours: i64) {
        self.skew = hours * 3_600_000;
        if hours != 0 {
            self.ahead = None;
        }
    }

    /// The worker writes. What was told to be saved is durable.
    pub fn write(&mut self, server: &Server, youth: YouthId, facts: Vec<Fact>) {
        let now = self.now(server);
        // A mutant goes by whatever clock it has heard of.
        let heard = self.disk.state.entries.values().map(|it| it.at.ms).max();
        let latest = heard.filter(|_| server.mutant == Some(Mutant::FollowAnyClock)).map_or(now, |it| it.max(now));
        let draft = Draft { id: server.world.id(), by: self.account, youth, facts, now: latest };
        let written = self.disk.write(|tx| {
            let State { device, counter, mut progress, .. } = tx.state.clone();
            let (entry, changes) = draft.changes(device, counter, &mut progress);
            tx.carry_out(changes)?;
            tx.state.refold(entry.youth);
            Ok(entry)
        });
        if let Ok(entry) = written {
            self.written.insert(entry.id);
            self.saved.insert(entry.id, entry.youth);
            self.ahead = self.ahead.map(|it| it.max(entry.at.ms - now));
        }
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

    /// The worker sends again what was out of reach, or built on what wasn't there: it may be otherwise now.
    pub fn send_again(&mut self) {
        let asides = self.disk.state.asides();
        for (entry, _) in asides.iter().filter(|it| matches!(it.1, Refusal::NotYourYouth | Refusal::UnknownReference)) {
            // What a full disk doesn't take stays where it lies.
            let _ = self.disk.write(|tx| {
                tx.carry_out(sync_core::send_again(&asides, entry.id, None))?;
                tx.state.refold(entry.youth);
                Ok(())
            });
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

    fn wipe(&mut self) {
        self.disk = Disk::new(self.disk.state.device);
        self.is_wiped = true;
    }
}
