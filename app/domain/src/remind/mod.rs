//! What falls due: a pure function of a youth, a municipality's policy and the time (`DESIGN.md`, Reminders).

mod policy;

pub use policy::{BadPolicy, Policy, Quiet};
