//! Everything about a youth comes in through [`accept`], in one transaction with what is derived from it.

mod again;
mod ahead;
mod assign;
mod channels;
mod everyone;
mod intake;
mod parse;
mod person;
mod project;
mod receipt;
mod reference;
mod refold;
mod remind;
pub mod renew;
mod scope;
mod value;
mod write;

pub use again::{derive_again, take_again, write_again};
pub use assign::{assign, youth};
pub use everyone::everyone;
pub(crate) use intake::decides_reach;
pub use intake::{accept, accept_from};
pub use parse::Sent;
pub(crate) use person::persons_of;
pub(crate) use project::counted;
pub use receipt::Receipts;
pub(crate) use remind::numbers_of;
pub use remind::plan_anew;
pub use value::{is_dialable, possible_instant};
pub use write::{Process, Writing, write, write_all};

use domain::{Actor, DeviceId};

/// Who sends entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Caller {
    /// Whom they are made by. An entry that claims another is refused.
    pub by: Actor,
    /// Which device made them. Likewise.
    pub device: DeviceId,
    /// How far the caller reaches within the municipality.
    pub reach: Reach,
}

/// How far a caller reaches within its municipality.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// The youths of the worker's units.
    Units,
    /// Every youth: an administrator's, the importer's.
    Municipality,
    /// Every youth, and the facts that only the server makes.
    System,
}
