//! From month to month: what had to be hidden stays hidden for a year, so that a figure that comes back tells nothing of the
//! month in which it was small.

use super::{Cell, Exact, Floor, Hidden, hide};
use std::collections::{BTreeMap, BTreeSet};

/// What had to be hidden stays so for so many months more.
pub const KEEP: usize = 12;

/// A month that has been closed: what was shown of it, and what had to be hidden.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Carried {
    /// What was hidden because this month needed it.
    pub needed: BTreeSet<Cell>,
    /// What was shown of what only grows, as it was, and what was computed of it.
    pub shown: BTreeMap<Cell, Floor>,
}

/// A month to be closed.
#[derive(Clone, Copy, Debug)]
pub struct Closing<'a> {
    /// Its counts.
    pub exact: &'a Exact,
    /// The months before it, the latest first.
    pub before: &'a [Carried],
}

/// Decides what is hidden of a month, given the months before.
pub fn close(it: Closing<'_>) -> Hidden {
    let carried = it.before.iter().take(KEEP).flat_map(|month| month.needed.iter().copied()).collect();
    let mut floors = BTreeMap::new();
    for month in it.before.iter().take(KEEP) {
        for (cell, was) in &month.shown {
            floors.entry(*cell).or_insert_with(|| was.clone());
        }
    }
    hide(it.exact, &carried, &floors)
}

impl Carried {
    /// A month as it was closed.
    pub fn of(exact: &Exact, hidden: &Hidden) -> Self {
        let scheme = &exact.scheme;
        let shows = |it: &Cell| {
            let is_shown = |figure: usize| scheme.figures[figure].is_shown && !hidden.cells.contains(&Cell { figure, ..*it });
            scheme.figures[it.figure].grows && scheme.is_known(it.figure, is_shown)
        };
        let shown = exact.cells().filter(shows).map(|it| (it, Floor::of(exact, it))).collect();
        Self { needed: hidden.needed.clone(), shown }
    }
}
