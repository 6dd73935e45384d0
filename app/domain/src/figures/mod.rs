//! The figures, from typed cases to typed tables. A table, the chart beside it and its files come from one value.

mod case;
mod outcomes;

pub use case::{Case, DayReading, Pair};
pub use outcomes::{Bounds, Outcomes, percent};
