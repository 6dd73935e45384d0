//! Messages to youths: their kinds, their texts, what they cost. Never a word that tells what this is (`DOMAIN.md`,
//! Messages to the youth).

mod kind;
mod render;
mod say;
mod segments;
mod text;

pub use kind::{MessageKind, NotSent, Via};
pub use render::{Bad, Values, check, placeholders, render};
pub use say::{clock, day, is_right_to_left, notification};
pub use segments::{Encoding, Size, size};
pub use text::{Shipped, pick, shipped};
