//! What a youth's state asks for.

use super::{
    Policy,
    key::{Due, Step, Subject},
    version::{Told, is_of, told},
};
use crate::{
    Actor, Answer, Fact, FactRef, Hlc, MeetingId, MessageKind, Youth, civil,
    fold::{Asked, Meeting, MeetingOutcome, Message, MessageState, Plan},
};
use jiff::{Span, civil::DateTime};

const MINUTE: i64 = 60 * 1000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
/// What is told at once is news only so long after it happened. A journal that is read in again tells nothing anew.
pub const NEWS: i64 = 2 * DAY;
/// A mistaken tap on "didn't come" can be taken back before the youth hears of it.
const REGRET: i64 = 2 * HOUR;
/// An answer "I'm coming" takes the place of reminders so long.
const REMEMBERED: i64 = 2 * DAY;

/// Everything that the state asks for at an instant, past and coming, earliest first. Caps and whether the youth can be
/// reached are for [`super::judge()`].
pub fn candidates(youth: &Youth, policy: &Policy, now: i64) -> Vec<Due> {
    if youth.erased || youth.is_protected() || !youth.is_surely_covered() {
        return Vec::new();
    }
    let mut all = Vec::new();
    for meeting in youth.meetings.values() {
        about(youth, meeting, policy, now, &mut all);
    }
    all.extend(youth.messages.values().filter_map(|it| asked(youth, it, policy, now)));
    all.sort_by_key(|it| (it.due, it.subject, it.step));
    all
}

/// What is to be made at an instant: offsets already past are never made.
pub fn due(youth: &Youth, policy: &Policy, now: i64) -> Vec<Due> {
    let mut all = candidates(youth, policy, now);
    // What somebody asked to have sent at a time that has passed when it is heard of goes late, rather than not at all.
    let is_asked = |it: &Due| matches!(it.subject, Subject::Asked(_));
    all.retain(|it| it.until > now.max(it.due) && (it.at_once || it.due >= now || is_asked(it)));
    all
}

/// What a worker has asked for that isn't [`due()`]: too late, or about a meeting that is off. The worker is to be told.
pub fn in_vain(youth: &Youth, due: &[Due], now: i64) -> Vec<Due> {
    let asked_for = |it: &&Message| it.state == MessageState::Asked && it.template.is_some_and(MessageKind::may_be_asked);
    let is_due = |id| due.iter().any(|it| it.subject == Subject::Asked(id));
    let messages = youth.messages.values().filter(asked_for).filter(|it| !is_due(it.id));
    messages
        .filter_map(|it| {
            Some(Due {
                subject: Subject::Asked(it.id),
                versions: vec![source(youth, it)?],
                step: Step::Asked,
                kind: it.template?,
                meeting: it.meeting,
                time: None,
                due: now,
                until: now,
                at_once: true,
            })
        })
        .collect()
}

/// The fact that asked for a message.
fn source(youth: &Youth, message: &Message) -> Option<FactRef> {
    youth.story.iter().find(|it| matches!(&it.fact, Fact::MessageAsked { message: id, .. } if *id == message.id)).map(|it| it.source)
}

fn is_news(at: Hlc, now: i64) -> bool {
    (now - at.ms).abs() <= NEWS
}

fn about(youth: &Youth, meeting: &Meeting, policy: &Policy, now: i64, all: &mut Vec<Due>) {
    // A time that is disputed sends nothing: the card asks.
    let Some(Told { plan, versions, before, versions_before }) = told(youth, meeting) else { return };
    let of = |step, kind, time: Option<DateTime>, due, until, at_once| Due {
        subject: Subject::Meeting(meeting.id),
        versions: versions.iter().map(|it| it.source).collect(),
        step,
        kind,
        meeting: Some(meeting.id),
        time,
        due,
        until,
        at_once,
    };
    let Some(version) = versions.first() else { return };
    let has_gone = |kind| {
        youth.messages.values().any(|it| it.meeting == Some(meeting.id) && it.template == Some(kind) && it.state > MessageState::Unclear)
    };
    let has_heard = youth.messages.values().any(|it| it.meeting == Some(meeting.id) && it.may_have_gone());
    if let Some((at, time)) = missed(youth, meeting, policy, now)
        && !has_gone(MessageKind::Missed)
    {
        let due = policy.quiet.later(at.ms.min(now).max(civil::instant(time)) + REGRET);
        all.push(of(Step::Missed, MessageKind::Missed, Some(time), due, due + 3 * DAY, true));
    }
    if !meeting.outcome.heads().is_empty() {
        return;
    }
    let answer = meeting.answers.iter().rfind(|it| is_of(it, &versions)).map(|it| (it.answer, it.at.ms));
    match plan {
        Plan::Cancelled => {
            // Who has heard nothing needn't hear that it is off, nor who said of the time that it had that it doesn't suit.
            let refused = meeting.answers.iter().rfind(|it| is_of(it, &versions_before)).is_some_and(|it| it.answer == Answer::NotComing);
            if let Some(time) = before
                && has_heard
                && !refused
            {
                let until = civil::instant(time);
                all.push(of(Step::Cancelled, MessageKind::Cancelled, Some(time), version.at.ms.min(now), until, true));
            }
        }
        Plan::At { at, .. } => {
            let until = civil::instant(at);
            if before.is_some_and(|it| it != at) {
                // However late it is heard of: whoever waits at the old time must know.
                if has_heard || !meeting.unreminded {
                    all.push(of(Step::Moved, MessageKind::Moved, Some(at), version.at.ms.min(now), until, true));
                }
            } else if policy.booked && !meeting.unreminded && answer.is_none() && is_news(version.at, now) && !has_gone(MessageKind::Booked)
            {
                let due = policy.quiet.later(version.at.ms.min(now));
                all.push(of(Step::Booked, MessageKind::Booked, Some(at), due, until - HOUR, true));
            }
            if meeting.unreminded {
                return;
            }
            let smallest = policy.offsets.iter().min().copied();
            for hours in &policy.offsets {
                let due = policy.quiet.earlier(civil::instant(at.saturating_sub(Span::new().hours(i64::from(*hours)))));
                let holds = match answer {
                    None => true,
                    Some((Answer::Coming, said)) => said + REMEMBERED < due,
                    Some((Answer::NotComing | Answer::CallMe, _)) => false,
                };
                if holds {
                    let kind = if Some(*hours) == smallest || *hours <= 36 { MessageKind::DayBefore } else { MessageKind::ThreeDays };
                    all.push(of(Step::Before(*hours), kind, Some(at), due, until, false));
                }
            }
        }
    }
}

/// When it was said that the youth didn't come, and the time that the meeting had; none where nothing should follow.
fn missed(youth: &Youth, meeting: &Meeting, policy: &Policy, now: i64) -> Option<(Hlc, DateTime)> {
    let (time, _) = meeting.time()?;
    let head = meeting.outcome.heads().last().filter(|_| meeting.outcome.get() == Some(&MeetingOutcome::Missed))?;
    let has_asked = |it: &Message| it.template == Some(MessageKind::Missed) && it.meeting == Some(meeting.id) && it.asked.is_some();
    // They have been in touch since, or have a new time already.
    let is_moot = youth.last_contact().is_some_and(|it| it > head.at.ms)
        || youth.last_answer.is_some_and(|it| it > head.at)
        || youth.meetings.values().any(|it| it.is_open() && it.time().is_some_and(|it| civil::instant(it.0) > now));
    let holds = policy.missed && !meeting.unreminded && is_news(head.at, now) && !is_moot && !youth.messages.values().any(has_asked);
    holds.then_some((head.at, time))
}

fn asked(youth: &Youth, message: &Message, policy: &Policy, now: i64) -> Option<Due> {
    let Asked { when, at, by } = message.asked?;
    let kind = message.template.filter(|it| it.may_be_asked())?;
    if message.state > MessageState::Unclear || matches!(by, Actor::Youth) {
        return None;
    }
    let time = match message.meeting {
        Some(meeting) => Some(time_of(youth, meeting, kind)?),
        None if kind.is_about_a_meeting() => return None,
        None => None,
    };
    let due = wished(at, when.ms.min(now), policy);
    let until = due.saturating_add(DAY);
    let event = time.filter(|_| kind != MessageKind::Missed).map_or(i64::MAX, civil::instant);
    let source = source(youth, message)?;
    Some(Due {
        subject: Subject::Asked(message.id),
        versions: vec![source],
        step: Step::Asked,
        kind,
        meeting: message.meeting,
        time,
        due,
        until: until.min(event),
        at_once: at.is_none(),
    })
}

/// When what a worker asks for falls due, at once or for a civil time. What was planned for the night goes the evening before,
/// unless that has been when it is asked for.
pub(super) fn wished(at: Option<DateTime>, when: i64, policy: &Policy) -> i64 {
    let wished = at.map_or(when, civil::instant);
    let earlier = policy.quiet.earlier(wished);
    if at.is_some() && earlier >= when { earlier } else { policy.quiet.later(wished) }
}

/// The time that a message about a meeting speaks of: none where it would say what isn't so.
fn time_of(youth: &Youth, meeting: MeetingId, kind: MessageKind) -> Option<DateTime> {
    let meeting = youth.meetings.get(&meeting)?;
    let told = told(youth, meeting)?;
    match (kind, told.plan) {
        (MessageKind::Cancelled, Plan::Cancelled) => told.before,
        (MessageKind::Missed, Plan::At { at, .. }) => Some(at),
        (MessageKind::Cancelled, Plan::At { .. }) | (_, Plan::Cancelled) => None,
        (_, Plan::At { at, .. }) => Some(at).filter(|_| meeting.is_open()),
    }
}
