//! What a region, the nation and the public may see of the figures: small groups are hidden, and so much besides that
//! nobody can work them out. `docs/disclosure.md` has the rule and its reasons; this is the rule itself.
//!
//! A table is a [`Scheme`]: groups that don't overlap (its *atoms*) and the figures that are sums of them. [`Exact`] holds a
//! month's atoms, [`hide()`] decides which figures are hidden, and [`close`] carries what was hidden from month to month.

mod exact;
mod floors;
mod hide;
mod levels;
mod month;
mod moves;
mod outcomes;
mod pool;
mod program;
mod scheme;
mod seek;
mod small;
mod work;

pub use exact::{Cell, Exact, Places, Whose};
pub use floors::Floor;
pub use hide::{Hidden, hide};
pub use levels::StandFigure;
pub use month::{Carried, Closing, KEEP, close};
pub use outcomes::OutcomeFigure;
pub use scheme::{Figure, Scheme, Sum};
pub use work::{Growth, Work, WorkRow};

/// A group of fewer youths than this is small.
pub const K: u64 = 5;

/// How wide the interval must be that anyone can close a hidden figure into: K values, from the least to the most.
pub const WIDTH: u64 = K - 1;
