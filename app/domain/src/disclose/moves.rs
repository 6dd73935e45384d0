//! Moves: other counts that would look the same. A hidden figure is protected by the moves that change it while everything
//! that is shown stays as it is; the cheapest one says what else must be hidden.

use super::{Cell, Exact, Whose};
use std::collections::BTreeMap;

/// Less than this is nothing: counts are whole.
pub(super) const NOTHING: f64 = 1e-6;
/// A move is stretched no further.
const MOST: f64 = 8.0;

/// A table with its figures worked out, numbered.
#[derive(Debug)]
pub(super) struct Table<'a> {
    pub exact: &'a Exact,
    pub whose: Vec<Whose>,
    pub cells: Vec<Cell>,
    pub value: Vec<u64>,
    /// The least that somebody takes for granted who thinks that figures only grow: as it was when it last was shown.
    floor: Vec<Option<u64>>,
    number: BTreeMap<Cell, usize>,
    /// What programs have been solved, by how long they take: it bounds the work, the same on every machine.
    pub solved: std::cell::Cell<usize>,
}

/// Other counts that would look the same.
#[derive(Clone, Debug)]
pub(super) struct Move {
    /// How each figure changes that does.
    pub cells: Vec<(usize, f64)>,
    /// The municipalities whose counts change, in order: who knows one of them exactly isn't misled.
    municipalities: Vec<usize>,
    atoms: Vec<(Leaf, usize, f64)>,
}

/// What a move is sought for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wish {
    pub cell: usize,
    pub insider: Option<usize>,
    pub amount: f64,
}

/// The counts that may change. Fewer make a smaller program, and what is found among few holds among all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Within {
    pub regions: Vec<usize>,
    /// Those of their municipalities whose counts may.
    pub municipalities: Vec<usize>,
    /// Whether what is the regions' own may change, and the nation's. Where it may not, they are the same when municipalities
    /// have changed.
    pub is_above: bool,
}

/// What may be done to a figure that is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shown {
    /// It can be hidden, at its cost.
    MayBeHidden,
    /// It can be hidden, but not where it is the whole nation's: everything else is read against that.
    BelowTheNation,
    /// It can be hidden, but not where the report of the whole nation leads with it.
    BelowTheHeadline,
    /// It stays.
    Stays,
}

/// What has atoms of its own: a group in a municipality. Less would not do: counts that add up by municipality and by group,
/// each by itself, needn't be possible counts of both, since what is before must be as many as what is after in each.
pub(super) type Leaf = (usize, usize);

impl<'a> Table<'a> {
    pub(super) fn new(exact: &'a Exact, floors: &BTreeMap<Cell, u64>) -> Self {
        let figures = exact.scheme.figures.len();
        let whose = exact.all();
        let cells: Vec<Cell> = whose.iter().flat_map(|it| (0..figures).map(|figure| Cell { whose: *it, figure })).collect();
        let value: Vec<u64> = cells.iter().map(|it| exact.value(*it)).collect();
        // A figure that has fallen shows that figures do.
        let floor = cells.iter().zip(&value).map(|(it, now)| floors.get(it).copied().filter(|was| was <= now)).collect();
        let number = cells.iter().enumerate().map(|(nth, it)| (*it, nth)).collect();
        Self { exact, whose, cells, value, floor, number, solved: std::cell::Cell::new(0) }
    }

    pub(super) fn number(&self, cell: Cell) -> Option<usize> {
        self.number.get(&cell).copied()
    }

    pub(super) fn is_shown(&self, cell: usize) -> bool {
        let it = self.cells[cell];
        self.exact.scheme.figures[it.figure].is_shown && self.exact.has(it)
    }

    /// What hiding a figure costs: what is of more people, and what all else is read against, is worth more.
    pub(super) fn cost(&self, cell: usize) -> f64 {
        let level = match self.cells[cell].whose {
            Whose::Municipality(_) | Whose::RegionGroup(..) => 1.0,
            Whose::Region(_) => 3.0,
            Whose::NationGroup(_) => 5.0,
            Whose::Nation => 30.0,
        };
        level * f64::from(self.exact.scheme.figures[self.cells[cell].figure].worth)
    }

    /// Whether a figure that is shown may not be hidden.
    pub(super) fn stays(&self, cell: usize, shown: Shown) -> bool {
        let Cell { whose, figure } = self.cells[cell];
        match shown {
            Shown::MayBeHidden => false,
            Shown::BelowTheHeadline => whose == Whose::Nation && self.exact.scheme.figures[figure].is_headline,
            Shown::BelowTheNation => whose == Whose::Nation,
            Shown::Stays => true,
        }
    }

    /// Whether a move misleads somebody who holds a municipality's exact tables.
    pub(super) fn misleads(it: &Move, insider: Option<usize>) -> bool {
        insider.is_none_or(|insider| it.municipalities.binary_search(&insider).is_err())
    }

    /// How much a figure has grown since it last was shown; none where it wasn't, or doesn't only grow.
    pub(super) fn growth(&self, cell: usize) -> Option<f64> {
        self.floor[cell].map(|was| float(self.value[cell] - was))
    }

    /// How many there are of an atom.
    pub(super) fn atom(&self, (municipality, group): Leaf, atom: usize) -> f64 {
        float(self.exact.counts[municipality][group][atom])
    }

    /// A move taken further, or back: as far as it goes before somebody would be fewer than nobody or a figure lower than its
    /// floor. None where it goes nowhere.
    pub(super) fn stretched(&self, it: &Move, way: f64) -> Option<Move> {
        let room = |have: f64, by: f64| if by * way < 0.0 { have / -(by * way) } else { MOST };
        let atoms = it.atoms.iter().map(|(leaf, atom, by)| room(self.atom(*leaf, *atom), *by));
        let floors = it.cells.iter().filter_map(|(cell, by)| Some(room(self.growth(*cell)?, *by)));
        let far = atoms.chain(floors).fold(MOST, f64::min);
        let by = far * way;
        (far > 0.01 && (by - 1.0).abs() > 0.01).then(|| {
            let cells = it.cells.iter().map(|(cell, each)| (*cell, each * by)).collect();
            Move::of(cells, it.atoms.iter().map(|(leaf, atom, each)| (*leaf, *atom, each * by)).collect())
        })
    }

    /// The move that hides least, where there is one. `hidden` are the figures that are hidden already.
    pub(super) fn find(&self, hidden: &[bool], wish: Wish, within: &Within, shown: Shown) -> Option<Move> {
        let first = self.solve(hidden, wish, within, shown, |_, cost| cost)?;
        let price = |it: &Move| it.cells.iter().filter(|(cell, _)| !hidden[*cell]).map(|(cell, _)| self.cost(*cell)).sum::<f64>();
        if price(&first) < NOTHING {
            return Some(first);
        }
        // Few figures changed by much are better than many by little: what has been changed is made cheap in proportion.
        let changed: BTreeMap<usize, f64> = first.cells.iter().copied().collect();
        let second = self.solve(hidden, wish, within, shown, |cell, cost| cost / (changed.get(&cell).map_or(0.0, |it| it.abs()) + 0.25));
        Some(match second {
            Some(second) if price(&second) < price(&first) => second,
            _ => first,
        })
    }
}

impl Move {
    /// By what it changes.
    pub(super) fn of(cells: Vec<(usize, f64)>, atoms: Vec<(Leaf, usize, f64)>) -> Self {
        let mut municipalities: Vec<usize> = atoms.iter().map(|it| it.0.0).collect();
        municipalities.sort_unstable();
        municipalities.dedup();
        Self { cells, municipalities, atoms }
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of youths stay far below 2^52")]
pub(super) fn float(count: u64) -> f64 {
    count as f64
}
