//! Moves: other counts that would look the same. A hidden figure is protected by the moves that change it while everything
//! that is shown stays as it is; the cheapest one says what else must be hidden.
//!
//! A move is found by a linear program (Fischetti and Salazar, 2000, in the form with one program for each cell): the least
//! cost of the shown figures that it would have to hide.

use super::{Cell, Exact, Whose};
use microlp::{ComparisonOp, OptimizationDirection, Problem, SolveOptions, Variable};
use std::collections::{BTreeMap, BTreeSet};

/// Less than this is nothing: counts are whole.
const NOTHING: f64 = 1e-6;
/// What a small program counts for.
const LEAST: usize = 30;
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
    /// The atoms of municipalities, all groups together, and the coarser ones of regions' groups.
    atoms: BTreeMap<Leaf, Vec<u64>>,
    /// What each figure is the sum of where groups are told apart.
    coarsely: Vec<Vec<usize>>,
}

/// Other counts that would look the same.
#[derive(Clone, Debug)]
pub(super) struct Move {
    /// How each figure changes that does.
    pub cells: Vec<(usize, f64)>,
    /// The municipalities whose counts change: who knows one of them exactly isn't misled.
    pub municipalities: BTreeSet<usize>,
    atoms: Vec<(Leaf, usize, f64)>,
}

/// What a move is sought for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wish {
    pub cell: usize,
    pub insider: Option<usize>,
    pub amount: f64,
}

/// The counts that may change: a region's municipalities among themselves, or whole regions with all above them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Within {
    Region(usize),
    Regions(Vec<usize>),
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

/// What has atoms of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Leaf {
    Municipality(usize),
    Group(usize, usize),
}

impl<'a> Table<'a> {
    pub(super) fn new(exact: &'a Exact, floors: &BTreeMap<Cell, u64>) -> Self {
        let figures = exact.scheme.figures.len();
        let whose = exact.all();
        let cells: Vec<Cell> = whose.iter().flat_map(|it| (0..figures).map(|figure| Cell { whose: *it, figure })).collect();
        let value: Vec<u64> = cells.iter().map(|it| exact.value(*it)).collect();
        // A figure that has fallen shows that figures do.
        let floor = cells.iter().zip(&value).map(|(it, now)| floors.get(it).copied().filter(|was| was <= now)).collect();
        let number = cells.iter().enumerate().map(|(nth, it)| (*it, nth)).collect();
        let each = |atom: &dyn Fn(usize) -> u64| (0..exact.scheme.atoms).map(atom).collect::<Vec<_>>();
        let municipalities = (0..exact.counts.len()).map(|it| (Leaf::Municipality(it), each(&|atom| exact.atom(it, atom))));
        let groups = (0..exact.places.regions).flat_map(|region| (0..exact.groups).map(move |group| (region, group)));
        let coarse = exact.scheme.coarse_atoms();
        let groups = groups.map(|(region, group)| {
            (Leaf::Group(region, group), (0..coarse).map(|atom| exact.atom_of_group(region, group, atom)).collect())
        });
        let atoms = municipalities.chain(groups).collect();
        let coarsely = (0..figures).map(|it| exact.scheme.coarsely(it)).collect();
        Self { exact, whose, cells, value, floor, number, solved: std::cell::Cell::new(0), atoms, coarsely }
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
    fn stays(&self, cell: usize, shown: Shown) -> bool {
        let Cell { whose, figure } = self.cells[cell];
        match shown {
            Shown::MayBeHidden => false,
            Shown::BelowTheHeadline => whose == Whose::Nation && self.exact.scheme.figures[figure].is_headline,
            Shown::BelowTheNation => whose == Whose::Nation,
            Shown::Stays => true,
        }
    }

    /// Whether a move misleads somebody who holds a municipality's exact tables.
    pub(super) fn misleads(&self, it: &Move, insider: Option<usize>) -> bool {
        let Some(insider) = insider else { return true };
        let region = self.exact.places.region_of[insider];
        !it.municipalities.contains(&insider)
            && it.atoms.iter().all(|(leaf, atom, by)| match leaf {
                Leaf::Group(at, group) if *at == region => {
                    -by <= float(self.atoms[leaf][*atom] - self.exact.coarse_atom(insider, *group, *atom)) + NOTHING
                }
                _ => true,
            })
    }

    /// A move taken further, or back: as far as it goes before somebody would be fewer than nobody or a figure lower than its
    /// floor. None where it goes nowhere.
    pub(super) fn stretched(&self, it: &Move, way: f64) -> Option<Move> {
        let room = |have: f64, by: f64| if by * way < 0.0 { have / -(by * way) } else { MOST };
        let atoms = it.atoms.iter().map(|(leaf, atom, by)| room(float(self.atoms[leaf][*atom]), *by));
        let floors = it.cells.iter().filter_map(|(cell, by)| Some(room(float(self.value[*cell] - self.floor[*cell]?), *by)));
        let far = atoms.chain(floors).fold(MOST, f64::min);
        let by = far * way;
        (far > 0.01 && (by - 1.0).abs() > 0.01).then(|| Move {
            cells: it.cells.iter().map(|(cell, each)| (*cell, each * by)).collect(),
            municipalities: it.municipalities.clone(),
            atoms: it.atoms.iter().map(|(leaf, atom, each)| (*leaf, *atom, each * by)).collect(),
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

    fn solve(&self, hidden: &[bool], wish: Wish, within: &Within, shown: Shown, weight: impl Fn(usize, f64) -> f64) -> Option<Move> {
        let mut problem = Problem::new(OptimizationDirection::Minimize);
        let leaves = self.leaves(&mut problem, wish.insider, within);
        self.hold_together(&mut problem, &leaves, within);
        let mut figures = Vec::new();
        let count = self.exact.scheme.figures.len();
        for (nth, _) in self.whose.iter().enumerate().filter(|it| is_within(*it.1, within, self.exact)) {
            let all = hidden.iter().enumerate().skip(nth * count).take(count);
            for (cell, is_hidden) in all.filter(|it| self.exact.has(self.cells[it.0])) {
                let sum = self.sum(cell, &leaves, within);
                let growth = self.floor[cell].map(|was| float(self.value[cell] - was));
                if cell == wish.cell {
                    problem.add_constraint(&sum[..], ComparisonOp::Eq, wish.amount);
                } else if !self.is_shown(cell) {
                    // Nobody reads it, so nothing holds it.
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
        // The time of a program goes by the square of its size, about, but for what each takes at the least.
        self.solved.set(self.solved.get() + (leaves.len() / 100).pow(2).max(LEAST));
        let mut options = SolveOptions::default();
        options.presolve = false;
        let solution = problem.solve_with(options).ok()?.into_solution().ok()?;
        let change = |sum: &[(Variable, f64)]| sum.iter().map(|(var, by)| solution.var_value(*var) * by).sum::<f64>();
        let changed = |by: &f64| by.abs() > NOTHING;
        let cells = figures.iter().map(|(cell, sum)| (*cell, change(sum))).filter(|(_, by)| changed(by)).collect();
        let atoms: Vec<(Leaf, usize, f64)> =
            leaves.iter().map(|((leaf, atom), var)| (*leaf, *atom, solution.var_value(*var))).filter(|(_, _, by)| changed(by)).collect();
        let municipalities = atoms.iter().filter_map(|it| if let Leaf::Municipality(at) = it.0 { Some(at) } else { None }).collect();
        Some(Move { cells, municipalities, atoms })
    }

    /// A variable for each atom that may change: no lower than to nobody, and not at all where the insider knows it.
    fn leaves(&self, problem: &mut Problem, insider: Option<usize>, within: &Within) -> BTreeMap<(Leaf, usize), Variable> {
        let places = &self.exact.places;
        let mut leaves = BTreeMap::new();
        let (regions, groups) = match within {
            Within::Region(it) => (std::slice::from_ref(it), 0),
            Within::Regions(them) => (&them[..], if self.exact.groups > 1 { self.exact.groups } else { 0 }),
        };
        for region in regions.iter().copied() {
            for municipality in places.within(region).filter(|it| insider != Some(*it)) {
                for atom in 0..self.exact.scheme.atoms {
                    let least = -float(self.atoms[&Leaf::Municipality(municipality)][atom]);
                    leaves.insert((Leaf::Municipality(municipality), atom), problem.add_var(0.0, (least, f64::INFINITY)));
                }
            }
            let coarse = self.exact.scheme.coarse_atoms();
            for (group, atom) in (0..groups).flat_map(|group| (0..coarse).map(move |atom| (group, atom))) {
                let known = insider.filter(|it| places.region_of[*it] == region).map_or(0, |it| self.exact.coarse_atom(it, group, atom));
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
        let regions = match within {
            Within::Region(it) => std::slice::from_ref(it),
            Within::Regions(_) if self.exact.groups < 2 => return,
            Within::Regions(them) => &them[..],
        };
        for region in regions {
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
        if let Within::Region(region) = within {
            // What no group has is held by its figures alone: the region's own stay as they are.
            let figures = self.exact.scheme.figures.iter().enumerate();
            for (figure, _) in figures.filter(|it| it.1.is_shown && !it.1.of_groups) {
                let sum = self.of_municipalities(*region, figure, leaves);
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
        let regions = match within {
            Within::Region(it) => std::slice::from_ref(it),
            Within::Regions(them) => &them[..],
        };
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
            Whose::Nation => regions.iter().flat_map(|it| of_region(*it)).collect(),
            Whose::NationGroup(group) => regions.iter().map(|it| Leaf::Group(*it, group)).collect(),
        };
        let of_leaf = |leaf: &Leaf| {
            let atoms = if matches!(leaf, Leaf::Group(..)) { &self.coarsely[figure] } else { &self.exact.scheme.figures[figure].atoms };
            let leaf = *leaf;
            atoms.iter().filter_map(move |atom| Some((*leaves.get(&(leaf, *atom))?, 1.0)))
        };
        parts.iter().flat_map(of_leaf).collect()
    }
}

fn is_within(whose: Whose, within: &Within, exact: &Exact) -> bool {
    match (whose, within) {
        (Whose::Municipality(it), Within::Region(region)) => exact.places.region_of[it] == *region,
        (Whose::Municipality(it), Within::Regions(them)) => them.contains(&exact.places.region_of[it]),
        (_, Within::Region(_)) => false,
        (Whose::Region(it) | Whose::RegionGroup(it, _), Within::Regions(them)) => them.contains(&it),
        (Whose::Nation | Whose::NationGroup(_), Within::Regions(_)) => true,
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of youths stay far below 2^52")]
pub(super) fn float(count: u64) -> f64 {
    count as f64
}
