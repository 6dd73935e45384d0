//! Who is asking, and what they may.

pub mod access;
mod caller;
pub mod cookie;
mod keyring;
pub mod opaque;
mod page_session;
mod password;
pub mod refresh;
mod role;
mod seal;
pub mod session;
pub mod sign_in;
pub mod throttle;

pub use caller::{Anyone, Bearer, EvenRevoked, PhoneCaller};
pub use keyring::{Keyring, KeyringError};
pub use page_session::{Session, SessionRejection};
pub use password::{BadPassword, NewPassword, Passwords};
pub use role::{BadPost, BadRole, Post, Role, Scope};
pub use seal::{Sealer, Unsealable};
pub use sign_in::SignedIn;
