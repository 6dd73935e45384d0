//! Store functions: each takes a transaction and returns what the domain speaks of. No SQL stands anywhere else.

pub mod place;
