//! What the stories are told with: databases, servers, clients, phones.

#![expect(clippy::missing_panics_doc, clippy::unwrap_used, reason = "whatever a test stands on panics when it gives way")]

mod both;
mod client;
pub mod postgres;
mod server_process;
pub mod world;

pub use both::both;
pub use client::{Answer, Client};
pub use server_process::{Kind, TestServer};
pub use world::{Phone, World};
