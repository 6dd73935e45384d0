//! What somebody takes for granted who thinks that figures only grow: that none is less than it was when it last was shown, nor
//! what is computed from several that were (who had ended is what is left of the registered when the open are taken away).
//! Whoever has kept one municipality's own tables of that month thinks so of what the others had.

use super::{Cell, Exact, Whose, moves::float};
use std::collections::BTreeMap;

/// A figure as it was when it last was shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Floor {
    /// What was shown.
    pub was: u64,
    /// What each municipality had of it, where any had; of a municipality's own figure nobody else has any.
    pub own: BTreeMap<usize, u64>,
}

impl Floor {
    /// A figure of a month.
    pub fn of(exact: &Exact, cell: Cell) -> Self {
        let all = if matches!(cell.whose, Whose::Municipality(_)) { 0 } else { exact.counts.len() };
        let own = (0..all).map(|it| (it, exact.part(cell, it))).filter(|it| it.1 > 0).collect();
        Self { was: exact.value(cell), own }
    }
}

/// How much lower a figure may be made to look.
#[derive(Debug)]
pub(super) struct Room {
    /// To whoever has no part of it, or one that hasn't changed. None where it has fallen: that shows that figures do.
    anyone: Option<f64>,
    /// To those whose own part has changed, in order: no more than the others' has grown, and anything where that has fallen.
    insiders: Vec<(usize, Option<f64>)>,
}

impl Room {
    pub(super) fn of(exact: &Exact, cell: Cell, floor: &Floor) -> Self {
        let (now, was) = (exact.value(cell), floor.was);
        let grown = |now: u64, was: u64| now.checked_sub(was).map(float);
        let own = |it: usize| (exact.part(cell, it), floor.own.get(&it).copied().unwrap_or_default());
        let has_changed = |it: &usize| {
            let (own, then) = own(*it);
            own != then
        };
        let all = if matches!(cell.whose, Whose::Municipality(_)) { 0 } else { exact.counts.len() };
        let others = |it: usize| {
            let (own, then) = own(it);
            (it, grown(now - own, was.saturating_sub(then)))
        };
        Self { anyone: grown(now, was), insiders: (0..all).filter(has_changed).map(others).collect() }
    }

    /// Whether to anyone it is less than it was.
    pub(super) fn has_fallen(&self) -> bool {
        self.anyone.is_none() || self.insiders.iter().any(|it| it.1.is_none())
    }

    /// To somebody who holds one municipality's exact tables, or none.
    pub(super) fn to(&self, insider: Option<usize>) -> Option<f64> {
        let own = insider.and_then(|it| self.insiders.binary_search_by_key(&it, |it| it.0).ok());
        own.map_or(self.anyone, |nth| self.insiders[nth].1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disclose::{Figure, Places, Scheme};

    fn month(counts: [u64; 3]) -> Exact {
        let figure = Figure::shown("all", vec![0], 1);
        let scheme = Scheme { atoms: 1, figures: vec![figure], balances: Vec::new() };
        let places = Places { regions: 2, region_of: vec![0, 0, 1] };
        Exact::once(scheme, places, 1, counts.map(|it| vec![vec![it]]).into())
    }

    /// What the room is to anyone and to each of three insiders.
    fn room(whose: Whose, then: [u64; 3], now: [u64; 3]) -> [Option<f64>; 4] {
        let cell = Cell { whose, figure: 0 };
        let room = Room::of(&month(now), cell, &Floor::of(&month(then), cell));
        [None, Some(0), Some(1), Some(2)].map(|it| room.to(it))
    }

    #[test]
    fn others_have_grown_by_what_ones_own_part_hasnt() {
        let (then, now) = ([20, 20, 20], [20, 23, 21]);
        assert_eq!(room(Whose::Region(0), then, now), [Some(3.0), Some(3.0), Some(0.0), Some(3.0)]);
        assert_eq!(room(Whose::Nation, then, now), [Some(4.0), Some(4.0), Some(1.0), Some(3.0)]);
        assert_eq!(room(Whose::Municipality(1), then, now), [Some(3.0); 4]);
    }

    #[test]
    fn what_has_fallen_shows_that_figures_do() {
        // To the first, the others' has fallen; to the second, it has grown by more than all of it has.
        assert_eq!(room(Whose::Region(0), [20, 20, 0], [24, 18, 0]), [Some(2.0), None, Some(4.0), Some(2.0)]);
        // All of it has fallen, and still one's own part by more.
        assert_eq!(room(Whose::Region(0), [20, 20, 0], [21, 15, 0]), [None, None, Some(1.0), None]);
    }
}
