//! What can be true of a youth. A closed list, because the law's is (förordning 2006:39, 4 §).

use super::FactRef;
use crate::{
    AccountId, Answer, Certainty, Channel, CloseReason, ContactOutcome, Email, FollowUpId, LeavingReason, MeasureEnd, MeasureId,
    MeasureKind, MeetingId, MessageId, MessageKind, NotSent, Occupation, PersonalNumber, Phone, PhoneOwner, Place, RegistrationId,
    RegistrationReason, Source, UnitId, Via, YouthId,
};
use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};

/// The version of the wire and stored forms.
pub const SCHEMA: u32 = 1;

/// One thing that happened or was stated. `saw` names the facts that the change saw for its field: what no later
/// change has seen is a head, and different heads are a conflict.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Fact {
    /// The youth came into the register.
    Registered { registration: RegistrationId, reason: RegistrationReason, on: Date },
    /// A name, number or address.
    DetailsChanged {
        detail: Detail,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        saw: Vec<FactRef>,
    },
    /// Protected identity, from now on.
    ProtectionSet {
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        saw: Vec<FactRef>,
    },
    /// No longer protected.
    ProtectionCleared {
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        saw: Vec<FactRef>,
    },
    /// Which unit, and who in it, keeps in touch.
    Assigned {
        unit: UnitId,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        worker: Option<AccountId>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        saw: Vec<FactRef>,
    },
    /// A try to reach the youth, and what came of it. `happened` is milliseconds since 1970 where it wasn't just now.
    ContactLogged {
        channel: Channel,
        outcome: ContactOutcome,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        happened: Option<i64>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        place: Option<Place>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        phone: Option<Phone>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        minutes: Option<u16>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<String>,
    },
    /// What the youth does. `until` is a stated end or start; when the statement lapses is derived.
    OccupationStated {
        occupation: Occupation,
        as_of: Date,
        source: Source,
        certainty: Certainty,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<Date>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        saw: Vec<FactRef>,
    },
    /// A meeting was booked, in civil time in Sweden.
    MeetingPlanned {
        meeting: MeetingId,
        at: DateTime,
        place: Place,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        worker: Option<AccountId>,
    },
    /// It was given another time or place.
    MeetingMoved {
        meeting: MeetingId,
        at: DateTime,
        place: Place,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        saw: Vec<FactRef>,
    },
    /// It won't be.
    MeetingCancelled {
        meeting: MeetingId,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        saw: Vec<FactRef>,
    },
    /// The youth answered. `saw` names the facts that gave the meeting the time that was answered, or took it: the answer is of
    /// that time and no other. Where it names none, clocks say which.
    MeetingAnswered {
        meeting: MeetingId,
        answer: Answer,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        saw: Vec<FactRef>,
    },
    /// The youth came.
    MeetingHeld {
        meeting: MeetingId,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        saw: Vec<FactRef>,
    },
    /// The youth didn't come.
    MeetingMissed {
        meeting: MeetingId,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        saw: Vec<FactRef>,
    },
    /// Someone means to get in touch on a day.
    FollowUpPlanned {
        follow_up: FollowUpId,
        on: Date,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        worker: Option<AccountId>,
    },
    /// And did, or needs not.
    FollowUpDone { follow_up: FollowUpId },
    /// A measure was offered.
    MeasureOffered { measure: MeasureId, measure_kind: MeasureKind, on: Date },
    /// It began.
    MeasureStarted {
        measure: MeasureId,
        measure_kind: MeasureKind,
        on: Date,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        planned_end: Option<Date>,
    },
    /// It ended.
    MeasureEnded { measure: MeasureId, on: Date, reason: MeasureEnd },
    /// A number or an address may be used again.
    ChannelOpened {
        address: Address,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        saw: Vec<FactRef>,
    },
    /// It may not.
    ChannelClosed {
        address: Address,
        reason: CloseReason,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        saw: Vec<FactRef>,
    },
    /// No reminder, and no word after it if the youth doesn't come, for this meeting. Withdrawn, they are sent again.
    MeetingReminderOff { meeting: MeetingId },
    /// A worker asks for a text to be sent to the youth: at a civil time in Sweden, else now.
    MessageAsked {
        message: MessageId,
        template: MessageKind,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        meeting: Option<MeetingId>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        at: Option<DateTime>,
    },
    /// A message to the youth waits to be sent.
    MessageQueued {
        message: MessageId,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        meeting: Option<MeetingId>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        template: Option<MessageKind>,
    },
    /// The provider took it.
    MessageSent {
        message: MessageId,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        via: Option<Via>,
    },
    /// It reached the phone.
    MessageDelivered { message: MessageId },
    /// It didn't, or was never sent.
    MessageFailed {
        message: MessageId,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<NotSent>,
    },
    /// Nobody knows.
    MessageUnclear { message: MessageId },
    /// The youth wrote. The text is kept elsewhere, for 30 days.
    MessageReceived { message: MessageId, channel: Channel },
    /// How long a contact took was put right.
    HoursCorrected { contact: FactRef, minutes: u16 },
    /// The registration ended.
    Left {
        registration: RegistrationId,
        reason: LeavingReason,
        on: Date,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        saw: Vec<FactRef>,
    },
    /// It hadn't.
    Reopened {
        registration: RegistrationId,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        saw: Vec<FactRef>,
    },
    /// Two records of one person.
    SamePersonAs { other: YouthId },
    /// A fact was wrong, and this is what it should have said.
    Corrected { target: FactRef, fact: Box<Fact> },
    /// A fact should not have been. Withdrawing a change restores what it superseded.
    Withdrawn { target: FactRef },
    /// The youth was erased. Made by the server only.
    Erased {},
    /// A kind that this version doesn't know: kept, shown as "from a newer version", passed on unchanged.
    #[serde(untagged)]
    Newer(serde_json::Map<String, serde_json::Value>),
}

/// A detail of the youth. Each is a field of its own, each phone number too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "field", rename_all = "snake_case")]
pub enum Detail {
    /// The personal number, when it is known.
    Number { number: PersonalNumber },
    /// Given names.
    GivenName { name: String },
    /// Family name.
    FamilyName { name: String },
    /// Where post reaches them; none when it isn't known.
    Address { address: Option<PostalAddress> },
    /// E-mail; none when it isn't known.
    Email { email: Option<Email> },
    /// A number, and whose it is; none when it is no longer theirs.
    Phone { phone: Phone, owner: Option<PhoneOwner> },
    /// The language that messages are written in: a BCP 47 tag. A contact preference, in no report.
    Language { language: String },
}

/// Street, postal code and town.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PostalAddress {
    /// Street and number.
    pub street: String,
    /// Five digits, as written.
    pub postal_code: String,
    /// Town.
    pub city: String,
}

/// An address in a log is a leak.
impl std::fmt::Debug for PostalAddress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PostalAddress(…)")
    }
}

/// What a channel is opened or closed for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "channel", rename_all = "snake_case")]
pub enum Address {
    /// Calls and texts to a number.
    Phone { phone: Phone },
    /// E-mail.
    Email { email: Email },
    /// Notifications in the youth's browser.
    Push,
}
