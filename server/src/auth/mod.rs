//! Who is asking, and what they may.

mod role;

pub use role::{BadPost, BadRole, Post, Role, Scope};
