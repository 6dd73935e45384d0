//! The figures, from projections through the domain's definitions. A table, its chart and its files come from one value.

mod outcomes;
mod visible;

pub use outcomes::{By, OutcomesReport, outcomes};
pub use visible::{LEAST, SeeError, Shown, Visible, see};
