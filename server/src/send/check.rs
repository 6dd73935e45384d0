//! From messages that have fallen due to letters: everything is checked again, and the text is worded for now.

use super::{
    Channel, Letter, Post,
    breaker::REST,
    record::{apart, say_unreadable},
    word::Place,
};
use crate::{
    db::{StoreError, Tx},
    store::{
        attempt, channel_health, entry,
        message_policy::{self, MessagePolicy},
        message_text, place,
        reminder::{self, Change, Reminder, State},
        youth,
    },
};
use domain::{
    AccountId, Actor, Entry, Fact, MessageKind, MunicipalityId, NotSent, Via, Youth, YouthId, civil,
    remind::{self, Due, Key, Queue, Quiet, Step, Verdict, Why},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// A letter and the way that it goes.
#[derive(Clone, Debug)]
pub(super) struct Ready {
    pub(super) letter: Letter,
    pub(super) channel: Arc<dyn Channel>,
    /// When nothing goes.
    pub(super) quiet: Quiet,
    /// As it was claimed.
    pub(super) row: Reminder,
}

/// How a letter goes.
enum Way {
    By(Arc<dyn Channel>),
    /// Only by what rests now.
    Rests,
    None,
}

/// A call that has failed isn't made again so shortly before the meeting: somebody should have the time to call instead.
pub(super) const LAST_TRY: i64 = 2 * 60 * 60 * 1000;

/// So many calls to a push service that came to nothing are enough.
const PUSH_TRIES: usize = 2;

impl Post {
    /// Checks a batch that this server has leased. What isn't sent is settled here, with what the journal must know.
    pub(super) async fn check(&self, batch: Vec<Reminder>) -> Result<Vec<Ready>, StoreError> {
        let mut by_place: BTreeMap<MunicipalityId, Vec<Reminder>> = BTreeMap::new();
        for it in batch {
            by_place.entry(it.municipality).or_default().push(it);
        }
        let mut ready = Vec::new();
        for (municipality, mut rows) in by_place {
            // A person's are checked together: each counts for the others.
            rows.sort_by_key(|it| (it.person, it.due, it.id));
            let people: Vec<&[Reminder]> = rows.chunk_by(|one, next| one.person == next.person).collect();
            let (checked, unreadable) = apart(&people, |people| self.check_place(municipality, people)).await?;
            ready.extend(checked.into_iter().flatten());
            for (rows, column) in unreadable {
                say_unreadable(municipality, column);
                let mut tx = self.db.begin().await?;
                place::lock(&mut tx, &BTreeSet::from([municipality])).await?;
                for row in *rows {
                    self.put_back(&mut tx, row, self.now() + reminder::ASIDE).await?;
                }
                tx.commit().await?;
            }
        }
        ready.sort_by_key(|it| (it.row.due, it.row.id));
        Ok(ready)
    }

    /// Checks messages of a municipality's, each person's together.
    async fn check_place(&self, id: MunicipalityId, by_person: &[&[Reminder]]) -> Result<Vec<Ready>, StoreError> {
        let mut tx = self.db.begin().await?;
        // The municipality's lock comes first, as everywhere: nothing is taken in between what is read and what is written.
        place::take_positions(&mut tx, id, 0).await?;
        let Some(municipality) = place::municipality_by_id(&mut tx, id).await? else { return Ok(Vec::new()) };
        let place = Place { municipality, policy: message_policy::find(&mut tx, id).await?, texts: message_text::all(&mut tx, id).await? };
        let rows: Vec<&Reminder> = by_person.iter().copied().flatten().collect();
        let people: BTreeSet<YouthId> = rows.iter().map(|it| it.person).collect();
        let youths = fold(&mut tx, id, &people).await?;
        let mut queues = reminder::of_persons(&mut tx, id, people.iter().copied()).await?;
        let mut coaches: BTreeMap<AccountId, Option<String>> = BTreeMap::new();
        let mut ready = Vec::new();
        let mut facts = Vec::new();
        for row in rows {
            let theirs = queues.entry(row.person).or_default();
            let queue = queue(theirs, row);
            let Some(youth) = youths.get(&row.person) else {
                self.drop_row(&mut tx, row, theirs, Why::Gone, &mut facts).await?;
                continue;
            };
            match self.judge(youth, &place.policy, row, &queue) {
                Verdict::Wait(until) => self.put_back(&mut tx, row, until).await?,
                Verdict::Never(why) => self.drop_row(&mut tx, row, theirs, why, &mut facts).await?,
                Verdict::Send(due) => match self.word(&mut tx, &place, youth, row, &due, &mut coaches).await? {
                    Ok(letter) => match self.way(&mut tx, row, &letter).await? {
                        Way::By(channel) => ready.push(Ready { letter, channel, quiet: place.policy.policy.quiet, row: row.clone() }),
                        Way::Rests if self.is_in_vain(&mut tx, row, theirs, &due).await? => {
                            self.drop_row(&mut tx, row, theirs, Why::TooLate, &mut facts).await?;
                        }
                        Way::Rests => self.put_back(&mut tx, row, self.now() + REST).await?,
                        Way::None => self.drop_row(&mut tx, row, theirs, Why::NoChannel, &mut facts).await?,
                    },
                    Err(why) => self.drop_row(&mut tx, row, theirs, why, &mut facts).await?,
                },
            }
        }
        if !facts.is_empty() {
            crate::journal::write_all(&mut tx, &self.process, &place.municipality, Actor::System, facts).await?;
        }
        tx.commit().await?;
        Ok(ready)
    }

    fn judge(&self, youth: &Youth, policy: &MessagePolicy, row: &Reminder, queue: &Queue) -> Verdict {
        let now = self.now();
        if row.key.step == Step::Stop {
            let due = Due {
                subject: row.key.subject,
                versions: vec![row.key.version],
                step: Step::Stop,
                kind: row.kind,
                meeting: None,
                time: None,
                due: row.due,
                until: row.until,
                at_once: true,
            };
            return match () {
                () if youth.erased || youth.is_protected() => Verdict::Never(Why::Protected),
                () if now >= row.until => Verdict::Never(Why::TooLate),
                () if policy.policy.quiet.holds(now) => Verdict::Never(Why::Quiet),
                () => Verdict::Send(due),
            };
        }
        match remind::judge(youth, &policy.policy, &row.key, queue, now) {
            // The last try leaves time to call.
            Verdict::Send(due) if row.tries > 0 && due.time.is_some() && now >= due.until - LAST_TRY => Verdict::Never(Why::TooLate),
            verdict => verdict,
        }
    }

    /// Leaves a message for later.
    pub(super) async fn put_back(&self, tx: &mut Tx, row: &Reminder, until: i64) -> Result<(), StoreError> {
        let reason = row.reason.as_deref();
        let wait = Change { from: &[row.state], to: row.state, reason, next: Some(until), tried: false, told: false };
        reminder::change(tx, row.municipality, row.id, wait, self.now()).await?;
        Ok(())
    }

    /// Settles what isn't sent, and tells the journal where somebody counts on it.
    async fn drop_row(
        &self,
        tx: &mut Tx,
        row: &Reminder,
        theirs: &[Reminder],
        why: Why,
        facts: &mut Vec<(YouthId, Vec<Fact>)>,
    ) -> Result<(), StoreError> {
        // What a notification may have said already isn't unsaid.
        let to = if row.state == State::Shown { State::Sent } else { State::Dropped };
        let reason = not_sent(row, theirs, why, self.now()).filter(|_| row.state == State::Planned);
        let change = Change { from: &[row.state], to, reason: Some(why.code()), next: None, tried: false, told: reason.is_some() };
        let hit = reminder::change(tx, row.municipality, row.id, change, self.now()).await?;
        if let (true, Some(reason)) = (hit, reason) {
            let mut all = queued(row);
            all.push(Fact::MessageFailed { message: row.id, reason: Some(reason) });
            facts.push((row.person, all));
        }
        Ok(())
    }

    /// Whether it's better to tell a worker, who then has the time to call, than to wait: texts have failed for a while, on every
    /// server, and the meeting is near.
    async fn is_in_vain(&self, tx: &mut Tx, row: &Reminder, theirs: &[Reminder], due: &Due) -> Result<bool, StoreError> {
        let now = self.now();
        if due.time.is_none() || now < due.until - LAST_TRY || not_sent(row, theirs, Why::TooLate, now).is_none() {
            return Ok(false);
        }
        Ok(channel_health::all(tx).await?.iter().any(|it| it.via != Via::Push && it.is_alarming(now)))
    }

    /// The first channel that doesn't rest, reaches the youth and hasn't been tried in vain.
    async fn way(&self, tx: &mut Tx, row: &Reminder, letter: &Letter) -> Result<Way, StoreError> {
        let tried = attempt::of_reminder(tx, row.municipality, row.id).await?;
        // A push service that can't be reached may be behind a wall: a text is better than waiting for it. What comes after a text
        // is nothing, so that one is tried again.
        let is_in_vain = |via: Via| {
            let count = |outcome: &str| tried.iter().filter(|it| it.via == via && it.outcome == outcome).count();
            let has_shown = row.state == State::Shown && count("ok") + count("unclear") > 0;
            count("fail") > 0 || has_shown || (via == Via::Push && count("retry") >= PUSH_TRIES)
        };
        let mut way = Way::None;
        for channel in &self.channels {
            if is_in_vain(channel.via()) || !channel.reaches(tx, letter).await? {
                continue;
            }
            if self.allows(&**channel) > 0 {
                return Ok(Way::By(Arc::clone(channel)));
            }
            way = Way::Rests;
        }
        Ok(way)
    }
}

/// The fact that says what a message is, where the journal hasn't heard of it.
pub(super) fn queued(row: &Reminder) -> Vec<Fact> {
    if row.told { Vec::new() } else { vec![Fact::MessageQueued { message: row.id, meeting: row.meeting, template: Some(row.kind) }] }
}

/// What a worker must know of a message that isn't sent, among all of the person's: what they asked for, what has changed, and what was
/// tried in vain.
fn not_sent(row: &Reminder, theirs: &[Reminder], why: Why, now: i64) -> Option<NotSent> {
    // The last reminder before a meeting is one that the worker counts on, too.
    let is_last = row.kind == MessageKind::DayBefore && matches!(why, Why::TooLate | Why::Quiet | Why::Capped | Why::NoChannel);
    // What follows a missed meeting comes once, and nothing else says that it didn't.
    let is_only = row.key.step == Step::Missed && why == Why::Capped;
    // A text that can't be worded is so for everybody, and nobody would notice that none goes.
    let is_unsaid = why == Why::NoText;
    let counted_on =
        matches!(row.key.step, Step::Asked | Step::Moved | Step::Cancelled) || is_last || is_only || is_unsaid || row.tries > 0;
    match why {
        _ if !counted_on => None,
        Why::Quiet => Some(NotSent::Quiet),
        Why::TooLate => Some(NotSent::TooLate),
        // Another of the same meeting goes today: nobody need call.
        Why::Capped if has_another(theirs, row, now) => None,
        Why::Capped => Some(NotSent::Capped),
        Why::NoChannel => Some(NotSent::NoChannel),
        Why::NoText => Some(NotSent::NoText),
        Why::Gone | Why::Conflict if row.key.step == Step::Asked => Some(NotSent::NotNow),
        Why::Gone | Why::Conflict | Why::Erased | Why::Protected | Why::Left => None,
    }
}

/// Whether another message about the same meeting has gone today, or goes.
fn has_another(rows: &[Reminder], row: &Reminder, now: i64) -> bool {
    let today = civil::day(now);
    let is_today = |it: &Reminder| match it.state {
        State::Planned => civil::day(it.due) == today,
        state => state.may_have_gone() && civil::day(it.changed) == today,
    };
    matches!(row.key.step, Step::Before(_)) && rows.iter().any(|it| it.id != row.id && it.meeting == row.meeting && is_today(it))
}

fn queue(rows: &[Reminder], row: &Reminder) -> Queue {
    let pending: Vec<Key> = rows.iter().filter(|it| it.state == State::Planned || it.id == row.id).map(|it| it.key).collect();
    let gone = rows.iter().filter(|it| it.state.may_have_gone() && it.id != row.id && !it.kind.is_exempt());
    Queue { own: Some(row.id), pending, gone: gone.map(|it| (it.id, it.changed)).collect() }
}

/// Persons as the journal has them, by the id that they stand under.
async fn fold(tx: &mut Tx, municipality: MunicipalityId, people: &BTreeSet<YouthId>) -> Result<BTreeMap<YouthId, Youth>, StoreError> {
    let members = youth::members_of(tx, municipality, people.iter().copied()).await?;
    let mut entries = entry::of_youths(tx, municipality, members.values().flatten().copied()).await?;
    let mut youths = BTreeMap::new();
    for (person, members) in members {
        let own: Vec<Entry> = members.iter().filter_map(|it| entries.remove(it)).flatten().map(|it| it.entry).collect();
        if let Some(youth) = Youth::fold(&own) {
            youths.insert(person, youth);
        }
    }
    Ok(youths)
}
