//! Somebody who computes: from what is shown, and from what else they hold, between what least and what most can each hidden
//! figure be? A linear program answers it, over the finest counts there are; it shares no step with what hides.

mod acts;
mod fewest;
mod growing;

pub use acts::{Acts, WithActs};
pub use fewest::fewest;

use crate::dice::Dice;
use domain::disclose::{Cell, Exact, Hidden, Whose};
use growing::{Sum, growing};
use microlp::{ComparisonOp, OptimizationDirection, Problem, Variable};
use std::collections::{BTreeMap, BTreeSet};

/// What the rule promises of any hidden figure: so many values in a row stay possible (K of them: 0–4, if it is small).
const WIDTH: u64 = 4;

/// What somebody sees and takes for granted.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    /// Figures that are shown.
    pub shown: BTreeMap<Cell, u64>,
    /// Figures that can't be more: from a later month, by who thinks that figures only grow.
    pub at_most: BTreeMap<Cell, u64>,
    /// The months before, the latest first: what only grows can't be less than it was when it last was shown, or could be computed.
    pub before: Vec<Earlier>,
    /// Shares that are shown, in tenths of a percent: of which figure, of which.
    pub shares: Vec<(Cell, Cell, u64)>,
    /// Figures that are never published, and of which nothing is promised.
    pub never: BTreeSet<Cell>,
    /// Figures, by number, that count acts and not youths: of these only an interval is promised.
    pub acts: BTreeSet<usize>,
}

/// A month before, as it was shown; and its exact tables, of which each insider has kept those of their own municipality.
#[derive(Clone, Debug)]
pub struct Earlier {
    pub exact: Exact,
    pub shown: BTreeMap<Cell, u64>,
}

/// A figure that was hidden and that somebody closes in.
#[derive(Clone, Debug, PartialEq)]
pub struct Breach {
    pub cell: Cell,
    /// The municipality whose exact tables it takes.
    pub insider: Option<usize>,
    pub truth: u64,
    pub least: f64,
    pub most: f64,
}

impl Seen {
    /// What is shown where these are hidden.
    pub fn but(exact: &Exact, hidden: &BTreeSet<Cell>) -> Self {
        let shown = exact.shown().filter(|it| !hidden.contains(it)).map(|it| (it, exact.value(it))).collect();
        Self { shown, ..Self::default() }
    }
}

impl Earlier {
    /// As it was published.
    pub fn of(exact: &Exact, hidden: &Hidden) -> Self {
        Self { exact: exact.clone(), shown: Seen::but(exact, &hidden.cells).shown }
    }
}

/// Figures of a place, each added or taken away.
type Cells = Vec<(Cell, i64)>;

/// What can't be less, as somebody computes it: of others there are no fewer than there were when a figure last was shown, or when a
/// sum could last be computed from what was.
fn at_least(exact: &Exact, seen: &Seen, insider: Option<usize>, growing: &[Vec<Sum>]) -> Vec<(Cells, i64)> {
    let all = || (0..exact.counts.len()).map(Some).chain([None]);
    // The month that a sum of a place was last known in, and how it is computed.
    let known = |whose: Whose, ways: &[Sum]| {
        seen.before.iter().find_map(|month| {
            let of = |way: &Sum| way.iter().map(|(figure, by)| (Cell { whose, figure: *figure }, *by)).collect::<Cells>();
            let way = ways.iter().map(of).find(|it| it.iter().all(|it| month.shown.contains_key(&it.0)))?;
            Some((month, way))
        })
    };
    let least = |month: &Earlier, cells: &Cells, insider: Option<usize>| {
        let own = |it: &Exact| insider.map_or(0, |insider| sum(cells, |cell| it.part(cell, insider)));
        sum(cells, |cell| month.shown[&cell]) - own(&month.exact) + own(exact)
    };
    let now = |cells: &Cells| sum(cells, |cell| exact.value(cell));
    // A figure that has fallen to anyone shows that figures do, and so that what is computed from it may.
    let has_fallen = |whose: Whose, figure: usize| {
        let own = growing.iter().filter(|ways| ways[0] == [(figure, 1)]).find_map(|ways| known(whose, ways));
        own.is_some_and(|(month, cells)| all().any(|it| least(month, &cells, it) > now(&cells)))
    };
    // One that has become the whole of its group is kept from nobody who thinks that it can't have been less.
    let is_whole = |cell: Cell| {
        let of = exact.scheme.figures[cell.figure].tells_of;
        of.is_some_and(|figure| all().any(|it| exact.rest(cell, it) > 0 && exact.rest(Cell { figure, ..cell }, it) == exact.rest(cell, it)))
    };
    let mut found = Vec::new();
    for whose in exact.all() {
        for ways in growing {
            let Some((month, cells)) = known(whose, ways) else { continue };
            let is_doubtful = match &cells[..] {
                [(cell, _)] => is_whole(*cell),
                _ => ways.iter().flatten().any(|(figure, _)| has_fallen(whose, *figure)),
            };
            let least = least(month, &cells, insider);
            if !is_doubtful && least <= now(&cells) {
                found.push((cells, least));
            }
        }
    }
    found
}

fn sum(cells: &[(Cell, i64)], value: impl Fn(Cell) -> u64) -> i64 {
    cells.iter().map(|(cell, by)| i64::try_from(value(*cell)).unwrap() * by).sum()
}

/// Everything that the attacker closes in, over all who may hold one municipality's exact tables.
pub fn breaches(exact: &Exact, seen: &Seen) -> Vec<Breach> {
    let growing = if seen.before.is_empty() { Vec::new() } else { growing(&exact.scheme) };
    let all = (0..exact.counts.len()).map(Some).chain([None]);
    all.flat_map(|insider| Attack::new(exact, seen, insider, &growing).breaches()).collect()
}

struct Attack<'a> {
    exact: &'a Exact,
    insider: Option<usize>,
    problem: Problem,
    vars: BTreeMap<(usize, usize, usize), Variable>,
    /// What is sought: what isn't shown and is promised.
    sought: Vec<Cell>,
    /// The least and the most that each has been seen to be.
    range: Vec<(f64, f64)>,
    acts: BTreeSet<usize>,
}

fn float(it: u64) -> f64 {
    f64::from(u32::try_from(it).unwrap())
}

impl<'a> Attack<'a> {
    fn new(exact: &'a Exact, seen: &Seen, insider: Option<usize>, growing: &[Vec<Sum>]) -> Self {
        let mut problem = Problem::new(OptimizationDirection::Maximize);
        let mut vars = BTreeMap::new();
        for (place, groups) in exact.counts.iter().enumerate() {
            for (group, atoms) in groups.iter().enumerate() {
                for (atom, count) in atoms.iter().enumerate() {
                    let bounds = if insider == Some(place) { (float(*count), float(*count)) } else { (0.0, f64::INFINITY) };
                    vars.insert((place, group, atom), problem.add_var(0.0, bounds));
                }
                for balance in &exact.scheme.balances {
                    let sum: Vec<_> = balance.iter().map(|(atom, sign)| (vars[&(place, group, *atom)], f64::from(*sign))).collect();
                    problem.add_constraint(&sum[..], ComparisonOp::Eq, 0.0);
                }
            }
        }
        let (sought, range, acts) = (Vec::new(), Vec::new(), seen.acts.clone());
        let mut it = Self { exact, insider, problem, vars, sought, range, acts };
        for (cells, op) in [(&seen.shown, ComparisonOp::Eq), (&seen.at_most, ComparisonOp::Le)] {
            for (cell, value) in cells {
                let sum = it.sum(*cell);
                it.problem.add_constraint(&sum[..], op, float(*value));
            }
        }
        for (cells, least) in at_least(exact, seen, insider, growing) {
            let terms = cells.iter().map(|(cell, by)| (it.sum(*cell), f64::from(i32::try_from(*by).unwrap())));
            let sum = merged(terms.flat_map(|(sum, times)| sum.into_iter().map(move |(var, by)| (var, by * times))));
            it.problem.add_constraint(&sum[..], ComparisonOp::Ge, f64::from(i32::try_from(least).unwrap()));
        }
        for (part, whole, tenths) in &seen.shares {
            // Rounded: the share lies within a twentieth of a percent.
            for (op, share) in [(ComparisonOp::Le, float(*tenths) + 0.5), (ComparisonOp::Ge, float(*tenths) - 0.5)] {
                let mut sum = it.sum(*part);
                sum.extend(it.sum(*whole).into_iter().map(|(var, by)| (var, -by * share / 1000.0)));
                let sum = merged(sum);
                it.problem.add_constraint(&sum[..], op, 0.0);
            }
        }
        let is_published = |cell: &Cell| exact.scheme.figures[cell.figure].is_shown;
        it.sought = exact.cells().filter(|cell| !seen.shown.contains_key(cell) && (is_published(cell) || exact.is_small(*cell))).collect();
        it.sought.retain(|cell| !seen.never.contains(cell) && is_kept(exact, *cell, insider));
        it.range = it.sought.iter().map(|cell| (float(exact.value(*cell)), float(exact.value(*cell)))).collect();
        it
    }

    fn sum(&self, cell: Cell) -> Vec<(Variable, f64)> {
        let groups: Vec<usize> = match cell.whose {
            Whose::RegionGroup(_, group) | Whose::NationGroup(group) => vec![group],
            _ => (0..self.exact.groups).collect(),
        };
        let places = (0..self.exact.counts.len()).filter(|it| self.exact.holds(cell.whose, *it));
        let at = places.flat_map(|place| groups.iter().map(move |group| (place, *group)));
        let atoms = &self.exact.scheme.figures[cell.figure].atoms;
        at.flat_map(|(place, group)| atoms.iter().map(move |atom| (self.vars[&(place, group, *atom)], 1.0))).collect()
    }

    /// Other counts that look the same, as far as possible in a direction.
    fn look(&mut self, direction: &[(usize, f64)]) {
        let mut problem = self.problem.clone();
        let objective = problem.add_var(1.0, (f64::NEG_INFINITY, 1e4));
        let mut sum: BTreeMap<usize, (Variable, f64)> = BTreeMap::new();
        for (nth, by) in direction {
            for (var, one) in self.sum(self.sought[*nth]) {
                sum.entry(var.idx()).or_insert((var, 0.0)).1 += one * by;
            }
        }
        let mut sum: Vec<_> = sum.into_values().collect();
        sum.push((objective, -1.0));
        problem.add_constraint(&sum[..], ComparisonOp::Eq, 0.0);
        let solution = problem.solve().expect("the truth is one way").into_solution().expect("no limit was set");
        for nth in 0..self.sought.len() {
            let value: f64 = self.sum(self.sought[nth]).iter().map(|(var, by)| solution.var_value(*var) * by).sum();
            let (least, most) = &mut self.range[nth];
            (*least, *most) = (least.min(value), most.max(value));
        }
    }

    fn breaches(mut self) -> Vec<Breach> {
        // A few looks in random directions show that most figures are safe; the others are looked at one by one.
        let mut dice = Dice::new(1);
        for _ in 0..6 {
            let direction: Vec<(usize, f64)> =
                (0..self.sought.len()).map(|nth| (nth, if dice.roll(2) == 0 { 1.0 } else { -1.0 })).collect();
            if !direction.is_empty() {
                self.look(&direction);
            }
        }
        let mut found = Vec::new();
        for nth in 0..self.sought.len() {
            for way in [1.0, -1.0] {
                if !self.is_safe(nth) {
                    self.look(&[(nth, way)]);
                }
            }
            if !self.is_safe(nth) {
                let cell = self.sought[nth];
                let (least, most) = self.range[nth];
                found.push(Breach { cell, insider: self.insider, truth: self.exact.value(cell), least, most });
            }
        }
        found
    }

    /// Whether the rule is kept: K values in a row; all of 0–4 for who is few; others than all, for who is the whole.
    fn is_safe(&self, nth: usize) -> bool {
        const CLOSE: f64 = 1e-4;
        let cell = self.sought[nth];
        let rest = self.exact.rest(cell, self.insider);
        let own = float(self.exact.value(cell) - rest);
        let (least, most) = (self.range[nth].0 - own, self.range[nth].1 - own);
        let of = self.exact.scheme.figures[cell.figure].tells_of;
        let is_whole = rest > 0 && of.is_some_and(|figure| self.exact.rest(Cell { figure, ..cell }, self.insider) == rest);
        if self.acts.contains(&cell.figure) {
            most - least >= float(WIDTH) - CLOSE
        } else if is_whole && rest > WIDTH {
            least <= float(rest - WIDTH) + CLOSE
        } else if rest <= WIDTH {
            least <= CLOSE && most >= float(WIDTH) - CLOSE
        } else {
            most - least >= float(WIDTH) - CLOSE
        }
    }
}

/// The same sum with each count in it once.
fn merged(sum: impl IntoIterator<Item = (Variable, f64)>) -> Vec<(Variable, f64)> {
    let mut merged: BTreeMap<usize, (Variable, f64)> = BTreeMap::new();
    sum.into_iter().for_each(|(var, by)| merged.entry(var.idx()).or_insert((var, 0.0)).1 += by);
    merged.into_values().collect()
}

/// Whether a figure is anything to keep from somebody: they know their own municipality, and that it is all that a place has.
fn is_kept(exact: &Exact, cell: Cell, insider: Option<usize>) -> bool {
    match (insider, cell.whose) {
        (Some(it), Whose::Municipality(own)) => it != own,
        (Some(it), whose) => !exact.holds(whose, it) || exact.rest(cell, insider) > 0,
        (None, _) => true,
    }
}
