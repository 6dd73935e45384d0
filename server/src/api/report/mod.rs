//! Figures.

mod document;
pub(super) mod exact;
pub(super) mod level;
pub(super) mod open;
pub(super) mod outcomes;
