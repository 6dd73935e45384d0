//! From what falls due to what a youth reads: the queue, the ways out, and what comes back.

mod channel;
pub mod http;

pub use channel::{Channel, Letter, Outcome, Problem};
