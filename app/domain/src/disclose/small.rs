//! Which figures are small: to anyone, and to whoever holds one municipality's exact tables.

use super::{Cell, Exact, K, WIDTH, Whose};

/// How far somebody who computes must be kept from a hidden figure: what they know of it must reach so far below it and so
/// far above it, or, where it isn't small itself, so far in all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Need {
    /// Each value from 0 to K − 1 must stay possible, or, for a group that is the whole, that K − 1 belong to another.
    Both { below: u64, above: u64 },
    /// The interval must be wide enough, wherever it lies.
    Wide,
}

impl Exact {
    /// Whether a figure must be hidden for its own sake.
    pub fn is_small(&self, cell: Cell) -> bool {
        self.has(cell) && self.scheme.figures[cell.figure].is_kept && self.insiders(cell).any(|it| self.is_small_to(cell, it))
    }

    /// Whether it is the whole of its group to anyone, so that everyone there is told of.
    pub(super) fn is_whole(&self, cell: Cell) -> bool {
        self.has(cell) && self.insiders(cell).any(|it| self.tells(cell, self.rest(cell, it), it))
    }

    /// Whom a figure may be small to: everyone, and each that holds a municipality that is a part of it.
    fn insiders(&self, cell: Cell) -> impl Iterator<Item = Option<usize>> + '_ {
        let parts = (0..self.counts.len()).filter(move |it| !matches!(cell.whose, Whose::Municipality(_)) && self.holds(cell.whose, *it));
        std::iter::once(None).chain(parts.map(Some))
    }

    /// Whether it is to one: 1 to K − 1 youths, or the whole of a group, so that everyone there is told of.
    pub(super) fn is_small_to(&self, cell: Cell, insider: Option<usize>) -> bool {
        (1..K).contains(&self.youths(cell, insider)) || self.tells(cell, self.rest(cell, insider), insider)
    }

    fn tells(&self, cell: Cell, rest: u64, insider: Option<usize>) -> bool {
        let of = self.scheme.figures[cell.figure].tells_of;
        rest > 0 && of.is_some_and(|figure| self.rest(Cell { figure, ..cell }, insider) == rest)
    }

    /// Whether there is anything to keep from somebody: not of their own municipality, nor where nobody else's youths are.
    pub(super) fn is_kept_from(&self, cell: Cell, insider: Option<usize>) -> bool {
        let Some(insider) = insider else { return true };
        match cell.whose {
            Whose::Municipality(it) => it != insider,
            whose => !self.holds(whose, insider) || self.rest(cell, Some(insider)) > 0,
        }
    }

    /// How far an insider must be kept from a figure that is hidden.
    pub(super) fn need(&self, cell: Cell, insider: Option<usize>) -> Need {
        let rest = self.rest(cell, insider);
        if self.tells(cell, rest, insider) && rest >= K {
            Need::Both { below: WIDTH, above: 0 }
        } else if rest < K {
            Need::Both { below: rest, above: WIDTH - rest }
        } else {
            Need::Wide
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Rollup,
        disclose::{Places, Scheme, Whose},
        figures::{Pair, Stand, Touched},
    };

    /// Six registrations of four youths are a small group; of six youths they aren't.
    #[test]
    fn groups_are_small_by_their_youths() {
        let stand = |touched| Stand { pair: Pair { before: Rollup::None, after: Rollup::Work }, status: None, touched };
        let scheme = Scheme::levels();
        let mut atoms = vec![0; scheme.atoms];
        stand(Touched::Longer).count_into(&mut atoms, 4);
        stand(Touched::Attempt).count_into(&mut atoms, 2);
        let twice = [stand(Touched::Longer), stand(Touched::Attempt)];
        let again: std::collections::BTreeMap<&str, u64> = scheme.again(&twice).collect();
        assert_eq!((again.get("youths"), again.get("reached"), again.get("tried")), (Some(&1), None, None));
        assert_eq!(scheme.again(&twice[..1]).count(), 0);
        let places = Places { regions: 1, region_of: vec![0] };
        let mut exact = Exact::once(scheme, places, 1, vec![vec![atoms]]);
        let cell = |code| Cell { whose: Whose::Municipality(0), figure: exact.scheme.figure(code).expect("a figure") };
        let (youths, reached) = (cell("youths"), cell("reached"));
        assert!(!exact.is_small(youths) && exact.is_small(reached));
        // Two of them have been registered twice.
        exact.again[0][0][youths.figure] = 2;
        assert_eq!((exact.value(youths), exact.youths(youths, None)), (6, 4));
        assert!(exact.is_small(youths));
        assert_eq!(exact.need(youths, None), Need::Wide);
    }
}
