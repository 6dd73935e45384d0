//! State from entries. The fold is a function of the *set* of entries: any order, split or duplication gives the
//! same youth.

mod build;
mod facts;
mod meeting;
mod message;
mod occupation;
mod register;
mod youth;

#[cfg(test)]
mod tests;

pub use facts::{Happening, Standing};
pub use meeting::{Given, Meeting, MeetingOutcome, Plan};
pub use message::{Asked, Message, MessageState};
pub use occupation::{Reading, Statement};
pub use register::{Head, Register, Value};
pub use youth::{Assignment, Contact, Disputed, FollowUp, Measure, PhoneNumber, Registration, Youth};

/// The version of the fold and of what is derived through it: summaries, figures, messages. Whoever changes what comes of
/// entries that are there already raises it, so that servers derive anew what they keep.
pub const VERSION: i64 = 3;
