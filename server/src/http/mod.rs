//! HTTP: what every request meets before and after its handler.

pub mod body;
mod error;
mod query;
mod state;

pub use body::Json;
pub use error::{ApiError, Problem};
pub use query::{Path, Query};
pub use state::{AppState, StartError};
