//! What the screens read of the phone.

use super::Failure;
use domain::{
    AccountId, Channel, DeviceId, EntryId, Fact, MessageKind, MunicipalityId, Phone, UnitId, YouthId, remind::Policy, sync::Refusal,
};
use serde::{Deserialize, Serialize};

/// How far into the app somebody is. One at a time, and each shows one screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// The store is being opened.
    Loading,
    /// Nobody has signed in on this phone, or somebody else wants to.
    SignIn,
    /// Signed in (or recovered), and the device passphrase is to be chosen.
    SetPassphrase,
    /// The store is there, its key isn't.
    Locked {
        /// Why, in so far as the worker can do something about it.
        reason: LockReason,
    },
    /// Everything can be read.
    Open,
    /// This device was revoked: what it held is gone.
    Wiped,
    /// The store can't be used.
    Broken {
        /// A stable code, for whoever helps.
        code: &'static str,
    },
}

/// Why it is locked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LockReason {
    /// The app was just started.
    Start,
    /// It was left alone for as long as the municipality allows, or the worker locked it.
    Idle,
    /// It has been without the server for longer than the municipality allows: unlocks only online.
    Lease,
    /// The same, and the server no longer knows who this is: unlocks only after signing in.
    SignInAgain,
    /// The passphrase is forgotten, and an administrator has been asked.
    Recovering,
    /// The administrator said no.
    RecoveryRefused,
}

/// Who is signed in, and what the municipality has set. The answer of `GET /api/v1/me`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Me {
    /// The person.
    pub account: Account,
    /// Their municipality.
    pub municipality: Municipality,
    /// The units that they work in, with their colleagues.
    #[serde(default)]
    pub units: Vec<Unit>,
    /// This phone, where the token is a phone's.
    #[serde(default)]
    pub device: Option<Device>,
    /// What notifications are subscribed to with.
    #[serde(default)]
    pub push_key: String,
}

/// A person with an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// Who.
    pub id: AccountId,
    /// What colleagues read.
    pub name: String,
    /// What they sign in with.
    pub email: String,
    /// `worker`, `lead`, …
    pub role: String,
}

/// The municipality's settings that the phone obeys.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Municipality {
    /// Which.
    pub id: MunicipalityId,
    /// Its name.
    pub name: String,
    /// Whether contacts may carry a note.
    #[serde(default)]
    pub notes_allowed: bool,
    /// Minutes idle or hidden before the phone locks.
    #[serde(default = "five")]
    pub lock_minutes: u32,
    /// Days without the server before the phone stays locked.
    #[serde(default = "seven")]
    pub lease_days: u32,
    /// How youths are reminded.
    #[serde(default)]
    pub policy: Policy,
    /// Its own texts, those that a person has checked.
    #[serde(default)]
    pub texts: Vec<OwnText>,
    /// The number that texts ask youths to call.
    #[serde(default)]
    pub phone: Option<String>,
    /// What a segment of a text costs, in öre; none where nobody has said.
    #[serde(default)]
    pub sms_price: Option<u32>,
    /// Where links in texts lead; none where there are none.
    #[serde(default)]
    pub links_to: Option<String>,
}

impl Municipality {
    /// One of which nothing has been heard yet.
    pub fn unknown() -> Self {
        Self {
            id: uuid::Uuid::nil().into(),
            name: String::new(),
            notes_allowed: false,
            lock_minutes: five(),
            lease_days: seven(),
            policy: Policy::default(),
            texts: Vec::new(),
            phone: None,
            sms_price: None,
            links_to: None,
        }
    }
}

/// A text of the municipality's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnText {
    /// What it is about.
    pub kind: MessageKind,
    /// A BCP 47 tag.
    pub language: String,
    /// The text, with its placeholders.
    pub text: String,
}

fn five() -> u32 {
    5
}

fn seven() -> u32 {
    7
}

/// A unit of workers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unit {
    /// Which.
    pub id: UnitId,
    /// Its name.
    pub name: String,
    /// Who works in it.
    #[serde(default)]
    pub workers: Vec<Worker>,
}

/// A colleague.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Worker {
    /// Who.
    pub id: AccountId,
    /// Their name.
    pub name: String,
}

/// This phone, as the server knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Device {
    /// Which.
    pub id: DeviceId,
    /// Whether an administrator has revoked it.
    #[serde(default)]
    pub revoked: bool,
}

/// Where saving stands: always shown, always true.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own, and each is shown")]
pub struct SyncState {
    /// Entries that are on this phone only.
    pub unsent: u32,
    /// When the oldest of them was made, in milliseconds since 1970.
    pub since: Option<i64>,
    /// When everything was last heard from the server.
    pub last_ok: Option<i64>,
    /// What the server didn't take.
    pub refused: Vec<Refused>,
    /// Whether there is a network, as far as anyone knows.
    pub online: bool,
    /// Whether a round trip is under way.
    pub busy: bool,
    /// The server no longer knows who this is: sign in again. What is unsent stays.
    pub sign_in_again: bool,
    /// A newer version of the app waits to be started.
    pub newer_version: bool,
    /// What kept the phone from taking in what the server sent: a full disk, say.
    pub trouble: Option<Failure>,
    /// The server's clock less the phone's, in milliseconds, as of the last sync.
    pub clock_offset: i64,
}

/// An entry in the "not saved, because…" tray.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// The entry.
    pub entry: EntryId,
    /// Whose.
    pub youth: YouthId,
    /// What they were called, where they are no longer on this phone.
    pub name: Option<String>,
    /// Why.
    pub refusal: Refusal,
    /// What it said.
    pub facts: Vec<Fact>,
    /// When it was made, in milliseconds since 1970.
    pub at: i64,
}

/// What a youth wrote. Never kept on the phone.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Written {
    /// Who.
    pub youth: YouthId,
    /// What.
    pub text: String,
    /// When, in milliseconds since 1970.
    pub at: i64,
}

/// The phone was asked to dial or to text, and nobody has said how it went.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallStarted {
    /// With whom.
    pub youth: YouthId,
    /// Which number.
    pub phone: Phone,
    /// [`Channel::Phone`] or [`Channel::Sms`].
    pub channel: Channel,
    /// When, in milliseconds since 1970.
    pub at: i64,
}

/// Whether the phone can be unlocked by finger or face.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Passkey {
    /// The browser knows no passkeys.
    #[default]
    Impossible,
    /// It does, and none is made for this store.
    Possible,
    /// One is made.
    Enrolled,
}

/// Where the recovery of a forgotten passphrase stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recovery {
    /// The administrator hasn't answered.
    Waiting,
    /// The key came: choose a new passphrase.
    Released,
    /// The administrator said no.
    Refused,
    /// Nothing is asked any more, or the answer was lost on its way: ask again.
    AskAgain,
}
