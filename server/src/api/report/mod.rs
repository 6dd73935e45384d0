//! Figures.

mod document;
pub(super) mod outcomes;
