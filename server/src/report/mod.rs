//! The figures, from projections through the domain's definitions. A table, its chart and its files come from one value.

pub mod csv;
mod filter;
mod outcomes;
mod visible;

pub use filter::{Filter, filtered};
pub use outcomes::{By, OutcomesReport, outcomes};
pub use visible::{LEAST, SeeError, Shown, Totals, Visible, see};
