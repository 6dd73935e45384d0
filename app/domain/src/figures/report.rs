//! A report: the one value that its page, pictures, tables and files are made of.

use super::{Choice, Counts, Group, Period, Series, Span, Status, Work, month_end_a_year_before};
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

    /// The days of a period that are counted. A period that goes on is counted through the last month of it that is over, so that
    /// it can be held against as many whole months of the year before; where none is, through the day. Status is of the day alone.
    pub fn span(self, period: Period, today: Date) -> Span {
        let whole = period.whole_months(today).filter(|_| self != Self::Status);
        whole.unwrap_or_else(|| period.span(today))
    }

    /// The days that they are held against: the same months the year before; of status the end of the month. None where no month of
    /// the period is over, nor, but for status, since the start.
    pub fn span_before(self, period: Period, today: Date) -> Option<Span> {
        let to = if self == Self::Status { period.span(today).to } else { period.whole_months(today)?.to };
        Some(Span { from: period.year_before().and_then(Period::first), to: month_end_a_year_before(to) })
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
    /// What it is compared with, as a period; none of status, which is judged on a day, nor since the start, nor where no month of
    /// the period is over.
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
    /// The days of it that are counted.
    pub span: Span,
    /// The counts.
    pub now: Counts,
    /// Those of the same months the year before.
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
    /// The last closed month by its first day, as it was known when it was closed and as it is known now, where what the report is
    /// about differs. None of reach, which closed months have of twelve months alone, and none where something is chosen.
    pub revised: Option<(Date, Counts, Counts)>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn both_sides_have_the_same_whole_months() {
        let of = |topic: Topic, period: &str, today| {
            let period: Period = period.parse().expect("a period");
            (topic.span(period, today), topic.span_before(period, today))
        };
        let days = |from: (i16, i8), to: Date| Span { from: Some(date(from.0, from.1, 1)), to };
        let second = date(2026, 12, 2);
        for topic in [Topic::Outcomes, Topic::Reach, Topic::Work] {
            // Two days of December stand beside nothing, and not beside a whole December.
            assert_eq!(of(topic, "2026-12", second), (days((2026, 12), second), None));
            let year = (days((2026, 1), date(2026, 11, 30)), Some(days((2025, 1), date(2025, 11, 30))));
            assert_eq!(of(topic, "2026", second), year);
            let quarter = (days((2026, 10), date(2026, 11, 30)), Some(days((2025, 10), date(2025, 11, 30))));
            assert_eq!(of(topic, "2026-Q4", second), quarter);
            let over = (days((2024, 2), date(2024, 2, 29)), Some(days((2023, 2), date(2023, 2, 28))));
            assert_eq!(of(topic, "2024-02", second), over);
            assert_eq!(of(topic, "2026", date(2026, 1, 31)), (days((2026, 1), date(2026, 1, 31)), None));
            assert_eq!(of(topic, "start", second), (Span { from: None, to: second }, None));
        }
        // Status is of a day: today's beside the month's end, as the sentence above it says.
        let status = (days((2026, 1), second), Some(days((2025, 1), date(2025, 12, 31))));
        assert_eq!(of(Topic::Status, "2026", second), status);
        let status = (days((2026, 7), date(2026, 9, 30)), Some(days((2025, 7), date(2025, 9, 30))));
        assert_eq!(of(Topic::Status, "2026-Q3", second), status);
        let since = (Span { from: None, to: second }, Some(Span { from: None, to: date(2025, 12, 31) }));
        assert_eq!(of(Topic::Status, "start", second), since);
    }
}
