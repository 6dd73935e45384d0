//! Store functions: each takes a transaction and returns what the domain speaks of. No SQL stands anywhere else.

pub mod access_log;
pub mod entry;
pub mod epoch;
pub mod grant;
pub mod membership;
pub mod outcome;
pub mod place;
pub mod server_device;
pub mod youth;
