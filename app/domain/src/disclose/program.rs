//! A move is found by a linear program (Fischetti and Salazar, 2000, in the form with one program for each cell): the least cost
//! of the shown figures that it would have to hide.

use super::{
    Cell, Whose,
    moves::{Leaf, Move, NOTHING, Shown, Table, Wish, Within},
};
use microlp::{ComparisonOp, OptimizationDirection, Problem, SolveOptions, Variable};
use std::collections::BTreeMap;

/// The variables of what may change: as many for each group in each municipality, one for each atom.
type Leaves = BTreeMap<Leaf, Vec<Variable>>;

impl Table<'_> {
    pub(super) fn solve(
        &self,
        hidden: &[bool],
        wish: Wish,
        within: &Within,
        shown: Shown,
        weight: impl Fn(usize, f64) -> f64,
    ) -> Option<Move> {
        // What only grows can't have been less.
        if self.room(wish.cell, wish.insider).is_some_and(|it| wish.amount + it < -NOTHING) {
            return None;
        }
        let mut problem = Problem::new(OptimizationDirection::Minimize);
        let leaves = self.leaves(&mut problem, wish.insider, within);
        self.hold_together(&mut problem, &leaves, within);
        let mut figures = Vec::new();
        let count = self.exact.scheme.figures.len();
        for (nth, _) in self.whose.iter().enumerate().filter(|it| is_within(*it.1, within)) {
            let all = hidden.iter().enumerate().skip(nth * count).take(count);
            for (cell, is_hidden) in all.filter(|it| self.exact.has(self.cells[it.0])) {
                let sum = self.sum(self.cells[cell], &leaves, within);
                let room = self.room(cell, wish.insider);
                if cell == wish.cell {
                    problem.add_constraint(&sum[..], ComparisonOp::Eq, wish.amount);
                } else if sum.is_empty() {
                    // Nothing changes it.
                } else if *is_hidden || !self.is_shown(cell) {
                    // Nobody reads it, so nothing holds it but what it was.
                    if let Some(room) = room {
                        problem.add_constraint(&sum[..], ComparisonOp::Ge, -room);
                    }
                } else if self.stays(cell, shown) {
                    problem.add_constraint(&sum[..], ComparisonOp::Eq, 0.0);
                } else {
                    let cost = weight(cell, self.cost(cell));
                    let up = problem.add_var(cost, (0.0, f64::INFINITY));
                    let down = problem.add_var(cost, (0.0, room.unwrap_or(f64::INFINITY)));
                    let mut sum = sum.clone();
                    sum.extend([(up, -1.0), (down, 1.0)]);
                    problem.add_constraint(&sum[..], ComparisonOp::Eq, 0.0);
                }
                figures.push((cell, sum));
            }
        }
        // The time of a program goes by the square of its size, about.
        let size = leaves.len() * self.exact.scheme.atoms;
        self.solved.set(self.solved.get() + (size / 100).pow(2).max(1));
        let mut options = SolveOptions::default();
        options.presolve = false;
        let solution = problem.solve_with(options).ok()?.into_solution().ok()?;
        let change = |sum: &[(Variable, f64)]| sum.iter().map(|(var, by)| solution.var_value(*var) * by).sum::<f64>();
        let changed = |by: &f64| by.abs() > NOTHING;
        let cells = figures.iter().map(|(cell, sum)| (*cell, change(sum))).filter(|(_, by)| changed(by)).collect();
        let all = leaves.iter().flat_map(|(leaf, vars)| vars.iter().enumerate().map(move |(atom, var)| (*leaf, atom, *var)));
        let atoms = all.map(|(leaf, atom, var)| (leaf, atom, solution.var_value(var))).filter(|(_, _, by)| changed(by));
        Some(self.moved(cells, atoms.collect()))
    }

    /// A variable for each atom that may change: no lower than to nobody, and not at all where the insider knows it.
    fn leaves(&self, problem: &mut Problem, insider: Option<usize>, within: &Within) -> Leaves {
        let counts = |municipality: &usize| &self.exact.counts[*municipality];
        let is_anyone = |group: &usize| within.municipalities.iter().any(|it| counts(it)[*group].iter().any(|it| *it > 0));
        // Of a group that nobody has nothing is sought: that keeps programs small.
        let groups: Vec<usize> = (0..self.exact.groups).filter(is_anyone).collect();
        let mut leaves = Leaves::new();
        for municipality in within.municipalities.iter().copied().filter(|it| insider != Some(*it)) {
            for leaf in groups.iter().map(|group| (municipality, *group)) {
                let atoms = 0..self.exact.scheme.atoms;
                let vars = atoms.map(|atom| problem.add_var(0.0, (-self.atom(leaf, atom), f64::INFINITY)));
                leaves.insert(leaf, vars.collect());
            }
        }
        leaves
    }

    /// What holds whatever the counts are: two ways of dividing the same youths; and where what is above may not change, a region
    /// is its municipalities.
    fn hold_together(&self, problem: &mut Problem, leaves: &Leaves, within: &Within) {
        for vars in leaves.values() {
            for balance in &self.exact.scheme.balances {
                let sum: Vec<_> = balance.iter().map(|(atom, sign)| (vars[*atom], f64::from(*sign))).collect();
                problem.add_constraint(&sum[..], ComparisonOp::Eq, 0.0);
            }
        }
        if within.is_above {
            return;
        }
        for region in within.regions.iter().copied() {
            let groups = (0..self.exact.groups).map(|group| Whose::RegionGroup(region, group)).filter(|_| self.exact.groups > 1);
            for whose in groups.chain([Whose::Region(region)]) {
                for figure in self.exact.scheme.shown().filter(|it| self.exact.has(Cell { whose, figure: *it })) {
                    // A region's is the sum of its groups'.
                    if self.exact.groups > 1 && self.exact.scheme.figures[figure].of_groups && whose == Whose::Region(region) {
                        continue;
                    }
                    let sum = self.sum(Cell { whose, figure }, leaves, within);
                    if !sum.is_empty() {
                        problem.add_constraint(&sum[..], ComparisonOp::Eq, 0.0);
                    }
                }
            }
        }
    }

    /// A figure as a sum of what may change.
    fn sum(&self, cell: Cell, leaves: &Leaves, within: &Within) -> Vec<(Variable, f64)> {
        let Cell { whose, figure } = cell;
        let atoms = &self.exact.scheme.figures[figure].atoms;
        let groups = match whose {
            Whose::RegionGroup(_, it) | Whose::NationGroup(it) => it..it + 1,
            _ => 0..self.exact.groups,
        };
        let municipalities = within.municipalities.iter().copied().filter(|it| self.exact.holds(whose, *it));
        let parts = municipalities.flat_map(|municipality| groups.clone().map(move |group| (municipality, group)));
        parts.filter_map(|leaf| leaves.get(&leaf)).flat_map(|vars| atoms.iter().map(move |atom| (vars[*atom], 1.0))).collect()
    }
}

fn is_within(whose: Whose, within: &Within) -> bool {
    match whose {
        Whose::Municipality(it) => within.municipalities.contains(&it),
        Whose::Region(it) | Whose::RegionGroup(it, _) => within.is_above && within.regions.contains(&it),
        Whose::Nation | Whose::NationGroup(_) => within.is_above,
    }
}
