//! The server as the phone sees it: a few requests, any of which may find no network.

pub mod api;
mod http;

pub use api::Token;
pub use http::Answer;
