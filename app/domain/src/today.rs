//! *I dag*: whom to turn to now, and why. A youth stands in one section, the most pressing.

use crate::{
    AccountId, Answer, Booked, FollowUpId, MeetingId, Occupation, Summary, YouthId, civil,
    summary::{Doing, Unsure},
};
use jiff::civil::{Date, DateTime};
use std::sync::Arc;

/// The sections, in their order on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Section {
    /// A meeting within two hours, or one that waits for an outcome.
    Now,
    /// A youth answered.
    Answers,
    /// Not saved, or disputed.
    NeedsYou,
    /// A follow-up is due.
    FollowUp,
    /// No real contact the longest.
    LongAgo,
    /// What they do has lapsed, or is about to.
    StillTrue,
}

impl Section {
    /// Every section, in order.
    pub const ALL: [Self; 6] = [Self::Now, Self::Answers, Self::NeedsYou, Self::FollowUp, Self::LongAgo, Self::StillTrue];
}

/// Why a youth stands in a section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// A meeting soon, with the message about it that the youth may not have got: there is still time to call.
    MeetingSoon { meeting: MeetingId, at: DateTime, unsure: Option<Unsure> },
    /// A meeting is over and nobody has said how it went.
    MeetingOver { meeting: MeetingId, at: DateTime },
    /// An answer; whether the meeting that it was of no longer has that time.
    Answered { answer: Option<Answer>, outdated: bool },
    /// Something wasn't saved.
    NotSaved,
    /// Two values for one thing.
    Disputed { count: usize },
    /// Nobody knows whether the youth got a message, or they didn't: somebody should call.
    Unsure { unsure: Unsure },
    /// Planned for a day, today or before.
    FollowUpDue { follow_up: FollowUpId, on: Date },
    /// Days without a real contact (none: never), and tries since.
    NoContact { days: Option<i32>, attempts: u32 },
    /// A statement that has run out, or runs out on a day.
    Lapsed { occupation: Occupation, until: Date },
    /// Nobody knows what the youth does.
    NeverStated,
}

/// One row.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Whom.
    pub youth: Arc<Summary>,
    /// Why.
    pub reason: Reason,
}

/// After how many days without a real contact a youth stands under "Länge sedan".
pub const LONG: i32 = 30;
/// How many days before it lapses a statement is asked about.
pub const SOON: i32 = 14;
const TWO_HOURS: i64 = 2 * 60 * 60 * 1000;

/// Whose youths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// One worker's own, and those that nobody has for their own. A meeting or a follow-up is its worker's, whoever the youth's is.
    Mine(AccountId),
    /// The whole unit's.
    Units,
}

impl Whose {
    fn has(self, worker: Option<AccountId>) -> bool {
        match self {
            Self::Mine(account) => worker.is_none_or(|it| it == account),
            Self::Units => true,
        }
    }
}

/// The sections that have something, with their rows: the most pressing first. `not_saved` are the youths with
/// something in the tray.
pub fn today<'a>(
    youths: impl IntoIterator<Item = &'a Arc<Summary>>,
    whose: Whose,
    not_saved: &[YouthId],
    now: i64,
) -> Vec<(Section, Vec<Row>)> {
    let mut rows: Vec<(Section, i64, String, Row)> = Vec::new();
    for youth in youths {
        let refused = not_saved.iter().any(|it| *it == youth.id || youth.members.contains(it));
        if !youth.registered && !refused && youth.answered.is_none() && youth.disputes == 0 {
            continue;
        }
        if let Some((section, rank, reason)) = why(youth, whose, refused, now) {
            rows.push((section, rank, youth.sort_key(), Row { youth: Arc::clone(youth), reason }));
        }
    }
    rows.sort_by(|a, b| (a.0, a.1, &a.2, a.3.youth.id).cmp(&(b.0, b.1, &b.2, b.3.youth.id)));
    let mut sections: Vec<(Section, Vec<Row>)> = Vec::new();
    for (section, _, _, row) in rows {
        match sections.last_mut() {
            Some((last, rows)) if *last == section => rows.push(row),
            _ => sections.push((section, vec![row])),
        }
    }
    sections
}

/// The most pressing reason for one youth, with a rank within its section: smaller is sooner.
fn why(youth: &Summary, whose: Whose, refused: bool, now: i64) -> Option<(Section, i64, Reason)> {
    let today = civil::day(now);
    let is_mine = whose.has(youth.worker);
    let holds = |it: &Booked| whose.has(it.worker.or(youth.worker));
    for booked in youth.meetings.iter().filter(|it| holds(it)) {
        let Some((at, _)) = booked.time else { continue };
        let instant = civil::instant(at);
        if instant <= now {
            return Some((Section::Now, instant, Reason::MeetingOver { meeting: booked.id, at }));
        }
        if instant - now <= TWO_HOURS {
            let unsure = youth.unsure_about(booked.id);
            return Some((Section::Now, instant, Reason::MeetingSoon { meeting: booked.id, at, unsure }));
        }
    }
    // Who holds a meeting must hear of an answer too.
    if let Some(answered) = youth.answered
        && (is_mine || youth.meetings.iter().any(holds))
    {
        return Some((Section::Answers, answered.at.ms, Reason::Answered { answer: answered.answer, outdated: answered.outdated }));
    }
    if refused {
        return Some((Section::NeedsYou, i64::MIN, Reason::NotSaved));
    }
    let concerns = |it: &Unsure| match youth.meetings.iter().find(|booked| Some(booked.id) == it.meeting) {
        Some(booked) => holds(booked),
        None => is_mine,
    };
    let unsure = youth
        .unsure
        .iter()
        .filter(|it| concerns(it))
        .filter_map(|it| it.rank(now).map(|rank| (rank, *it)))
        .min_by_key(|it| (it.0, it.1.message));
    if let Some((rank, unsure)) = unsure {
        return Some((Section::NeedsYou, rank, Reason::Unsure { unsure }));
    }
    if youth.disputes > 0 && is_mine {
        return Some((Section::NeedsYou, i64::MAX, Reason::Disputed { count: youth.disputes }));
    }
    if let Some(follow_up) = youth.follow_ups.iter().find(|it| it.on <= today && whose.has(it.worker.or(youth.worker))) {
        let rank = i64::from(civil::days_between(today, follow_up.on));
        return Some((Section::FollowUp, rank, Reason::FollowUpDue { follow_up: follow_up.id, on: follow_up.on }));
    }
    if !is_mine {
        return None;
    }
    // Who has a meeting or a follow-up soon is being looked after.
    let is_soon = |on: Date| civil::days_between(today, on) <= LONG;
    if youth.meetings.iter().filter_map(|it| it.time).any(|it| is_soon(it.0.date())) || youth.follow_ups.iter().any(|it| is_soon(it.on)) {
        return None;
    }
    long_ago(youth, today, now).or_else(|| still_true(youth, today))
}

fn long_ago(youth: &Summary, today: Date, now: i64) -> Option<(Section, i64, Reason)> {
    let days = youth.last_contact.map(|it| civil::days_between(civil::day(it), today));
    // Somebody tried today: tomorrow is another day.
    if youth.last_attempt.is_some_and(|it| civil::day(it) == civil::day(now)) || days.is_some_and(|it| it < LONG) {
        return None;
    }
    let waited = days.or_else(|| youth.since.map(|it| civil::days_between(it, today))).unwrap_or(0);
    Some((Section::LongAgo, -i64::from(waited), Reason::NoContact { days, attempts: youth.attempts_since }))
}

fn still_true(youth: &Summary, today: Date) -> Option<(Section, i64, Reason)> {
    match youth.occupation {
        Doing::Unstated => Some((Section::StillTrue, i64::MAX, Reason::NeverStated)),
        Doing::Disputed => None,
        Doing::Stated { statement } => {
            let until = statement.valid_until()?;
            let left = civil::days_between(today, until);
            (left <= SOON).then_some((Section::StillTrue, i64::from(left), Reason::Lapsed { occupation: statement.occupation, until }))
        }
    }
}

#[cfg(test)]
mod tests;
