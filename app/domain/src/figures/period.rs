//! The periods that figures are asked for.

use crate::{Lang, civil};
use jiff::{ToSpan, civil::Date};
use std::{fmt, str::FromStr};

/// A stretch of whole months, or everything since the start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Period {
    /// Since the start.
    Start,
    /// A calendar year: `2026`.
    Year(i16),
    /// A half of one: `2026-H1`.
    Half(i16, i8),
    /// A quarter: `2026-Q3`.
    Quarter(i16, i8),
    /// A month: `2026-10`.
    Month(i16, i8),
    /// From one month to another, each by year and month: `2026-03..2026-08`.
    Months((i16, i8), (i16, i8)),
}

/// What isn't a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadPeriod {
    /// It reads as none.
    #[error("a period is a month (2026-10), a quarter (2026-Q4), a half-year (2026-H2), a year (2026), months (2026-03..2026-08) or start")]
    Unknown,
    /// It ends before it begins.
    #[error("the period ends before it begins")]
    Reversed,
    /// It lies ahead.
    #[error("the period hasn't begun")]
    Ahead,
}

/// The days that are counted: from a day, or since the start, to a day that everything is judged on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The first day; none since the start.
    pub from: Option<Date>,
    /// The last, which everything is judged on.
    pub to: Date,
}

impl Period {
    /// The years that periods are asked for.
    const YEARS: std::ops::RangeInclusive<i16> = 1990..=2100;

    /// The month that a day is in.
    pub fn month_of(day: Date) -> Self {
        Self::Month(day.year(), day.month())
    }

    /// The first and the last month; none since the start.
    fn months(self) -> Option<((i16, i8), (i16, i8))> {
        let within = |year: i16, from: i8, to: i8| Some(((year, from), (year, to)));
        match self {
            Self::Start => None,
            Self::Year(year) => within(year, 1, 12),
            Self::Half(year, half) => within(year, half * 6 - 5, half * 6),
            Self::Quarter(year, quarter) => within(year, quarter * 3 - 2, quarter * 3),
            Self::Month(year, month) => within(year, month, month),
            Self::Months(from, to) => Some((from, to)),
        }
    }

    /// The first day; none since the start.
    pub fn first(self) -> Option<Date> {
        self.months().map(|((year, month), _)| Date::constant(year, month, 1))
    }

    /// The last day; none since the start, which goes on.
    pub fn last(self) -> Option<Date> {
        self.months().map(|(_, (year, month))| Date::constant(year, month, 1).last_of_month())
    }

    /// The period, if any of it has been.
    pub fn begun(self, today: Date) -> Result<Self, BadPeriod> {
        if self.first().is_some_and(|it| it > today) { Err(BadPeriod::Ahead) } else { Ok(self) }
    }

    /// The days of it that have been.
    pub fn span(self, today: Date) -> Span {
        Span { from: self.first(), to: self.last().map_or(today, |it| it.min(today)) }
    }

    /// The same period the year before; since the start there is none.
    pub fn year_before(self) -> Option<Self> {
        Some(match self {
            Self::Start => return None,
            Self::Year(year) => Self::Year(year - 1),
            Self::Half(year, it) => Self::Half(year - 1, it),
            Self::Quarter(year, it) => Self::Quarter(year - 1, it),
            Self::Month(year, it) => Self::Month(year - 1, it),
            Self::Months(from, to) => Self::Months((from.0 - 1, from.1), (to.0 - 1, to.1)),
        })
    }

    /// The months of it that are over: days of other months aren't kept, so that nothing else has its like the year before. None
    /// where its first month goes on, nor since the start.
    pub fn whole_months(self, today: Date) -> Option<Span> {
        let (from, last) = (self.first()?, self.last()?);
        let to = last.min(today.first_of_month().yesterday().ok()?);
        (from < to).then_some(Span { from: Some(from), to })
    }

    /// What this period is compared with, where the year before is counted over `before`: the whole of the same period, or the
    /// months of it that are over of this one. Since the start there is none.
    pub fn compared(self, before: Span) -> Option<Self> {
        let (whole, from) = (self.year_before()?, before.from?);
        if whole.last() == Some(before.to) {
            return Some(whole);
        }
        let [from, to] = [from, before.to].map(|it| (it.year(), it.month()));
        Some(if from == to { Self::Month(to.0, to.1) } else { Self::Months(from, to) })
    }

    /// The period of the same kind before, and after; none since the start.
    pub fn beside(self) -> Option<(Self, Self)> {
        let turn = |year: i16, it: i8, last: i8, make: fn(i16, i8) -> Self| {
            let before = if it == 1 { make(year - 1, last) } else { make(year, it - 1) };
            let after = if it == last { make(year + 1, 1) } else { make(year, it + 1) };
            (before, after)
        };
        Some(match self {
            Self::Start | Self::Months(..) => return None,
            Self::Year(year) => (Self::Year(year - 1), Self::Year(year + 1)),
            Self::Half(year, it) => turn(year, it, 2, Self::Half),
            Self::Quarter(year, it) => turn(year, it, 4, Self::Quarter),
            Self::Month(year, it) => turn(year, it, 12, Self::Month),
        })
    }

    /// The words that people read: "oktober 2026", "tredje kvartalet 2026".
    pub fn word(self, lang: Lang) -> String {
        match self {
            Self::Start => lang.pick("sedan start", "since the start").to_owned(),
            Self::Year(year) => year.to_string(),
            Self::Half(year, half) => {
                let sv = ["första halvåret", "andra halvåret"];
                let en = ["first half of", "second half of"];
                format!("{} {year}", lang.pick(sv, en)[usize::from(half == 2)])
            }
            Self::Quarter(year, it) => lang.pick(format!("kvartal {it} {year}"), format!("quarter {it}, {year}")),
            Self::Month(year, month) => format!("{} {year}", month_word(month, lang)),
            Self::Months(from, to) if from.0 == to.0 => format!("{}–{} {}", month_word(from.1, lang), month_word(to.1, lang), to.0),
            Self::Months(from, to) => {
                let word = |it: (i16, i8)| Self::Month(it.0, it.1).word(lang);
                format!("{} – {}", word(from), word(to))
            }
        }
    }
}

fn month_word(month: i8, lang: Lang) -> &'static str {
    let sv = "januari februari mars april maj juni juli augusti september oktober november december";
    let en = "January February March April May June July August September October November December";
    let before = usize::try_from(month.clamp(1, 12) - 1).unwrap_or(0);
    lang.pick(sv, en).split(' ').nth(before).unwrap_or_default()
}

/// The end of the same month the year before.
pub fn month_end_a_year_before(day: Date) -> Date {
    day.first_of_month().saturating_sub(1.year()).last_of_month()
}

/// The day of the next month that a month is closed on. A phone works for seven days without the server (the lease that
/// municipalities begin with): what was done on the month's last day has come in through the seventh, or the phone is locked.
/// It is the same day for all, since a month is published of all at once.
pub const CLOSES_ON: i8 = 8;

/// The last day of the last month that is closed.
pub fn last_closed(today: Date) -> Date {
    let month = civil::days_after(today, 1 - i32::from(CLOSES_ON)).first_of_month();
    civil::days_after(month, -1)
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Start => f.write_str("start"),
            Self::Year(year) => write!(f, "{year}"),
            Self::Half(year, it) => write!(f, "{year}-H{it}"),
            Self::Quarter(year, it) => write!(f, "{year}-Q{it}"),
            Self::Month(year, it) => write!(f, "{year}-{it:02}"),
            Self::Months(from, to) => write!(f, "{}-{:02}..{}-{:02}", from.0, from.1, to.0, to.1),
        }
    }
}

impl FromStr for Period {
    type Err = BadPeriod;

    fn from_str(text: &str) -> Result<Self, BadPeriod> {
        if text == "start" {
            return Ok(Self::Start);
        }
        if let Some((from, to)) = text.split_once("..") {
            return match (from.parse()?, to.parse()?) {
                (Self::Month(y, m), Self::Month(to_y, to_m)) if (y, m) <= (to_y, to_m) => Ok(Self::Months((y, m), (to_y, to_m))),
                (Self::Month(..), Self::Month(..)) => Err(BadPeriod::Reversed),
                _ => Err(BadPeriod::Unknown),
            };
        }
        if !text.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'-') {
            return Err(BadPeriod::Unknown);
        }
        let number = |text: &str, most: i8| text.parse().ok().filter(|it| (1..=most).contains(it)).ok_or(BadPeriod::Unknown);
        let (year, rest) = text.split_at_checked(4).ok_or(BadPeriod::Unknown)?;
        let year: i16 = year.parse().ok().filter(|it| Self::YEARS.contains(it)).ok_or(BadPeriod::Unknown)?;
        match rest.strip_prefix('-') {
            None if rest.is_empty() => Ok(Self::Year(year)),
            Some(rest) if rest.starts_with('H') => Ok(Self::Half(year, number(&rest[1..], 2)?)),
            Some(rest) if rest.starts_with('Q') => Ok(Self::Quarter(year, number(&rest[1..], 4)?)),
            Some(rest) if rest.len() == 2 => Ok(Self::Month(year, number(rest, 12)?)),
            _ => Err(BadPeriod::Unknown),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn periods_are_written_and_read() {
        for (text, first, last) in [
            ("2026", date(2026, 1, 1), date(2026, 12, 31)),
            ("2026-H2", date(2026, 7, 1), date(2026, 12, 31)),
            ("2024-Q1", date(2024, 1, 1), date(2024, 3, 31)),
            ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
            ("2025-11..2026-02", date(2025, 11, 1), date(2026, 2, 28)),
        ] {
            let period: Period = text.parse().expect("a period");
            assert_eq!((period.to_string().as_str(), period.first(), period.last()), (text, Some(first), Some(last)));
        }
        assert_eq!("start".parse(), Ok(Period::Start));
        assert_eq!("2026-02..2025-11".parse::<Period>(), Err(BadPeriod::Reversed));
        assert_eq!("2026-12".parse::<Period>().and_then(|it| it.begun(date(2026, 11, 30))), Err(BadPeriod::Ahead));
        for bad in [
            "",
            "26",
            "2026-",
            "2026-13",
            "2026-00",
            "2026-Q5",
            "2026-H3",
            "2026-Q",
            "2026-1",
            "202é-10",
            "9999",
            "2026-10-01",
            "2026..2027",
            "start..2026-01",
        ] {
            assert_eq!(bad.parse::<Period>(), Err(BadPeriod::Unknown), "{bad}");
        }
    }

    #[test]
    fn what_goes_on_has_whole_months_once_its_first_is_over() {
        let quarter: Period = "2024-Q1".parse().expect("a period");
        assert_eq!(quarter.span(date(2024, 2, 29)), Span { from: Some(date(2024, 1, 1)), to: date(2024, 2, 29) });
        for (today, to) in [
            (date(2023, 12, 31), None),
            (date(2024, 1, 31), None),
            (date(2024, 2, 1), Some(date(2024, 1, 31))),
            // The last day of a month goes on, too.
            (date(2024, 2, 29), Some(date(2024, 1, 31))),
            (date(2024, 3, 1), Some(date(2024, 2, 29))),
            (date(2024, 4, 1), Some(date(2024, 3, 31))),
            (date(2026, 11, 23), Some(date(2024, 3, 31))),
        ] {
            let expected = to.map(|to| Span { from: Some(date(2024, 1, 1)), to });
            assert_eq!(quarter.whole_months(today), expected, "{today}");
        }
        assert_eq!(Period::Start.whole_months(date(2024, 2, 29)), None);
        assert_eq!("2024-01".parse::<Period>().expect("a period").beside(), Some((Period::Month(2023, 12), Period::Month(2024, 2))));
    }

    #[test]
    fn a_month_is_closed_a_week_after_its_end() {
        for (today, last) in [
            (date(2026, 11, 7), date(2026, 9, 30)),
            (date(2026, 11, 8), date(2026, 10, 31)),
            (date(2026, 11, 30), date(2026, 10, 31)),
            (date(2027, 1, 7), date(2026, 11, 30)),
            (date(2027, 1, 8), date(2026, 12, 31)),
            (date(2024, 3, 8), date(2024, 2, 29)),
        ] {
            assert_eq!(last_closed(today), last, "{today}");
        }
    }

    #[test]
    fn in_words() {
        let word = |text: &str, lang| text.parse::<Period>().expect("a period").word(lang);
        assert_eq!(word("2026-10", Lang::Sv), "oktober 2026");
        assert_eq!(word("2026-H1", Lang::En), "first half of 2026");
        assert_eq!(word("2026-03..2026-08", Lang::Sv), "mars–augusti 2026");
        assert_eq!(word("2025-11..2026-02", Lang::En), "November 2025 – February 2026");
    }

    #[test]
    fn what_it_is_compared_with_is_named_by_its_months() {
        let in_november = date(2026, 11, 23);
        for (text, today, compared, words) in [
            ("2026", in_november, "2025-01..2025-10", "januari–oktober 2025"),
            ("2026-H2", in_november, "2025-07..2025-10", "juli–oktober 2025"),
            ("2026-Q4", in_november, "2025-10", "oktober 2025"),
            ("2026-02..2026-12", in_november, "2025-02..2025-10", "februari–oktober 2025"),
            ("2025-12..2026-12", in_november, "2024-12..2025-10", "december 2024 – oktober 2025"),
            ("2026", date(2026, 12, 2), "2025-01..2025-11", "januari–november 2025"),
            // What is over is compared whole.
            ("2026", date(2027, 1, 1), "2025", "2025"),
            ("2026-Q3", in_november, "2025-Q3", "kvartal 3 2025"),
            ("2026-11", date(2026, 12, 2), "2025-11", "november 2025"),
            ("2024-02", in_november, "2023-02", "februari 2023"),
        ] {
            let period: Period = text.parse().expect("a period");
            let before = crate::figures::Topic::Work.span_before(period, today).expect("a year before");
            let it = period.compared(before).expect("a period");
            assert_eq!((it.to_string().as_str(), it.word(Lang::Sv).as_str()), (compared, words), "{text}");
        }
        assert_eq!(Period::Start.compared(Span { from: None, to: in_november }), None);
    }
}
