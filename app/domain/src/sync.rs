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

/// The server's word that it has held an entry: what lets a device give back, to a server that was restored from a backup,
/// entries that others made. Opaque to the device but for the place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The epoch in which the server held it.
    pub epoch: u64,
    /// Its place in that epoch's commit order.
    pub position: i64,
    /// Over the municipality, the place and the entry, under a key that servers alone have: 16 characters of base64url.
    pub mac: String,
}

impl fmt::Display for Receipt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.epoch, self.position, self.mac)
    }
}

/// A text that isn't a receipt.
#[derive(Debug, thiserror::Error)]
#[error("a receipt is what the server gave, unchanged")]
pub struct BadReceipt;

impl FromStr for Receipt {
    type Err = BadReceipt;

    fn from_str(text: &str) -> Result<Self, BadReceipt> {
        let mut parts = text.splitn(3, '.');
        let mut next = || parts.next().ok_or(BadReceipt);
        let (epoch, position, mac) = (next()?, next()?, next()?);
        Ok(Self { epoch: epoch.parse().map_err(|_| BadReceipt)?, position: position.parse().map_err(|_| BadReceipt)?, mac: mac.to_owned() })
    }
}

impl Serialize for Receipt {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Receipt {
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
    /// What the device's clock shows, milliseconds since 1970: entries from one that is wrong are marked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub now: Option<i64>,
    /// Outcomes of what the server has are told by their places alone, without ids: a fifth of what a push costs.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub brief: bool,
    /// In the order of their seq; at most [`PAGE`]. Raw, so that one bad entry refuses itself alone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub entries: Vec<serde_json::Value>,
    /// After a restore: what the server may have lost, whoever made it. Taken in before `entries`, whatever the worker
    /// reaches, on the receipt alone. With `entries`, at most [`PAGE`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub again: Vec<Again>,
    /// The last seq that the device had given when it heard of a restore, where any of `entries` isn't past it: the server may
    /// have had those before, and what follows from them may have followed. By number, since clocks are put right in between.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<u64>,
    /// Whose cards were read offline, and when (milliseconds since 1970).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reads: Vec<Read>,
}

/// An entry that the server has held.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Again {
    /// The entry.
    pub entry: serde_json::Value,
    /// What the server gave for it.
    pub receipt: Receipt,
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
    /// One for each that was sent again, in the same order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub again: Vec<Outcome>,
    /// The cursor was of another epoch: the server was restored, and holds that epoch's entries up to a position (absent
    /// where it doesn't know). Nothing that the request carried was taken in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub restored: Option<Restored>,
    /// Youths to forget, before the entries below are taken in. Never touches what is unsent.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub forget: Vec<YouthId>,
    /// Youths who were erased: nothing about them stays, unsent or not, but that it wasn't saved.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub erased: Vec<YouthId>,
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

/// What is left of the epoch that a device has read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Restored {
    /// The last position of that epoch that the backup held.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kept: Option<i64>,
}

/// What a device that was shut out is answered, beside the code `device_revoked`. What isn't named here wasn't heard.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Farewell {
    /// Which of the entries that were sent, now or again, the device needn't keep any more.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub heard: Vec<EntryId>,
    /// The cursor was of another epoch: nothing was heard, and what the server may have lost is to be sent again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub restored: Option<Restored>,
}

/// An entry that the server holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stored {
    /// Its place in the municipality's commit order.
    pub position: i64,
    /// The entry.
    pub entry: Entry,
    /// What the device gives back with it if the server should lose it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipt: Option<Receipt>,
}

/// What became of one sent entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// Which. None where the id itself couldn't be read, and where the request was brief and the server has the entry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<EntryId>,
    /// What became of it.
    #[serde(flatten)]
    pub verdict: Verdict,
    /// Where the server has it: what the device gives back with it if the server should lose it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipt: Option<Receipt>,
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
        Unreadable = "unreadable", "Servern kan inte läsa det som den har om den unga.", "The server can't read what it has about the youth.";
        TooOld = "too_old", "Den unga är 20 år eller äldre vid inskrivningen.", "The youth is 20 or older at registration.";
    }
}
