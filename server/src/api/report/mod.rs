//! Figures.

pub(super) mod outcomes;
