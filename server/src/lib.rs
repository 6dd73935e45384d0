//! Uppsök's server: the journal, sync, reports and the pages of those who lead and administer.

pub mod account;
pub mod admin;
pub mod api;
pub mod auth;
pub mod backup;
pub mod cli;
pub mod clock;
pub mod config;
pub mod db;
pub mod demo;
pub mod disclosure;
pub mod erase;
pub mod farewell;
pub mod figures;
pub mod http;
pub mod import;
pub mod journal;
pub mod page;
pub mod push;
pub mod report;
pub mod retention;
pub mod send;
pub mod store;
pub mod sync;
pub mod verify;
pub mod youth;
