//! A way out: SMS by one provider, notifications in the youth's browser.

use crate::db::{StoreError, Tx};
use domain::{MessageId, MessageKind, MunicipalityId, Phone, Via, YouthId};
use futures::future::BoxFuture;
use jiff::civil::DateTime;

/// One message, ready to go.
#[derive(Clone)]
pub struct Letter {
    /// Whose journal.
    pub municipality: MunicipalityId,
    /// The message in the journal.
    pub message: MessageId,
    /// This call: what comes back names it.
    pub attempt: uuid::Uuid,
    /// The person it is to, as the youth table has persons.
    pub person: YouthId,
    /// What it is about.
    pub kind: MessageKind,
    /// The open number that it goes to, where there is one.
    pub to: Option<Phone>,
    /// Whether notifications may be used.
    pub push: bool,
    /// The municipality's own number, where it has one.
    pub sender: Option<String>,
    /// What it says.
    pub text: String,
    /// The language that it says it in, a BCP 47 tag.
    pub language: String,
    /// The meeting's time, in civil time in Sweden.
    pub meeting: Option<DateTime>,
    /// When it is too late, milliseconds since 1970.
    pub until: i64,
}

/// A letter in a log is a leak.
impl std::fmt::Debug for Letter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Letter").field("attempt", &self.attempt).field("kind", &self.kind.code()).finish_non_exhaustive()
    }
}

/// What came of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was taken.
    Ok {
        /// What the provider calls it.
        reference: Option<String>,
        /// Milliseconds within which the phone itself acknowledges it; after that another channel may try. None: a
        /// report may come or not, and nothing follows from its absence.
        acknowledged_within: Option<i64>,
    },
    /// It may have been taken; if it was, the phone acknowledges it within so many milliseconds, and after that another channel may
    /// try.
    Unanswered {
        /// Milliseconds.
        acknowledged_within: i64,
    },
    /// It surely wasn't taken, and may be tried again, at the earliest after so many milliseconds.
    Retry {
        /// Why.
        problem: Problem,
        /// What the provider asked for.
        after: Option<i64>,
    },
    /// It surely wasn't taken and never will be: another channel, or nobody.
    Fail {
        /// Why.
        problem: Problem,
    },
    /// It may have been taken. It is never sent again blindly.
    Unclear,
}

impl Outcome {
    /// The word for the attempt and the metrics.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Ok { .. } => "ok",
            Self::Retry { .. } => "retry",
            Self::Fail { .. } => "fail",
            Self::Unanswered { .. } | Self::Unclear => "unclear",
        }
    }

    /// What it says of the channel itself.
    pub fn sign(&self) -> Sign {
        match self {
            Self::Ok { .. } => Sign::Works,
            Self::Retry { problem, .. } | Self::Fail { problem } if problem.is_the_channels() => Sign::Fails(problem.code()),
            Self::Retry { .. } | Self::Fail { .. } => Sign::Neither,
            Self::Unanswered { .. } | Self::Unclear => Sign::Fails("unanswered"),
        }
    }
}

/// What a call says of the channel that it went by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// It takes messages.
    Works,
    /// Something is wrong with it: a stable code.
    Fails(&'static str),
    /// It refused this one message: others may go or not.
    Neither,
}

/// Why a call failed: stable codes for the administrator, never a provider's own words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// Nobody answers at the provider's address.
    Unreachable,
    /// It doesn't know us: the key or the password is wrong.
    Unauthorised,
    /// The account has no money left.
    Unpaid,
    /// Too many at once.
    Busy,
    /// It failed itself.
    Broken,
    /// It refused this one.
    Refused,
}

impl Problem {
    /// The stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Unreachable => "unreachable",
            Self::Unauthorised => "unauthorised",
            Self::Unpaid => "unpaid",
            Self::Busy => "busy",
            Self::Broken => "broken",
            Self::Refused => "refused",
        }
    }

    /// Whether it is the channel that fails, and not this one message.
    pub fn is_the_channels(self) -> bool {
        self != Self::Refused
    }
}

/// A way out. Channels are tried in their order; one that has been tried for a message isn't tried again with
/// [`Outcome::Fail`], nor after its acknowledgement stayed away.
pub trait Channel: std::fmt::Debug + Send + Sync {
    /// Which.
    fn via(&self) -> Via;

    /// Calls under way at once, from one server.
    fn at_once(&self) -> usize {
        16
    }

    /// Whether it reaches this person now. Asked within the transaction that checks everything else.
    fn reaches<'a>(&'a self, tx: &'a mut Tx, letter: &'a Letter) -> BoxFuture<'a, Result<bool, StoreError>>;

    /// Sends it. The row that says so has been committed before this is called.
    fn send<'a>(&'a self, letter: &'a Letter) -> BoxFuture<'a, Outcome>;
}
