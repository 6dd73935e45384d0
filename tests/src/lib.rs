//! What the stories are told with: databases, servers, clients, phones.

#![expect(clippy::missing_panics_doc, clippy::unwrap_used, reason = "whatever a test stands on panics when it gives way")]

pub mod attacker;
mod both;
mod client;
mod dice;
pub mod elks;
pub mod indoors;
pub mod invited;
pub mod kannel;
pub mod lives;
pub mod load;
pub mod months;
pub mod office;
mod phone;
pub mod postgres;
pub mod proxy;
mod push_service;
pub mod python;
pub mod register;
pub mod rush;
mod server_process;
pub mod simulator;
pub mod sql;
pub mod story;
mod visitor;
pub mod world;

pub use both::{both, both_at};
pub use client::{Answer, Client};
pub use dice::Dice;
pub use indoors::Indoors;
pub use invited::Invited;
pub use phone::{Phone, is_stored, refused};
pub use push_service::{PushService, Pushed};
pub use server_process::{Kind, TestServer};
pub use visitor::{ORIGIN, Visitor};
pub use world::{World, call, made_up, stated, works};
