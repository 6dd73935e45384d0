//! The work: claim, check, send, write what came of it; as many calls at once as the provider takes.

use super::{
    Outcome, Post,
    check::{LAST_TRY, Ready},
    record::Done,
};
use crate::{
    db::StoreError,
    store::{
        attempt, channel_health, reminder,
        reminder::{State, Whose},
    },
};
use domain::Via;
use futures::{FutureExt, StreamExt, future::BoxFuture, stream::FuturesUnordered};
use std::{
    collections::{BTreeMap, VecDeque},
    time::Duration,
};
use tokio::sync::watch;

/// A message that a server has taken is its own so long: longer than a call can take.
const LEASE: i64 = 120_000;
/// How often the queue is looked at when nothing goes on.
const IDLE: Duration = Duration::from_secs(2);
/// How often it is while something does.
const BUSY: Duration = Duration::from_millis(200);
/// What came of calls is written so many at a time, so that the journal isn't locked for long.
const TOGETHER: usize = 50;
/// More than that don't stand in line for a channel that is full.
const LINE: usize = 256;
/// How often what is unclear is looked at while there is much to send.
const LOOK: i64 = 60_000;
/// How often more is looked for that can go another way while a line of texts waits.
const MEANWHILE: i64 = 1000;
/// How often what has been kept long enough is looked for.
const HOUR: i64 = 60 * 60 * 1000;

/// What is on its way.
#[derive(Default)]
struct Flight {
    /// Checked, and not begun.
    ready: VecDeque<Ready>,
    /// Under way.
    flying: FuturesUnordered<BoxFuture<'static, Done>>,
    /// How many of them each channel has.
    each: BTreeMap<Via, usize>,
    /// Ended, and not written.
    done: Vec<Done>,
    /// When what is unclear was last looked at.
    looked: i64,
    /// When subscribers were last asked for while texts had to wait.
    asked: i64,
}

/// How many more calls each channel takes now.
struct Room {
    each: BTreeMap<Via, usize>,
    /// Whether texts wait because their provider is left alone.
    texts_rest: bool,
}

impl Room {
    /// Who can be reached, and how many calls there is room for.
    fn whose(&self) -> (Whose, usize) {
        let of = |wanted: &dyn Fn(Via) -> bool| self.each.iter().filter(|it| wanted(*it.0)).map(|it| *it.1).sum::<usize>();
        match (of(&|via| via != Via::Push), of(&|via| via == Via::Push)) {
            (0, 0) => (Whose::Nobody, 0),
            (0, some) => (Whose::Subscribers, some),
            (some, _) => (Whose::Anyone, some),
        }
    }

    /// What ends before this is told of rather than left waiting.
    fn late(&self, now: i64) -> i64 {
        if self.texts_rest { now + LAST_TRY } else { i64::MIN }
    }

    /// Whether there is room for one.
    fn has(&self, it: &Ready) -> bool {
        self.each.get(&it.channel.via()).is_some_and(|free| *free > 0)
    }

    /// Takes those out of a line that there is room for.
    fn take(&mut self, line: &mut VecDeque<Ready>) -> Vec<Ready> {
        let (mut taken, mut left) = (Vec::new(), VecDeque::new());
        for it in line.drain(..) {
            match self.each.get_mut(&it.channel.via()) {
                Some(free) if *free > 0 => {
                    *free -= 1;
                    taken.push(it);
                }
                _ => left.push_back(it),
            }
        }
        *line = left;
        taken
    }
}

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
            self.record(&mut flight.done).await?;
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
                self.record(&mut flight.done).await?;
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
            tally.reported += self.reports().await?;
            // However much there is to send: what is unclear is to be told of before its meeting.
            if self.now().saturating_sub(flight.looked) >= LOOK {
                self.look(flight).await?;
            }
            if flight.done.len() >= TOGETHER || (!flight.done.is_empty() && flight.ready.is_empty()) {
                self.record(&mut flight.done).await?;
            }
        }
    }

    /// Fetches more, where nobody in line can go already: what waits for a channel that is full holds up nobody who is reached by
    /// another. Returns how many.
    async fn fill(&self, flight: &mut Flight) -> Result<usize, StoreError> {
        let (room, now) = (self.room(flight), self.now());
        let is_soon = room.whose().0 < Whose::Anyone && !flight.flying.is_empty() && now - flight.asked < MEANWHILE;
        if is_soon || flight.ready.len() > LINE || flight.ready.iter().any(|it| room.has(it)) {
            return Ok(0);
        }
        flight.asked = now;
        let claimed = self.claim(&room).await?;
        let count = claimed.len();
        flight.ready.extend(self.check(claimed).await?);
        Ok(count)
    }

    fn starts(&self, flight: &mut Flight, it: Ready) {
        let via = it.channel.via();
        self.breakers.begins(via);
        *flight.each.entry(via).or_default() += 1;
        flight.flying.push(call(it).boxed());
    }

    fn lands(&self, flight: &mut Flight, it: Done) {
        let via = it.ready.channel.via();
        if let Some(count) = flight.each.get_mut(&via) {
            *count -= 1;
        }
        // At once, and not when it is written: the next one may be called before that.
        self.breakers.went(via, it.outcome.problem().is_none(), self.now());
        flight.done.push(it);
    }

    /// Gives back what stands in line for a channel that has come to rest, or that one call at a time tries.
    async fn part(&self, flight: &mut Flight) -> Result<(), StoreError> {
        let (stays, goes_back): (Vec<Ready>, Vec<Ready>) = flight.ready.drain(..).partition(|it| self.allows(&*it.channel) > 0);
        flight.ready = stays.into();
        self.give_back(goes_back).await
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

    /// How many more calls each channel takes.
    fn room(&self, flight: &Flight) -> Room {
        let mut room = Room { each: BTreeMap::new(), texts_rest: false };
        for it in &self.channels {
            let (via, allowed) = (it.via(), self.allows(&**it));
            room.texts_rest |= via != Via::Push && allowed == 0;
            room.each.insert(via, allowed.saturating_sub(flight.each.get(&via).copied().unwrap_or_default()));
        }
        room
    }

    /// Takes what has fallen due, and notifications that nobody acknowledged, of those for whom there is room: so that a channel
    /// that is full, or rests, holds up nobody who is reached by another.
    async fn claim(&self, room: &Room) -> Result<Vec<reminder::Reminder>, StoreError> {
        let (whose, free) = room.whose();
        if whose == Whose::Nobody && !room.texts_rest {
            return Ok(Vec::new());
        }
        // A little more than can be sent at once, so that a batch is checked together; not so much that what was checked
        // gets old.
        let limit = i64::try_from((free * 2).max(16)).unwrap_or(16);
        let (by, now) = (&self.name, self.now());
        let mut tx = self.db.begin().await?;
        let all = if whose == Whose::Anyone {
            let mut all = reminder::claim(&mut tx, State::Planned, by, now, now + LEASE, limit).await?;
            all.extend(reminder::claim(&mut tx, State::Shown, by, now, now + LEASE, limit).await?);
            all
        } else {
            let subscribers = whose == Whose::Subscribers;
            reminder::claim_meanwhile(&mut tx, by, subscribers, room.late(now), now, now + LEASE, limit).await?
        };
        tx.commit().await?;
        Ok(all)
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
    async fn give_back(&self, ready: Vec<Ready>) -> Result<(), StoreError> {
        if ready.is_empty() {
            return Ok(());
        }
        let mut tx = self.db.begin().await?;
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

/// Makes a call, as a task of its own: it goes on while the queue's rows are being written.
async fn call(ready: Ready) -> Done {
    let Ready { letter, channel, .. } = ready.clone();
    let outcome = tokio::spawn(async move { channel.send(&letter).await }).await;
    // A call that panicked may have gone.
    Done { ready, outcome: outcome.unwrap_or(Outcome::Unclear) }
}

#[expect(clippy::cast_precision_loss, reason = "counts of messages are far below 2^52")]
fn as_metric(count: i64) -> f64 {
    count as f64
}
