//! What is known of a youth.

use super::{Happening, Meeting, Message, Reading, Register, Statement, Value, occupation};
use crate::{
    AccountId, Actor, Address, Channel, CloseReason, ContactOutcome, Email, FactRef, FollowUpId, Gender, Hlc, LeavingReason, MeasureEnd,
    MeasureId, MeasureKind, MeetingId, MessageId, PersonalNumber, Phone, PhoneOwner, Place, PostalAddress, RegistrationId,
    RegistrationReason, UnitId, YouthId,
};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// A youth, folded from every entry about them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Youth {
    /// The smallest of `members`.
    pub id: YouthId,
    /// Every record that is this person.
    pub members: BTreeSet<YouthId>,
    /// The personal number.
    pub number: Register<PersonalNumber>,
    /// Given names.
    pub given_name: Register<String>,
    /// Family name.
    pub family_name: Register<String>,
    /// Where post reaches them.
    pub address: Register<Option<PostalAddress>>,
    /// E-mail.
    pub email: Register<Option<Email>>,
    /// The language of messages.
    pub language: Register<String>,
    /// Their numbers.
    pub phones: BTreeMap<Phone, PhoneNumber>,
    /// What else than numbers is closed: e-mail, push.
    pub closed: BTreeMap<Address, Register<Option<CloseReason>>>,
    /// Protected identity. Any head that says so counts.
    pub protection: Register<bool>,
    /// Which unit, and who in it.
    pub assignment: Register<Assignment>,
    /// The periods during which they are covered.
    pub registrations: BTreeMap<RegistrationId, Registration>,
    /// What they do, by the day it was true.
    pub statements: BTreeMap<Date, Register<Statement>>,
    /// Meetings.
    pub meetings: BTreeMap<MeetingId, Meeting>,
    /// Messages to them, and what became of each.
    pub messages: BTreeMap<MessageId, Message>,
    /// Tries and contacts, oldest first.
    pub contacts: Vec<Contact>,
    /// Follow-ups that aren't done.
    pub follow_ups: BTreeMap<FollowUpId, FollowUp>,
    /// Measures.
    pub measures: BTreeMap<MeasureId, Measure>,
    /// When the youth last answered anything, and when a worker last did something.
    pub last_answer: Option<Hlc>,
    /// When somebody with an account last wrote anything.
    pub last_act: Option<Hlc>,
    /// Every fact, in the timeline's order.
    pub story: Vec<Happening>,
    /// Facts from a newer version, kept but not understood.
    pub newer: usize,
    /// Erased: nothing above holds anything.
    pub erased: bool,
}

/// A phone number of a youth's.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PhoneNumber {
    /// Whose it is; none when it is no longer theirs.
    pub owner: Register<Option<PhoneOwner>>,
    /// Why it is closed, if it is.
    pub closed: Register<Option<CloseReason>>,
}

impl PhoneNumber {
    /// Whether someone still says that it leads to the youth.
    pub fn is_theirs(&self) -> bool {
        self.owner.heads().iter().any(|it| it.value.is_some())
    }

    /// Whether anyone has closed it and nobody who saw that has opened it.
    pub fn closed_for(&self) -> Option<CloseReason> {
        self.closed.heads().iter().find_map(|it| it.value)
    }
}

/// Which unit keeps in touch, and who in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Assignment {
    /// The unit.
    pub unit: UnitId,
    /// The worker, if it is one's own.
    pub worker: Option<AccountId>,
}

/// One period during which a youth is covered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registration {
    /// Which.
    pub id: RegistrationId,
    /// Why it began.
    pub reason: RegistrationReason,
    /// Its first day.
    pub on: Date,
    /// Why and when it ended; none while open or reopened.
    pub end: Register<Option<(LeavingReason, Date)>>,
}

impl Registration {
    /// When and why it ended. Where two disagree, it is open until someone says.
    pub fn ended(&self) -> Option<(LeavingReason, Date)> {
        self.end.get().copied().flatten()
    }
}

/// A try to reach the youth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// The fact.
    pub source: FactRef,
    /// When it happened, milliseconds since 1970.
    pub happened: i64,
    /// Who tried.
    pub by: Actor,
    /// How.
    pub channel: Channel,
    /// What came of it.
    pub outcome: ContactOutcome,
    /// Where.
    pub place: Option<Place>,
    /// On which number.
    pub phone: Option<Phone>,
    /// How long it took.
    pub minutes: Option<u16>,
    /// A note, where the municipality allows notes.
    pub note: Option<String>,
}

impl Contact {
    /// Whether it was two-way, with the youth (`DOMAIN.md`, Contact).
    pub fn is_real(&self) -> bool {
        self.outcome.reached() && self.channel.is_with_the_youth()
    }
}

/// A day on which someone means to get in touch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct FollowUp {
    /// Which.
    pub id: FollowUpId,
    /// The day.
    pub on: Date,
    /// Who means to.
    pub worker: Option<AccountId>,
}

/// A measure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measure {
    /// Which.
    pub id: MeasureId,
    /// What.
    pub kind: MeasureKind,
    /// When it was offered.
    pub offered: Option<Date>,
    /// When it began.
    pub started: Option<Date>,
    /// When it should end.
    pub planned_end: Option<Date>,
    /// When and why it ended.
    pub ended: Option<(Date, MeasureEnd)>,
}

/// A field whose heads differ, with how many there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Disputed {
    /// The personal number.
    Number,
    /// Given names.
    GivenName,
    /// Family name.
    FamilyName,
    /// The address.
    Address,
    /// The e-mail address.
    Email,
    /// The language of messages.
    Language,
    /// Which unit or who in it.
    Assignment,
    /// What the youth does as of a day.
    Occupation(Date),
    /// When or whether a meeting is.
    Meeting(MeetingId),
    /// Whether a meeting was held.
    MeetingOutcome(MeetingId),
    /// Whether or why a registration ended.
    Ending(RegistrationId),
}

impl Youth {
    /// Given and family name, as far as they are known. In a conflict the latest is shown, and the card asks.
    pub fn name(&self) -> String {
        let part = |it: &Register<String>| it.heads().last().map(|it| it.value.clone()).unwrap_or_default();
        format!("{} {}", part(&self.given_name), part(&self.family_name)).trim().to_owned()
    }

    /// Whether anything says that the youth's identity is protected.
    pub fn is_protected(&self) -> bool {
        self.protection.heads().iter().any(|it| it.value)
    }

    /// The personal number to go by: in a conflict the latest.
    pub fn known_number(&self) -> Option<&PersonalNumber> {
        self.number.heads().last().map(|it| &it.value)
    }

    /// The day of birth.
    pub fn birth(&self) -> Option<Date> {
        self.known_number().map(PersonalNumber::birth)
    }

    /// What the number says.
    pub fn gender(&self) -> Gender {
        self.known_number().map_or(Gender::Unknown, PersonalNumber::gender)
    }

    /// The units that keep in touch: more than one only while that is disputed.
    pub fn units(&self) -> BTreeSet<UnitId> {
        self.assignment.heads().iter().map(|it| it.value.unit).collect()
    }

    /// What the youth did on a day: the latest statement as of then or before.
    pub fn occupation_on(&self, day: Date) -> Reading<'_> {
        occupation::latest(&self.statements, None, day)
    }

    /// The latest statement as of a span of days.
    pub fn occupation_between(&self, from: Date, to: Date) -> Reading<'_> {
        occupation::latest(&self.statements, Some(from), to)
    }

    /// Registrations that haven't ended.
    pub fn open_registrations(&self) -> impl Iterator<Item = &Registration> {
        self.registrations.values().filter(|it| it.ended().is_none())
    }

    /// Whether a registration goes on of which nobody says that it has ended, and nobody that they have died: what is disputed
    /// must not be written about.
    pub fn is_surely_covered(&self) -> bool {
        let mut ends = self.registrations.values().flat_map(|it| it.end.heads()).filter_map(|it| it.value);
        let goes_on = |it: &Registration| it.end.heads().iter().all(|it| it.value.is_none());
        !ends.any(|it| it.0 == LeavingReason::Deceased) && self.registrations.values().any(goes_on)
    }

    /// What is disputed.
    pub fn disputes(&self) -> Vec<Disputed> {
        let fields = [
            (self.number.is_disputed(), Disputed::Number),
            (self.given_name.is_disputed(), Disputed::GivenName),
            (self.family_name.is_disputed(), Disputed::FamilyName),
            (self.address.is_disputed(), Disputed::Address),
            (self.email.is_disputed(), Disputed::Email),
            (self.language.is_disputed(), Disputed::Language),
            (self.assignment.is_disputed(), Disputed::Assignment),
        ];
        let mut disputes: Vec<Disputed> = fields.into_iter().filter(|it| it.0).map(|it| it.1).collect();
        let occupation_differs = |it: &&Register<Statement>| matches!(it.value_by(|a, b| a.occupation == b.occupation), Value::Conflict(_));
        // An old dispute that a later statement has made moot asks nobody anything.
        if let Some((day, _)) = self.statements.iter().rev().find(|(_, it)| !it.heads().is_empty()).filter(|(_, it)| occupation_differs(it))
        {
            disputes.push(Disputed::Occupation(*day));
        }
        for meeting in self.meetings.values() {
            if meeting.outcome.heads().is_empty() && meeting.plan.is_disputed() {
                disputes.push(Disputed::Meeting(meeting.id));
            }
            if meeting.outcome.is_disputed() {
                disputes.push(Disputed::MeetingOutcome(meeting.id));
            }
        }
        disputes.extend(self.registrations.values().filter(|it| it.end.is_disputed()).map(|it| Disputed::Ending(it.id)));
        disputes
    }

    /// Where a change of a detail stands on: the facts it has seen.
    pub fn saw_phone(&self, phone: &Phone) -> Vec<FactRef> {
        self.phones.get(phone).map(|it| it.owner.saw()).unwrap_or_default()
    }

    /// The latest real contact, milliseconds since 1970.
    pub fn last_contact(&self) -> Option<i64> {
        self.contacts.iter().filter(|it| it.is_real()).map(|it| it.happened).max()
    }
}
