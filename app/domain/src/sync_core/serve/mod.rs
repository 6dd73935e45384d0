//! What a server does about a round trip, without doing it: a request in, the next step out; what came of each step in,
//! until there is an answer. The server carries the steps out on its database; its clock and its key are arguments.

mod answer;
mod page;

pub use answer::Answer;
pub use page::{Cut, Page, Place, Start};

use crate::{
    AccountId, Actor, Cursor, Entry, EntryId, YouthId,
    clock::WRONG,
    sync::{Outcome, PAGE, Request, Restored, Stored, Verdict},
};
use std::collections::{BTreeMap, BTreeSet};

/// Why a request isn't heard at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Turned {
    /// More than [`PAGE`] entries or reads at once: send them in parts.
    #[error("at most {PAGE} entries and {PAGE} reads at once")]
    TooLarge,
    /// Only somebody with an account, in a municipality that exists, syncs.
    #[error("this caller can't sync")]
    NotAllowed,
}

/// Whose request it is, if it is somebody's, and of a size that is taken at once.
pub fn admit(by: Actor, request: &Request) -> Result<AccountId, Turned> {
    let Actor::Account(account) = by else { return Err(Turned::NotAllowed) };
    if request.entries.len() + request.again.len() > PAGE || request.reads.len() > PAGE {
        return Err(Turned::TooLarge);
    }
    Ok(account)
}

/// Whether a request has anything to take in.
pub fn carries(request: &Request) -> bool {
    !request.entries.is_empty() || !request.again.is_empty() || !request.reads.is_empty()
}

/// Where a journal stands, held against a cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Its epoch now.
    pub epoch: u64,
    /// Its last position.
    pub newest: i64,
    /// What is known of the cursor's epoch, where that is another.
    pub lost: Option<Lost>,
}

/// What is known of an epoch that a restore ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lost {
    /// The last position of it that the backup held.
    pub kept: i64,
    /// The last position of it that any phone has told of.
    pub known: i64,
}

impl Standing {
    /// What is left where the cursor is of a journal that is no longer: of another epoch, or from farther on than ours goes
    /// (somebody put an older file in its place by hand).
    pub fn gone(&self, cursor: Cursor) -> Option<Restored> {
        if cursor.epoch == self.epoch {
            return (cursor.effective > self.newest).then_some(Restored { kept: None });
        }
        Some(Restored { kept: self.lost.map(|it| it.kept) })
    }

    /// Whether the cursor tells of more of a lost epoch than any phone has before.
    pub fn is_told_more(&self, cursor: Cursor) -> bool {
        cursor.epoch != self.epoch && self.lost.is_some_and(|it| it.known < cursor.effective)
    }
}

/// What is to be done next. What comes of it is told to what the step holds, which gives the step after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// See where the journal stands.
    Look(Looking),
    /// Take in what the request carries, in one transaction that is committed before anything is told of it.
    TakeIn(Taking),
    /// Read what was here before it came.
    Recall(Recalling),
    /// Read what is new to the phone.
    Read(Reading),
    /// Sign and send.
    Answer(Answer),
}

/// The first step for a request.
pub fn begin(by: Actor, request: Request) -> Result<Step, Turned> {
    let asked = Asked { account: admit(by, &request)?, cursor: request.cursor, brief: request.brief };
    if !carries(&request) {
        return Ok(Step::Read(Reading::nothing(asked, None)));
    }
    let taking = Taking { asked, request };
    Ok(match asked.cursor {
        Some(cursor) => Step::Look(Looking { cursor, then: Then::TakeIn(taking) }),
        None => Step::TakeIn(taking),
    })
}

/// What of a request lasts until its answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Asked {
    account: AccountId,
    cursor: Option<Cursor>,
    brief: bool,
}

/// See [`Step::Look`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Looking {
    cursor: Cursor,
    then: Then,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Then {
    TakeIn(Taking),
    Answer(Answer),
}

impl Looking {
    /// What the journal is held against.
    pub fn cursor(&self) -> Cursor {
        self.cursor
    }

    /// Where it stands.
    pub fn found(self, standing: &Standing) -> Step {
        let gone = standing.gone(self.cursor);
        match self.then {
            // What the phone sends may build on what was lost, and what it read be of it: first it gives that back.
            Then::TakeIn(taking) if gone.is_some() => Step::Read(Reading::nothing(taking.asked, gone)),
            Then::TakeIn(taking) => Step::TakeIn(taking),
            Then::Answer(mut answer) => {
                answer.gone = gone;
                Step::Answer(answer)
            }
        }
    }
}

/// See [`Step::TakeIn`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taking {
    asked: Asked,
    request: Request,
}

/// What became of what a request carried.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// Of each of its entries, in the same order.
    pub entries: Vec<Judged>,
    /// Of each that was sent again, in the same order.
    pub again: Vec<Judged>,
    /// Whether all of its entries could be read, and none can change who reaches whom.
    pub is_plain: bool,
}

/// What became of one entry, and the entry where it could be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// Its verdict, still without a receipt.
    pub outcome: Outcome,
    /// As it was sent.
    pub entry: Option<Entry>,
}

impl Taken {
    fn all(&self) -> impl Iterator<Item = &Judged> {
        self.entries.iter().chain(&self.again)
    }

    /// What the server has now, as it was sent.
    fn has(&self) -> impl Iterator<Item = &Entry> {
        self.all().filter(|it| !matches!(it.outcome.verdict, Verdict::Refused { .. })).filter_map(|it| it.entry.as_ref())
    }
}

impl Taking {
    /// What is to be taken in: first what was lost, since what waits may build on it.
    pub fn request(&self) -> &Request {
        &self.request
    }

    /// By how many milliseconds the phone's clock is behind.
    pub fn behind(&self, now: i64) -> i64 {
        self.request.now.map_or(0, |it| now.saturating_sub(it))
    }

    /// It was taken in, and is committed.
    pub fn taken(self, taken: Taken) -> Step {
        let is_known = |it: &&Judged| matches!(it.outcome.verdict, Verdict::AlreadyStored { .. });
        let ids: BTreeSet<EntryId> = taken.all().filter(is_known).filter_map(|it| it.outcome.id).collect();
        let recalling = Recalling { asked: self.asked, taken, ids };
        if recalling.ids.is_empty() { recalling.recalled(BTreeMap::new()) } else { Step::Recall(recalling) }
    }
}

/// Which of the entries that were taken in just now are to be marked as made by a clock that is wrong.
pub fn misdated(behind: i64, outcomes: &[Outcome]) -> Vec<EntryId> {
    if behind.saturating_abs() < WRONG {
        return Vec::new();
    }
    outcomes.iter().filter(|it| matches!(it.verdict, Verdict::Stored { .. })).filter_map(|it| it.id).collect()
}

/// See [`Step::Recall`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recalling {
    asked: Asked,
    taken: Taken,
    ids: BTreeSet<EntryId>,
}

impl Recalling {
    /// Of which entries.
    pub fn ids(&self) -> &BTreeSet<EntryId> {
        &self.ids
    }

    /// Those of them that are there, as the server has them.
    pub fn recalled(self, earlier: BTreeMap<EntryId, Stored>) -> Step {
        Step::Read(Reading { asked: self.asked, gone: None, taken: self.taken, earlier })
    }
}

/// See [`Step::Read`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    asked: Asked,
    gone: Option<Restored>,
    taken: Taken,
    earlier: BTreeMap<EntryId, Stored>,
}

impl Reading {
    /// Where nothing was taken in.
    fn nothing(asked: Asked, gone: Option<Restored>) -> Self {
        Self { asked, gone, taken: Taken::default(), earlier: BTreeMap::new() }
    }

    /// Whose phone it is.
    pub fn account(&self) -> AccountId {
        self.asked.account
    }

    /// From where: past what the phone just sent, where that comes straight after all that it has read. It needn't be
    /// looked through for what others wrote.
    pub fn cursor(&self) -> Option<Cursor> {
        let cursor = self.asked.cursor?;
        // In the middle of a large grant there is more at the same effective position.
        if cursor.position != cursor.effective || !self.taken.is_plain {
            return Some(cursor);
        }
        let positions = self.taken.entries.iter().filter_map(|it| match it.outcome.verdict {
            Verdict::Stored { position } => Some(position),
            _ => None,
        });
        let last = positions.fold(cursor.effective, |last, position| if position == last + 1 { position } else { last });
        Some(Cursor { effective: last, position: last, ..cursor })
    }

    /// What was taken in may be about a youth whom the phone was told to forget while it waited: these are told again,
    /// where the worker doesn't see them.
    pub fn about(&self) -> BTreeSet<YouthId> {
        self.taken.has().map(|it| it.youth).collect()
    }

    /// What was read.
    pub fn read(self, page: Page) -> Step {
        let unlooked = self.asked.cursor.filter(|_| page.starts_over && self.gone.is_none());
        let answer = Answer::of(self, page);
        match unlooked {
            Some(cursor) => Step::Look(Looking { cursor, then: Then::Answer(answer) }),
            None => Step::Answer(answer),
        }
    }
}

#[cfg(test)]
mod tests;
