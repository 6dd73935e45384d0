//! What makes a message one, however often it is planned.

use crate::{FactRef, MeetingId, MessageId, MessageKind};
use jiff::civil::DateTime;
use std::{fmt, str::FromStr};

/// What a message is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// A meeting.
    Meeting(MeetingId),
    /// A worker's wish.
    Asked(MessageId),
}

/// Which message it is of those about its subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// So many hours before.
    Before(u16),
    /// It was booked.
    Booked,
    /// It was given another time.
    Moved,
    /// It is off.
    Cancelled,
    /// The youth didn't come.
    Missed,
    /// A worker asked for it.
    Asked,
    /// The youth said stop.
    Stop,
}

/// A text that is no step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a step is a number of hours or a word")]
pub struct BadStep;

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Before(hours) => return hours.fmt(f),
            Self::Booked => "booked",
            Self::Moved => "moved",
            Self::Cancelled => "cancelled",
            Self::Missed => "missed",
            Self::Asked => "asked",
            Self::Stop => "stop",
        })
    }
}

impl FromStr for Step {
    type Err = BadStep;

    fn from_str(text: &str) -> Result<Self, BadStep> {
        Ok(match text {
            "booked" => Self::Booked,
            "moved" => Self::Moved,
            "cancelled" => Self::Cancelled,
            "missed" => Self::Missed,
            "asked" => Self::Asked,
            "stop" => Self::Stop,
            hours => Self::Before(hours.parse().map_err(|_| BadStep)?),
        })
    }
}

/// One message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// What it is about.
    pub subject: Subject,
    /// The fact that gave its subject the shape that it speaks of.
    pub version: FactRef,
    /// Which it is.
    pub step: Step,
}

/// A message that the state asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// What it is about.
    pub subject: Subject,
    /// The facts that gave its subject the shape that it speaks of: the same for each of them. The first names it.
    pub versions: Vec<FactRef>,
    /// Which it is.
    pub step: Step,
    /// What it says.
    pub kind: MessageKind,
    /// About which meeting.
    pub meeting: Option<MeetingId>,
    /// The meeting's time, in civil time in Sweden.
    pub time: Option<DateTime>,
    /// When it falls due, milliseconds since 1970; not in quiet hours, but for what can't wait.
    pub due: i64,
    /// When it is too late.
    pub until: i64,
    /// Whether it goes as soon as it can, so that it is never too old to be made.
    pub at_once: bool,
}

impl Due {
    /// Whether it is the message that a key names.
    pub fn is(&self, key: &Key) -> bool {
        self.subject == key.subject && self.step == key.step && self.versions.contains(&key.version)
    }

    /// The key that it is made under.
    pub fn key(&self) -> Option<Key> {
        Some(Key { subject: self.subject, version: *self.versions.first()?, step: self.step })
    }

    /// Smaller is sent rather than greater, where not all can be.
    pub(super) fn rank(&self, smallest: Option<u16>) -> u8 {
        match self.step {
            Step::Asked if self.at_once => 0,
            Step::Before(hours) if Some(hours) == smallest => 1,
            Step::Booked => 2,
            Step::Before(_) => 3,
            Step::Asked => 4,
            _ => 5,
        }
    }
}
