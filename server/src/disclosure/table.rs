//! A published month, as it may be seen: the one value that pages, files and the API are made of.

use super::{Books, Of};
use crate::store::published::Published;
use domain::{
    Rollup,
    disclose::{Cell, Hidden, OutcomeFigure},
    figures::Bounds,
};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// A published month.
#[derive(Clone, Debug)]
pub struct Table {
    /// Its last day.
    pub month: Date,
    books: Books,
    hidden: Hidden,
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

impl Table {
    /// Of a month as it was published.
    pub fn of(it: &Published) -> Self {
        let books = Books::of(&it.counts);
        let hidden = books.hidden(&it.hidden);
        Self { month: it.month, books, hidden }
    }

    /// Of a month in which nobody was counted.
    pub fn empty(month: Date) -> Self {
        Self { month, books: Books::of(&[]), hidden: Hidden::default() }
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
}
