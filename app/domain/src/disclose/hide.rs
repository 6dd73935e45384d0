//! What is hidden: the small figures, and as few others as can be found so that nobody computes them.

use super::{
    Cell, Exact, Floor, WIDTH,
    moves::{Move, Shown, Table, Wish, float},
    pool::{Pool, Reach},
    small::Need,
    work::Growth,
};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// So much is done in showing again what may be shown: so many small programs, or as much time with larger ones.
const PATIENCE: usize = 3_000;

/// What is hidden of a month.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hidden {
    /// Every figure that is hidden.
    pub cells: BTreeSet<Cell>,
    /// Those that had to be for this month's sake: they stay hidden afterwards ([`super::month`]).
    pub needed: BTreeSet<Cell>,
    /// What acts that are shown must leave room for ([`super::Work`]). It isn't stored.
    pub growth: Growth,
}

/// Decides what is hidden of a month. What is `carried` is hidden whatever it holds. `floors` are figures as they were when
/// they last were shown: somebody may take for granted that figures only grow, and know what they had of them themselves.
///
/// Where no way of hiding protects a figure, everything is hidden.
pub fn hide(exact: &Exact, carried: &BTreeSet<Cell>, floors: &BTreeMap<Cell, Floor>) -> Hidden {
    let table = Table::new(exact, floors);
    let small: Vec<usize> = (0..table.cells.len()).filter(|it| exact.is_small(table.cells[*it])).collect();
    let mut hiding = Hiding::nothing(&table);
    hiding.hidden = table.cells.iter().map(|it| carried.contains(it)).collect();
    hiding.begin(small);
    hiding.show_again(carried);
    let mut needed = std::mem::take(&mut hiding.needed);
    let rest = carried.iter().filter_map(|it| table.number(*it)).filter(|it| !needed.contains(it)).collect();
    hiding.protect(rest, Shown::MayBeHidden);
    // What protects what was hidden before is carried as well: were it shown next month, who sees that little has changed would
    // know what it was in this one.
    needed.extend(hiding.needed.iter().filter(|it| !carried.contains(&table.cells[**it])));
    let name = |it: &usize| table.cells[*it];
    let shown = |it: &usize| table.is_shown(*it);
    if hiding.whole {
        let all: BTreeSet<Cell> = (0..table.cells.len()).filter(shown).map(|it| name(&it)).collect();
        let growth = (0..exact.places.regions).map(|it| ((None, it), [u64::MAX; 2])).collect();
        return Hidden { cells: all.clone(), needed: all, growth };
    }
    let protected = |it: &usize| hiding.hidden[*it] && (table.is_shown(*it) || hiding.fixed.contains(it));
    let growth = hiding.pool.growth(&table, &(0..table.cells.len()).filter(protected).collect::<Vec<_>>());
    let cells = (0..table.cells.len()).filter(|it| hiding.hidden[*it]).filter(shown).map(|it| name(&it)).collect();
    Hidden { cells, needed: needed.iter().filter(|it| shown(it)).map(name).collect(), growth }
}

pub(super) struct Hiding<'a> {
    pub table: &'a Table<'a>,
    pub hidden: Vec<bool>,
    pool: Pool,
    /// What protects the small figures, they themselves included.
    needed: BTreeSet<usize>,
    /// The small ones.
    fixed: BTreeSet<usize>,
    /// No way was found.
    whole: bool,
}

impl<'a> Hiding<'a> {
    pub(super) fn nothing(table: &'a Table<'a>) -> Self {
        let hidden = vec![false; table.cells.len()];
        Self { table, hidden, pool: Pool::default(), needed: BTreeSet::new(), fixed: BTreeSet::new(), whole: false }
    }

    /// Hides the small figures, and what protects them.
    fn begin(&mut self, small: Vec<usize>) {
        for it in &small {
            self.hidden[*it] = true;
        }
        self.fixed = small.iter().copied().collect();
        self.protect(small, Shown::MayBeHidden);
    }

    /// Hides more until the figures, and all that protects them, are protected. False where none may be hidden and it would
    /// take more.
    fn protect(&mut self, cells: Vec<usize>, shown: Shown) -> bool {
        let mut queue: VecDeque<usize> = cells.into();
        while let Some(cell) = queue.pop_front() {
            if !self.needed.insert(cell) {
                continue;
            }
            for insider in self.table.insiders() {
                if !self.table.exact.is_kept_from(self.table.cells[cell], insider) {
                    continue;
                }
                let Some(by) = self.protect_from(cell, insider, shown) else {
                    self.whole |= shown == Shown::MayBeHidden;
                    return false;
                };
                for nth in by {
                    for (other, _) in &self.pool.get(nth).cells {
                        if self.table.is_shown(*other) && !self.needed.contains(other) {
                            queue.push_back(*other);
                        }
                    }
                }
            }
        }
        true
    }

    /// Sees to it that an insider can't close in a figure; the moves that keep them away.
    fn protect_from(&mut self, cell: usize, insider: Option<usize>, shown: Shown) -> Option<Vec<usize>> {
        let mut reach = self.pool.reach(cell, insider);
        match self.table.exact.need(self.table.cells[cell], insider) {
            Need::Both { below, above } => {
                if !reach.is_below(below) {
                    let found = self.find(Wish { cell, insider, amount: -float(below) }, shown)?;
                    reach.by[0] = Some(self.take(found));
                }
                if !reach.is_above(above) {
                    let found = self.find(Wish { cell, insider, amount: float(above) }, shown)?;
                    reach.by[1] = Some(self.take(found));
                }
                let used = [(below > 0, 0), (above > 0, 1)];
                Some(used.into_iter().filter(|it| it.0).filter_map(|it| reach.by[it.1]).collect())
            }
            Need::Wide if reach.is_wide(WIDTH) => Some(enough(&reach)),
            Need::Wide => {
                let lower = self.find(Wish { cell, insider, amount: -float(WIDTH) }, shown);
                let best = match lower {
                    Some(lower) if self.price(&lower) < 1e-6 => lower,
                    lower => {
                        let upper = self.find(Wish { cell, insider, amount: float(WIDTH) }, shown);
                        lower.into_iter().chain(upper).min_by(|a, b| self.price(a).total_cmp(&self.price(b)))?
                    }
                };
                Some(vec![self.take(best)])
            }
        }
    }

    fn price(&self, it: &Move) -> f64 {
        it.cells.iter().filter(|it| !self.hidden[it.0] && self.table.is_shown(it.0)).map(|it| self.table.cost(it.0)).sum()
    }

    fn take(&mut self, found: Move) -> usize {
        for (cell, _) in &found.cells {
            self.hidden[*cell] = true;
        }
        for more in [self.table.stretched(&found, 1.0), self.table.stretched(&found, -1.0)].into_iter().flatten() {
            self.pool.add(more);
        }
        self.pool.add(found)
    }

    /// Shows again, dearest first, what turns out not to be needed once all is hidden.
    fn show_again(&mut self, carried: &BTreeSet<Cell>) {
        let mut extra: Vec<usize> = (0..self.table.cells.len())
            .filter(|it| self.hidden[*it] && self.table.is_shown(*it) && !self.fixed.contains(it))
            .filter(|it| !carried.contains(&self.table.cells[*it]))
            .collect();
        extra.sort_by(|a, b| self.table.cost(*b).total_cmp(&self.table.cost(*a)).then(a.cmp(b)));
        let most = self.table.solved.get() + PATIENCE;
        for cell in extra {
            if self.table.solved.get() > most {
                return;
            }
            let (pool, bereft) = self.pool.without(cell);
            let mut trial = Hiding {
                table: self.table,
                hidden: self.hidden.clone(),
                pool,
                needed: self.needed.iter().copied().filter(|it| bereft.binary_search(it).is_err()).collect(),
                fixed: BTreeSet::new(),
                whole: false,
            };
            trial.hidden[cell] = false;
            let since = trial.pool.len();
            let again = bereft.into_iter().filter(|it| *it != cell && self.needed.contains(it)).collect();
            if trial.protect(again, Shown::Stays) {
                (self.hidden, self.pool, self.needed) = (trial.hidden, trial.pool, trial.needed);
                self.needed.remove(&cell);
            } else {
                // What was found doesn't change this figure, so it holds whether it is hidden or not.
                self.pool.learn(trial.pool, since);
            }
        }
    }
}

/// Which of the two moves are wide enough.
fn enough(reach: &Reach) -> Vec<usize> {
    let [lower, upper] = reach.by;
    match (reach.is_below(WIDTH), reach.is_above(WIDTH)) {
        (true, _) => lower.into_iter().collect(),
        (_, true) => upper.into_iter().collect(),
        _ => lower.into_iter().chain(upper).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disclose::moves::tests::{kinds, made};

    /// A region of eight and five smaller ones, with a few small groups among large: the moves are made one by one.
    #[test]
    fn every_figure_is_protected_by_moves_that_add_up() {
        let mut exact = kinds(&[8, 2, 1, 1, 1, 1]);
        for (nth, it) in exact.counts.iter_mut().flatten().flatten().enumerate() {
            *it = [20, 31, 3, 24, 0, 17, 28][nth * 5 % 7];
        }
        let table = Table::new(&exact, &BTreeMap::new());
        let mut hiding = Hiding::nothing(&table);
        hiding.begin((0..table.cells.len()).filter(|it| exact.is_small(table.cells[*it])).collect());
        hiding.show_again(&BTreeSet::new());
        assert!(!hiding.whole && hiding.hidden.contains(&false), "hiding everything is no answer");
        assert!(hiding.fixed.is_subset(&hiding.needed) && hiding.fixed.len() < hiding.needed.len());
        for insider in table.insiders() {
            let moves = (0..hiding.pool.len()).map(|nth| hiding.pool.get(nth)).filter(|it| it.misleads(insider));
            let changes: Vec<BTreeMap<Cell, f64>> = moves.map(|it| made(&table, &hiding.hidden, it, insider)).collect();
            for cell in hiding.needed.iter().map(|it| table.cells[*it]).filter(|it| exact.is_kept_from(*it, insider)) {
                let all = || changes.iter().filter_map(|it| it.get(&cell).copied());
                let (down, up) = (-all().fold(0.0, f64::min) + 1e-4, all().fold(0.0, f64::max) + 1e-4);
                let is_kept = match exact.need(cell, insider) {
                    Need::Both { below, above } => down >= float(below) && up >= float(above),
                    Need::Wide => down + up >= float(WIDTH),
                };
                assert!(is_kept, "{cell:?} from {insider:?}: {down} down, {up} up");
            }
        }
    }
}
