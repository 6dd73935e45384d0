//! Messages to youths: their kinds, their texts, what they cost. Never a word that tells what this is (`DOMAIN.md`,
//! Messages to the youth).

mod answer;
mod kind;
mod render;
mod say;
mod segments;
mod text;

pub use answer::{Said, understand};
pub use kind::{MessageKind, NotSent, Via};
pub use render::{Bad, Values, check, placeholders, render, sample_link};
pub use say::{clock, day, is_right_to_left, notification};
pub use segments::{Encoding, Size, size};
pub use text::{Shipped, pick, shipped};
