//! A report: the one value that its page, pictures, tables and files are made of.

use super::{Choice, Counts, Group, Period, Series, Span, Status, Work};
use crate::{Lang, UnknownCode};
use jiff::civil::Date;
use std::{collections::BTreeMap, str::FromStr};

/// What a report is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Topic {
    /// Before and after.
    Outcomes,
    /// Status at the end.
    Status,
    /// Reach.
    Reach,
    /// Work done.
    Work,
}

impl Topic {
    /// Every topic, in order.
    pub const ALL: [Self; 4] = [Self::Outcomes, Self::Status, Self::Reach, Self::Work];

    /// What it is counted from.
    pub fn series(self) -> &'static [Series] {
        match self {
            Self::Outcomes => &[Series::Pair, Series::Gone],
            Self::Status => &[Series::Status],
            Self::Reach => &[Series::Reach, Series::Recency],
            Self::Work => &[Series::Work, Series::Meeting],
        }
    }

    /// A stable code, in addresses.
    pub fn code(self) -> &'static str {
        match self {
            Self::Outcomes => "outcomes",
            Self::Status => "status",
            Self::Reach => "reach",
            Self::Work => "work",
        }
    }

    /// The words that people read.
    pub fn word(self, lang: Lang) -> &'static str {
        match self {
            Self::Outcomes => lang.pick("Före och efter", "Before and after"),
            Self::Status => lang.pick("Läget nu", "Status now"),
            Self::Reach => lang.pick("Vilka vi når", "Reach"),
            Self::Work => lang.pick("Utfört arbete", "Work done"),
        }
    }
}

impl Report {
    /// What it is compared with, as a period; none of status, which is judged on a day, nor since the start.
    pub fn compared(&self) -> Option<Period> {
        let (before, _) = self.before.as_ref()?;
        self.period.compared(*before).filter(|_| self.topic != Topic::Status)
    }
}

impl FromStr for Topic {
    type Err = UnknownCode;

    fn from_str(code: &str) -> Result<Self, UnknownCode> {
        Self::ALL.into_iter().find(|it| it.code() == code).ok_or_else(|| UnknownCode { list: "topic", code: code.to_owned() })
    }
}

/// A part, by its code and its name. The code of who is in no unit is empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// An id or a code, as filters take it.
    pub code: String,
    /// As people write it.
    pub name: String,
}

/// How many went from one group to another; none is outside the register.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Moves(pub BTreeMap<(Option<Group>, Option<Group>), u64>);

impl Moves {
    /// So many from one to the other.
    pub fn of(&self, from: Option<Group>, to: Option<Group>) -> u64 {
        self.0.get(&(from, to)).copied().unwrap_or_default()
    }
}

/// A municipality's exact figures in a period, with what they are held against.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// What about.
    pub topic: Topic,
    /// The municipality's name.
    pub municipality: String,
    /// What is chosen.
    pub choice: Choice,
    /// The same in words; empty for all.
    pub unit: String,
    /// Likewise.
    pub gender: String,
    /// Likewise.
    pub reason: String,
    /// The period.
    pub period: Period,
    /// Its days.
    pub span: Span,
    /// The counts.
    pub now: Counts,
    /// Those of the same period the year before, as far as this one has come.
    pub before: Option<(Span, Counts)>,
    /// The parts by unit, where there is more than one.
    pub units: Vec<(Named, Counts)>,
    /// By gender.
    pub genders: Vec<(Named, Counts)>,
    /// By reason of registration.
    pub reasons: Vec<(Named, Counts)>,
    /// Status month by month, oldest first, each by its first day; and the same months the year before.
    pub months: Vec<(Date, Status)>,
    /// What was done, month by month, oldest first, each by its first day.
    pub work: Vec<(Date, Work)>,
    /// Who went from what to what since the end of the month before.
    pub moves: Option<Moves>,
    /// The last closed month, as it was known when it was closed and as it is known now, where that differs.
    pub revised: Option<(Date, Status, Status)>,
}
