//! What counts are kept under, as texts that are stored and sent: "none>work", "phone>conversation", "held+".

use super::{Came, How, Pair};
use crate::{Rollup, UnknownCode};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// Meetings of one kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct MeetingKey {
    /// What came of them; none counts those that were moved, whatever came of them.
    pub came: Option<Came>,
    /// Whether a message about them was delivered beforehand.
    pub reminded: bool,
}

fn unknown(list: &'static str, code: &str) -> UnknownCode {
    UnknownCode { list, code: code.to_owned() }
}

impl Came {
    /// Each, in the order of tables.
    pub const ALL: [Self; 4] = [Self::Held, Self::Missed, Self::Cancelled, Self::Unsaid];

    /// A stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Held => "held",
            Self::Missed => "missed",
            Self::Cancelled => "cancelled",
            Self::Unsaid => "unsaid",
        }
    }
}

impl fmt::Display for Pair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}>{}", self.before.code(), self.after.code())
    }
}

impl FromStr for Pair {
    type Err = UnknownCode;

    fn from_str(text: &str) -> Result<Self, UnknownCode> {
        let (before, after) = text.split_once('>').ok_or_else(|| unknown("pair", text))?;
        Ok(Self { before: before.parse::<Rollup>()?, after: after.parse::<Rollup>()? })
    }
}

impl fmt::Display for How {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}>{}{}", self.channel.code(), self.outcome.code(), if self.own { "<" } else { "" })
    }
}

impl FromStr for How {
    type Err = UnknownCode;

    fn from_str(text: &str) -> Result<Self, UnknownCode> {
        let (channel, outcome) = text.split_once('>').ok_or_else(|| unknown("how", text))?;
        let (outcome, own) = outcome.strip_suffix('<').map_or((outcome, false), |it| (it, true));
        Ok(Self { channel: channel.parse()?, outcome: outcome.parse()?, own })
    }
}

impl fmt::Display for MeetingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.came.map_or("moved", Came::code), if self.reminded { "+" } else { "-" })
    }
}

impl FromStr for MeetingKey {
    type Err = UnknownCode;

    fn from_str(text: &str) -> Result<Self, UnknownCode> {
        let (came, reminded) = match (text.strip_suffix('+'), text.strip_suffix('-')) {
            (Some(it), _) => (it, true),
            (_, Some(it)) => (it, false),
            _ => return Err(unknown("meeting", text)),
        };
        let found = Came::ALL.into_iter().find(|it| it.code() == came);
        if found.is_none() && came != "moved" { Err(unknown("meeting", text)) } else { Ok(Self { came: found, reminded }) }
    }
}

macro_rules! as_key {
    ($($name:ident)+) => {$(
        impl From<$name> for String {
            fn from(it: $name) -> Self {
                it.to_string()
            }
        }

        impl TryFrom<String> for $name {
            type Error = UnknownCode;

            fn try_from(text: String) -> Result<Self, UnknownCode> {
                text.parse()
            }
        }
    )+};
}

as_key! { Pair How MeetingKey }

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Channel, ContactOutcome};

    #[test]
    fn keys_are_frozen() {
        let pair = Pair { before: Rollup::None, after: Rollup::AdultEducation };
        let own = How { channel: Channel::Sms, outcome: ContactOutcome::Reply, own: true };
        let call = How { channel: Channel::Phone, outcome: ContactOutcome::NoAnswer, own: false };
        let held = MeetingKey { came: Some(Came::Held), reminded: true };
        let moved = MeetingKey { came: None, reminded: false };
        assert_eq!(pair.to_string(), "none>adult_education");
        assert_eq!([own.to_string(), call.to_string()], ["sms>reply<", "phone>no_answer"]);
        assert_eq!([held.to_string(), moved.to_string()], ["held+", "moved-"]);
        assert_eq!("none>adult_education".parse(), Ok(pair));
        assert_eq!(("sms>reply<".parse(), "phone>no_answer".parse()), (Ok(own), Ok(call)));
        assert_eq!(("held+".parse(), "moved-".parse()), (Ok(held), Ok(moved)));
        assert!("moved".parse::<MeetingKey>().is_err() && "none".parse::<Pair>().is_err() && "phone>sang".parse::<How>().is_err());
    }
}
