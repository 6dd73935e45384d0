//! What a device does about sync, without doing it: state and event in, the next step out; what is kept and a reply or
//! an action in, the changes to the store out. The phone carries them out, and so does the simulator. [`serve`] is the
//! server's side of it.

mod batch;
mod courier;
mod farewell;
mod kept;
mod plan;
pub mod serve;
mod take;
mod tray;
mod write;

pub use batch::fits;
pub use courier::{Courier, Event, Nudge, Step};
pub use farewell::{Unsent, give_back};
pub use kept::{Change, Counter, Held, Kept, Parcel, Progress, Sent, Tray};
pub use plan::Plan;
pub use take::{Found, Needs};
pub use tray::{Aside, discard, renumber, retry_newer, send_again, set_aside, set_unreadable_aside};
pub use write::Draft;
