//! Who can go now, and who is under way: as many at once on each channel as its provider takes.

use super::{
    Outcome, Post,
    check::{LAST_TRY, Ready},
    record::Done,
};
use crate::{
    db::StoreError,
    store::reminder::{self, State, Whose},
};
use domain::Via;
use futures::{FutureExt, future::BoxFuture, stream::FuturesUnordered};
use std::collections::{BTreeMap, VecDeque};

/// A message that a server has taken is its own so long: longer than a call can take.
pub(super) const LEASE: i64 = 120_000;
/// More than that don't stand in line for a channel that is full.
const LINE: usize = 256;
/// How often more is looked for that can go another way while a line of texts waits.
const MEANWHILE: i64 = 1000;

/// What is on its way.
#[derive(Default)]
pub(super) struct Flight {
    /// Checked, and not begun.
    pub(super) ready: VecDeque<Ready>,
    /// Under way.
    pub(super) flying: FuturesUnordered<BoxFuture<'static, Done>>,
    /// Ended, and not written.
    pub(super) done: Vec<Done>,
    /// How many of both each channel has: until what came of a call is written it is as unclear as one that is under way, so that
    /// both together are what a server that is killed leaves unclear.
    each: BTreeMap<Via, usize>,
    /// When what is unclear was last looked at.
    pub(super) looked: i64,
    /// When what was reported was last worked in.
    pub(super) heard: i64,
    /// When more was last asked for, and how many calls have ended since.
    asked: i64,
    ended: usize,
}

/// How many more calls each channel takes now.
pub(super) struct Room {
    each: BTreeMap<Via, usize>,
    /// Whether texts wait because their provider is left alone.
    texts_rest: bool,
}

impl Room {
    /// Who can be reached, and how many calls there is room for.
    pub(super) fn whose(&self) -> (Whose, usize) {
        let of = |wanted: &dyn Fn(Via) -> bool| self.each.iter().filter(|it| wanted(*it.0)).map(|it| *it.1).sum::<usize>();
        match (of(&|via| via != Via::Push), of(&|via| via == Via::Push)) {
            (0, 0) => (Whose::Nobody, 0),
            (0, some) => (Whose::Subscribers, some),
            (some, _) => (Whose::Anyone, some),
        }
    }

    /// What ends before this is told of rather than left waiting.
    pub(super) fn late(&self, now: i64) -> i64 {
        if self.texts_rest { now + LAST_TRY } else { i64::MIN }
    }

    /// Whether there is room for any of a line.
    fn has_any(&self, line: &VecDeque<Ready>) -> bool {
        line.iter().any(|it| self.each.get(&it.channel.via()).is_some_and(|free| *free > 0))
    }

    /// Takes those out of a line that there is room for.
    pub(super) fn take(&mut self, line: &mut VecDeque<Ready>) -> Vec<Ready> {
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

impl Flight {
    /// How many calls end in a second, going by those since more was last asked for.
    fn in_a_second(&self, now: i64) -> usize {
        let passed = usize::try_from(now.saturating_sub(self.asked)).unwrap_or(0).max(1);
        (self.ended * 1000 / passed).min(LINE)
    }
}

impl Post {
    /// Fetches more, where nobody in line can go already: what waits for a channel that is full holds up nobody who is reached by
    /// another. Returns how many.
    pub(super) async fn fill(&self, flight: &mut Flight) -> Result<usize, StoreError> {
        let (room, now) = (self.room(flight), self.now());
        let is_soon = room.whose().0 < Whose::Anyone && !flight.flying.is_empty() && now - flight.asked < MEANWHILE;
        if is_soon || flight.ready.len() > LINE || room.has_any(&flight.ready) {
            return Ok(0);
        }
        let claimed = self.claim(&room, flight.in_a_second(now)).await?;
        (flight.asked, flight.ended) = (now, 0);
        let count = claimed.len();
        flight.ready.extend(self.check(claimed).await?);
        Ok(count)
    }

    pub(super) fn starts(&self, flight: &mut Flight, it: Ready) {
        let via = it.channel.via();
        self.breakers.begins(via);
        *flight.each.entry(via).or_default() += 1;
        flight.flying.push(call(it).boxed());
    }

    pub(super) fn lands(&self, flight: &mut Flight, it: Done) {
        // At once, and not when it is written: the next one may be called before that.
        self.breakers.went(it.ready.channel.via(), it.outcome.sign(), self.now());
        flight.ended += 1;
        flight.done.push(it);
    }

    /// Writes what came of calls; then there is room for others. Where it fails they can be written again.
    pub(super) async fn write(&self, flight: &mut Flight) -> Result<(), StoreError> {
        self.record(&flight.done).await?;
        for it in flight.done.drain(..) {
            if let Some(count) = flight.each.get_mut(&it.ready.channel.via()) {
                *count -= 1;
            }
        }
        Ok(())
    }

    /// Gives back what stands in line for a channel that has come to rest, or that one call at a time tries.
    pub(super) async fn part(&self, flight: &mut Flight) -> Result<(), StoreError> {
        let (stays, goes_back): (Vec<Ready>, Vec<Ready>) = flight.ready.drain(..).partition(|it| self.allows(&*it.channel) > 0);
        flight.ready = stays.into();
        self.give_back(goes_back).await
    }

    /// How many more calls each channel takes.
    pub(super) fn room(&self, flight: &Flight) -> Room {
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
    async fn claim(&self, room: &Room, in_a_second: usize) -> Result<Vec<reminder::Reminder>, StoreError> {
        let (whose, free) = room.whose();
        if whose == Whose::Nobody && !room.texts_rest {
            return Ok(Vec::new());
        }
        // A little more than can be sent at once, or what goes in a second, so that a batch is checked together; not so much that
        // what was checked gets old.
        let limit = i64::try_from((free * 2).max(in_a_second).max(16)).unwrap_or(16);
        let (by, now) = (&self.name, self.now());
        let mut all = Vec::new();
        if whose == Whose::Anyone {
            // Each by itself: the locks of one would come after those of the other in no order.
            for state in [State::Planned, State::Shown] {
                let mut tx = self.db.begin().await?;
                all.extend(reminder::claim(&mut tx, state, by, now, now + LEASE, limit).await?);
                tx.commit().await?;
            }
        } else {
            let mut tx = self.db.begin().await?;
            let subscribers = whose == Whose::Subscribers;
            all = reminder::claim_meanwhile(&mut tx, by, subscribers, room.late(now), now, now + LEASE, limit).await?;
            tx.commit().await?;
        }
        Ok(all)
    }
}

/// Makes a call, as a task of its own: it goes on while the queue's rows are being written.
async fn call(ready: Ready) -> Done {
    let Ready { letter, channel, .. } = ready.clone();
    let outcome = tokio::spawn(async move { channel.send(&letter).await }).await;
    // A call that panicked may have gone.
    Done { ready, outcome: outcome.unwrap_or(Outcome::Unclear) }
}
