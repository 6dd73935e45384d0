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
        self.has(cell) && self.insiders(cell).any(|it| self.is_small_to(cell, it))
    }

    /// Whom a figure may be small to: everyone, and each that holds a municipality that is a part of it.
    fn insiders(&self, cell: Cell) -> impl Iterator<Item = Option<usize>> + '_ {
        let parts = (0..self.counts.len()).filter(move |it| !matches!(cell.whose, Whose::Municipality(_)) && self.holds(cell.whose, *it));
        std::iter::once(None).chain(parts.map(Some))
    }

    /// Whether it is to one: 1 to K − 1 youths, or the whole of a group, so that everyone there is told of.
    pub(super) fn is_small_to(&self, cell: Cell, insider: Option<usize>) -> bool {
        let rest = self.rest(cell, insider);
        (1..K).contains(&rest) || self.tells(cell, rest, insider)
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
