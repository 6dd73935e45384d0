//! The journal: entries, their facts, and nothing else about a youth anywhere.

mod entry;
mod fact;
mod kind;
mod reference;

pub use entry::{Actor, BadActor, Entry};
pub use fact::{Address, Detail, Fact, PostalAddress, SCHEMA};
pub use reference::{BadFactRef, FactRef};
