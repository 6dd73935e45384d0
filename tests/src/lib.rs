//! What the stories are told with: databases, servers, clients, phones.

mod both;
mod client;
pub mod postgres;
mod server_process;

pub use both::both;
pub use client::{Answer, Client};
pub use server_process::{Kind, TestServer};
