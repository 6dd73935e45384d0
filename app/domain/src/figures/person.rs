//! What the figures need to know of one person. Derived from entries, and stored beside them so that what a person
//! counted for before a change can be taken away again.

use super::{Case, Cell, DayReading, Series};
use crate::{
    Channel, ContactOutcome, Fact, Gender, LeavingReason, MeetingId, MessageId, UnitId, Youth, civil, fold::MeetingOutcome, fold::Plan,
    fold::Standing,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// One person, as the figures see them. No name, no number, nothing that was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// The unit that keeps in touch: in a dispute the latest.
    #[serde(rename = "u", default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<UnitId>,
    /// What the number says.
    #[serde(rename = "g")]
    pub gender: Gender,
    /// The periods during which they were covered, in time's order.
    #[serde(rename = "c")]
    pub cases: Vec<Case>,
    /// What is said, day by day.
    #[serde(rename = "r", default, skip_serializing_if = "Vec::is_empty")]
    pub readings: Vec<DayReading>,
    /// Tries and contacts.
    #[serde(rename = "t", default, skip_serializing_if = "Vec::is_empty")]
    pub touches: Vec<Touch>,
    /// Meetings.
    #[serde(rename = "m", default, skip_serializing_if = "Vec::is_empty")]
    pub meetings: Vec<Met>,
}

/// Tries of one kind on one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(from = "(Date, How, u32)", into = "(Date, How, u32)")]
pub struct Touch {
    /// The day, in Sweden.
    pub day: Date,
    /// How, and what came of it.
    pub how: How,
    /// How many.
    pub count: u32,
}

/// How somebody tried, and what came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct How {
    /// By what.
    pub channel: Channel,
    /// What came of it.
    pub outcome: ContactOutcome,
    /// Whether it was the youth who wrote: a contact, but nobody's attempt.
    pub own: bool,
}

impl How {
    /// Whether it was a worker's try.
    pub fn is_attempt(self) -> bool {
        !self.own
    }

    /// Whether it was two-way, with the youth (`DOMAIN.md`, Contact).
    pub fn is_contact(self) -> bool {
        self.outcome.reached() && self.channel.is_with_the_youth()
    }
}

/// A meeting that lay in the past when it was counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(from = "(Date, Came, bool, bool)", into = "(Date, Came, bool, bool)")]
pub struct Met {
    /// The day that it was last planned for.
    pub day: Date,
    /// What came of it.
    pub came: Came,
    /// Whether it was moved on the way.
    pub moved: bool,
    /// Whether a message about it was delivered beforehand.
    pub reminded: bool,
}

/// What came of a meeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Came {
    /// The youth came.
    Held,
    /// The youth didn't.
    Missed,
    /// It was called off.
    Cancelled,
    /// Nobody has said, or what is said differs.
    Unsaid,
}

impl Person {
    /// The person that a youth is in the figures; none who is erased, or was never registered.
    pub fn of(youth: &Youth) -> Option<Self> {
        let cases = youth.cases();
        if youth.erased || cases.is_empty() {
            return None;
        }
        let unit = youth.assignment.heads().last().map(|it| it.value.unit);
        let (readings, touches, meetings) = (youth.readings(), touches(youth), meetings(youth));
        Some(Self { unit, gender: youth.gender(), cases, readings, touches, meetings })
    }

    /// The cells that are left of the person when they are erased on a day, as [`Person::cells`] has them.
    pub fn cells_left(&self, day: Date) -> BTreeMap<Cell, i64> {
        let month = day.first_of_month();
        if self.cases.iter().any(|it| it.on <= day) {
            return self.left(day).cells(month);
        }
        // Registered as of a day that hasn't come, and sought already: what was done was done.
        let (touches, meetings) = self.done_by(day);
        let mut cells = Self { touches, meetings, ..self.clone() }.cells(month);
        cells.retain(|it, _| matches!(it.series, Series::Work | Series::Meeting));
        cells
    }

    /// What is left of the person in figures when they are erased on a day: they leave the register, and what has been
    /// counted stays counted. Only sums are made of it.
    #[must_use]
    pub fn left(&self, day: Date) -> Self {
        let ended = |it: &Case| {
            let ended = it.ended.filter(|it| it.1 <= day).unwrap_or((LeavingReason::FollowUpDone, day));
            Case { ended: Some(ended), ..it.clone() }
        };
        let (touches, meetings) = self.done_by(day);
        Self {
            unit: self.unit,
            gender: self.gender,
            cases: self.cases.iter().filter(|it| it.on <= day).map(ended).collect(),
            readings: self.readings.iter().copied().filter(|it| it.as_of <= day).collect(),
            touches,
            meetings,
        }
    }

    fn done_by(&self, day: Date) -> (Vec<Touch>, Vec<Met>) {
        let touches = self.touches.iter().copied().filter(|it| it.day <= day);
        (touches.collect(), self.meetings.iter().copied().filter(|it| it.day <= day).collect())
    }
}

fn touches(youth: &Youth) -> Vec<Touch> {
    let logged = youth.contacts.iter().map(|it| (civil::day(it.happened), How { channel: it.channel, outcome: it.outcome, own: false }));
    let mut counted: BTreeMap<(Date, How), u32> = BTreeMap::new();
    for it in logged.chain(answers(youth)) {
        *counted.entry(it).or_default() += 1;
    }
    counted.into_iter().map(|((day, how), count)| Touch { day, how, count }).collect()
}

/// A youth's own answers. One message is one, whatever it answers.
fn answers(youth: &Youth) -> impl Iterator<Item = (Date, How)> {
    let mut answers = BTreeMap::new();
    for it in youth.story.iter().filter(|it| it.standing == Standing::InForce) {
        let channel = match &it.fact {
            Fact::MessageReceived { channel, .. } => *channel,
            Fact::MeetingAnswered { .. } if it.by == crate::Actor::Youth => Channel::Sms,
            _ => continue,
        };
        answers.entry(it.source.entry).or_insert((civil::day(it.at.ms), How { channel, outcome: ContactOutcome::Reply, own: true }));
    }
    answers.into_values()
}

fn meetings(youth: &Youth) -> Vec<Met> {
    let story = || youth.story.iter().filter(|it| it.standing == Standing::InForce);
    let mut about: BTreeMap<MessageId, MeetingId> = BTreeMap::new();
    let mut moved: BTreeSet<MeetingId> = BTreeSet::new();
    for it in story() {
        match &it.fact {
            Fact::MessageQueued { message, meeting: Some(meeting), .. } => {
                about.insert(*message, *meeting);
            }
            Fact::MeetingMoved { meeting, .. } => {
                moved.insert(*meeting);
            }
            _ => {}
        }
    }
    let mut delivered: BTreeMap<MeetingId, i64> = BTreeMap::new();
    for it in story() {
        if let Fact::MessageDelivered { message } = &it.fact
            && let Some(meeting) = about.get(message)
        {
            delivered.entry(*meeting).and_modify(|at| *at = (*at).min(it.at.ms)).or_insert(it.at.ms);
        }
    }
    let mut all: Vec<Met> = youth
        .meetings
        .values()
        .filter_map(|meeting| {
            let planned = story().filter_map(|it| match &it.fact {
                Fact::MeetingPlanned { meeting: id, at, .. } | Fact::MeetingMoved { meeting: id, at, .. } if *id == meeting.id => Some(*at),
                _ => None,
            });
            let at = meeting.time().map(|it| it.0).or_else(|| planned.max())?;
            let came = match (meeting.outcome.get(), meeting.plan.get()) {
                (Some(MeetingOutcome::Held), _) => Came::Held,
                (Some(MeetingOutcome::Missed), _) => Came::Missed,
                (None, Some(Plan::Cancelled)) => Came::Cancelled,
                (None, _) => Came::Unsaid,
            };
            let reminded = delivered.get(&meeting.id).is_some_and(|it| *it <= civil::instant(at));
            Some(Met { day: at.date(), came, moved: moved.contains(&meeting.id), reminded })
        })
        .collect();
    all.sort_unstable();
    all
}

impl From<(Date, How, u32)> for Touch {
    fn from((day, how, count): (Date, How, u32)) -> Self {
        Self { day, how, count }
    }
}

impl From<Touch> for (Date, How, u32) {
    fn from(it: Touch) -> Self {
        (it.day, it.how, it.count)
    }
}

impl From<(Date, Came, bool, bool)> for Met {
    fn from((day, came, moved, reminded): (Date, Came, bool, bool)) -> Self {
        Self { day, came, moved, reminded }
    }
}

impl From<Met> for (Date, Came, bool, bool) {
    fn from(it: Met) -> Self {
        (it.day, it.came, it.moved, it.reminded)
    }
}
