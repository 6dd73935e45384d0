//! A published month, as it may be seen: the one value that pages, files and the API are made of.

use super::{Books, Of};
use crate::store::published::Published;
use domain::{
    Channel, Rollup,
    disclose::{Cell, Hidden, OutcomeFigure, StandFigure, WorkRow},
    figures::{Acts, Bounds, Level, LevelFigures, Named, Parts, Recency, SeenReach, SeenStatus, SeenWork, Topic},
};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// A published month.
#[derive(Clone, Debug)]
pub struct Table {
    /// Its last day.
    pub month: Date,
    books: Books,
    hidden: Hidden,
    hidden_work: BTreeSet<WorkRow>,
}

/// A group's figures. None is hidden: fewer than five youths, or what would tell of so few.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Group {
    /// Registrations.
    pub youths: Option<u64>,
    /// Known both before and after.
    pub complete: Option<u64>,
    /// Known before.
    pub known_before: Option<u64>,
    /// Known after.
    pub known_after: Option<u64>,
    /// The complete, by what they did before. Every roll-up but unknown.
    pub before: BTreeMap<Rollup, Option<u64>>,
    /// The complete, by what they did after.
    pub after: BTreeMap<Rollup, Option<u64>>,
    /// Among all: the least and the most without occupation before.
    pub bounds_before: Option<Bounds>,
    /// The same after.
    pub bounds_after: Option<Bounds>,
}

/// Whose figures a level's table holds: all of it, and its parts by name.
#[derive(Clone, Debug)]
pub struct Whole {
    /// The region's name; none for all.
    pub region: Option<String>,
    /// All of it.
    pub of: Of,
    /// By region.
    pub regions: Vec<(Named, Of)>,
    /// By municipality.
    pub municipalities: Vec<(Named, Of)>,
}

impl Table {
    /// Of a month as it was published.
    pub fn of(it: &Published) -> Self {
        let books = Books::of(&it.counts);
        let (hidden, hidden_work) = (books.hidden(&it.hidden), books.hidden_work(&it.hidden));
        Self { month: it.month, books, hidden, hidden_work }
    }

    /// Of a month in which nobody was counted.
    pub fn empty(month: Date) -> Self {
        Self { month, books: Books::of(&[]), hidden: Hidden::default(), hidden_work: BTreeSet::new() }
    }

    /// A group's figures. Who wasn't counted in the month is nobody.
    pub fn group(&self, of: Of) -> Group {
        let figure = |it: OutcomeFigure| -> Option<u64> {
            let Some(whose) = self.books.whose(of) else { return Some(0) };
            let cell = Cell { whose, figure: it.number()? };
            (!self.hidden.cells.contains(&cell)).then(|| self.books.exact.value(cell))
        };
        let by = |one: fn(Rollup) -> OutcomeFigure| {
            let known = Rollup::ALL.iter().copied().filter(|it| *it != Rollup::Unknown);
            known.map(|it| (it, figure(one(it)))).collect()
        };
        let (youths, known_before, known_after) =
            (figure(OutcomeFigure::Youths), figure(OutcomeFigure::KnownBefore), figure(OutcomeFigure::KnownAfter));
        // The bounds tell how many are without occupation, and how many are known.
        let bounds = |none, known| Some(Bounds::among(figure(none)?, known?, youths?));
        Group {
            youths,
            complete: figure(OutcomeFigure::Complete),
            known_before,
            known_after,
            before: by(OutcomeFigure::Before),
            after: by(OutcomeFigure::After),
            bounds_before: bounds(OutcomeFigure::NoneBefore, known_before),
            bounds_after: bounds(OutcomeFigure::NoneAfter, known_after),
        }
    }

    /// Status, reach or work of a level; none in a month that was published without, and of before and after, which is
    /// [`Table::group`].
    pub fn level(&self, topic: Topic, whole: &Whole) -> Option<Level> {
        if !self.books.is_whole {
            return None;
        }
        let figures = match topic {
            Topic::Outcomes => return None,
            Topic::Status => LevelFigures::Status(parts(whole, |it| self.status(it))),
            Topic::Reach => LevelFigures::Reach(parts(whole, |it| self.reach(it))),
            // Of municipalities nothing is published.
            Topic::Work => LevelFigures::Work(parts(&Whole { municipalities: Vec::new(), ..whole.clone() }, |it| self.work(it))),
        };
        Some(Level { month: self.month, region: whole.region.clone(), figures })
    }

    /// A published figure; none where it is hidden. Who wasn't counted in the month is nobody.
    fn figure(&self, of: Of, code: &str) -> Option<u64> {
        let Some(whose) = self.books.whose(of) else { return Some(0) };
        let cell = Cell { whose, figure: self.books.exact.scheme.figure(code)? };
        (!self.hidden.cells.contains(&cell)).then(|| self.books.exact.value(cell))
    }

    fn status(&self, of: Of) -> SeenStatus {
        let figure = |it: StandFigure| self.figure(of, it.code());
        SeenStatus {
            registered: figure(StandFigure::Open),
            states: Rollup::ALL.iter().map(|it| (*it, figure(StandFigure::Status(*it)))).collect(),
            none_or_unknown: figure(StandFigure::NoneOrUnknown),
        }
    }

    fn reach(&self, of: Of) -> SeenReach {
        let figure = |it: StandFigure| self.figure(of, it.code());
        SeenReach {
            registered: self.group(of).youths,
            reached: figure(StandFigure::Reached),
            tried: figure(StandFigure::Tried),
            untouched: figure(StandFigure::Untouched),
            open: figure(StandFigure::Open),
            last: Recency::ALL.into_iter().map(|it| (it, figure(StandFigure::Last(it)))).collect(),
        }
    }

    fn work(&self, of: Of) -> SeenWork {
        let Some(whose) = self.books.whose(of) else { return SeenWork::default() };
        let done = self.books.done(whose).channels;
        // A channel that nobody used may be hidden as well.
        let is_hidden = |it: &Channel| self.hidden_work.contains(&(whose, *it));
        let acts = |it: &Channel| {
            let through = done.get(it).copied().unwrap_or_default();
            (!is_hidden(it)).then_some(Acts { attempts: through.attempts.acts, contacts: through.contacts.acts })
        };
        let shown = Channel::ALL.iter().map(|it| (*it, acts(it)));
        SeenWork { channels: shown.filter(|it| it.1 != Some(Acts::default())).collect() }
    }
}

fn parts<T>(whole: &Whole, of: impl Fn(Of) -> T) -> Parts<T> {
    let each = |all: &[(Named, Of)]| all.iter().map(|(named, it)| (named.clone(), of(*it))).collect();
    Parts { whole: of(whole.of), regions: each(&whole.regions), municipalities: each(&whole.municipalities) }
}
