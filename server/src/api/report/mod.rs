//! Figures.

mod document;
pub(super) mod open;
pub(super) mod outcomes;
