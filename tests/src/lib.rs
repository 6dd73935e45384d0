//! What the stories are told with: databases, servers, phones.

mod both;
pub mod postgres;

pub use both::both;
