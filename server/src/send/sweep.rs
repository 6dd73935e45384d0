//! What time does to messages: calls whose server ended, what stays unclear, reports that have come in, texts that have
//! been kept long enough.

use super::{
    Post,
    check::queued,
    record::{GRACE, Told, delivered, not_delivered, sent},
};
use crate::{
    db::{StoreError, Tx},
    store::{
        attempt::{self, Attempt, Reported},
        outbox, place, received,
        reminder::{self, Change, Reminder, State},
    },
};
use domain::{Fact, MunicipalityId, NotSent, Via};
use std::collections::BTreeSet;

const BATCH: i64 = 200;

impl Post {
    /// Works in what providers have reported. Returns how many reports there were.
    pub async fn reports(&self) -> Result<usize, StoreError> {
        let mut tx = self.db.begin().await?;
        let calls = attempt::reported(&mut tx, BATCH).await?;
        if calls.is_empty() {
            return Ok(0);
        }
        let mut told = Told::new();
        lock(&mut tx, calls.iter().map(|it| it.1).collect()).await?;
        let reports = attempt::take_reports(&mut tx, &calls.iter().map(|it| it.0).collect(), self.now()).await?;
        for (attempt, status) in &reports {
            self.reported(&mut tx, attempt, *status, &mut told).await?;
        }
        self.tell(&mut tx, told).await?;
        tx.commit().await?;
        Ok(reports.len())
    }

    async fn reported(&self, tx: &mut Tx, attempt: &Attempt, status: Reported, told: &mut Told) -> Result<(), StoreError> {
        let Some(row) = reminder::find(tx, attempt.municipality, attempt.reminder).await? else { return Ok(()) };
        let is_new = row.state == State::Unclear;
        // While a call is under way, what comes of it is written when it ends: the report lies beside it.
        let (from, to, facts): (&[State], State, Vec<Fact>) = match status {
            Reported::Delivered if is_new => (&[State::Unclear], State::Delivered, delivered(&row, attempt.via)),
            Reported::Delivered => {
                let fact = Fact::MessageDelivered { message: row.id };
                (&[State::Sent, State::Shown, State::Failed], State::Delivered, vec![fact])
            }
            Reported::Failed if row.state == State::Shown => return Ok(()),
            Reported::Failed => (&[State::Unclear, State::Sent], State::Failed, not_delivered(&row, NotSent::NotDelivered)),
            Reported::Sent => (&[State::Unclear], State::Sent, sent(&row, attempt.via)),
        };
        let reason = (to == State::Failed).then_some("not_delivered");
        let change = Change { from, to, reason, next: None, tried: false, told: true };
        if reminder::change(tx, row.municipality, row.id, change, self.now()).await? {
            told.entry(row.municipality).or_default().push((row.person, facts));
        }
        Ok(())
    }

    /// Calls whose server ended in the middle are unclear: nobody knows whether they went. Returns how many there were.
    pub async fn interrupted(&self) -> Result<usize, StoreError> {
        let mut all = 0;
        for municipality in self.places(State::Sending).await? {
            let (mut tx, rows) = self.overdue(municipality, State::Sending).await?;
            let mut told = Told::new();
            for row in &rows {
                self.interrupted_one(&mut tx, row, &mut told).await?;
            }
            self.tell(&mut tx, told).await?;
            tx.commit().await?;
            all += rows.len();
        }
        if all > 0 {
            tracing::warn!(count = all, "calls were under way when a server ended: unclear until they are reported");
        }
        Ok(all)
    }

    async fn interrupted_one(&self, tx: &mut Tx, row: &Reminder, told: &mut Told) -> Result<(), StoreError> {
        let now = self.now();
        let mut via = Via::Sms;
        let (mut reported, mut is_known_of) = (None, false);
        for it in attempt::of_reminder(tx, row.municipality, row.id).await?.iter().filter(|it| it.outcome == "sending") {
            attempt::end(tx, it.id, "unclear", None, now).await?;
            (via, reported) = (it.via, it.reported);
            is_known_of = attempt::is_known_of(tx, it.id).await?;
        }
        let (to, facts) = match reported {
            Some(Reported::Delivered) => (State::Delivered, delivered(row, via)),
            Some(Reported::Failed) => (State::Failed, not_delivered(row, NotSent::NotDelivered)),
            _ if is_known_of => (State::Sent, sent(row, via)),
            _ => (State::Unclear, Vec::new()),
        };
        let next = (to == State::Unclear).then_some((now + GRACE).min((row.until - GRACE).max(now)));
        let change = Change { from: &[State::Sending], to, reason: None, next, tried: false, told: to != State::Unclear };
        if reminder::change(tx, row.municipality, row.id, change, now).await? && !facts.is_empty() {
            told.entry(row.municipality).or_default().push((row.person, facts));
        }
        Ok(())
    }

    /// Puts on the workers' lists what is still unclear. Returns how many there were.
    pub async fn doubts(&self) -> Result<usize, StoreError> {
        let (mut all, now) = (0, self.now());
        for municipality in self.places(State::Unclear).await? {
            let (mut tx, rows) = self.overdue(municipality, State::Unclear).await?;
            let mut told = Told::new();
            for row in &rows {
                let mut facts = queued(row);
                facts.push(Fact::MessageUnclear { message: row.id });
                let reason = row.reason.as_deref();
                let change = Change { from: &[State::Unclear], to: State::Unclear, reason, next: None, tried: false, told: true };
                if reminder::change(&mut tx, row.municipality, row.id, change, now).await? {
                    told.entry(row.municipality).or_default().push((row.person, facts));
                }
            }
            self.tell(&mut tx, told).await?;
            tx.commit().await?;
            all += rows.len();
        }
        Ok(all)
    }

    /// Where messages of a state are to be looked at.
    async fn places(&self, state: State) -> Result<Vec<MunicipalityId>, StoreError> {
        reminder::places(&mut self.db.read().await?, state, self.now()).await
    }

    /// A municipality's messages of a state that are to be looked at, with its lock: it comes before any lock on a message, as
    /// everywhere, so that servers which look at once wait for each other, and never in a ring.
    async fn overdue(&self, municipality: MunicipalityId, state: State) -> Result<(Tx, Vec<Reminder>), StoreError> {
        let mut tx = self.db.begin().await?;
        place::take_positions(&mut tx, municipality, 0).await?;
        let rows = reminder::due(&mut tx, municipality, state, self.now(), BATCH).await?;
        Ok((tx, rows))
    }

    /// Forgets texts that have been kept for 30 days.
    pub async fn forget(&self) -> Result<(), StoreError> {
        let until = self.now() - received::KEPT;
        let mut tx = self.db.begin().await?;
        received::clear(&mut tx, until).await?;
        outbox::clear(&mut tx, until).await?;
        tx.commit().await
    }
}

/// Takes municipalities' locks, always in the same order, before any lock on a message.
pub(super) async fn lock(tx: &mut Tx, municipalities: BTreeSet<MunicipalityId>) -> Result<(), StoreError> {
    for it in municipalities {
        place::take_positions(tx, it, 0).await?;
    }
    Ok(())
}
