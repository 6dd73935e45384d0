//! The figures, from projections through the domain's definitions. A table, its chart and its files come from one value.

pub mod csv;
mod level;
mod outcomes;
pub mod rows;
mod visible;
pub mod xlsx;

pub use level::{LevelReport, level};
pub use outcomes::{By, OutcomesReport, outcomes};
pub use visible::{SeeError, Shown, Totals, Visible, Wish, published, see};
