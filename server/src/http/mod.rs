//! HTTP: what every request meets before and after its handler.

pub mod asset;
pub mod body;
mod error;
pub mod header;
mod health;
mod listen;
mod peer;
mod query;
mod router;
pub mod serve;
mod state;
mod unread;
mod watch;

pub(crate) use body::Held;
pub use body::Json;
pub use error::{ApiError, Problem};
pub use peer::Peer;
pub use query::{Path, Query};
pub use router::router;
pub use state::{AppState, StartError};
