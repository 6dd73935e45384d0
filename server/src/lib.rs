//! Uppsök's server: the journal, sync, reports and the pages of those who lead and administer.

pub mod auth;
pub mod clock;
pub mod db;
pub mod journal;
pub mod store;
pub mod sync;
