//! Where a youth stands on a day, and how long ago anyone spoke with them.

use super::DayReading;
use crate::{Lang, Occupation, Rollup, UnknownCode};
use jiff::{ToSpan, civil::Date};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// Where a youth stands on a day: an occupation that still holds, or why it isn't known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum State {
    /// An occupation that still holds; never one of those that say that it isn't known.
    Is(Occupation),
    /// Nobody has said, or what is said differs.
    NeverKnown,
    /// The youth doesn't want to say.
    Declined,
    /// The youth can't be reached.
    Unreachable,
    /// What was said is too old.
    Lapsed,
}

/// What states are summed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// Without occupation.
    None,
    /// Not known: shown beside `None`, since the one can be traded for the other.
    Unknown,
    /// Occupied.
    Occupied,
}

impl State {
    /// Every state, in the order of tables.
    pub fn all() -> impl Iterator<Item = Self> {
        let known = Occupation::ALL.iter().copied().filter(|it| it.rollup() != Rollup::Unknown).map(Self::Is);
        known.chain([Self::NeverKnown, Self::Declined, Self::Unreachable, Self::Lapsed])
    }

    /// What the readings say of a day. They are the youth's, in any order.
    pub fn on(readings: &[DayReading], day: Date) -> Self {
        let latest = readings.iter().filter(|it| it.as_of <= day).max_by_key(|it| it.as_of);
        match latest.and_then(|it| it.said) {
            Some((_, Some(until))) if until < day => Self::Lapsed,
            None | Some((Occupation::Unknown, _)) => Self::NeverKnown,
            Some((Occupation::DeclinedToSay, _)) => Self::Declined,
            Some((Occupation::Unreachable, _)) => Self::Unreachable,
            Some((occupation, _)) => Self::Is(occupation),
        }
    }

    /// What it is summed in.
    pub fn group(self) -> Group {
        match self {
            Self::Is(it) if it.rollup() == Rollup::None => Group::None,
            Self::Is(_) => Group::Occupied,
            _ => Group::Unknown,
        }
    }

    /// A stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Is(it) => it.code(),
            Self::NeverKnown => "never_known",
            Self::Declined => "declined",
            Self::Unreachable => "unreachable",
            Self::Lapsed => "lapsed",
        }
    }

    /// The words that people read.
    pub fn word(self, lang: Lang) -> &'static str {
        match self {
            Self::Is(it) => it.word(lang),
            Self::NeverKnown => lang.pick("Okänt: ingen uppgift", "Unknown: nothing stated"),
            Self::Declined => lang.pick("Okänt: vill inte säga", "Unknown: declined to say"),
            Self::Unreachable => lang.pick("Okänt: går inte att nå", "Unknown: cannot be contacted"),
            Self::Lapsed => lang.pick("Okänt: uppgiften är för gammal", "Unknown: stated too long ago"),
        }
    }
}

impl Group {
    /// Every group, in order.
    pub const ALL: [Self; 3] = [Self::None, Self::Unknown, Self::Occupied];

    /// A stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Unknown => "unknown",
            Self::Occupied => "occupied",
        }
    }

    /// The words that people read.
    pub fn word(self, lang: Lang) -> &'static str {
        match self {
            Self::None => lang.pick("Utan sysselsättning", "No occupation"),
            Self::Unknown => lang.pick("Okänt", "Unknown"),
            Self::Occupied => lang.pick("I sysselsättning", "Occupied"),
        }
    }
}

impl FromStr for State {
    type Err = UnknownCode;

    fn from_str(code: &str) -> Result<Self, UnknownCode> {
        Self::all().find(|it| it.code() == code).ok_or_else(|| UnknownCode { list: "state", code: code.to_owned() })
    }
}

/// How long ago the youth last took part in a contact, counted from the registration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Recency {
    /// Within a month.
    Month,
    /// Over one month and at most four.
    FourMonths,
    /// Longer ago.
    Longer,
    /// Not since the registration.
    Never,
}

impl Recency {
    /// Each, the latest first.
    pub const ALL: [Self; 4] = [Self::Month, Self::FourMonths, Self::Longer, Self::Never];

    /// How long ago a contact was.
    pub fn of(contact: Option<Date>, day: Date) -> Self {
        let Some(contact) = contact else { return Self::Never };
        if day <= contact.saturating_add(1.month()) {
            Self::Month
        } else if day <= contact.saturating_add(4.months()) {
            Self::FourMonths
        } else {
            Self::Longer
        }
    }

    /// The days on which a contact, the latest, begins to be so long ago.
    pub(super) fn turns(contact: Date) -> [Date; 3] {
        let after = |months: i32| contact.saturating_add(months.months()).tomorrow().unwrap_or(Date::MAX);
        [contact, after(1), after(4)]
    }

    /// A stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Month => "within_1_month",
            Self::FourMonths => "1_to_4_months",
            Self::Longer => "over_4_months",
            Self::Never => "never",
        }
    }

    /// The words that people read.
    pub fn word(self, lang: Lang) -> &'static str {
        match self {
            Self::Month => lang.pick("Inom en månad", "Within a month"),
            Self::FourMonths => lang.pick("1–4 månader sedan", "1–4 months ago"),
            Self::Longer => lang.pick("Över 4 månader sedan", "Over 4 months ago"),
            Self::Never => lang.pick("Ännu ingen kontakt", "No contact yet"),
        }
    }
}

impl FromStr for Recency {
    type Err = UnknownCode;

    fn from_str(code: &str) -> Result<Self, UnknownCode> {
        Self::ALL.into_iter().find(|it| it.code() == code).ok_or_else(|| UnknownCode { list: "recency", code: code.to_owned() })
    }
}

/// Codes as keys: read from a text and written as one.
macro_rules! as_text {
    ($($name:ident)+) => {$(
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.code())
            }
        }

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

as_text! { State Recency }

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn codes_are_stable_and_read_back() {
        let codes: Vec<&str> = State::all().map(State::code).collect();
        assert_eq!(codes.len(), 20);
        assert_eq!(codes[codes.len() - 5..], ["none", "never_known", "declined", "unreachable", "lapsed"]);
        assert!(State::all().all(|it| it.code().parse() == Ok(it)));
        assert_eq!(Recency::ALL.map(Recency::code), ["within_1_month", "1_to_4_months", "over_4_months", "never"]);
    }

    #[test]
    fn where_a_youth_stands() {
        let said = |as_of, occupation, until| DayReading { as_of, said: Some((occupation, until)) };
        let readings = [
            said(date(2026, 1, 10), Occupation::Work, Some(date(2026, 3, 31))),
            said(date(2026, 5, 1), Occupation::StartAgreed, Some(date(2026, 9, 3))),
            DayReading { as_of: date(2026, 6, 1), said: None },
            said(date(2026, 7, 1), Occupation::DeclinedToSay, None),
        ];
        let on = |day| State::on(&readings, day);
        assert_eq!(on(date(2026, 1, 9)), State::NeverKnown);
        assert_eq!((on(date(2026, 3, 31)), on(date(2026, 4, 1))), (State::Is(Occupation::Work), State::Lapsed));
        assert_eq!(on(date(2026, 5, 1)).group(), Group::None, "a start agreed is not begun");
        assert_eq!((on(date(2026, 6, 30)), on(date(2027, 7, 1))), (State::NeverKnown, State::Declined));
    }

    #[test]
    fn months_end_as_months_do() {
        let contact = Some(date(2026, 1, 31));
        assert_eq!(Recency::of(contact, date(2026, 2, 28)), Recency::Month);
        assert_eq!(Recency::of(contact, date(2026, 3, 1)), Recency::FourMonths);
        assert_eq!(Recency::of(contact, date(2026, 5, 31)), Recency::FourMonths);
        assert_eq!(Recency::of(contact, date(2026, 6, 1)), Recency::Longer);
        assert_eq!(Recency::of(None, date(2026, 6, 1)), Recency::Never);
    }
}
