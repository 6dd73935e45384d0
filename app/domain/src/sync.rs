//! The wire of `POST /api/v1/sync`: what a device and the server say to each other. Frozen by literal tests.

use crate::{Entry, EntryId, YouthId};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::{fmt, str::FromStr};

/// The most entries in one request or reply.
pub const PAGE: usize = 500;
/// The most bytes of entries in one request, before compression.
pub const PAGE_BYTES: usize = 1_000_000;

/// How far a device has read. Opaque to the device: it stores the text and sends it back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cursor {
    /// Differs after a restore.
    pub epoch: u64,
    /// The greatest of the entry's, the grant's, the membership's and a lifted protection's position.
    pub effective: i64,
    /// The entry's own position, so that paging through a large new grant loses nothing.
    pub position: i64,
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.epoch, self.effective, self.position)
    }
}

/// A text that isn't a cursor.
#[derive(Debug, thiserror::Error)]
#[error("a cursor is what the server last gave, unchanged")]
pub struct BadCursor;

impl FromStr for Cursor {
    type Err = BadCursor;

    fn from_str(text: &str) -> Result<Self, BadCursor> {
        let mut parts = text.split('.');
        let mut next = || parts.next().ok_or(BadCursor);
        let (epoch, effective, position) = (next()?, next()?, next()?);
        if parts.next().is_some() {
            return Err(BadCursor);
        }
        Ok(Self {
            epoch: epoch.parse().map_err(|_| BadCursor)?,
            effective: effective.parse().map_err(|_| BadCursor)?,
            position: position.parse().map_err(|_| BadCursor)?,
        })
    }
}

impl Serialize for Cursor {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Cursor {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

/// One round trip, the device's side. The device is the access token's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// [`crate::SCHEMA`] of the sender.
    pub schema: u32,
    /// What the last reply gave; absent the first time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
    /// In the order of their seq; at most [`PAGE`]. Raw, so that one bad entry refuses itself alone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub entries: Vec<serde_json::Value>,
    /// Whose cards were read offline, and when (milliseconds since 1970).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reads: Vec<Read>,
}

/// A youth's card was opened on the phone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Read {
    /// Whose.
    pub youth: YouthId,
    /// When, in milliseconds since 1970.
    pub at: i64,
}

/// The server's side.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reply {
    /// One for each sent entry, in the same order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub outcomes: Vec<Outcome>,
    /// Youths to forget, before the entries below are taken in. Never touches what is unsent.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub forget: Vec<YouthId>,
    /// What is new to this device.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub entries: Vec<Stored>,
    /// To be sent the next time.
    pub cursor: Cursor,
    /// Whether there is more to fetch at once.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub more: bool,
    /// The server's clock, milliseconds since 1970.
    pub now: i64,
}

/// An entry that the server holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stored {
    /// Its place in the municipality's commit order.
    pub position: i64,
    /// The entry.
    pub entry: Entry,
}

/// What became of one sent entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// Which. None where the id itself couldn't be read.
    pub id: Option<EntryId>,
    /// What became of it.
    #[serde(flatten)]
    pub verdict: Verdict,
}

/// What became of one sent entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Verdict {
    /// Committed now.
    Stored { position: i64 },
    /// Committed before; a lost reply sent it again.
    AlreadyStored { position: i64 },
    /// Not taken in, and why.
    Refused { code: Refusal },
}

super::vocabulary::vocabulary! {
    /// Why the server didn't take an entry in: the stable codes, and what a worker reads beside "not saved, because…".
    Refusal "refusal" {
        Malformed = "malformed", "Uppgiften gick inte att läsa.", "The entry could not be read.";
        SchemaTooNew = "schema_too_new", "Appen är nyare än servern. Den skickas igen när servern är uppdaterad.", "The app is newer than the server. It is sent again when the server is updated.";
        NotYourYouth = "not_your_youth", "Den unga hör inte längre till din enhet.", "The youth no longer belongs to your unit.";
        NotAllowed = "not_allowed", "Din roll får inte göra det här.", "Your role may not do this.";
        UnknownReference = "unknown_reference", "Den bygger på något som servern inte har fått än.", "It builds on something that the server hasn't got yet.";
        DeviceCloned = "device_cloned", "Telefonen har fått ett nytt nummer hos servern. Den skickas igen.", "The phone has been given a new number by the server. It is sent again.";
        NoteNotAllowed = "note_not_allowed", "Kommunen tillåter inte anteckningar, eller så är anteckningen längre än 280 tecken.", "The municipality doesn't allow notes, or the note is longer than 280 characters.";
        InvalidValue = "invalid_value", "Något värde är utanför det tillåtna. Öppna och rätta.", "A value is outside what is allowed. Open it and put it right.";
        Erased = "erased", "Den unga är raderad ur registret.", "The youth has been erased from the register.";
        TooOld = "too_old", "Den unga är 20 år eller äldre vid inskrivningen.", "The youth is 20 or older at registration.";
    }
}
