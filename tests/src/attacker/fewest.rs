//! The fewest figures that must be hidden, found by an integer program: for tables so small that it ends. It only asks for
//! what the small figures need, so that nothing that keeps the rule hides fewer.

use domain::disclose::{Cell, Exact, Whose};
use microlp::{ComparisonOp, OptimizationDirection, Problem, SolveOptions, Variable};
use std::collections::BTreeMap;

const WIDTH: u64 = 4;
/// No count is moved by more.
const MOST: f64 = 40.0;

fn float(it: u64) -> f64 {
    f64::from(u32::try_from(it).unwrap())
}

/// How many figures are hidden at the least, for a table without groups; none where the search was given up.
pub fn fewest(exact: &Exact, nodes: u64) -> Option<usize> {
    let cells: Vec<Cell> = exact.shown().collect();
    let mut problem = Problem::new(OptimizationDirection::Minimize);
    let hidden: BTreeMap<Cell, Variable> = cells.iter().map(|it| (*it, problem.add_binary_var(1.0))).collect();
    for it in cells.iter().filter(|it| exact.is_small(**it)) {
        problem.add_constraint([(hidden[it], 1.0)], ComparisonOp::Eq, 1.0);
        for insider in (0..exact.counts.len()).map(Some).chain([None]) {
            if insider.is_some_and(|one| it.whose == Whose::Municipality(one)) {
                continue;
            }
            let rest = exact.rest(*it, insider);
            if insider.is_some() && rest == 0 || rest > WIDTH {
                continue;
            }
            for amount in [-float(rest), float(WIDTH - rest)] {
                if amount.abs() > 0.0 {
                    a_move(&mut problem, exact, &hidden, *it, insider, amount);
                }
            }
        }
    }
    let mut options = SolveOptions::default();
    options.node_limit = Some(nodes);
    let solution = problem.solve_with(options).ok()?;
    if !solution.is_optimal() {
        return None;
    }
    let solution = solution.into_solution().ok()?;
    Some(hidden.values().filter(|it| solution.var_value(**it) > 0.5).count())
}

/// Other counts that change a figure by so much, while only what is hidden changes.
fn a_move(problem: &mut Problem, exact: &Exact, hidden: &BTreeMap<Cell, Variable>, cell: Cell, insider: Option<usize>, amount: f64) {
    let mut vars = BTreeMap::new();
    for place in (0..exact.counts.len()).filter(|it| insider != Some(*it)) {
        for (atom, count) in exact.counts[place][0].iter().enumerate() {
            vars.insert((place, atom), problem.add_var(0.0, (-float(*count), MOST)));
        }
    }
    for (other, is_hidden) in hidden {
        let places = (0..exact.counts.len()).filter(|it| exact.holds(other.whose, *it));
        let atoms = &exact.scheme.figures[other.figure].atoms;
        let sum: Vec<_> =
            places.flat_map(|place| atoms.iter().filter_map(|atom| Some((*vars.get(&(place, *atom))?, 1.0))).collect::<Vec<_>>()).collect();
        if *other == cell {
            problem.add_constraint(&sum[..], ComparisonOp::Eq, amount);
            continue;
        }
        for (way, op) in [(-MOST, ComparisonOp::Le), (MOST, ComparisonOp::Ge)] {
            let mut sum = sum.clone();
            sum.push((*is_hidden, way));
            problem.add_constraint(&sum[..], op, 0.0);
        }
    }
}
