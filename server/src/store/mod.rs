//! Store functions: each takes a transaction and returns what the domain speaks of. No SQL stands anywhere else.

pub mod access_log;
pub mod account;
pub mod audit;
pub mod device;
pub mod draft;
pub mod entry;
pub mod epoch;
pub mod feed;
pub mod grant;
pub mod import;
pub mod invitation;
mod listed;
pub mod membership;
pub mod message;
pub mod outcome;
pub mod place;
pub mod quarantine;
pub mod refresh_token;
pub mod secret_key;
pub mod server_device;
pub mod session;
pub mod sign_in_try;
pub mod youth;
pub mod youth_link;
