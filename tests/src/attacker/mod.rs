//! Somebody who computes: from what is shown, and from what else they hold, between what least and what most can each hidden
//! figure be? A linear program answers it, over the finest counts there are; it shares no step with what hides.

mod acts;
mod fewest;

pub use acts::{Acts, WithActs};
pub use fewest::fewest;

use crate::dice::Dice;
use domain::disclose::{Cell, Exact, Hidden, Whose};
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
    /// The months before, the latest first: figures that only grow can't be less than they were when they last were shown.
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

/// What can't be less, as somebody computes it: of others there are no fewer than there were when a figure last was shown.
fn at_least(exact: &Exact, before: &[Earlier], insider: Option<usize>) -> BTreeMap<Cell, u64> {
    let mut least = BTreeMap::new();
    for month in before {
        for (cell, was) in month.shown.iter().filter(|it| exact.scheme.figures[it.0.figure].grows) {
            let own = |it: &Exact| insider.map_or(0, |insider| it.part(*cell, insider));
            least.entry(*cell).or_insert(was - own(&month.exact) + own(exact));
        }
    }
    // A figure that has fallen shows that figures do; one that has become the whole of its group is kept from nobody who thinks that
    // it can't have been less.
    let is_whole = |cell: Cell| {
        let of = exact.scheme.figures[cell.figure].tells_of;
        let mut all = (0..exact.counts.len()).map(Some).chain([None]);
        of.is_some_and(|figure| all.any(|it| exact.rest(cell, it) > 0 && exact.rest(Cell { figure, ..cell }, it) == exact.rest(cell, it)))
    };
    least.retain(|cell, least| *least <= exact.value(*cell) && !is_whole(*cell));
    least
}

/// Everything that the attacker closes in, over all who may hold one municipality's exact tables.
pub fn breaches(exact: &Exact, seen: &Seen) -> Vec<Breach> {
    (0..exact.counts.len()).map(Some).chain([None]).flat_map(|insider| Attack::new(exact, seen, insider).breaches()).collect()
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
    fn new(exact: &'a Exact, seen: &Seen, insider: Option<usize>) -> Self {
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
        let at_least = at_least(exact, &seen.before, insider);
        let (sought, range, acts) = (Vec::new(), Vec::new(), seen.acts.clone());
        let mut it = Self { exact, insider, problem, vars, sought, range, acts };
        for (cells, op) in [(&seen.shown, ComparisonOp::Eq), (&seen.at_most, ComparisonOp::Le), (&at_least, ComparisonOp::Ge)] {
            for (cell, value) in cells {
                let sum = it.sum(*cell);
                it.problem.add_constraint(&sum[..], op, float(*value));
            }
        }
        for (part, whole, tenths) in &seen.shares {
            // Rounded: the share lies within a twentieth of a percent.
            for (op, share) in [(ComparisonOp::Le, float(*tenths) + 0.5), (ComparisonOp::Ge, float(*tenths) - 0.5)] {
                let mut sum = it.sum(*part);
                sum.extend(it.sum(*whole).into_iter().map(|(var, by)| (var, -by * share / 1000.0)));
                let mut merged: BTreeMap<usize, (Variable, f64)> = BTreeMap::new();
                sum.into_iter().for_each(|(var, by)| merged.entry(var.idx()).or_insert((var, 0.0)).1 += by);
                let sum: Vec<_> = merged.into_values().collect();
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

/// Whether a figure is anything to keep from somebody: they know their own municipality, and that it is all that a place has.
fn is_kept(exact: &Exact, cell: Cell, insider: Option<usize>) -> bool {
    match (insider, cell.whose) {
        (Some(it), Whose::Municipality(own)) => it != own,
        (Some(it), whose) => !exact.holds(whose, it) || exact.rest(cell, insider) > 0,
        (None, _) => true,
    }
}
