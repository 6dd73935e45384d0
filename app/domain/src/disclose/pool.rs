//! The moves that have been found, and how far they take each figure.

use super::moves::{Move, Table};
use std::collections::BTreeMap;

const CLOSE: f64 = 1e-5;

/// The moves that protect what is hidden.
#[derive(Debug, Default)]
pub(super) struct Pool {
    moves: Vec<Move>,
    by_cell: BTreeMap<usize, Vec<usize>>,
}

/// How far below and above a figure moves take it, and by which.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Reach {
    pub below: f64,
    pub above: f64,
    pub by: [Option<usize>; 2],
}

impl Reach {
    pub(super) fn is_below(&self, need: u64) -> bool {
        self.below + CLOSE >= super::moves::float(need)
    }

    pub(super) fn is_above(&self, need: u64) -> bool {
        self.above + CLOSE >= super::moves::float(need)
    }

    pub(super) fn is_wide(&self, need: u64) -> bool {
        self.below + self.above + CLOSE >= super::moves::float(need)
    }
}

impl Pool {
    pub(super) fn add(&mut self, it: Move) -> usize {
        let nth = self.moves.len();
        for (cell, _) in &it.cells {
            self.by_cell.entry(*cell).or_default().push(nth);
        }
        self.moves.push(it);
        nth
    }

    /// Takes over what has been found since there were so many.
    pub(super) fn learn(&mut self, from: Self, since: usize) {
        from.moves.into_iter().skip(since).for_each(|it| {
            self.add(it);
        });
    }

    pub(super) fn len(&self) -> usize {
        self.moves.len()
    }

    pub(super) fn get(&self, nth: usize) -> &Move {
        &self.moves[nth]
    }

    /// How far the moves that mislead an insider take a figure.
    pub(super) fn reach(&self, table: &Table<'_>, cell: usize, insider: Option<usize>) -> Reach {
        let mut reach = Reach::default();
        for nth in self.by_cell.get(&cell).into_iter().flatten().copied() {
            let it = &self.moves[nth];
            let Some(by) = it.cells.iter().find(|(at, _)| *at == cell).map(|it| it.1) else { continue };
            if by < 0.0 && -by > reach.below && table.misleads(it, insider) {
                (reach.below, reach.by[0]) = (-by, Some(nth));
            } else if by > reach.above && table.misleads(it, insider) {
                (reach.above, reach.by[1]) = (by, Some(nth));
            }
        }
        reach
    }

    /// The moves without those that change a figure, and the figures that those protected.
    pub(super) fn without(&self, cell: usize) -> (Self, Vec<usize>) {
        let mut kept = Self::default();
        let mut bereft = Vec::new();
        for it in &self.moves {
            if it.cells.iter().any(|(at, _)| *at == cell) {
                bereft.extend(it.cells.iter().map(|it| it.0));
            } else {
                kept.add(it.clone());
            }
        }
        bereft.sort_unstable();
        bereft.dedup();
        (kept, bereft)
    }
}
