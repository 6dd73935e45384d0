//! What falls due: a pure function of a youth, a municipality's policy and the time (`DESIGN.md`, Reminders).
//!
//! [`candidates`] is what the state asks for, [`due()`] what is to be made of it, [`judge()`] whether one is sent now;
//! [`planned`] and [`unheard_of`] are what a phone shows, [`after_missed`] and [`fits_in`] what it says before something is written.

mod due;
mod judge;
mod key;
mod policy;
mod version;

#[cfg(test)]
mod tests;

pub use due::{NEWS, candidates, due, in_vain};
pub use judge::{Queue, Verdict, Why, after_missed, fits_in, judge, number, planned, unheard_of};
pub use key::{BadStep, Due, Key, Step, Subject};
pub use policy::{BadPolicy, Policy, Quiet};
pub use version::{Version, answers, versions};
