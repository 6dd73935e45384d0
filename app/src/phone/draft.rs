//! A form that is half filled in. It lies sealed in the store, so that the lock and a killed tab take nothing that somebody
//! has written; it is nothing that has happened, so that it is never sent.

use domain::{EntryId, FactRef, MeasureId, MeetingId, Phone, YouthId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The form, and what is written in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// Which form.
    pub form: Form,
    /// How long the youth's story was: what has come since, its writer hasn't seen.
    pub seen: usize,
    /// What differs from what the form began with, by what is asked.
    pub values: BTreeMap<String, String>,
}

/// A form that is kept while it is filled in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Form {
    /// A sheet about a youth.
    Sheet(YouthId, Sheet),
    /// A youth met outdoors.
    Newcomer,
}

/// A sheet over the screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Sheet {
    /// A visit or a chance meeting.
    Visit,
    /// What more there is to say of a contact that was just logged.
    AddTo(FactRef),
    /// What the youth does now.
    Occupation,
    /// A new meeting, or another time for one.
    Meeting(Option<MeetingId>),
    /// A day to get in touch.
    FollowUp,
    /// A new number, or one that there is.
    Phone(Option<Phone>),
    /// A new measure, or one that was offered and begins.
    Measure(Option<MeasureId>),
    /// A measure ends.
    EndMeasure(MeasureId),
    /// Names, numbers, address.
    Details,
    /// The registration ends.
    End,
    /// A text to be sent, about a meeting or not.
    Message(Option<MeetingId>),
    /// A line of the story.
    Story(EntryId),
}
