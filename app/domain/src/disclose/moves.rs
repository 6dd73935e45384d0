//! Moves: other counts that would look the same. A hidden figure is protected by the moves that change it while everything
//! that is shown stays as it is; the cheapest one says what else must be hidden.

use super::{
    Cell, Exact, Whose,
    floors::{Floor, Room},
};
use std::collections::{BTreeMap, BTreeSet};

/// Less than this is nothing: counts are whole.
pub(super) const NOTHING: f64 = 1e-6;
/// What moves change adds up to within so much.
pub(super) const CLOSE: f64 = 1e-5;
/// A move is stretched no further.
const MOST: f64 = 8.0;

/// A table with its figures worked out, numbered.
#[derive(Debug)]
pub(super) struct Table<'a> {
    pub exact: &'a Exact,
    pub whose: Vec<Whose>,
    pub cells: Vec<Cell>,
    /// How much lower each that was shown may be made to look to somebody who thinks that figures only grow.
    rooms: Vec<Option<Room>>,
    number: BTreeMap<Cell, usize>,
    /// What programs have been solved, by how long they take: it bounds the work, the same on every machine.
    pub solved: std::cell::Cell<usize>,
}

/// Other counts that would look the same.
#[derive(Clone, Debug)]
pub(super) struct Move {
    /// How each figure changes that does.
    pub cells: Vec<(usize, f64)>,
    /// Who isn't misled, in order: who knows exactly what changes, and who knows that a figure can't have been so low.
    seen_through_by: Vec<Option<usize>>,
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
    pub(super) fn new(exact: &'a Exact, floors: &BTreeMap<Cell, Floor>) -> Self {
        let figures = exact.scheme.figures.len();
        let whose = exact.all();
        let cells: Vec<Cell> = whose.iter().flat_map(|it| (0..figures).map(|figure| Cell { whose: *it, figure })).collect();
        // What has become the whole of its group is kept also from who doesn't think that it only grows.
        let of = |it: Cell| floors.get(&it).filter(|_| !exact.is_whole(it)).map(|floor| Room::of(exact, it, floor));
        // And where what is counted in all has become less, nothing is taken for granted of what is computed from it: so that who are
        // few now can be nobody.
        let is_doubtful =
            |it: &Cell| exact.scheme.terms(it.figure).any(|figure| of(Cell { figure, ..*it }).is_some_and(|it| it.has_fallen()));
        let room = |it: &Cell| of(*it).filter(|_| !is_doubtful(it));
        let rooms = cells.iter().map(room).collect();
        let number = cells.iter().enumerate().map(|(nth, it)| (*it, nth)).collect();
        Self { exact, whose, cells, rooms, number, solved: std::cell::Cell::new(0) }
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

    /// Everyone who is to be misled: anyone, and each that holds a municipality's exact tables. In order.
    pub(super) fn insiders(&self) -> impl Iterator<Item = Option<usize>> + use<> {
        std::iter::once(None).chain((0..self.exact.counts.len()).map(Some))
    }

    /// How much lower a figure may be made to look to somebody; none where nothing holds it.
    pub(super) fn room(&self, cell: usize, insider: Option<usize>) -> Option<f64> {
        self.rooms[cell].as_ref()?.to(insider)
    }

    /// A move, by what it changes.
    pub(super) fn moved(&self, cells: Vec<(usize, f64)>, atoms: Vec<(Leaf, usize, f64)>) -> Move {
        let touched: BTreeSet<usize> = atoms.iter().map(|it| it.0.0).collect();
        let lowered = cells.iter().filter(|it| it.1 < 0.0);
        let lowered: Vec<(&Room, f64)> = lowered.filter_map(|(cell, by)| Some((self.rooms[*cell].as_ref()?, -by))).collect();
        let is_too_low = |to: Option<usize>| lowered.iter().any(|(room, by)| room.to(to).is_some_and(|room| room + CLOSE < *by));
        let sees = |it: &Option<usize>| it.is_some_and(|it| touched.contains(&it)) || is_too_low(*it);
        Move { cells, seen_through_by: self.insiders().filter(sees).collect(), atoms }
    }

    /// How many there are of an atom.
    pub(super) fn atom(&self, (municipality, group): Leaf, atom: usize) -> f64 {
        float(self.exact.counts[municipality][group][atom])
    }

    /// A move taken further, or back: as far as it goes before somebody would be fewer than nobody, or one whom it misleads
    /// would see through it. None where it goes nowhere.
    pub(super) fn stretched(&self, it: &Move, way: f64) -> Option<Move> {
        let room = |have: f64, by: f64| if by * way < 0.0 { have / -(by * way) } else { MOST };
        let atoms = it.atoms.iter().map(|(leaf, atom, by)| room(self.atom(*leaf, *atom), *by));
        let misled: Vec<Option<usize>> = self.insiders().filter(|insider| it.misleads(*insider)).collect();
        let floors = it.cells.iter().filter_map(|(cell, by)| {
            let of = self.rooms[*cell].as_ref()?;
            Some(room(misled.iter().filter_map(|it| of.to(*it)).reduce(f64::min)?, *by))
        });
        let far = atoms.chain(floors).fold(MOST, f64::min);
        let by = far * way;
        (far > 0.01 && (by - 1.0).abs() > 0.01).then(|| {
            let cells = it.cells.iter().map(|(cell, each)| (*cell, each * by)).collect();
            self.moved(cells, it.atoms.iter().map(|(leaf, atom, each)| (*leaf, *atom, each * by)).collect())
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
    /// Whether it misleads somebody who holds a municipality's exact tables, or none.
    pub(super) fn misleads(&self, insider: Option<usize>) -> bool {
        self.seen_through_by.binary_search(&insider).is_err()
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of youths stay far below 2^52")]
pub(super) fn float(count: u64) -> f64 {
    count as f64
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::disclose::{Figure, Places, Scheme};

    /// Regions of so many municipalities: three kinds and their sum, of twenty youths each.
    pub fn kinds(sizes: &[usize]) -> Exact {
        let shown = |code, atoms: &[usize]| Figure::shown(code, atoms.to_vec(), 1);
        let figures = vec![shown("all", &[0, 1, 2]), shown("a", &[0]), shown("b", &[1]), shown("c", &[2])];
        let scheme = Scheme { atoms: 3, figures, balances: Vec::new() };
        let region_of: Vec<usize> = sizes.iter().enumerate().flat_map(|(region, count)| std::iter::repeat_n(region, *count)).collect();
        let counts = region_of.iter().map(|_| vec![vec![20; 3]]).collect();
        Exact::once(scheme, Places { regions: sizes.len(), region_of }, 1, counts)
    }

    /// Makes a move, and adds everything up again: what is shown is as it was, nobody is fewer than nobody, and whom it is to
    /// mislead has what they had. By how much each figure changes that does.
    pub fn made(table: &Table<'_>, hidden: &[bool], it: &Move, insider: Option<usize>) -> BTreeMap<Cell, f64> {
        let exact = table.exact;
        let mut by = vec![vec![vec![0.0; exact.scheme.atoms]; exact.groups]; exact.counts.len()];
        for ((municipality, group), atom, change) in &it.atoms {
            assert_ne!(Some(*municipality), insider, "they know their own");
            by[*municipality][*group][*atom] += change;
            assert!(table.atom((*municipality, *group), *atom) + change > -CLOSE, "fewer than nobody: {it:?}");
        }
        for balance in &exact.scheme.balances {
            let mut sums = by.iter().flatten().map(|atoms| balance.iter().map(|(atom, sign)| atoms[*atom] * f64::from(*sign)).sum::<f64>());
            assert!(sums.all(|it| it.abs() < CLOSE), "two ways of dividing the same: {it:?}");
        }
        let change = |cell: Cell| -> f64 {
            let groups = match cell.whose {
                Whose::RegionGroup(_, it) | Whose::NationGroup(it) => it..it + 1,
                _ => 0..exact.groups,
            };
            let within = (0..by.len()).filter(|it| exact.holds(cell.whose, *it));
            let rows = within.flat_map(|it| groups.clone().map(move |group| (it, group)));
            rows.map(|(it, group)| exact.scheme.figures[cell.figure].atoms.iter().map(|atom| by[it][group][*atom]).sum::<f64>()).sum()
        };
        let mut changed = BTreeMap::new();
        for (nth, cell) in table.cells.iter().enumerate().filter(|it| exact.has(*it.1)) {
            let change = change(*cell);
            assert!(hidden[nth] || !table.is_shown(nth) || change.abs() < CLOSE, "{cell:?} is shown: {it:?}");
            assert!(table.room(nth, insider).is_none_or(|room| change > -room - CLOSE), "{cell:?} was more: {it:?}");
            if change.abs() >= CLOSE {
                changed.insert(*cell, change);
            }
        }
        changed
    }
}
