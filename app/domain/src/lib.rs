//! What Uppsök is about, without a clock, a disk or a network: the journal and its fold, who is covered, what a
//! statement is worth on a date, whom to turn to now, and the figures. Phone and server run the same code.
//!
//! Time, randomness and ids are arguments, never ambient.

pub mod civil;
mod clock;
pub mod collate;
pub mod covered;
#[cfg(feature = "disclose")]
pub mod disclose;
pub mod figures;
pub mod fold;
mod id;
pub mod journal;
pub mod message;
mod person;
pub mod register_file;
pub mod remind;
mod summary;
pub mod sync;
pub mod sync_core;
pub mod today;
mod vocabulary;

pub use clock::{BadHlc, Hlc, right_time};
pub use fold::{FollowUp, Reading, Register, Statement, Value, Youth};
pub use id::{
    AccountId, DeviceId, EntryId, FollowUpId, MeasureId, MeetingId, MessageId, MunicipalityId, RegionId, RegistrationId, UnitId, YouthId,
};
pub use journal::{Actor, Address, Detail, Entry, Fact, FactRef, PostalAddress, SCHEMA};
pub use message::{MessageKind, NotSent, Via};
pub use person::{BadEmail, BadNumber, BadPhone, Email, Gender, PersonalNumber, Phone};
pub use summary::{Answered, Booked, Doing, OpenPhone, Summary, Unsure};
pub use sync::Cursor;
pub use vocabulary::{
    Answer, Certainty, Channel, CloseReason, ContactOutcome, Lang, LeavingReason, MeasureEnd, MeasureKind, Occupation, PhoneOwner, Place,
    RegistrationReason, Rollup, Scope, Source, UnknownCode,
};
