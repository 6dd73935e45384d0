//! Taking in a reply: all of it, or nothing, in one transaction.

use super::{Change, Held, Kept, Parcel, Plan, Tray, write::same_person};
use crate::{
    Entry, EntryId, YouthId,
    sync::{Receipt, Refusal},
};
use std::collections::{BTreeMap, BTreeSet};

/// What has to be looked up in the store before a reply is taken in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Needs {
    /// Youths whose entries' ids are needed.
    pub about: BTreeSet<YouthId>,
    /// Youths whose names are needed, as lists show them now.
    pub names: BTreeSet<YouthId>,
    /// Whether everything that is kept is needed.
    pub all: bool,
}

/// What was looked up.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// The ids of the entries about each youth.
    pub about: BTreeMap<YouthId, Vec<EntryId>>,
    /// What youths are called, where they are shown.
    pub names: BTreeMap<YouthId, String>,
    /// Everything that is kept.
    pub all: Vec<Held>,
}

impl Plan {
    /// Whether the server has begun a new epoch, or says that it lacks what we have read: it was restored from a backup, or
    /// somebody put an older file in its place by hand.
    pub fn is_new_epoch(&self, kept: &Kept) -> bool {
        self.restored.is_some() || kept.progress.cursor.is_some_and(|it| it.epoch != self.cursor.epoch)
    }

    /// What to look up before taking it in.
    #[must_use]
    pub fn needs(&self, parcel: &Parcel, kept: &Kept) -> Needs {
        let refused = |id: EntryId| self.refused.iter().any(|it| it.0 == id);
        let unconfirmed = kept.progress.unconfirmed.iter().filter(|_| !self.more);
        Needs {
            about: self.forget.iter().chain(&kept.progress.forgotten).chain(unconfirmed).chain(&self.erased).copied().collect(),
            names: parcel.entries.iter().filter(|it| refused(it.id)).map(|it| it.youth).collect(),
            all: self.is_new_epoch(kept),
        }
    }

    /// What taking it in changes: receipts, then forgetting, then what is new, then how far we have read.
    #[must_use]
    pub fn changes(&self, parcel: &Parcel, kept: Kept, found: &Found, now: i64) -> Vec<Change> {
        let is_new_epoch = self.is_new_epoch(&kept);
        let mut about = found.about.clone();
        for held in &found.all {
            about.entry(held.youth).or_default().push(held.id);
        }
        let mut taking = Taking { kept, found, about, touched: BTreeSet::new(), changes: Vec::new() };
        if is_new_epoch {
            taking.offer_again(self, parcel);
        }
        taking.receipts(self, parcel);
        taking.returns(self, parcel);
        // A restored server took nothing in: what they were of may not have come back to it yet.
        if self.restored.is_none() {
            taking.changes.extend(parcel.reads.iter().map(|it| Change::Told(it.0)));
        }
        for youth in &self.forget {
            taking.forget(*youth);
        }
        for youth in &self.erased {
            taking.erase(*youth);
        }
        taking.take(self, now);
        if !self.more {
            taking.drop_unconfirmed();
        }
        taking.drop_forgotten();
        if self.cloned {
            taking.changes.push(Change::NameTaken);
        }
        let Taking { mut kept, mut touched, mut changes, .. } = taking;
        kept.progress.cursor = Some(self.cursor);
        if !self.more {
            (kept.progress.heard, kept.progress.offset) = (Some(now), Some(self.offset));
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
    /// The ids of the entries about each youth.
    about: BTreeMap<YouthId, Vec<EntryId>>,
    touched: BTreeSet<YouthId>,
    changes: Vec<Change>,
}

impl Taking<'_> {
    /// A restored server may lack what it had given receipts for: it goes again, whoever made it. What the server says
    /// that it has stays, and what it then doesn't give is no longer ours to hold.
    fn offer_again(&mut self, plan: &Plan, parcel: &Parcel) {
        let kept = plan.restored.and_then(|it| it.kept).zip(parcel.cursor.map(|it| it.epoch));
        let is_there = |it: &Receipt| kept.is_some_and(|(position, epoch)| it.epoch == epoch && it.position <= position);
        let waiting: BTreeSet<EntryId> = self.kept.outbox.values().chain(&self.kept.tray).copied().collect();
        self.kept.progress.before = Some(self.kept.counter.seq);
        for held in &self.found.all {
            self.kept.progress.unconfirmed.insert(held.youth);
            match &held.receipt {
                _ if waiting.contains(&held.id) => {}
                Some(receipt) if is_there(receipt) => {}
                Some(_) => drop(self.kept.progress.again.insert(held.id)),
                // Sent before there were receipts: it goes as it went the first time.
                None if held.device == self.kept.device => self.queue(held.seq, held.id),
                None => {}
            }
        }
    }

    fn queue(&mut self, seq: u64, id: EntryId) {
        if self.kept.outbox.insert(seq, id).is_none() {
            self.changes.push(Change::Queue(seq, id));
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
            self.attest(plan, *id);
        }
        let settled = parcel.entries.iter().filter(|it| plan.settled.contains(&it.id));
        self.confirm(plan, settled.map(|it| it.youth));
        for (id, refusal) in &plan.refused {
            // What waits no longer has got its receipt by another way.
            let Some(seq) = seqs.get(id) else { continue };
            self.unqueue(*seq);
            let entry = parcel.entries.iter().find(|it| it.id == *id);
            let is_erased = *refusal == Refusal::Erased;
            if is_erased {
                self.changes.push(Change::Empty(*id));
            }
            let name = entry.filter(|_| !is_erased).and_then(|it| self.found.names.get(&it.youth).cloned());
            self.kept.tray.insert(*id);
            self.changes.push(Change::SetAside(*id, Tray { refusal: *refusal, name }));
            self.touched.extend(entry.map(|it| it.youth));
        }
    }

    /// What the restored server has again needs no more; what it won't have goes another way, or goes.
    fn returns(&mut self, plan: &Plan, parcel: &Parcel) {
        for id in &plan.returned {
            self.kept.progress.again.remove(id);
            self.attest(plan, *id);
        }
        for (id, refusal) in &plan.unwelcome {
            let was_waiting = self.kept.progress.again.remove(id);
            let Some((entry, _)) = parcel.again.iter().find(|it| it.0.id == *id).filter(|_| was_waiting) else { continue };
            if *refusal == Refusal::Erased {
                self.changes.push(Change::Drop(*id));
                self.touched.insert(entry.youth);
            } else if entry.device == self.kept.device {
                self.queue(entry.seq, entry.id);
            } else if self.kept.progress.former.contains(&entry.device) {
                // The name that it was made under is another's now: it goes under ours, with the next number.
                self.kept.counter.seq += 1;
                // The lost server had it, whatever its number says.
                self.kept.progress.before = Some(self.kept.counter.seq);
                let own = Entry { device: self.kept.device, seq: self.kept.counter.seq, ..entry.clone() };
                self.queue(own.seq, own.id);
                self.changes.push(Change::Keep(own));
            }
        }
        let returned = parcel.again.iter().filter(|it| plan.returned.contains(&it.0.id));
        self.confirm(plan, returned.map(|it| it.0.youth));
    }

    /// What was sent just now isn't given back in the same reply. Whom the reply doesn't tell us to forget is ours to hold.
    fn confirm(&mut self, plan: &Plan, youths: impl Iterator<Item = YouthId>) {
        for youth in youths.filter(|it| !plan.forget.contains(it)) {
            self.kept.progress.unconfirmed.remove(&youth);
            if self.kept.progress.forgotten.remove(&youth) {
                self.touched.insert(youth);
            }
        }
    }

    fn attest(&mut self, plan: &Plan, id: EntryId) {
        self.changes.extend(plan.receipts.get(&id).map(|it| Change::Attest(id, it.clone())));
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
        for id in self.about.get(&youth).into_iter().flatten() {
            if unsent.contains(id) {
                self.kept.progress.forgotten.insert(youth);
            } else {
                self.changes.push(Change::Drop(*id));
            }
        }
        self.touched.insert(youth);
    }

    /// Nothing about an erased youth stays. What waits is emptied at once: the server would refuse it, and it may never get so
    /// far (what is too large to be sent lies in the tray with all its words).
    fn erase(&mut self, youth: YouthId) {
        let seqs: BTreeMap<EntryId, u64> = self.kept.outbox.iter().map(|(seq, id)| (*id, *seq)).collect();
        for id in self.about.get(&youth).cloned().unwrap_or_default() {
            if self.kept.progress.again.remove(&id) {
                self.changes.push(Change::Drop(id));
                continue;
            }
            if let Some(seq) = seqs.get(&id) {
                self.unqueue(*seq);
                self.kept.tray.insert(id);
            }
            if self.kept.tray.contains(&id) {
                self.changes.extend([Change::Empty(id), Change::SetAside(id, Tray { refusal: Refusal::Erased, name: None })]);
            }
        }
        self.forget(youth);
    }

    /// Entries are immutable, so that one which is here already comes out the same. Our own in the outbox are left
    /// alone: only a receipt moves them. One in the tray has reached the server after all, by a request that was long
    /// on its way.
    fn take(&mut self, plan: &Plan, now: i64) {
        let waiting: BTreeSet<EntryId> = self.kept.outbox.values().copied().collect();
        for entry in &plan.take {
            self.kept.progress.forgotten.remove(&entry.youth);
            self.kept.progress.unconfirmed.remove(&entry.youth);
            self.kept.progress.same.extend(entry.facts.iter().filter_map(same_person).map(|other| (entry.youth, other)));
            self.kept.counter.clock = self.kept.counter.clock.observe(entry.at, now);
            self.touched.insert(entry.youth);
            if !waiting.contains(&entry.id) {
                self.take_up(entry.id);
                // It is there, so that it needn't go again.
                self.kept.progress.again.remove(&entry.id);
                self.changes.push(match plan.receipts.get(&entry.id) {
                    Some(receipt) => Change::KeepSent(entry.clone(), receipt.clone()),
                    None => Change::Keep(entry.clone()),
                });
            }
        }
    }

    /// A restored server has given all that it has for us: whom it gave nothing of, we no longer hold.
    fn drop_unconfirmed(&mut self) {
        for youth in std::mem::take(&mut self.kept.progress.unconfirmed) {
            self.forget(youth);
        }
    }

    /// What was unsent about a forgotten youth goes too, once the server has it.
    fn drop_forgotten(&mut self) {
        let unsent = self.kept.unsent();
        for youth in self.kept.progress.forgotten.clone() {
            let about = self.about.get(&youth).into_iter().flatten();
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
