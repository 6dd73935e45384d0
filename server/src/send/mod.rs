//! From what falls due to what a youth reads: the queue, the ways out, and what comes back.
//!
//! `journal` plans in the transaction that takes an entry in ([`crate::store::reminder`]); [`Post`] claims what has fallen
//! due, checks it again, writes that a call begins, calls a [`Channel`], and writes what came of it; [`hook`] takes in
//! what providers report and what youths answer.

pub mod answer;
mod breaker;
mod channel;
mod check;
mod flight;
pub mod hook;
pub mod http;
mod key;
mod link;
mod post;
mod record;
pub mod sms;
mod sweep;
mod word;
mod work;

pub use channel::{Channel, Letter, Outcome, Problem, Sign};
pub use hook::router as hooks;
pub use key::{HookKeys, carries};
pub use post::Post;
pub use work::Tally;
