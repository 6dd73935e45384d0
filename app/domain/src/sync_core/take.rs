//! Taking in a reply: all of it, or nothing, in one transaction.

use super::{Change, Kept, Parcel, Plan, Tray, write::same_person};
use crate::{EntryId, YouthId};
use std::collections::{BTreeMap, BTreeSet};

/// What has to be looked up in the store before a reply is taken in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Needs {
    /// Youths whose entries' ids are needed.
    pub about: BTreeSet<YouthId>,
    /// Youths whose names are needed, as lists show them now.
    pub names: BTreeSet<YouthId>,
    /// Whether everything that this device has made is needed.
    pub own: bool,
}

/// What was looked up.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// The ids of the entries about each youth.
    pub about: BTreeMap<YouthId, Vec<EntryId>>,
    /// What youths are called, where they are shown.
    pub names: BTreeMap<YouthId, String>,
    /// What this device has made under its present name, by seq.
    pub own: BTreeMap<u64, EntryId>,
}

impl Plan {
    /// Whether the server has begun a new epoch: it was restored from a backup.
    pub fn is_new_epoch(&self, kept: &Kept) -> bool {
        kept.progress.cursor.is_some_and(|it| it.epoch != self.cursor.epoch)
    }

    /// What to look up before taking it in.
    #[must_use]
    pub fn needs(&self, parcel: &Parcel, kept: &Kept) -> Needs {
        let refused = |id: EntryId| self.refused.iter().any(|it| it.0 == id);
        Needs {
            about: self.forget.iter().chain(&kept.progress.forgotten).copied().collect(),
            names: parcel.entries.iter().filter(|it| refused(it.id)).map(|it| it.youth).collect(),
            own: self.is_new_epoch(kept),
        }
    }

    /// What taking it in changes: receipts, then forgetting, then what is new, then how far we have read.
    #[must_use]
    pub fn changes(&self, parcel: &Parcel, kept: Kept, found: &Found, now: i64) -> Vec<Change> {
        let is_new_epoch = self.is_new_epoch(&kept);
        let mut taking = Taking { kept, found, touched: BTreeSet::new(), changes: Vec::new() };
        if is_new_epoch {
            taking.offer_again();
        }
        taking.receipts(self, parcel);
        taking.changes.extend(parcel.reads.iter().map(|it| Change::Told(it.0)));
        for youth in &self.forget {
            taking.forget(*youth);
        }
        taking.take(self, now);
        taking.drop_forgotten();
        if self.cloned {
            taking.changes.push(Change::NameTaken);
        }
        let Taking { mut kept, mut touched, mut changes, .. } = taking;
        kept.progress.cursor = Some(self.cursor);
        if !self.more {
            kept.progress.heard = Some(now);
        }
        kept.progress.dirty.append(&mut touched);
        changes.push(Change::Count(kept.counter));
        changes.push(Change::Reach(kept.progress));
        changes
    }
}

struct Taking<'a> {
    kept: Kept,
    found: &'a Found,
    touched: BTreeSet<YouthId>,
    changes: Vec<Change>,
}

impl Taking<'_> {
    /// A restored server may lack what it had given receipts for: everything that this device made goes again. What
    /// the server has it knows by its id.
    fn offer_again(&mut self) {
        for (seq, id) in &self.found.own {
            if !self.kept.tray.contains(id) && self.kept.outbox.insert(*seq, *id).is_none() {
                self.changes.push(Change::Queue(*seq, *id));
            }
        }
    }

    /// What the server has leaves the outbox, what it didn't take goes to the tray.
    fn receipts(&mut self, plan: &Plan, parcel: &Parcel) {
        let seqs: BTreeMap<EntryId, u64> = self.kept.outbox.iter().map(|(seq, id)| (*id, *seq)).collect();
        for id in &plan.settled {
            if let Some(seq) = seqs.get(id) {
                self.unqueue(*seq);
            }
            self.take_up(*id);
        }
        for (id, refusal) in &plan.refused {
            // What waits no longer has got its receipt by another way.
            let Some(seq) = seqs.get(id) else { continue };
            self.unqueue(*seq);
            let youth = parcel.entries.iter().find(|it| it.id == *id).map(|it| it.youth);
            let name = youth.and_then(|it| self.found.names.get(&it).cloned());
            self.kept.tray.insert(*id);
            self.changes.push(Change::SetAside(*id, Tray { refusal: *refusal, name }));
            self.touched.extend(youth);
        }
    }

    fn unqueue(&mut self, seq: u64) {
        self.kept.outbox.remove(&seq);
        self.changes.push(Change::Unqueue(seq));
    }

    fn take_up(&mut self, id: EntryId) {
        if self.kept.tray.remove(&id) {
            self.changes.push(Change::TakeUp(id));
        }
    }

    /// Forgets a youth, all but what is unsent about them.
    fn forget(&mut self, youth: YouthId) {
        let unsent = self.kept.unsent();
        for id in self.found.about.get(&youth).into_iter().flatten() {
            if unsent.contains(id) {
                self.kept.progress.forgotten.insert(youth);
            } else {
                self.changes.push(Change::Drop(*id));
            }
        }
        self.touched.insert(youth);
    }

    /// Entries are immutable, so that one which is here already comes out the same. Our own in the outbox are left
    /// alone: only a receipt moves them. One in the tray has reached the server after all, by a request that was long
    /// on its way.
    fn take(&mut self, plan: &Plan, now: i64) {
        let waiting: BTreeSet<EntryId> = self.kept.outbox.values().copied().collect();
        for entry in &plan.take {
            self.kept.progress.forgotten.remove(&entry.youth);
            self.kept.progress.same.extend(entry.facts.iter().filter_map(same_person).map(|other| (entry.youth, other)));
            self.kept.counter.clock = self.kept.counter.clock.observe(entry.at, now);
            self.touched.insert(entry.youth);
            if !waiting.contains(&entry.id) {
                self.take_up(entry.id);
                self.changes.push(Change::Keep(entry.clone()));
            }
        }
    }

    /// What was unsent about a forgotten youth goes too, once the server has it.
    fn drop_forgotten(&mut self) {
        let unsent = self.kept.unsent();
        for youth in self.kept.progress.forgotten.clone() {
            let about = self.found.about.get(&youth).into_iter().flatten();
            let (left, gone): (Vec<EntryId>, Vec<EntryId>) = about.partition(|it| unsent.contains(it));
            self.changes.extend(gone.into_iter().map(Change::Drop));
            if left.is_empty() {
                self.kept.progress.forgotten.remove(&youth);
                self.touched.insert(youth);
            }
        }
    }
}

#[cfg(test)]
mod tests;
