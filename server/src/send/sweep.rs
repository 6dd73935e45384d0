//! What time does to messages: calls whose server ended, what stays unclear, reports that have come in, texts that have
//! been kept long enough.

use super::{
    Post,
    check::queued,
    record::{GRACE, Told, apart, delivered, not_delivered, say_unreadable, sent},
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
use uuid::Uuid;

const BATCH: i64 = 200;

impl Post {
    /// Works in what providers have reported. Returns how many reports there were.
    pub async fn reports(&self) -> Result<usize, StoreError> {
        let calls = attempt::reported(&mut self.db.read().await?, BATCH, self.now()).await?;
        if calls.is_empty() {
            return Ok(0);
        }
        let (_, unreadable) = apart(&calls, |calls| self.take(calls)).await?;
        for (call, column) in unreadable {
            say_unreadable(call.1, column);
            let mut tx = self.db.begin().await?;
            attempt::put_off(&mut tx, call.0, self.now() + reminder::ASIDE).await?;
            tx.commit().await?;
        }
        Ok(calls.len())
    }

    /// Takes the reports of some calls.
    async fn take(&self, calls: &[(Uuid, MunicipalityId)]) -> Result<(), StoreError> {
        let mut tx = self.db.begin().await?;
        let mut told = Told::new();
        place::lock(&mut tx, &calls.iter().map(|it| it.1).collect()).await?;
        let reports = attempt::take_reports(&mut tx, &calls.iter().map(|it| it.0).collect(), self.now()).await?;
        for (attempt, status) in &reports {
            self.reported(&mut tx, attempt, *status, &mut told).await?;
        }
        self.tell(&mut tx, told).await?;
        tx.commit().await
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
        let all = self.overdue(State::Sending).await?;
        if all > 0 {
            tracing::warn!(count = all, "calls were under way when a server ended: unclear until they are reported");
        }
        Ok(all)
    }

    /// Puts on the workers' lists what is still unclear. Returns how many there were.
    pub async fn doubts(&self) -> Result<usize, StoreError> {
        self.overdue(State::Unclear).await
    }

    /// Goes on with the messages of a state that are to be looked at, a municipality at a time. Its lock comes before any lock on a
    /// message, as everywhere, so that servers which look at once wait for each other, and never in a ring.
    async fn overdue(&self, state: State) -> Result<usize, StoreError> {
        let (mut all, now) = (0, self.now());
        let places = reminder::places(&mut self.db.read().await?, state, now).await?;
        for municipality in places {
            let mut tx = self.db.begin().await?;
            place::take_positions(&mut tx, municipality, 0).await?;
            let rows = reminder::due(&mut tx, municipality, state, now, BATCH).await?;
            let mark = tx.mark().await?;
            match self.go_on(&mut tx, &rows).await {
                Err(StoreError::Corrupt { .. }) => {
                    tx.undo(mark).await?;
                    self.each_goes_on(&mut tx, &rows).await?;
                }
                gone => {
                    gone?;
                    tx.keep(mark).await?;
                }
            }
            tx.commit().await?;
            all += rows.len();
        }
        Ok(all)
    }

    /// One by one, where something can't be read: that is left for later, and holds up nobody else.
    async fn each_goes_on(&self, tx: &mut Tx, rows: &[Reminder]) -> Result<(), StoreError> {
        for row in rows {
            let mark = tx.mark().await?;
            match self.go_on(tx, std::slice::from_ref(row)).await {
                Err(StoreError::Corrupt { column }) => {
                    say_unreadable(row.municipality, column);
                    tx.undo(mark).await?;
                    self.put_back(tx, row, self.now() + reminder::ASIDE).await?;
                }
                gone => {
                    gone?;
                    tx.keep(mark).await?;
                }
            }
        }
        Ok(())
    }

    async fn go_on(&self, tx: &mut Tx, rows: &[Reminder]) -> Result<(), StoreError> {
        let mut told = Told::new();
        for row in rows {
            let (change, facts) = match row.state {
                State::Sending => self.cut_off(tx, row).await?,
                state => {
                    let mut facts = queued(row);
                    facts.push(Fact::MessageUnclear { message: row.id });
                    (Change { reason: row.reason.as_deref(), ..comes_to(state, None) }, facts)
                }
            };
            let change = Change { from: &[row.state], ..change };
            if reminder::change(tx, row.municipality, row.id, change, self.now()).await? && !facts.is_empty() {
                told.entry(row.municipality).or_default().push((row.person, facts));
            }
        }
        self.tell(tx, told).await
    }

    /// What becomes of a call whose server has ended, by what was reported of it.
    async fn cut_off(&self, tx: &mut Tx, row: &Reminder) -> Result<(Change<'static>, Vec<Fact>), StoreError> {
        let now = self.now();
        let mut via = Via::Sms;
        let (mut reported, mut is_known_of) = (None, false);
        for it in attempt::of_reminder(tx, row.municipality, row.id).await?.iter().filter(|it| it.outcome == "sending") {
            attempt::end(tx, it.id, "unclear", None, now).await?;
            (via, reported) = (it.via, it.reported);
            is_known_of = attempt::is_known_of(tx, it.id).await?;
        }
        Ok(match reported {
            Some(Reported::Delivered) => (comes_to(State::Delivered, None), delivered(row, via)),
            Some(Reported::Failed) => (comes_to(State::Failed, None), not_delivered(row, NotSent::NotDelivered)),
            _ if is_known_of => (comes_to(State::Sent, None), sent(row, via)),
            _ => {
                let next = (now + GRACE).min((row.until - GRACE).max(now));
                (Change { told: false, ..comes_to(State::Unclear, Some(next)) }, Vec::new())
            }
        })
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

/// That a message comes to a state, and the journal with it.
fn comes_to(state: State, next: Option<i64>) -> Change<'static> {
    Change { from: &[], to: state, reason: None, next, tried: false, told: true }
}
