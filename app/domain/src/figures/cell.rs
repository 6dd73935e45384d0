//! What a person counts for, as cells that add up: a figure for any period is the sum of few cells rather than a fold
//! over everyone. A change takes a person's old cells away and adds the new.
//!
//! What stands (before and after, status, how long ago the last contact was) is kept as its *changes*: where it stands
//! on a day is the sum of all changes until then, also of those that lie ahead when they are written, as a statement
//! that will lapse. What happens (registrations, tries, meetings) is kept under the month when it happened.

mod counting;

pub(super) use counting::OUTSIDE;

use super::{Choice, Person};
use crate::{Gender, RegistrationReason, UnitId, UnknownCode};
use counting::Count;
use jiff::civil::Date;
use std::{collections::BTreeMap, fmt, str::FromStr};

/// What is summed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Series {
    /// Changes of before and after: `none>work`.
    Pair,
    /// Before and after of cases, under the month when they ended.
    Gone,
    /// Changes of status: `work>lapsed`, where `-` is outside the register.
    Status,
    /// Changes of how long ago the last contact was.
    Recency,
    /// Registrations under the month when they began, and the month of what came of them: `contacted>2026-10-01>12`.
    Reach,
    /// Tries and contacts.
    Work,
    /// Meetings.
    Meeting,
}

impl Series {
    /// Each.
    pub const ALL: [Self; 7] = [Self::Pair, Self::Gone, Self::Status, Self::Recency, Self::Reach, Self::Work, Self::Meeting];

    /// A stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Pair => "pair",
            Self::Gone => "gone",
            Self::Status => "status",
            Self::Recency => "recency",
            Self::Reach => "reach",
            Self::Work => "work",
            Self::Meeting => "meeting",
        }
    }
}

/// Whose cells: each part of a municipality has sums of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// Everyone's.
    All,
    /// A unit's; none is who is in no unit.
    Unit(Option<UnitId>),
    /// A gender's.
    Gender(Gender),
    /// A reason of registration's.
    Reason(RegistrationReason),
    /// Those of a unit and a gender and a reason: what any choice of several can be made of.
    Each(Option<UnitId>, Gender, RegistrationReason),
}

impl Part {
    /// Those of [`Self::Each`] that a choice is made of, where the municipality has these units.
    pub fn within(choice: &Choice, units: &[UnitId]) -> Vec<Self> {
        let units: Vec<Option<UnitId>> = match choice.unit {
            Some(it) => vec![Some(it)],
            None => units.iter().copied().map(Some).chain([None]).collect(),
        };
        let genders = Gender::ALL.iter().filter(|it| choice.gender.is_none_or(|chosen| chosen == **it));
        let reasons = RegistrationReason::ALL.iter().filter(|it| choice.reason.is_none_or(|chosen| chosen == **it));
        let pairs = genders.flat_map(|gender| reasons.clone().map(move |reason| (*gender, *reason)));
        units.into_iter().flat_map(|unit| pairs.clone().map(move |(gender, reason)| Self::Each(unit, gender, reason))).collect()
    }

    /// Every part that those of a unit, a gender and a reason are counted in.
    fn around(unit: Option<UnitId>, gender: Gender, reason: RegistrationReason) -> [Self; 5] {
        [Self::All, Self::Unit(unit), Self::Gender(gender), Self::Reason(reason), Self::Each(unit, gender, reason)]
    }

    /// Whether one of [`Self::Each`] lies within this part.
    pub fn holds(self, each: Self) -> bool {
        let Self::Each(unit, gender, reason) = each else { return false };
        match self {
            Self::All => true,
            Self::Unit(it) => it == unit,
            Self::Gender(it) => it == gender,
            Self::Reason(it) => it == reason,
            Self::Each(..) => self == each,
        }
    }
}

/// As it is stored: empty, `u:…`, `g:…`, `r:…`, `x:…:…:…`.
impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All => Ok(()),
            Self::Unit(None) => f.write_str("u:"),
            Self::Unit(Some(it)) => write!(f, "u:{it}"),
            Self::Gender(it) => write!(f, "g:{}", it.code()),
            Self::Reason(it) => write!(f, "r:{}", it.code()),
            Self::Each(unit, gender, reason) => {
                let unit = unit.map(|it| it.to_string()).unwrap_or_default();
                write!(f, "x:{unit}:{}:{}", gender.code(), reason.code())
            }
        }
    }
}

/// Only [`Part::Each`] is read back: all others are sums of those.
impl FromStr for Part {
    type Err = UnknownCode;

    fn from_str(text: &str) -> Result<Self, UnknownCode> {
        let unknown = || UnknownCode { list: "part", code: text.to_owned() };
        let parts: Vec<&str> = text.split(':').collect();
        let ["x", unit, gender, reason] = parts[..] else { return Err(unknown()) };
        let unit = if unit.is_empty() { None } else { Some(unit.parse().map_err(|_| unknown())?) };
        Ok(Self::Each(unit, gender.parse()?, reason.parse()?))
    }
}

/// A cell: a sum of persons.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cell {
    /// Whose.
    pub part: Part,
    /// Of what.
    pub series: Series,
    /// Under a day rather than a month: only kept for the month that is going on and those ahead, for what is asked for
    /// in the middle of a month.
    pub is_daily: bool,
    /// The day, or the first day of the month.
    pub at: Date,
    /// What is counted.
    pub key: String,
}

impl Person {
    /// The cells that the person counts in, and how much. `month` is the first day of the month that is going on.
    pub fn cells(&self, month: Date) -> BTreeMap<Cell, i64> {
        self.spread(self.counts(month))
    }

    /// What is to be added to cells when a person who counted for something counts for something else.
    pub fn change(before: Option<&Self>, now: Option<&Self>, month: Date) -> BTreeMap<Cell, i64> {
        match (before, now) {
            // Nearly always: one more try. What is the same isn't spread over the parts.
            (Some(before), Some(now)) if (before.unit, before.gender) == (now.unit, now.gender) => {
                now.spread(less(now.counts(month), before.counts(month)))
            }
            _ => {
                let cells = |it: Option<&Self>| it.map(|it| it.cells(month)).unwrap_or_default();
                less(cells(now), cells(before))
            }
        }
    }

    /// To each part of the municipality that the person is in.
    fn spread(&self, counts: BTreeMap<Count, i64>) -> BTreeMap<Cell, i64> {
        let mut cells = BTreeMap::new();
        for (Count { reason, series, is_daily, at, key }, n) in counts.into_iter().filter(|it| it.1 != 0) {
            for part in Part::around(self.unit, self.gender, reason) {
                *cells.entry(Cell { part, series, is_daily, at, key: key.clone() }).or_default() += n;
            }
        }
        cells.retain(|_, n| *n != 0);
        cells
    }
}

/// Cells of all parts, from those of [`Part::Each`].
pub fn spread(each: impl IntoIterator<Item = (Cell, i64)>) -> BTreeMap<Cell, i64> {
    let mut cells = BTreeMap::new();
    for (cell, n) in each {
        let Part::Each(unit, gender, reason) = cell.part else { continue };
        for part in Part::around(unit, gender, reason) {
            *cells.entry(Cell { part, ..cell.clone() }).or_default() += n;
        }
    }
    cells.retain(|_, n| *n != 0);
    cells
}

fn less<T: Ord>(mut all: BTreeMap<T, i64>, gone: BTreeMap<T, i64>) -> BTreeMap<T, i64> {
    for (it, n) in gone {
        *all.entry(it).or_default() -= n;
    }
    all.retain(|_, n| *n != 0);
    all
}
