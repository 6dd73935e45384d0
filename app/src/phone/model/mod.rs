//! What the screens know of the phone: signals to read and verbs to call.

mod failure;
mod types;

pub use failure::Failure;
pub use types::{Account, CallStarted, Device, LockReason, Me, Municipality, Recovery, Refused, Stage, SyncState, Unit, Worker};
