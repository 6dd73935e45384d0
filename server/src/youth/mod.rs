//! The youth's own page: who comes in by a code, what they see, and what they answer. No account; an answer is an entry
//! like any other, on the youth's own behalf.

mod answer;
mod calendar;
mod code;
mod host;
mod open;
mod page;
mod push;
mod throttle;

pub use calendar::{Event, calendar};
pub use code::{Code, link, mint};
pub use host::split;
pub use page::{dress, router};
