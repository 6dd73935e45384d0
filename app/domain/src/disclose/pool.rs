//! The moves that have been found, and how far they take each figure.

use super::{
    Cell, WIDTH, Whose,
    moves::{CLOSE, Move, Table},
    small::Need,
    work::Growth,
};
use std::collections::BTreeMap;

/// The moves that protect what is hidden.
#[derive(Debug, Default)]
pub(super) struct Pool {
    moves: Vec<Move>,
    /// By figure: those that take it down, and those that take it up, with how far, the farthest first.
    by_cell: BTreeMap<usize, [Vec<(f64, usize)>; 2]>,
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
        for (cell, by) in &it.cells {
            let ways = &mut self.by_cell.entry(*cell).or_default()[usize::from(*by > 0.0)];
            let at = ways.partition_point(|it| it.0 >= by.abs());
            ways.insert(at, (by.abs(), nth));
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
    pub(super) fn reach(&self, cell: usize, insider: Option<usize>) -> Reach {
        let farthest = |way: usize| self.ways(cell, way).iter().find(|it| self.moves[it.1].misleads(insider));
        let [below, above] = [farthest(0), farthest(1)];
        let far = |it: Option<&(f64, usize)>| it.map_or(0.0, |it| it.0);
        Reach { below: far(below), above: far(above), by: [below, above].map(|it| Some(it?.1)) }
    }

    /// The moves that take a figure down (0) or up (1), the farthest first.
    fn ways(&self, cell: usize, way: usize) -> &[(f64, usize)] {
        self.by_cell.get(&cell).map_or(&[], |it| &it[way])
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

impl Pool {
    /// How many more youths are reached, and how many more sought, in the counts that protect these figures: by whom they
    /// mislead and by region. Where several moves would do, the one that reaches fewest.
    pub(super) fn growth(&self, table: &Table<'_>, cells: &[usize]) -> Growth {
        let mut growth = Growth::new();
        let Some(sought) = Sought::of(table) else { return growth };
        let of_moves: Vec<Vec<(usize, [f64; 2])>> = self.moves.iter().map(|it| sought.growth(it)).collect();
        for cell in cells.iter().copied() {
            for insider in table.insiders() {
                if !table.exact.is_kept_from(table.cells[cell], insider) {
                    continue;
                }
                for (nth, part) in self.gentlest(table, cell, insider, &of_moves) {
                    for (region, by) in &of_moves[nth] {
                        let it = growth.entry((insider, *region)).or_insert([0; 2]);
                        *it = [0, 1].map(|nth| it[nth].max(whole(by[nth] * part)));
                    }
                }
            }
        }
        growth
    }

    /// The moves that protect a figure from somebody, each with how much of it is needed.
    fn gentlest(&self, table: &Table<'_>, cell: usize, insider: Option<usize>, growth: &[Vec<(usize, [f64; 2])>]) -> Vec<(usize, f64)> {
        // So much of a move is needed, and so much it costs.
        let best = |way: usize, need: u64| {
            let far = super::moves::float(need);
            let enough = self.ways(cell, way).iter().take_while(|it| it.0 + CLOSE >= far);
            let enough = enough.filter(|it| self.moves[it.1].misleads(insider)).map(|(by, nth)| (*nth, far / by));
            let cost = |(nth, part): &(usize, f64)| growth[*nth].iter().map(|it| (it.1[0] + it.1[1]) * part).sum::<f64>();
            enough.min_by(|a, b| cost(a).total_cmp(&cost(b))).map(|it| (it, cost(&it)))
        };
        match table.exact.need(table.cells[cell], insider) {
            Need::Both { below, above } => {
                [(0, below), (1, above)].into_iter().filter(|it| it.1 > 0).filter_map(|(way, need)| Some(best(way, need)?.0)).collect()
            }
            Need::Wide => {
                let ways = [best(0, WIDTH), best(1, WIDTH)];
                match ways.into_iter().flatten().min_by(|a, b| a.1.total_cmp(&b.1)) {
                    Some((it, _)) => vec![it],
                    // Neither goes far enough alone.
                    None => self.reach(cell, insider).by.into_iter().flatten().map(|it| (it, 1.0)).collect(),
                }
            }
        }
    }
}

/// The figures of regions that acts set a bound to, by number.
struct Sought {
    /// In each region: the last contact within a month, within four, those open who were reached, all who were, all who were
    /// sought.
    regions: Vec<[usize; 5]>,
}

impl Sought {
    /// None where the table has no reach.
    fn of(table: &Table<'_>) -> Option<Self> {
        let scheme = &table.exact.scheme;
        let codes = ["last.within_1_month", "last.1_to_4_months", "open_reached", "reached", "touched"];
        let figures = codes.map(|it| scheme.figure(it));
        let figures: Vec<usize> = figures.into_iter().collect::<Option<_>>()?;
        let of = |region| {
            let numbers: Option<Vec<usize>> =
                figures.iter().map(|figure| table.number(Cell { whose: Whose::Region(region), figure: *figure })).collect();
            numbers?.try_into().ok()
        };
        Some(Self { regions: (0..table.exact.places.regions).map(of).collect::<Option<_>>()? })
    }

    /// How many more are reached and sought in each region where a move is made; regions where neither grows are left out.
    fn growth(&self, it: &Move) -> Vec<(usize, [f64; 2])> {
        let by = |cell: usize| it.cells.iter().find(|(at, _)| *at == cell).map_or(0.0, |it| it.1);
        let each = self.regions.iter().enumerate().map(|(region, cells)| {
            let [month, four_months, open, all, touched] = cells.map(by);
            (region, [month.max(month + four_months).max(open).max(all).max(0.0), touched.max(0.0)])
        });
        each.filter(|it| it.1.iter().any(|by| *by > 0.0)).collect()
    }
}

/// Rounded up, and never far off: a move is stretched no further than some youths.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "no move goes below zero here, or beyond the register")]
fn whole(by: f64) -> u64 {
    (by - CLOSE).max(0.0).ceil() as u64
}
