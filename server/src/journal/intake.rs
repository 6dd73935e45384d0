//! Taking entries in, one by one, each whole or not at all.

use super::{Caller, Process, Sent, again, ahead::Ahead, channels, project, reference, refold, scope, value};
use crate::{
    db::{StoreError, Tx},
    figures::{Changes, close_due},
    store::{
        self,
        entry::{Known, Placed},
        place::Municipality,
    },
};
use domain::{
    Entry, Fact, MunicipalityId, PersonalNumber, YouthId, civil,
    sync::{Outcome, Refusal, Verdict},
};
use serde_json::Value;
use std::collections::BTreeSet;

/// Takes entries in and brings every projection up to date, in the caller's transaction. One outcome for each, in
/// the same order; a refused one blocks nothing behind it but what points at it.
pub async fn accept(
    tx: &mut Tx,
    process: &Process,
    municipality: &Municipality,
    caller: &Caller,
    entries: &[Value],
) -> Result<Vec<Outcome>, StoreError> {
    let sent: Vec<Sent> = entries.iter().map(Sent::read).collect();
    accept_from(tx, process, municipality, caller, &sent, 0, None).await
}

/// The same from a device whose clock is so many milliseconds behind ours, and which had given numbers up to `before` when it
/// heard of a restore.
pub async fn accept_from(
    tx: &mut Tx,
    process: &Process,
    municipality: &Municipality,
    caller: &Caller,
    sent: &[Sent],
    behind: i64,
    before: Option<u64>,
) -> Result<Vec<Outcome>, StoreError> {
    // The lock comes first: everything below sees all that was committed before it.
    store::place::take_positions(tx, municipality.id, 0).await?;
    let since = process.clock.now();
    close_due(tx, municipality.id, since).await?;
    let mark = tx.mark().await?;
    let outcomes = match take_all(tx, process, municipality, caller, sent).await {
        Err(error @ StoreError::Corrupt { .. }) => {
            tracing::error!(error = &error as &dyn std::error::Error, "what is sent builds on what can't be read");
            tx.undo(mark).await?;
            take_each(tx, process, municipality, caller, sent).await?
        }
        outcomes => {
            let outcomes = outcomes?;
            tx.keep(mark).await?;
            outcomes
        }
    };
    // A phone whose reply was lost with the server sends as news what may have been answered then. It tells by number what that
    // is; where it doesn't (an older version), only the clocks do, and they may have been put right in between.
    let restored = store::restore::latest(tx, municipality.id).await?;
    let stored = sent.iter().zip(&outcomes).filter(|it| matches!(it.1.verdict, Verdict::Stored { .. }));
    let old = stored.filter_map(|it| it.0.entry.as_ref().ok()).filter(|it| {
        before.is_some_and(|seq| it.seq <= seq) || restored.is_some_and(|restored| it.at.ms.saturating_add(behind) < restored)
    });
    again::doubt(tx, process, municipality.id, old.map(|it| it.youth).collect(), since).await?;
    Ok(outcomes)
}

/// Takes entries in by themselves: one whose youth can't be read, because rows of theirs are damaged, is refused and stands in
/// nobody else's way.
async fn take_each(
    tx: &mut Tx,
    process: &Process,
    municipality: &Municipality,
    caller: &Caller,
    sent: &[Sent],
) -> Result<Vec<Outcome>, StoreError> {
    let mut outcomes = Vec::with_capacity(sent.len());
    for sent in sent {
        let mark = tx.mark().await?;
        let one = take_all(tx, process, municipality, caller, std::slice::from_ref(sent)).await;
        if let Err(StoreError::Corrupt { .. }) = one {
            tx.undo(mark).await?;
            outcomes.push(Outcome { id: sent.id, verdict: refused(Refusal::Unreadable), receipt: None });
        } else {
            outcomes.extend(one?);
            tx.keep(mark).await?;
        }
    }
    Ok(outcomes)
}

async fn take_all(
    tx: &mut Tx,
    process: &Process,
    municipality: &Municipality,
    caller: &Caller,
    sent: &[Sent],
) -> Result<Vec<Outcome>, StoreError> {
    let ahead = Ahead::read(tx, municipality.id, caller, sent.iter().flat_map(|it| &it.entry)).await?;
    let mut changes = Changes::new(municipality.id, civil::day(process.clock.now()));
    let mut intake = Intake::new(process, municipality, caller, ahead, &mut changes);
    let mut outcomes = Vec::with_capacity(sent.len());
    for sent in sent {
        let verdict = match &sent.entry {
            Ok(entry) => intake.take(tx, entry).await?,
            Err(code) => refused(intake.unless_erased(tx, sent.youth, *code).await?),
        };
        outcomes.push(Outcome { id: sent.id, verdict, receipt: None });
    }
    intake.finish(tx).await?;
    changes.keep(tx).await?;
    Ok(outcomes)
}

pub(super) struct Intake<'a> {
    process: &'a Process,
    municipality: &'a Municipality,
    caller: &'a Caller,
    ahead: Ahead,
    /// Checked and placed, but not written yet.
    placed: Vec<Placed<'a>>,
    /// Youths with entries that aren't projected yet.
    stale: BTreeSet<YouthId>,
    /// Youths of whose channels something was said.
    channels: BTreeSet<YouthId>,
    /// What figures the caller is to keep. No entry is judged by them.
    changes: &'a mut Changes,
}

impl<'a> Intake<'a> {
    pub(super) fn new(
        process: &'a Process,
        municipality: &'a Municipality,
        caller: &'a Caller,
        ahead: Ahead,
        changes: &'a mut Changes,
    ) -> Self {
        let (placed, stale, channels) = (Vec::new(), BTreeSet::new(), BTreeSet::new());
        Self { process, municipality, caller, ahead, placed, stale, channels, changes }
    }

    pub(super) async fn take(&mut self, tx: &mut Tx, entry: &'a Entry) -> Result<Verdict, StoreError> {
        let municipality = self.municipality.id;
        if let Some(known) = self.ahead.entry(tx, entry.id).await? {
            let is_same = known.municipality == municipality && known.youth == entry.youth;
            return Ok(if is_same { Verdict::AlreadyStored { position: known.position } } else { refused(Refusal::NotYourYouth) });
        }
        // What it builds on may be of the same batch: it is looked up in the journal.
        if entry.facts.iter().any(reference::builds_on_others) {
            self.append(tx).await?;
        }
        if let Err(code) = self.check(tx, entry).await? {
            return Ok(refused(code));
        }
        let position = self.place(tx, entry).await?;
        self.ahead.stored(entry, Known { municipality, position, youth: entry.youth });
        if channels::are_spoken_of(entry) {
            self.channels.insert(entry.youth);
        }
        // What decides who may write next is derived at once, the rest at the end, once for each youth.
        if entry.facts.iter().any(decides_reach) {
            self.stale.remove(&entry.youth);
            self.append(tx).await?;
            project::project(tx, self.process, municipality, entry.youth, position, self.changes).await?;
            self.ahead.forget_youths();
        } else {
            self.stale.insert(entry.youth);
        }
        Ok(Verdict::Stored { position })
    }

    /// Of an erased youth nothing else is said, so that the phone keeps nothing either.
    async fn unless_erased(&self, tx: &mut Tx, youth: Option<YouthId>, code: Refusal) -> Result<Refusal, StoreError> {
        let Some(youth) = youth else { return Ok(code) };
        let record = self.ahead.record(tx, self.municipality.id, youth).await?;
        Ok(if record.is_some_and(|it| it.erased) { Refusal::Erased } else { code })
    }

    async fn check(&self, tx: &mut Tx, entry: &Entry) -> Result<Result<(), Refusal>, StoreError> {
        let municipality = self.municipality.id;
        let record = self.ahead.record(tx, municipality, entry.youth).await?;
        if record.as_ref().is_some_and(|it| it.erased) {
            return Ok(Err(Refusal::Erased));
        }
        if entry.device != self.caller.device || entry.by != self.caller.by {
            return Ok(Err(Refusal::NotAllowed));
        }
        let seq = i64::try_from(entry.seq).unwrap_or(i64::MAX);
        if self.ahead.is_used(tx, entry.device, seq).await? {
            return Ok(Err(Refusal::DeviceCloned));
        }
        if let Err(code) = scope::check_youth(tx, municipality, self.caller, &self.ahead, record.as_ref(), entry).await? {
            return Ok(Err(code));
        }
        let targets = match reference::check(tx, municipality, record.as_ref(), entry).await? {
            Ok(targets) => targets,
            Err(code) => return Ok(Err(code)),
        };
        let birth = record.as_ref().and_then(|it| it.number.as_ref()).map(PersonalNumber::birth);
        let today = civil::day(self.process.clock.now());
        let values = scope::check_facts(self.caller, entry, &targets)
            .and_then(|()| entry.facts.iter().try_for_each(|it| value::check(it, self.municipality.notes_allowed)))
            .and_then(|()| value::check_age(&entry.facts, birth, today));
        match values {
            Ok(()) => reference::check_things(tx, municipality, record.as_ref(), entry).await,
            Err(code) => Ok(Err(code)),
        }
    }

    /// Gives an entry that has been checked the next position. The first of a row takes it from the journal, which the
    /// transaction has locked; those behind it are counted on.
    async fn place(&mut self, tx: &mut Tx, entry: &'a Entry) -> Result<i64, StoreError> {
        let position = match self.placed.last() {
            Some(before) => before.position + 1,
            None => store::place::take_positions(tx, self.municipality.id, 1).await?,
        };
        let clock = &self.process.clock;
        self.placed.push(Placed::new(position, clock.now(), clock.random(), entry));
        Ok(position)
    }

    /// Writes what has been placed.
    async fn append(&mut self, tx: &mut Tx) -> Result<(), StoreError> {
        let placed = std::mem::take(&mut self.placed);
        if let Some(counted_on @ 1..) = placed.len().checked_sub(1) {
            store::place::take_positions(tx, self.municipality.id, i64::try_from(counted_on).unwrap_or(i64::MAX)).await?;
        }
        store::entry::append(tx, self.municipality.id, &placed).await
    }

    /// Derives what isn't derived yet.
    pub(super) async fn finish(mut self, tx: &mut Tx) -> Result<(), StoreError> {
        self.append(tx).await?;
        refold::refold(tx, self.process, self.municipality.id, self.stale, self.changes).await?;
        channels::note(tx, self.municipality, self.channels).await
    }
}

/// Stores an entry of this process's at the next position.
pub(super) async fn append(tx: &mut Tx, process: &Process, municipality: MunicipalityId, entry: &Entry) -> Result<i64, StoreError> {
    let position = store::place::take_positions(tx, municipality, 1).await?;
    let placed = Placed::new(position, process.clock.now(), process.clock.random(), entry);
    store::entry::append(tx, municipality, &[placed]).await?;
    Ok(position)
}

fn refused(code: Refusal) -> Verdict {
    Verdict::Refused { code }
}

/// Whether a fact can change who reaches the youth, or which person the youth is.
pub(crate) fn decides_reach(fact: &Fact) -> bool {
    match fact {
        Fact::Registered { .. }
        | Fact::Assigned { .. }
        | Fact::SamePersonAs { .. }
        | Fact::ProtectionSet { .. }
        | Fact::ProtectionCleared { .. }
        | Fact::Withdrawn { .. }
        | Fact::Corrected { .. }
        | Fact::Erased {} => true,
        Fact::DetailsChanged { detail, .. } => matches!(detail, domain::Detail::Number { .. }),
        _ => false,
    }
}
