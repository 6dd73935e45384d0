//! Which cells a figure is the sum of, and the figure from them.

use super::{Cell, Counts, Recency, Series, Span, State, Status, cell::OUTSIDE};
use jiff::{ToSpan, civil::Date};
use std::{collections::BTreeMap, str::FromStr};

/// Cells that are asked for: those of a series under these days, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ask {
    /// Of what.
    pub series: Series,
    /// Under days, rather than months.
    pub is_daily: bool,
    /// From; none from the start.
    pub from: Option<Date>,
    /// To.
    pub to: Date,
}

/// A sum of cells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sum {
    /// Of what.
    pub series: Series,
    /// What is counted.
    pub key: String,
    /// How many.
    pub n: i64,
}

/// A sum that no cells of ours come to.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a cell of {} can't be read", series.code())]
pub struct BadSum {
    /// Of what.
    pub series: Series,
}

impl Ask {
    /// What the counts of a period are the sum of. The period begins with a month, and ends with one or in the month that
    /// is going on: days of other months aren't kept.
    pub fn of(span: Span) -> Vec<Self> {
        let mut asks = Self::level(Series::Pair, span.to);
        asks.extend(Self::level(Series::Status, span.to));
        asks.extend(Self::level(Series::Recency, span.to));
        let month = span.to.first_of_month();
        if let Some(from) = span.from {
            asks.push(Self { series: Series::Gone, is_daily: false, from: None, to: from.saturating_sub(1.month()).first_of_month() });
        }
        asks.push(Self { series: Series::Reach, is_daily: false, from: span.from, to: month });
        asks.push(Self { series: Series::Work, is_daily: false, from: span.from, to: month });
        asks.extend(Self::level(Series::Meeting, span.to).into_iter().map(|it| Self { from: it.from.max(span.from), ..it }));
        asks
    }

    /// What a closed month is the sum of, as [`Counts::of_month`] counts it. `end` is its last day.
    pub fn of_month(end: Date) -> Vec<Self> {
        let month = end.first_of_month();
        let since = |series, from: Option<Date>| Self { series, is_daily: false, from, to: month };
        let year = month.saturating_sub(11.months());
        vec![
            since(Series::Pair, None),
            since(Series::Status, None),
            since(Series::Recency, None),
            since(Series::Reach, Some(year)),
            since(Series::Work, Some(month)),
            since(Series::Meeting, Some(month)),
        ]
    }

    /// Whether a cell is among those that are asked for.
    pub fn takes(&self, cell: &Cell) -> bool {
        let is_within = self.from.is_none_or(|it| cell.at >= it) && cell.at <= self.to;
        is_within && self.series == cell.series && self.is_daily == cell.is_daily
    }

    /// What stands on a day: all changes until then. Whole months, and the days of the one that isn't over.
    pub fn level(series: Series, day: Date) -> Vec<Self> {
        let month = day.first_of_month();
        if day == day.last_of_month() {
            return vec![Self { series, is_daily: false, from: None, to: month }];
        }
        let months = Self { series, is_daily: false, from: None, to: month.saturating_sub(1.month()) };
        vec![months, Self { series, is_daily: true, from: Some(month), to: day }]
    }
}

impl Counts {
    /// From the sums that [`Ask::of`] asks for, of one part or of several that have nobody in common: what is counted under
    /// a key may come in several.
    pub fn from_sums<'a>(sums: impl IntoIterator<Item = &'a Sum>, span: Span) -> Result<Self, BadSum> {
        let mut counts = Self::default();
        let mut pairs = BTreeMap::new();
        let mut last = BTreeMap::new();
        let mut status = Levels::default();
        for Sum { series, key, n } in sums {
            let bad = || BadSum { series: *series };
            match series {
                Series::Pair => *pairs.entry(read(key, bad)?).or_insert(0) += n,
                Series::Gone => *pairs.entry(read(key, bad)?).or_insert(0) -= n,
                Series::Status => status.change(key, *n)?,
                Series::Recency => *last.entry(read::<Recency>(key, bad)?).or_insert(0) += n,
                Series::Reach => counts.add_reach(key, *n, span)?,
                Series::Work => *counts.work.touches.entry(read(key, bad)?).or_default() += whole(*n),
                Series::Meeting => *counts.work.meetings.entry(read(key, bad)?).or_default() += whole(*n),
            }
        }
        counts.pairs = some(pairs);
        counts.reach.last = some(last);
        counts.status = status.status();
        counts.work.touches.retain(|_, n| *n > 0);
        counts.work.meetings.retain(|_, n| *n > 0);
        counts.reach.days.retain(|_, n| *n > 0);
        Ok(counts)
    }

    fn add_reach(&mut self, key: &str, n: i64, span: Span) -> Result<(), BadSum> {
        let bad = || BadSum { series: Series::Reach };
        let parts: Vec<&str> = key.split('>').collect();
        let is_then = |month: &str| month.parse::<Date>().map(|it| it <= span.to).map_err(|_| bad());
        match parts.as_slice() {
            ["registered"] => self.reach.registered += whole(n),
            ["first_time"] => self.reach.first_time += whole(n),
            ["attempted", month] if is_then(month)? => self.reach.attempted += whole(n),
            ["contacted", month, days] if is_then(month)? => {
                self.reach.contacted += whole(n);
                *self.reach.days.entry(days.parse().map_err(|_| bad())?).or_default() += whole(n);
            }
            // Came of it later.
            ["attempted", _] | ["contacted", _, _] => {}
            _ => return Err(bad()),
        }
        Ok(())
    }
}

/// Where everyone stands, while changes are added.
#[derive(Clone, Debug, Default)]
pub struct Levels(BTreeMap<State, i64>);

impl Levels {
    /// So many went from one state to another: `work>lapsed`.
    pub fn change(&mut self, key: &str, n: i64) -> Result<(), BadSum> {
        let (from, to) = change(key)?;
        if let Some(from) = from {
            *self.0.entry(from).or_default() -= n;
        }
        if let Some(to) = to {
            *self.0.entry(to).or_default() += n;
        }
        Ok(())
    }

    /// Where everyone stands now.
    pub fn status(&self) -> Status {
        Status { states: some(self.0.clone()) }
    }
}

/// What a change of status is from and to; none is outside the register.
pub fn change(key: &str) -> Result<(Option<State>, Option<State>), BadSum> {
    let bad = || BadSum { series: Series::Status };
    let state = |code: &str| if code == OUTSIDE { Ok(None) } else { read(code, bad).map(Some) };
    let (from, to) = key.split_once('>').ok_or_else(bad)?;
    Ok((state(from)?, state(to)?))
}

fn read<T: FromStr>(key: &str, bad: impl Fn() -> BadSum) -> Result<T, BadSum> {
    key.parse().map_err(|_| bad())
}

/// Sums are never below nothing where the cells are right; `uppsok verify` tells where they aren't.
fn whole(n: i64) -> u64 {
    n.max(0).unsigned_abs()
}

fn some<K: Ord>(levels: BTreeMap<K, i64>) -> BTreeMap<K, u64> {
    levels.into_iter().filter(|it| it.1 > 0).map(|(key, n)| (key, whole(n))).collect()
}
