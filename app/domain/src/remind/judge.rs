//! Whether a message is sent now: asked just before it is.

use super::{
    Policy,
    due::{candidates, due, wished},
    key::{Due, Key, Step, Subject},
    version::versions,
};
use crate::{
    Hlc, MeetingId, MessageId, MessageKind, Phone, PhoneOwner, Summary, Youth, civil,
    fold::{Head, MeetingOutcome, Message, Register},
};
use jiff::civil::DateTime;

const WEEK: i64 = 7 * 24 * 60 * 60 * 1000;

/// What to do with a message that has fallen due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Send it.
    Send(Due),
    /// Look at it again at an instant.
    Wait(i64),
    /// Don't, now or ever.
    Never(Why),
}

/// Why a message isn't sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Everything about the youth is gone.
    Erased,
    /// Their identity is protected.
    Protected,
    /// They aren't covered any more.
    Left,
    /// The meeting's time is disputed: somebody must say.
    Conflict,
    /// The state no longer asks for it: moved, cancelled, answered, held, taken back, not wanted.
    Gone,
    /// The time for it has passed.
    TooLate,
    /// It is night, and in the morning it is too late; or it can't wait until then.
    Quiet,
    /// They have had as many as they get.
    Capped,
    /// There is no way to reach them.
    NoChannel,
    /// The text needs a detail that isn't known.
    NoText,
}

impl Why {
    /// A stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Erased => "erased",
            Self::Protected => "protected",
            Self::Left => "left",
            Self::Conflict => "conflict",
            Self::Gone => "gone",
            Self::TooLate => "too_late",
            Self::Quiet => "quiet",
            Self::Capped => "capped",
            Self::NoChannel => "no_channel",
            Self::NoText => "no_text",
        }
    }
}

/// What a queue knows of a youth's messages beyond the journal.
#[derive(Clone, Debug, Default)]
pub struct Queue {
    /// The one that is judged: what may have become of it before doesn't count against it.
    pub own: Option<MessageId>,
    /// Those that wait in it.
    pub pending: Vec<Key>,
    /// Those that may have gone, and when; what the journal knows of them already counts once.
    pub gone: Vec<(MessageId, i64)>,
}

/// What to do at an instant with the message that a key names, which waits in the queue.
pub fn judge(youth: &Youth, policy: &Policy, key: &Key, queue: &Queue, now: i64) -> Verdict {
    if youth.erased {
        return Verdict::Never(Why::Erased);
    }
    if youth.is_protected() {
        return Verdict::Never(Why::Protected);
    }
    if !youth.is_surely_covered() {
        return Verdict::Never(Why::Left);
    }
    let all = candidates(youth, policy, now);
    let Some(due) = all.iter().find(|it| it.is(key)) else {
        let is_disputed = match key.subject {
            Subject::Meeting(id) => youth.meetings.get(&id).is_some_and(|it| it.plan.is_disputed()),
            Subject::Asked(_) => false,
        };
        return Verdict::Never(if is_disputed { Why::Conflict } else { Why::Gone });
    };
    if now >= due.until {
        return Verdict::Never(Why::TooLate);
    }
    if now < due.due {
        return Verdict::Wait(due.due);
    }
    if policy.quiet.holds(now) {
        let morning = policy.quiet.later(now);
        // What has changed is told at once or by a call.
        return if due.kind.is_exempt() || morning >= due.until { Verdict::Never(Why::Quiet) } else { Verdict::Wait(morning) };
    }
    if due.kind.is_exempt() || chosen(youth, policy, &all, queue, now).contains(&due) {
        Verdict::Send(due.clone())
    } else {
        Verdict::Never(Why::Capped)
    }
}

/// What will be sent as far as can be known at an instant, within the caps, earliest first: what waits already and what
/// is still to be made. A phone shows it without knowing the queue.
pub fn planned(youth: &Youth, policy: &Policy, now: i64) -> Vec<Due> {
    let all = due(youth, policy, now);
    let chosen = chosen(youth, policy, &all, &Queue::default(), now);
    all.iter().filter(|it| it.kind.is_exempt() || chosen.contains(it)).cloned().collect()
}

/// The reminders that should have gone by an instant, of meetings that haven't begun, where nothing has been heard of a message about
/// the meeting since. What the caps kept back isn't among them. A phone can't know more: they may have gone, wait, or never go.
pub fn unheard_of(youth: &Youth, policy: &Policy, now: i64) -> Vec<Due> {
    let is_unheard_of = |it: &Due| {
        let meeting = it.meeting.and_then(|it| youth.meetings.get(&it));
        // An offset that was past when the meeting got its time was never made.
        let was_made = meeting.is_some_and(|of| versions(youth, of).first().is_some_and(|version| version.at.ms < it.due));
        let is_heard_of = youth.messages.values().any(|message| message.meeting == it.meeting && message.at.ms >= it.due);
        was_made && !is_heard_of && planned(youth, policy, it.due).contains(it)
    };
    let mut all = candidates(youth, policy, now);
    all.retain(|it| matches!(it.step, Step::Before(_)) && it.due < now && now < it.until && is_unheard_of(it));
    all
}

/// What will follow by itself if it is said now that the youth didn't come to a meeting; none where nothing will. As far as can be
/// known, as with [`planned`].
pub fn after_missed(mut youth: Youth, meeting: MeetingId, policy: &Policy, now: i64) -> Option<Due> {
    let missed = youth.meetings.get_mut(&meeting)?;
    let (source, by) = missed.plan.heads().last().map(|it| (it.source, it.by))?;
    missed.outcome = Register::of(Head { value: MeetingOutcome::Missed, source, at: Hlc { ms: now, counter: 0 }, by });
    planned(&youth, policy, now).into_iter().find(|it| it.step == Step::Missed && it.meeting == Some(meeting))
}

/// Whether the caps let a text go that a worker asks for now, at once or for a civil time. As far as can be known, as with
/// [`planned`].
pub fn fits_in(youth: &Youth, policy: &Policy, kind: MessageKind, at: Option<DateTime>, now: i64) -> bool {
    // The last of those that are asked for at once with it.
    let subject = Subject::Asked(MessageId::new(now, [u8::MAX; 10]));
    let mut all = due(youth, policy, now);
    all.push(Due {
        subject,
        versions: Vec::new(),
        step: Step::Asked,
        kind,
        meeting: None,
        time: None,
        due: wished(at, now, policy),
        until: i64::MAX,
        at_once: at.is_none(),
    });
    kind.is_exempt() || chosen(youth, policy, &all, &Queue::default(), now).iter().any(|it| it.subject == subject)
}

/// What can be sent of all that is asked for, within the caps: the most pressing first.
fn chosen<'a>(youth: &Youth, policy: &Policy, all: &'a [Due], queue: &Queue, now: i64) -> Vec<&'a Due> {
    let smallest = policy.offsets.iter().min().copied();
    let is_open = |it: &&Due| {
        let waits = it.at_once || it.due >= now || queue.pending.iter().any(|key| it.is(key));
        waits && !it.kind.is_exempt() && it.until > now
    };
    let mut open: Vec<&Due> = all.iter().filter(is_open).collect();
    open.sort_by_key(|it| (it.rank(smallest), it.due, it.subject, it.step));
    let mut times = gone(youth, queue);
    open.retain(|it| fits(&mut times, it.due.max(now), policy));
    open
}

/// When those went that the caps count.
fn gone(youth: &Youth, queue: &Queue) -> Vec<i64> {
    let counts = |it: &&Message| Some(it.id) != queue.own && it.template.is_none_or(|it| !it.is_exempt());
    let known = youth.messages.values().filter(counts);
    let mut times: Vec<i64> = known.filter_map(|it| it.sent).map(|it| it.ms).collect();
    let is_new = |id| youth.messages.get(id).is_none_or(|it| it.sent.is_none());
    times.extend(queue.gone.iter().filter(|(id, _)| is_new(id)).map(|it| it.1));
    times.sort_unstable();
    times
}

/// Whether one more fits at an instant; then it is among the times.
fn fits(times: &mut Vec<i64>, at: i64, policy: &Policy) -> bool {
    let day = civil::day(at);
    if times.iter().filter(|it| civil::day(**it) == day).count() >= usize::from(policy.per_day) {
        return false;
    }
    let place = times.partition_point(|it| *it <= at);
    times.insert(place, at);
    // Any seven days that hold the new one hold no more than the week's.
    let week = usize::from(policy.per_week);
    let first = place.saturating_sub(week);
    let is_full = (first..=place).any(|from| times.get(from + week).is_some_and(|last| last - times[from] < WEEK));
    if is_full {
        times.remove(place);
    }
    !is_full
}

/// The number that a youth is texted on: their own, open, a mobile; the one that worked last.
pub fn number(youth: &Youth) -> Option<Phone> {
    let phones = Summary::of(youth).phones;
    phones.into_iter().find(|it| it.owner == PhoneOwner::Youth && it.phone.takes_sms()).map(|it| it.phone)
}
