//! What lists need of a youth: small enough that a phone opens a thousand at once.

use crate::{
    AccountId, Answer, Fact, FollowUp, Hlc, MeetingId, MessageId, MessageKind, NotSent, PersonalNumber, Phone, PhoneOwner, Place, UnitId,
    YouthId, civil, collate,
    fold::{Meeting, Message, MessageState, Reading, Standing, Statement, Youth},
    remind,
};
use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};

/// A youth in a list. Derived from entries and never the other way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// The youth.
    pub id: YouthId,
    /// Every record that is this person, where there is more than one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub members: Vec<YouthId>,
    /// Given and family name.
    pub name: String,
    /// Given name alone, for "Hur gick det med Alva?".
    pub given_name: String,
    /// The personal number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<PersonalNumber>,
    /// Their numbers that may be used, the youth's own first, what worked last foremost.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub phones: Vec<OpenPhone>,
    /// Protected identity.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub protected: bool,
    /// The units that keep in touch.
    pub units: Vec<UnitId>,
    /// The worker whose own it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub worker: Option<AccountId>,
    /// Whether any registration is open.
    pub registered: bool,
    /// The first day of the latest registration.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Date>,
    /// What they do.
    pub occupation: Doing,
    /// Meetings that are neither over nor off, in time's order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub meetings: Vec<Booked>,
    /// Follow-ups that aren't done, in time's order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub follow_ups: Vec<FollowUp>,
    /// The latest real contact, milliseconds since 1970.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_contact: Option<i64>,
    /// The latest try, milliseconds since 1970.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_attempt: Option<i64>,
    /// Tries since the latest real contact.
    #[serde(default)]
    pub attempts_since: u32,
    /// When the youth answered, if nobody has done anything about it since.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered: Option<Answered>,
    /// Messages that the youth may not have got, where nobody has tried to reach them since or said that it doesn't matter.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unsure: Vec<Unsure>,
    /// How many fields are disputed.
    #[serde(default)]
    pub disputes: usize,
    /// Facts from a newer version.
    #[serde(default)]
    pub newer: usize,
}

/// A number that may be used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenPhone {
    /// The number.
    pub phone: Phone,
    /// Whose.
    pub owner: PhoneOwner,
}

/// What a youth does, before it is asked whether that has lapsed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "doing", rename_all = "snake_case")]
pub enum Doing {
    /// Nobody has said.
    Unstated,
    /// Different things as of the same day.
    Disputed,
    /// The latest statement.
    Stated {
        /// The statement.
        #[serde(flatten)]
        statement: Statement,
    },
}

/// A meeting ahead, or one that waits for someone to say what came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Booked {
    /// Which.
    pub id: MeetingId,
    /// When and where; none while the time is disputed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<(DateTime, Place)>,
    /// Who holds it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub worker: Option<AccountId>,
    /// What the youth last answered of the time that it has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<Answer>,
}

/// An answer that nobody has acted on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answered {
    /// When.
    pub at: Hlc,
    /// What, where it was about a meeting.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<Answer>,
    /// Whether that meeting has another time than the one that was answered, or is off.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub outdated: bool,
}

impl Answered {
    fn of(youth: &Youth, at: Hlc) -> Self {
        let mut all = youth.meetings.values().flat_map(|meeting| meeting.answers.iter().map(move |it| (meeting, it)));
        let given = all.rfind(|it| it.1.at == at);
        let outdated = given.is_some_and(|(meeting, it)| !remind::answers(youth, meeting).contains(&it));
        Self { at, answer: given.map(|it| it.1.answer), outdated }
    }
}

/// A message that the youth may not have got.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unsure {
    /// Which.
    pub message: MessageId,
    /// What it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub template: Option<MessageKind>,
    /// About which meeting.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meeting: Option<MeetingId>,
    /// When that is, unless it is off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<DateTime>,
    /// Unclear or failed.
    pub state: MessageState,
    /// Why it failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<NotSent>,
}

impl Unsure {
    fn all(youth: &Youth) -> Vec<Self> {
        let is_settled = |it: &Message| {
            // Somebody has tried to reach them since, or they have been heard of.
            youth.contacts.iter().any(|contact| contact.happened > it.at.ms)
                || youth.last_answer.is_some_and(|answer| answer > it.at)
                // A later message about the same meeting has gone.
                || youth.messages.values().any(|other| {
                    it.meeting.is_some() && other.meeting == it.meeting && other.at > it.at
                        && matches!(other.state, MessageState::Sent | MessageState::Delivered)
                })
                || is_written_since(youth, it)
                || is_let_go(youth, it)
        };
        let unsure = youth.messages.values().filter(|it| matches!(it.state, MessageState::Unclear | MessageState::Failed));
        unsure
            .filter(|it| !is_settled(it))
            .map(|it| {
                let time = it.meeting.and_then(|it| youth.meetings.get(&it)).and_then(Meeting::time);
                Self {
                    message: it.id,
                    template: it.template,
                    meeting: it.meeting,
                    time: time.map(|it| it.0),
                    state: it.state,
                    reason: it.reason,
                }
            })
            .collect()
    }

    /// How pressing it is at an instant: smaller is sooner. None where its meeting has begun.
    pub fn rank(&self, now: i64) -> Option<i64> {
        match self.time.map(civil::instant) {
            Some(instant) => (instant > now).then_some(instant),
            None => Some(i64::MAX - 1),
        }
    }
}

/// Whether a text that a worker has asked for since has gone. What is about a meeting needs one about that meeting.
fn is_written_since(youth: &Youth, it: &Message) -> bool {
    let has_gone = |other: &Message| matches!(other.state, MessageState::Sent | MessageState::Delivered);
    let is_since = |other: &Message| other.asked.is_some_and(|asked| asked.when > it.at);
    it.meeting.is_none() && youth.messages.values().any(|other| has_gone(other) && is_since(other))
}

/// Whether somebody has said that it doesn't matter whether a message arrived: no reminder of its meeting is wanted, and that
/// was said after anybody asked for this one, or what asked for it was taken back.
fn is_let_go(youth: &Youth, it: &Message) -> bool {
    youth.story.iter().any(|told| match &told.fact {
        Fact::MeetingReminderOff { meeting } => {
            told.standing == Standing::InForce
                && it.meeting == Some(*meeting)
                && it.template.is_some_and(MessageKind::is_reminder)
                && it.asked.is_none_or(|asked| told.at > asked.when)
        }
        Fact::MessageAsked { message, .. } => told.standing == Standing::Withdrawn && *message == it.id,
        _ => false,
    })
}

impl Summary {
    /// The summary of a youth.
    pub fn of(youth: &Youth) -> Self {
        let mut attempts: Vec<i64> = Vec::new();
        let last_contact = youth.last_contact();
        attempts.extend(youth.contacts.iter().filter(|it| !it.is_real() && Some(it.happened) > last_contact).map(|it| it.happened));
        let mut meetings: Vec<Booked> = youth.meetings.values().filter(|it| it.is_open()).map(|it| Booked::of(youth, it)).collect();
        meetings.sort_by_key(|it| (it.time.map(|it| it.0), it.id));
        let mut follow_ups: Vec<FollowUp> = youth.follow_ups.values().copied().collect();
        follow_ups.sort_by_key(|it| (it.on, it.id));
        Self {
            id: youth.id,
            members: if youth.members.len() > 1 { youth.members.iter().copied().collect() } else { Vec::new() },
            name: youth.name(),
            given_name: youth.given_name.heads().last().map(|it| it.value.clone()).unwrap_or_default(),
            number: youth.known_number().cloned(),
            phones: open_phones(youth),
            protected: youth.is_protected(),
            units: youth.units().into_iter().collect(),
            worker: youth.assignment.get().and_then(|it| it.worker),
            registered: youth.open_registrations().next().is_some(),
            since: youth.registrations.values().map(|it| it.on).max(),
            occupation: match youth.occupation_on(Date::MAX) {
                Reading::Unstated => Doing::Unstated,
                Reading::Disputed(_) => Doing::Disputed,
                Reading::Stated(head) => Doing::Stated { statement: head.value },
            },
            meetings,
            follow_ups,
            last_contact,
            last_attempt: youth.contacts.iter().map(|it| it.happened).max(),
            attempts_since: u32::try_from(attempts.len()).unwrap_or(u32::MAX),
            answered: youth.last_answer.filter(|it| Some(*it) > youth.last_act).map(|it| Answered::of(youth, it)),
            unsure: Unsure::all(youth),
            disputes: youth.disputes().len(),
            newer: youth.newer,
        }
    }

    /// The message about a meeting that the youth may not have got, where there is one.
    pub fn unsure_about(&self, meeting: MeetingId) -> Option<Unsure> {
        self.unsure.iter().find(|it| it.meeting == Some(meeting)).copied()
    }

    /// The day of birth.
    pub fn birth(&self) -> Option<Date> {
        self.number.as_ref().map(PersonalNumber::birth)
    }

    /// As Swedes sort, å ä ö last, by the name as it is read: workers know the youths by their given names.
    pub fn sort_key(&self) -> String {
        collate::sort_key(&self.name)
    }

    /// Whether what was typed finds this youth: a part of the name, of the personal number or of a phone number.
    pub fn is_found_by(&self, typed: &str) -> bool {
        if typed.trim().is_empty() || collate::matches(typed, &self.name) {
            return true;
        }
        let digits = typed.chars().filter(char::is_ascii_digit).count();
        let number = self.number.as_ref().is_some_and(|it| collate::matches(typed, &it.to_string()));
        digits >= 3 && (number || self.phones.iter().any(|it| collate::matches(typed, &it.phone.to_string())))
    }
}

impl Booked {
    fn of(youth: &Youth, meeting: &Meeting) -> Self {
        let answer = remind::answers(youth, meeting).last().map(|it| it.answer);
        Self { id: meeting.id, time: meeting.time(), worker: meeting.worker, answer }
    }
}

fn open_phones(youth: &Youth) -> Vec<OpenPhone> {
    let mut phones: Vec<(OpenPhone, Option<i64>)> = youth
        .phones
        .iter()
        .filter(|(_, it)| it.closed_for().is_none())
        .filter_map(|(phone, it)| {
            let owner = it.owner.heads().iter().rev().find_map(|it| it.value)?;
            let worked = youth.contacts.iter().filter(|it| it.is_real() && it.phone.as_ref() == Some(phone)).map(|it| it.happened).max();
            Some((OpenPhone { phone: phone.clone(), owner }, worked))
        })
        .collect();
    phones.sort_by_key(|(it, worked)| (it.owner, std::cmp::Reverse(*worked), !it.phone.takes_sms()));
    phones.into_iter().map(|it| it.0).collect()
}
