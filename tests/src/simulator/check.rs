//! The promises, looked for in what is left when the network is well again.

use super::{Flaw, Simulation, phone::Phone};
use domain::{Actor, Entry, EntryId, Fact, FactRef, Youth, YouthId, sync::Refusal};
use server::store;
use std::collections::{BTreeMap, BTreeSet};

/// How far ahead of its own clock a phone follows another's, in milliseconds: ten minutes, as the domain's clock has it.
const FOLLOWS: i64 = 10 * 60 * 1000;

impl Simulation {
    /// Whatever a phone no longer calls unsent, the server has.
    pub(super) async fn check_sent(&mut self) -> Result<(), Flaw> {
        for phone in self.phones.iter().filter(|it| !it.is_wiped) {
            let state = &phone.disk.state;
            // A phone that hasn't heard of a restore can't know better, and what it has let go of others give back.
            if self.was_restored && state.progress.cursor.is_none_or(|it| it.epoch != self.epoch) {
                continue;
            }
            let is_told = |it: &&EntryId| !self.was_restored || state.entries.contains_key(it);
            let unsent = state.unsent();
            for id in phone.saved.keys().filter(|it| !unsent.contains(it)).filter(is_told) {
                if !self.stored.contains(id) {
                    if !is_stored(&self.server.world, *id).await {
                        return Err(Flaw::FalselySent(format!("{id} is no longer unsent, and the server hasn't got it")));
                    }
                    self.stored.insert(*id);
                }
            }
        }
        Ok(())
    }

    /// Everything, at the end.
    pub(super) async fn check(&mut self) -> Result<(), Flaw> {
        self.check_sent().await?;
        for phone in self.phones.iter().filter(|it| !it.is_wiped) {
            if self.server.is_revoked(phone.disk.state.device).await {
                return Err(Flaw::Resurrected("a revoked phone still has what it had".to_owned()));
            }
        }
        let journal = self.journal().await;
        self.check_once(&journal)?;
        self.check_kept(&journal).await?;
        let aside = self.put_aside().await;
        for phone in &self.phones {
            self.check_saved(phone, &journal, &aside)?;
            self.check_read(phone).await?;
            if !phone.is_wiped {
                self.check_held(phone, &journal)?;
            }
        }
        for phone in &self.phones {
            check_dates(phone)?;
            self.check_tray(phone, &journal)?;
        }
        Ok(())
    }

    /// Each call has a moment of its own, so that one that was taken in twice is told from two; and whatever a worker says
    /// in the journal, a phone of theirs has said.
    fn check_once(&self, journal: &BTreeMap<EntryId, Entry>) -> Result<(), Flaw> {
        let mut seen = BTreeMap::new();
        for entry in journal.values() {
            let is_a_workers = self.phones.iter().any(|it| entry.by == Actor::Account(it.account));
            if is_a_workers && !self.phones.iter().any(|it| it.written.contains(&entry.id)) {
                return Err(Flaw::Duplicated(format!("{} is in the journal, and no phone made it", entry.id)));
            }
            for fact in &entry.facts {
                if let Fact::ContactLogged { happened: Some(happened), .. } = fact
                    && let Some(other) = seen.insert(*happened, entry.id)
                {
                    return Err(Flaw::Duplicated(format!("{} says what {other} says", entry.id)));
                }
            }
        }
        Ok(())
    }

    /// Whose card was opened stands in the access log, where the server hasn't gone back since.
    async fn check_read(&self, phone: &Phone) -> Result<(), Flaw> {
        let mut tx = self.server.world.db.read().await.unwrap();
        for (youth, at) in phone.opened.iter().filter(|it| !self.was_restored && !self.erased.contains(&it.0)) {
            let logged = store::access_log::of_youth(&mut tx, self.server.world.municipality, *youth).await.unwrap();
            if !logged.iter().any(|it| it.account == phone.account && it.read_at == *at) {
                return Err(Flaw::Lost(format!("that {youth} was looked at is logged nowhere")));
            }
        }
        Ok(())
    }

    /// Nothing that was told to be saved is lost, and nothing waits that could have gone. What lies in a tray has its own
    /// [check](Self::check_tray).
    fn check_saved(&self, phone: &Phone, journal: &BTreeMap<EntryId, Entry>, aside: &BTreeMap<EntryId, String>) -> Result<(), Flaw> {
        let state = &phone.disk.state;
        if !state.progress.again.is_empty() || !state.progress.unconfirmed.is_empty() {
            return Err(Flaw::Stuck(format!("{:?} are to go again", state.progress.again)));
        }
        if !state.outbox.is_empty() || !state.progress.dirty.is_empty() || !state.reads.is_empty() {
            return Err(Flaw::Stuck(format!("{:?} wait, {:?} are to be folded", state.outbox, state.progress.dirty)));
        }
        for (id, youth) in &phone.saved {
            let elsewhere = || self.phones.iter().any(|it| it.disk.state.tray.contains_key(id));
            let is_excused = self.gone.contains(id) || self.erased.contains(youth);
            if !journal.contains_key(id) && !elsewhere() && !is_excused && !aside.contains_key(id) {
                return Err(Flaw::Lost(format!("{id} was saved, and is neither stored nor in a tray")));
            }
        }
        Ok(())
    }

    /// Whatever lies in a tray lies there for something that the schedule did, and that still stands in its way: everything
    /// else has gone.
    fn check_tray(&self, phone: &Phone, journal: &BTreeMap<EntryId, Entry>) -> Result<(), Flaw> {
        let reached = self.reached(phone, journal);
        for (entry, refusal) in phone.disk.state.asides() {
            let is_due = match refusal {
                Refusal::SchemaTooNew => entry.facts.iter().any(|it| matches!(it, Fact::Newer(_))),
                Refusal::NoteNotAllowed => entry.facts.iter().any(|it| matches!(it, Fact::ContactLogged { note: Some(_), .. })),
                Refusal::InvalidValue => phone.huge.contains(&entry.id),
                Refusal::Erased => self.erased.contains(&entry.youth),
                Refusal::UnknownReference => lacks_ground(&entry, journal),
                Refusal::NotYourYouth if is_known(entry.youth, journal) => !reached.contains(&entry.youth),
                // Whoever isn't in the register comes into it in a unit of the worker's.
                Refusal::NotYourYouth => entry
                    .facts
                    .iter()
                    .any(|it| matches!(it, Fact::Assigned { unit, .. } if !self.members.contains(&(phone.account, *unit)))),
                _ => false,
            };
            if !is_due {
                return Err(Flaw::Stuck(format!("{} lies in a tray as {refusal:?}, and nothing is wrong with it", entry.id)));
            }
        }
        Ok(())
    }

    /// A phone holds what its worker reaches, as the server has it, and lists show what it holds.
    fn check_held(&self, phone: &Phone, journal: &BTreeMap<EntryId, Entry>) -> Result<(), Flaw> {
        let state = &phone.disk.state;
        let reached = self.reached(phone, journal);
        let unsent = state.unsent();
        for entry in journal.values().filter(|it| reached.contains(&it.youth)) {
            match state.entries.get(&entry.id) {
                Some(held) if held == entry || (phone.is_copied && is_renumbered(held, entry)) => {}
                Some(_) => return Err(Flaw::Lost(format!("{} is another on a phone", entry.id))),
                None => return Err(Flaw::Lost(format!("{} isn't on a phone that reaches it", entry.id))),
            }
        }
        for held in state.entries.values().filter(|it| !unsent.contains(&it.id)) {
            if !journal.contains_key(&held.id) {
                return Err(Flaw::FalselySent(format!("{} is on a phone as if it were sent", held.id)));
            }
            if !reached.contains(&held.youth) {
                return Err(Flaw::Resurrected(format!("{} is on a phone whose worker doesn't reach it", held.id)));
            }
        }
        let mut fresh = state.clone();
        fresh.summaries.clear();
        for youth in fresh.entries.values().map(|it| it.youth).collect::<BTreeSet<_>>() {
            fresh.refold(youth);
        }
        if fresh.summaries == state.summaries {
            return Ok(());
        }
        let differing = |it: &&YouthId| fresh.summaries.get(it) != state.summaries.get(it);
        let all: BTreeSet<&YouthId> = fresh.summaries.keys().chain(state.summaries.keys()).collect();
        Err(Flaw::Stuck(format!("lists are older than entries for {:?}", all.into_iter().filter(differing).collect::<Vec<_>>())))
    }

    /// The youths that a phone's worker reaches, by what was done and not by what the server has derived.
    fn reached(&self, phone: &Phone, journal: &BTreeMap<EntryId, Entry>) -> BTreeSet<YouthId> {
        let mut reached = BTreeSet::new();
        for person in persons(journal) {
            let Some(youth) = Youth::fold(journal.values().filter(|it| person.contains(&it.youth))) else { continue };
            let has = youth.units().iter().any(|unit| self.members.contains(&(phone.account, *unit)));
            if has && !youth.is_protected() && !youth.erased {
                reached.extend(person);
            }
        }
        reached
    }

    async fn journal(&self) -> BTreeMap<EntryId, Entry> {
        let mut tx = self.server.world.db.read().await.unwrap();
        let mut journal = BTreeMap::new();
        for youth in &self.youths {
            let entries = store::entry::of_youth(&mut tx, self.server.world.municipality, *youth).await.unwrap();
            journal.extend(entries.into_iter().map(|it| (it.entry.id, it.entry)));
        }
        journal
    }
}

pub(super) async fn is_stored(world: &crate::World, id: EntryId) -> bool {
    let mut tx = world.db.read().await.unwrap();
    store::entry::find(&mut tx, id).await.unwrap().is_some()
}

/// Whoever's clock was always right has dated nothing by another's that was wrong.
fn check_dates(phone: &Phone) -> Result<(), Flaw> {
    match phone.ahead {
        Some(ahead) if ahead > FOLLOWS => Err(Flaw::Misdated(format!("a phone whose clock is right wrote {ahead} ms ahead of it"))),
        _ => Ok(()),
    }
}

/// Whether the register has the youth.
fn is_known(youth: YouthId, journal: &BTreeMap<EntryId, Entry>) -> bool {
    journal.values().any(|it| it.youth == youth)
}

/// Whether an entry builds on what isn't there: a registration, or another entry about the same person.
fn lacks_ground(entry: &Entry, journal: &BTreeMap<EntryId, Entry>) -> bool {
    let registers = entry.facts.iter().any(|it| matches!(it, Fact::Registered { .. }));
    let person = persons(journal).into_iter().find(|it| it.contains(&entry.youth)).unwrap_or_default();
    let is_there = |it: &FactRef| {
        let other = journal.get(&it.entry).filter(|other| person.contains(&other.youth));
        other.is_some_and(|other| usize::from(it.index) < other.facts.len())
    };
    (!registers && !is_known(entry.youth, journal)) || entry.facts.iter().flat_map(builds_on).any(|it| !is_there(it))
}

/// What a fact that phones here write builds on.
fn builds_on(fact: &Fact) -> &[FactRef] {
    match fact {
        Fact::Assigned { saw, .. } | Fact::ProtectionSet { saw } => saw,
        Fact::Withdrawn { target } => std::slice::from_ref(target),
        _ => &[],
    }
}

/// A phone that was copied may hold an entry under the number that the other copy gave it.
fn is_renumbered(held: &Entry, entry: &Entry) -> bool {
    held == &Entry { device: held.device, seq: held.seq, ..entry.clone() }
}

/// The records that are one person: held together by "same person as", unless that was withdrawn.
pub(super) fn persons(journal: &BTreeMap<EntryId, Entry>) -> Vec<BTreeSet<YouthId>> {
    let mut persons: Vec<BTreeSet<YouthId>> =
        journal.values().map(|it| it.youth).collect::<BTreeSet<_>>().into_iter().map(|it| [it].into()).collect();
    for entry in journal.values() {
        for fact in &entry.facts {
            if let Fact::SamePersonAs { other } = fact {
                let (joined, rest): (Vec<_>, Vec<_>) = persons.into_iter().partition(|it| it.contains(other) || it.contains(&entry.youth));
                persons = rest;
                persons.push(joined.into_iter().flatten().collect());
            }
        }
    }
    persons
}
