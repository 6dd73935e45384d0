//! What came of calls, written back: to the queue, to the journal, and to what is known of the channel.

use super::{
    Outcome, Post, Sign,
    check::{LAST_TRY, Ready, queued},
};
use crate::{
    db::{StoreError, Tx},
    store::{
        attempt::{self, Reported},
        channel_health, place,
        reminder::{self, Change, Reminder, State},
    },
};
use domain::{Actor, Fact, MunicipalityId, NotSent, Via, YouthId};
use std::collections::BTreeMap;

/// A call that has ended.
#[derive(Debug)]
pub(super) struct Done {
    pub(super) ready: Ready,
    pub(super) outcome: Outcome,
}

/// What some calls say of the channel that they went by.
#[derive(Default)]
struct Seen {
    works: bool,
    failures: i64,
    /// What was wrong last.
    problem: &'static str,
    /// Messages that it refused one by one.
    refusals: i64,
}

/// What is unclear waits so long for its report before a worker is told.
pub(super) const GRACE: i64 = 10 * 60 * 1000;
/// The first wait before another try, and the longest.
const FIRST: i64 = 30_000;
const LONGEST: i64 = 30 * 60 * 1000;

/// Facts for the journal, by municipality.
pub(super) type Told = BTreeMap<MunicipalityId, Vec<(YouthId, Vec<Fact>)>>;

impl Post {
    /// Writes what came of calls. They are written when this returns; where it fails they can be written again. What can't be
    /// written stands as under way until its lease is over, and is then as unclear as what a server left that ended.
    pub(super) async fn record(&self, done: &[Done]) -> Result<(), StoreError> {
        if done.is_empty() {
            return Ok(());
        }
        let (_, unreadable) = apart(done, |done| self.record_all(done)).await?;
        for (it, column) in unreadable {
            say_unreadable(it.ready.row.municipality, column);
        }
        self.watch(done).await
    }

    async fn record_all(&self, done: &[Done]) -> Result<(), StoreError> {
        let mut tx = self.db.begin().await?;
        place::lock(&mut tx, &done.iter().map(|it| it.ready.row.municipality).collect()).await?;
        let mut told = Told::new();
        for it in done {
            self.settle(&mut tx, it, &mut told).await?;
        }
        self.tell(&mut tx, told).await?;
        tx.commit().await
    }

    async fn settle(&self, tx: &mut Tx, done: &Done, told: &mut Told) -> Result<(), StoreError> {
        let (letter, row, now) = (&done.ready.letter, &done.ready.row, self.now());
        let reference = if let Outcome::Ok { reference, .. } = &done.outcome { reference.as_deref() } else { None };
        // A report may have come before the call had ended.
        let Some(reported) = attempt::end(tx, letter.attempt, done.outcome.code(), reference, now).await? else {
            // Written by an earlier try, or cut off: the message may be under way by another call.
            return Ok(());
        };
        let via = done.ready.channel.via();
        let (change, facts) = match (&done.outcome, reported) {
            (_, Some(Reported::Delivered)) => (ended(State::Delivered), delivered(row, via)),
            (_, Some(Reported::Failed)) => (failed("not_delivered"), not_delivered(row, NotSent::NotDelivered)),
            (Outcome::Ok { acknowledged_within: Some(within), .. } | Outcome::Unanswered { acknowledged_within: within }, _) => {
                (Change { next: Some(now + within), ..ended(State::Shown) }, sent(row, via))
            }
            (Outcome::Ok { .. }, _) => (ended(State::Sent), sent(row, via)),
            // Its answer was lost, and its report came.
            (Outcome::Unclear, _) if attempt::is_known_of(tx, letter.attempt).await? => (ended(State::Sent), sent(row, via)),
            (Outcome::Unclear, _) => {
                // The worker hears of it before the meeting, and not while a report may still come.
                let next = (now + GRACE).min((letter.until - GRACE).max(now));
                (Change { next: Some(next), told: false, ..ended(State::Unclear) }, Vec::new())
            }
            (Outcome::Retry { after, .. }, _) => {
                let wait = after.unwrap_or(0).max(self.backoff(row.tries));
                // Not so late that nobody hears in time that it came to nothing.
                let next = (now + wait).min((letter.until - LAST_TRY).max(now + FIRST));
                let again =
                    Change { from: &[State::Sending], to: State::Planned, reason: None, next: Some(next), tried: true, told: false };
                (again, Vec::new())
            }
            (Outcome::Fail { .. }, _) if self.has_another(via) => {
                let again =
                    Change { from: &[State::Sending], to: State::Planned, reason: None, next: Some(now), tried: false, told: false };
                (again, Vec::new())
            }
            (Outcome::Fail { .. }, _) => (failed("refused"), not_delivered(row, NotSent::Refused)),
        };
        let hit = reminder::change(tx, row.municipality, row.id, change, now).await?;
        if hit && !facts.is_empty() {
            told.entry(row.municipality).or_default().push((row.person, facts));
        }
        Ok(())
    }

    /// Whether a channel comes after this one.
    fn has_another(&self, via: Via) -> bool {
        self.channels.iter().position(|it| it.via() == via).is_some_and(|at| at + 1 < self.channels.len())
    }

    /// A wait that doubles, with chance in it so that all don't come back at once.
    fn backoff(&self, tries: i64) -> i64 {
        let most = FIRST.saturating_mul(1 << tries.clamp(0, 10)).min(LONGEST);
        let chance = i64::from(u32::from_be_bytes(self.process.clock.random()) % 1000);
        most / 2 + most * chance / 1000
    }

    /// Tells the journal, within a transaction that has the municipalities' locks.
    pub(super) async fn tell(&self, tx: &mut Tx, told: Told) -> Result<(), StoreError> {
        for (municipality, facts) in told {
            if let Some(place) = place::municipality_by_id(tx, municipality).await? {
                crate::journal::write_all(tx, &self.process, &place, Actor::System, facts).await?;
            }
        }
        Ok(())
    }

    /// How the channels are, and the metrics.
    async fn watch(&self, done: &[Done]) -> Result<(), StoreError> {
        let now = self.now();
        let mut seen: BTreeMap<Via, Seen> = BTreeMap::new();
        for it in done {
            let via = it.ready.channel.via();
            metrics::counter!("uppsok_messages_total", "via" => via.code(), "outcome" => it.outcome.code()).increment(1);
            let of_it = seen.entry(via).or_default();
            match it.outcome.sign() {
                Sign::Works => of_it.works = true,
                Sign::Fails(code) => (of_it.failures, of_it.problem) = (of_it.failures + 1, code),
                Sign::Neither => of_it.refusals += 1,
            }
        }
        let mut tx = self.db.begin().await?;
        for (via, it) in seen {
            if it.works {
                channel_health::works(&mut tx, via, now).await?;
            } else if it.failures > 0 {
                channel_health::fails(&mut tx, via, it.problem, it.failures, now).await?;
            }
            // However many browsers are gone, those that are left may be reached.
            if !it.works && it.refusals > 0 && via != Via::Push {
                channel_health::refuses(&mut tx, via, it.refusals, now).await?;
            }
        }
        tx.commit().await
    }
}

/// Works on all together; where something can't be read, on each by itself: what can't be read holds up nobody else. Returns what came
/// of it, and those that couldn't be read, with the column.
pub(super) async fn apart<'a, T, R, F>(
    all: &'a [T],
    work: impl Fn(&'a [T]) -> F,
) -> Result<(Vec<R>, Vec<(&'a T, &'static str)>), StoreError>
where
    F: Future<Output = Result<R, StoreError>>,
{
    match work(all).await {
        Err(StoreError::Corrupt { .. }) => {}
        done => return Ok((vec![done?], Vec::new())),
    }
    let (mut each, mut unreadable) = (Vec::with_capacity(all.len()), Vec::new());
    for it in all {
        match work(std::slice::from_ref(it)).await {
            Err(StoreError::Corrupt { column }) => unreadable.push((it, column)),
            done => each.push(done?),
        }
    }
    Ok((each, unreadable))
}

/// What can't be read holds up nobody else: somebody is to look at it (`uppsok verify` tells more).
pub(super) fn say_unreadable(municipality: MunicipalityId, column: &'static str) {
    tracing::error!(%municipality, column, "a message builds on what can't be read");
}

fn ended(to: State) -> Change<'static> {
    Change { from: &[State::Sending], to, reason: None, next: None, tried: false, told: true }
}

fn failed(reason: &'static str) -> Change<'static> {
    Change { reason: Some(reason), ..ended(State::Failed) }
}

pub(super) fn sent(row: &Reminder, via: Via) -> Vec<Fact> {
    let mut facts = queued(row);
    facts.push(Fact::MessageSent { message: row.id, via: Some(via) });
    facts
}

pub(super) fn delivered(row: &Reminder, via: Via) -> Vec<Fact> {
    let mut facts = sent(row, via);
    facts.push(Fact::MessageDelivered { message: row.id });
    facts
}

pub(super) fn not_delivered(row: &Reminder, reason: NotSent) -> Vec<Fact> {
    let mut facts = queued(row);
    facts.push(Fact::MessageFailed { message: row.id, reason: Some(reason) });
    facts
}
