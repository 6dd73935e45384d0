//! The work: claim, check, send, write what came of it.

use super::{
    Post,
    check::Ready,
    flight::{Flight, LEASE},
};
use crate::{
    db::StoreError,
    store::{
        attempt, channel_health, place,
        reminder::{self, State},
    },
};
use futures::{FutureExt, StreamExt};
use std::time::Duration;
use tokio::sync::watch;

/// How often the queue is looked at when nothing goes on.
const IDLE: Duration = Duration::from_secs(2);
/// How often it is while something does.
const BUSY: Duration = Duration::from_millis(200);
/// How often what was reported is worked in meanwhile: together, and not by every server at once.
const HEAR: i64 = 1000;
/// How often what is unclear is looked at while there is much to send.
const LOOK: i64 = 60_000;
/// How often what has been kept long enough is looked for.
const HOUR: i64 = 60 * 60 * 1000;

/// What has been done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Messages that were looked at.
    pub claimed: usize,
    /// Calls that were made.
    pub called: usize,
    /// Reports that were worked in.
    pub reported: usize,
}

impl Post {
    /// Works until asked to end. Errors are logged, and the work goes on: the database comes back.
    pub async fn run(self, mut ended: watch::Receiver<()>) {
        let mut forgotten = i64::MIN;
        loop {
            let stop = ended.clone();
            // Nothing to do is found out by reading alone.
            let worked = match self.nothing_due().await {
                Ok(true) => Ok(Tally::default()),
                Ok(false) => self.work_until(stop).await,
                Err(error) => Err(error),
            };
            if let Err(error) = worked {
                crate::http::ApiError::internal(error).log();
            }
            if let Err(error) = self.count().await {
                crate::http::ApiError::internal(error).log();
            }
            if self.now().saturating_sub(forgotten) >= HOUR {
                match self.forget().await {
                    Ok(()) => forgotten = self.now(),
                    Err(error) => crate::http::ApiError::internal(error).log(),
                }
            }
            tokio::select! {
                _ = ended.changed() => break,
                () = tokio::time::sleep(IDLE) => {}
            }
        }
    }

    /// Does everything that is to be done now, and returns when nothing is left.
    pub async fn work(&self) -> Result<Tally, StoreError> {
        let (keep, never) = watch::channel(());
        let done = self.work_until(never).await;
        drop(keep);
        done
    }

    async fn work_until(&self, ended: watch::Receiver<()>) -> Result<Tally, StoreError> {
        let mut tally = Tally::default();
        let mut flight = Flight::default();
        let outcome = self.go(&mut flight, &mut tally, ended).await;
        if outcome.is_err() {
            // What is under way is waited for, and what came of it written if that can be done.
            while let Some(it) = flight.flying.next().await {
                self.lands(&mut flight, it);
            }
            self.write(&mut flight).await?;
        }
        outcome.map(|()| tally)
    }

    async fn go(&self, flight: &mut Flight, tally: &mut Tally, ended: watch::Receiver<()>) -> Result<(), StoreError> {
        loop {
            let is_ending = ended.has_changed().is_err();
            if is_ending {
                self.give_back(flight.ready.drain(..).collect()).await?;
            } else {
                tally.claimed += self.fill(flight).await?;
            }
            let now = self.room(flight).take(&mut flight.ready);
            for it in self.begin(now).await? {
                tally.called += 1;
                self.starts(flight, it);
            }
            self.part(flight).await?;
            if flight.flying.is_empty() && flight.ready.is_empty() {
                self.write(flight).await?;
                tally.reported += self.all_reports().await?;
                self.look(flight).await?;
                if is_ending || self.nothing_due().await? {
                    return Ok(());
                }
                continue;
            }
            tokio::select! {
                Some(it) = flight.flying.next() => self.lands(flight, it),
                () = tokio::time::sleep(BUSY) => {}
            }
            while let Some(Some(it)) = flight.flying.next().now_or_never() {
                self.lands(flight, it);
            }
            if self.now().saturating_sub(flight.heard) >= HEAR {
                flight.heard = self.now();
                tally.reported += self.reports().await?;
            }
            // However much there is to send: what is unclear is to be told of before its meeting.
            if self.now().saturating_sub(flight.looked) >= LOOK {
                self.look(flight).await?;
            }
            // What ends while this is written is written together the next time.
            self.write(flight).await?;
        }
    }

    /// Looks at what is unclear, and at calls whose server has ended.
    async fn look(&self, flight: &mut Flight) -> Result<(), StoreError> {
        flight.looked = self.now();
        self.interrupted().await?;
        self.doubts().await.map(drop)
    }

    async fn all_reports(&self) -> Result<usize, StoreError> {
        let mut all = 0;
        loop {
            match self.reports().await? {
                0 => return Ok(all),
                some => all += some,
            }
        }
    }

    async fn nothing_due(&self) -> Result<bool, StoreError> {
        let (room, now) = (self.room(&Flight::default()), self.now());
        let mut tx = self.db.read().await?;
        Ok(!reminder::any_due(&mut tx, room.whose().0, room.late(now), now).await?)
    }

    /// Writes that calls begin, before they do. What is no longer as it was when it was checked isn't called.
    async fn begin(&self, ready: Vec<Ready>) -> Result<Vec<Ready>, StoreError> {
        if ready.is_empty() {
            return Ok(ready);
        }
        let now = self.now();
        let mut tx = self.db.begin().await?;
        place::lock(&mut tx, &ready.iter().map(|it| it.row.municipality).collect()).await?;
        let mut begun = Vec::with_capacity(ready.len());
        for it in ready {
            let letter = &it.letter;
            // It may have stood in line since it was checked.
            if now >= letter.until || it.quiet.holds(now) {
                self.put_back(&mut tx, &it.row, now).await?;
                continue;
            }
            if reminder::begin(&mut tx, letter.municipality, letter.message, &self.name, now, now + LEASE).await? {
                attempt::begin(&mut tx, letter.attempt, letter.municipality, letter.message, it.channel.via(), now).await?;
                begun.push(it);
            }
        }
        tx.commit().await?;
        Ok(begun)
    }

    /// Gives back what was leased and not begun: to another server, or another channel.
    pub(super) async fn give_back(&self, ready: Vec<Ready>) -> Result<(), StoreError> {
        if ready.is_empty() {
            return Ok(());
        }
        let mut tx = self.db.begin().await?;
        place::lock(&mut tx, &ready.iter().map(|it| it.row.municipality).collect()).await?;
        for it in ready {
            self.put_back(&mut tx, &it.row, self.now()).await?;
        }
        tx.commit().await
    }

    /// What stands in the queue, and which channels fail, for the metrics.
    async fn count(&self) -> Result<(), StoreError> {
        let now = self.now();
        let mut tx = self.db.read().await?;
        let counts = reminder::open_counts(&mut tx).await?;
        let overdue = reminder::overdue(&mut tx, now - 60_000).await?;
        let health = channel_health::all(&mut tx).await?;
        drop(tx);
        for state in [State::Planned, State::Sending, State::Shown, State::Unclear] {
            let count = counts.iter().find(|it| it.0 == state).map_or(0, |it| it.1);
            metrics::gauge!("uppsok_messages_open", "state" => state.code()).set(as_metric(count));
        }
        metrics::gauge!("uppsok_messages_overdue").set(as_metric(overdue));
        for it in health {
            metrics::gauge!("uppsok_channel_failing", "via" => it.via.code()).set(if it.is_alarming(now) { 1.0 } else { 0.0 });
        }
        Ok(())
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of messages are far below 2^52")]
fn as_metric(count: i64) -> f64 {
    count as f64
}
