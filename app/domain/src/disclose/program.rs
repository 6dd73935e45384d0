//! A move is found by a linear program (Fischetti and Salazar, 2000, in the form with one program for each cell): the least cost
//! of the shown figures that it would have to hide.

use super::{
    Cell, Whose,
    moves::{Leaf, Move, NOTHING, Shown, Table, Wish, Within, float},
};
use microlp::{ComparisonOp, OptimizationDirection, Problem, SolveOptions, Variable};
use std::collections::BTreeMap;

impl Table<'_> {
    pub(super) fn solve(
        &self,
        hidden: &[bool],
        wish: Wish,
        within: &Within,
        shown: Shown,
        weight: impl Fn(usize, f64) -> f64,
    ) -> Option<Move> {
        let mut problem = Problem::new(OptimizationDirection::Minimize);
        let leaves = self.leaves(&mut problem, wish.insider, within);
        self.hold_together(&mut problem, &leaves, within);
        let mut figures = Vec::new();
        let count = self.exact.scheme.figures.len();
        for (nth, _) in self.whose.iter().enumerate().filter(|it| is_within(*it.1, within)) {
            let all = hidden.iter().enumerate().skip(nth * count).take(count);
            for (cell, is_hidden) in all.filter(|it| self.exact.has(self.cells[it.0])) {
                let sum = self.sum(cell, &leaves, within);
                let growth = self.floor[cell].map(|was| float(self.value[cell] - was));
                if cell == wish.cell {
                    problem.add_constraint(&sum[..], ComparisonOp::Eq, wish.amount);
                } else if sum.is_empty() || !self.is_shown(cell) {
                    // Nothing changes it; or nobody reads it, so nothing holds it.
                } else if *is_hidden {
                    if let Some(growth) = growth {
                        problem.add_constraint(&sum[..], ComparisonOp::Ge, -growth);
                    }
                } else if self.stays(cell, shown) {
                    problem.add_constraint(&sum[..], ComparisonOp::Eq, 0.0);
                } else {
                    let cost = weight(cell, self.cost(cell));
                    let up = problem.add_var(cost, (0.0, f64::INFINITY));
                    let down = problem.add_var(cost, (0.0, growth.unwrap_or(f64::INFINITY)));
                    let mut sum = sum.clone();
                    sum.extend([(up, -1.0), (down, 1.0)]);
                    problem.add_constraint(&sum[..], ComparisonOp::Eq, 0.0);
                }
                figures.push((cell, sum));
            }
        }
        // The time of a program goes by the square of its size, about.
        self.solved.set(self.solved.get() + (leaves.len() / 100).pow(2).max(1));
        let mut options = SolveOptions::default();
        options.presolve = false;
        let solution = problem.solve_with(options).ok()?.into_solution().ok()?;
        let change = |sum: &[(Variable, f64)]| sum.iter().map(|(var, by)| solution.var_value(*var) * by).sum::<f64>();
        let changed = |by: &f64| by.abs() > NOTHING;
        let cells = figures.iter().map(|(cell, sum)| (*cell, change(sum))).filter(|(_, by)| changed(by)).collect();
        let atoms = leaves.iter().map(|((leaf, atom), var)| (*leaf, *atom, solution.var_value(*var))).filter(|(_, _, by)| changed(by));
        Some(self.of(cells, atoms.collect()))
    }

    /// A variable for each atom that may change: no lower than to nobody, and not at all where the insider knows it.
    fn leaves(&self, problem: &mut Problem, insider: Option<usize>, within: &Within) -> BTreeMap<(Leaf, usize), Variable> {
        let places = &self.exact.places;
        let mut leaves = BTreeMap::new();
        for municipality in within.municipalities.iter().copied().filter(|it| insider != Some(*it)) {
            for atom in 0..self.exact.scheme.atoms {
                let least = -float(self.atoms[&Leaf::Municipality(municipality)][atom]);
                leaves.insert((Leaf::Municipality(municipality), atom), problem.add_var(0.0, (least, f64::INFINITY)));
            }
        }
        let groups = if within.is_above && self.exact.groups > 1 { self.exact.groups } else { 0 };
        for region in within.regions.iter().copied() {
            let coarse = self.exact.scheme.coarse_atoms();
            for (group, atom) in (0..groups).flat_map(|group| (0..coarse).map(move |atom| (group, atom))) {
                let known = insider.filter(|it| places.region_of[*it] == region).map_or(0, |it| self.coarse[it][group][atom]);
                let least = -float(self.atoms[&Leaf::Group(region, group)][atom] - known);
                leaves.insert((Leaf::Group(region, group), atom), problem.add_var(0.0, (least, f64::INFINITY)));
            }
        }
        leaves
    }

    /// What holds whatever the counts are: two ways of dividing the same youths, and a region is its municipalities.
    fn hold_together(&self, problem: &mut Problem, leaves: &BTreeMap<(Leaf, usize), Variable>, within: &Within) {
        let mut each: BTreeMap<Leaf, Vec<Option<Variable>>> = BTreeMap::new();
        for ((leaf, atom), var) in leaves {
            each.entry(*leaf).or_insert_with(|| vec![None; self.exact.scheme.atoms])[*atom] = Some(*var);
        }
        let (fine, coarse) = (&self.exact.scheme.balances, self.exact.scheme.coarse_balances());
        for (leaf, atoms) in &each {
            for balance in if matches!(leaf, Leaf::Municipality(_)) { fine } else { &coarse } {
                let sum: Vec<_> = balance.iter().filter_map(|(atom, sign)| Some((atoms[*atom]?, f64::from(*sign)))).collect();
                problem.add_constraint(&sum[..], ComparisonOp::Eq, 0.0);
            }
        }
        if within.is_above && self.exact.groups < 2 {
            return;
        }
        for region in &within.regions {
            for coarse in 0..self.exact.scheme.coarse_atoms() {
                let of_leaf = |(leaf, atoms): (&Leaf, &Vec<Option<Variable>>)| -> Vec<(Variable, f64)> {
                    match leaf {
                        Leaf::Municipality(it) if self.exact.places.region_of[*it] == *region => {
                            self.exact.scheme.parts_of(coarse).filter_map(|it| Some((atoms[it]?, 1.0))).collect()
                        }
                        Leaf::Group(it, _) if it == region => atoms[coarse].map(|it| (it, -1.0)).into_iter().collect(),
                        _ => Vec::new(),
                    }
                };
                let sum: Vec<_> = each.iter().flat_map(of_leaf).collect();
                problem.add_constraint(&sum[..], ComparisonOp::Eq, 0.0);
            }
        }
        if within.is_above {
            return;
        }
        // What no group has is held by its figures alone: the region's own stay as they are.
        for region in within.regions.iter().copied() {
            let figures = self.exact.scheme.figures.iter().enumerate();
            for (figure, _) in figures.filter(|it| it.1.is_shown && !it.1.of_groups) {
                let sum = self.of_municipalities(region, figure, leaves);
                problem.add_constraint(&sum[..], ComparisonOp::Eq, 0.0);
            }
        }
    }

    /// A figure of a region, as the sum over its municipalities of what may change.
    fn of_municipalities(&self, region: usize, figure: usize, leaves: &BTreeMap<(Leaf, usize), Variable>) -> Vec<(Variable, f64)> {
        let atoms = &self.exact.scheme.figures[figure].atoms;
        let within = self.exact.places.within(region).map(Leaf::Municipality);
        within.flat_map(|leaf| atoms.iter().filter_map(move |atom| Some((*leaves.get(&(leaf, *atom))?, 1.0)))).collect()
    }

    /// A figure as a sum of what may change. A region's is taken over its groups where it has them: they are fewer.
    fn sum(&self, cell: usize, leaves: &BTreeMap<(Leaf, usize), Variable>, within: &Within) -> Vec<(Variable, f64)> {
        let Cell { whose, figure } = self.cells[cell];
        let of_groups = self.exact.groups > 1 && self.exact.scheme.figures[figure].of_groups;
        let of_region = |region: usize| -> Vec<Leaf> {
            if of_groups {
                (0..self.exact.groups).map(|it| Leaf::Group(region, it)).collect()
            } else {
                self.exact.places.within(region).map(Leaf::Municipality).collect()
            }
        };
        let parts: Vec<Leaf> = match whose {
            Whose::Municipality(it) => vec![Leaf::Municipality(it)],
            Whose::Region(it) => of_region(it),
            Whose::RegionGroup(region, group) => vec![Leaf::Group(region, group)],
            Whose::Nation => within.regions.iter().flat_map(|it| of_region(*it)).collect(),
            Whose::NationGroup(group) => within.regions.iter().map(|it| Leaf::Group(*it, group)).collect(),
        };
        let of_leaf = |leaf: &Leaf| {
            let atoms = if matches!(leaf, Leaf::Group(..)) { &self.coarsely[figure] } else { &self.exact.scheme.figures[figure].atoms };
            let leaf = *leaf;
            atoms.iter().filter_map(move |atom| Some((*leaves.get(&(leaf, *atom))?, 1.0)))
        };
        parts.iter().flat_map(of_leaf).collect()
    }
}

fn is_within(whose: Whose, within: &Within) -> bool {
    match whose {
        Whose::Municipality(it) => within.municipalities.contains(&it),
        Whose::Region(it) | Whose::RegionGroup(it, _) => within.is_above && within.regions.contains(&it),
        Whose::Nation | Whose::NationGroup(_) => within.is_above,
    }
}
