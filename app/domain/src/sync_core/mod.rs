//! What a device does about sync, without doing it: state and event in, the next step out; a reply in, the change to
//! the store out. The phone carries the steps out, and so does the simulator.

mod batch;
mod courier;
mod plan;

pub use batch::fits;
pub use courier::{Courier, Event, Nudge, Step};
pub use plan::Plan;
