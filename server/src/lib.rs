//! Uppsök's server: the journal, sync, reports and the pages of those who lead and administer.

pub mod auth;
pub mod clock;
pub mod config;
pub mod db;
pub mod http;
pub mod journal;
pub mod store;
pub mod sync;
