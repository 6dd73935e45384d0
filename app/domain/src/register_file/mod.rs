//! The register file: what a municipality exports, read row by row, and what each row would change.

mod columns;
mod plan;
mod row;
mod verdict;

#[cfg(test)]
mod tests;

pub use columns::{Column, Columns, MissingColumn};
pub use plan::{Change, Known, Plan, plan};
pub use row::Row;
pub use verdict::{Doubt, Finding, Reject};
