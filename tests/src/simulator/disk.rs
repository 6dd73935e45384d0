//! A phone's storage: what lasts, changed in transactions that last whole or not at all, and a fuse that ends the app
//! between any two operations.

use domain::{
    DeviceId, Entry, EntryId, Summary, YouthId,
    sync::{Read, Receipt},
    sync_core::{Aside, Change, Counter, Found, Held, Kept, Needs, Progress, Tray, Unsent},
};
use std::collections::{BTreeMap, BTreeSet};

/// Why an operation failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The app was killed.
    Killed,
    /// The disk is full.
    Full,
}

/// Everything that lasts.
#[derive(Clone, Debug)]
pub struct Disk {
    pub state: State,
    /// The app ends after so many operations.
    pub fuse: Option<u32>,
    pub full: bool,
}

#[derive(Clone, Debug)]
pub struct State {
    pub device: DeviceId,
    pub name_taken: bool,
    pub counter: Counter,
    pub progress: Progress,
    pub entries: BTreeMap<EntryId, Entry>,
    /// What the server gave for them.
    pub receipts: BTreeMap<EntryId, Receipt>,
    pub outbox: BTreeMap<u64, EntryId>,
    pub tray: BTreeMap<EntryId, Tray>,
    pub reads: BTreeMap<EntryId, Read>,
    pub summaries: BTreeMap<YouthId, Summary>,
    /// What opens it is gone.
    pub is_ended: bool,
}

/// A transaction: a copy that takes the state's place when it is committed.
#[derive(Debug)]
pub struct Tx<'a> {
    pub state: State,
    fuse: &'a mut Option<u32>,
}

impl Disk {
    pub fn new(device: DeviceId) -> Self {
        let state = State {
            device,
            name_taken: false,
            counter: Counter::default(),
            progress: Progress::default(),
            entries: BTreeMap::new(),
            receipts: BTreeMap::new(),
            outbox: BTreeMap::new(),
            tray: BTreeMap::new(),
            reads: BTreeMap::new(),
            summaries: BTreeMap::new(),
            is_ended: false,
        };
        Self { state, fuse: None, full: false }
    }

    /// Reads.
    pub fn read(&mut self) -> Result<&State, Fault> {
        burn(&mut self.fuse)?;
        Ok(&self.state)
    }

    /// Runs a transaction. Where it fails, nothing of it happened.
    pub fn write<T>(&mut self, work: impl FnOnce(&mut Tx<'_>) -> Result<T, Fault>) -> Result<T, Fault> {
        let mut tx = Tx { state: self.state.clone(), fuse: &mut self.fuse };
        let value = work(&mut tx)?;
        burn(tx.fuse)?;
        let state = tx.state;
        if self.full {
            return Err(Fault::Full);
        }
        self.state = state;
        Ok(value)
    }

    /// Folds what waits to be folded.
    pub fn settle(&mut self) -> Result<(), Fault> {
        self.write(|tx| tx.settle())
    }
}

fn burn(fuse: &mut Option<u32>) -> Result<(), Fault> {
    match fuse {
        Some(0) => Err(Fault::Killed),
        Some(left) => {
            *left -= 1;
            Ok(())
        }
        None => Ok(()),
    }
}

impl Tx<'_> {
    /// Carries changes out as the phone's store does, each an operation of its own.
    pub fn carry_out(&mut self, changes: Vec<Change>) -> Result<(), Fault> {
        for change in changes {
            burn(self.fuse)?;
            self.state.apply(change);
        }
        Ok(())
    }

    /// Folds every youth whose summary is older than their entries.
    fn settle(&mut self) -> Result<(), Fault> {
        while let Some(youth) = self.state.progress.dirty.first().copied() {
            burn(self.fuse)?;
            self.state.refold(youth);
        }
        Ok(())
    }
}

impl State {
    pub fn kept(&self) -> Kept {
        Kept {
            device: self.device,
            counter: self.counter,
            progress: self.progress.clone(),
            outbox: self.outbox.clone(),
            tray: self.tray.keys().copied().collect(),
        }
    }

    pub fn look_up(&self, needs: &Needs) -> Found {
        let about = |youth: &YouthId| (*youth, self.entries.values().filter(|it| it.youth == *youth).map(|it| it.id).collect());
        Found {
            about: needs.about.iter().map(about).collect(),
            names: BTreeMap::new(),
            all: if needs.all { self.held() } else { Vec::new() },
        }
    }

    /// What is known of everything that is kept.
    pub fn held(&self) -> Vec<Held> {
        let held =
            |it: &Entry| Held { id: it.id, device: it.device, seq: it.seq, youth: it.youth, receipt: self.receipts.get(&it.id).cloned() };
        self.entries.values().map(held).collect()
    }

    /// What is to be said before everything goes.
    pub fn last_words(&self) -> Unsent {
        let again = self.progress.again.iter();
        let entries = self.outbox.values().chain(self.tray.keys()).filter_map(|id| self.entries.get(id));
        Unsent {
            again: again.filter_map(|id| Some((self.entries.get(id)?.clone(), self.receipts.get(id)?.clone()))).collect(),
            entries: entries.filter(|it| !it.facts.is_empty()).cloned().collect(),
            reads: self.reads.iter().map(|(id, read)| (*id, *read)).collect(),
            cursor: self.progress.cursor,
            before: self.progress.before,
        }
    }

    /// The tray, oldest first.
    pub fn asides(&self) -> Vec<Aside> {
        let mut all: Vec<Aside> = self.tray.iter().filter_map(|(id, it)| Some((self.entries.get(id)?.clone(), it.refusal))).collect();
        all.sort_by_key(|it| (it.0.at.ms, it.0.id));
        all
    }

    /// What the server has given no receipt for.
    pub fn unsent(&self) -> BTreeSet<EntryId> {
        self.outbox.values().chain(self.tray.keys()).chain(&self.progress.again).copied().collect()
    }

    /// The youths that are shown.
    pub fn youths(&self) -> Vec<YouthId> {
        let all: BTreeSet<YouthId> = self.entries.values().map(|it| it.youth).collect();
        all.into_iter().filter(|it| !self.progress.forgotten.contains(it)).collect()
    }

    /// What counts of a person: all but what lies in the tray.
    pub fn of_person(&self, members: &BTreeSet<YouthId>) -> Vec<Entry> {
        self.entries.values().filter(|it| members.contains(&it.youth) && !self.tray.contains_key(&it.id)).cloned().collect()
    }

    pub fn refold(&mut self, youth: YouthId) {
        let members = self.progress.person(youth);
        let summary = self.progress.summary(&self.of_person(&members));
        for member in &members {
            self.progress.dirty.remove(member);
            match &summary {
                Some(it) if it.id == *member => drop(self.summaries.insert(*member, it.clone())),
                _ => drop(self.summaries.remove(member)),
            }
        }
    }

    fn apply(&mut self, change: Change) {
        match change {
            Change::Keep(entry) => {
                self.receipts.remove(&entry.id);
                self.entries.insert(entry.id, entry);
            }
            Change::KeepSent(entry, receipt) => {
                self.receipts.insert(entry.id, receipt);
                self.entries.insert(entry.id, entry);
            }
            Change::Attest(id, receipt) => {
                if self.entries.contains_key(&id) {
                    self.receipts.insert(id, receipt);
                }
            }
            Change::Empty(id) => {
                self.receipts.remove(&id);
                if let Some(entry) = self.entries.get_mut(&id) {
                    entry.facts.clear();
                }
            }
            Change::Drop(id) => {
                self.receipts.remove(&id);
                self.entries.remove(&id);
            }
            Change::Queue(seq, id) => {
                let before = self.outbox.insert(seq, id);
                assert!(before.is_none_or(|it| it == id), "two entries wait under one number");
            }
            Change::Unqueue(seq) => drop(self.outbox.remove(&seq)),
            Change::SetAside(id, tray) => drop(self.tray.insert(id, tray)),
            Change::TakeUp(id) => drop(self.tray.remove(&id)),
            Change::Told(id) => drop(self.reads.remove(&id)),
            Change::Count(counter) => self.counter = counter,
            Change::Reach(progress) => self.progress = progress,
            Change::NameTaken => self.name_taken = true,
            Change::Rename(device) => (self.device, self.name_taken) = (device, false),
        }
    }
}
