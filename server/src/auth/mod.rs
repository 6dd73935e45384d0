//! Who is asking, and what they may.

pub mod access;
mod keyring;
pub mod opaque;
mod password;
mod role;
mod seal;

pub use keyring::{Keyring, KeyringError};
pub use password::{BadPassword, NewPassword, Passwords};
pub use role::{BadPost, BadRole, Post, Role, Scope};
pub use seal::{Sealer, Unsealable};
