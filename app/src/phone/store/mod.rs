//! The phone's store: one database a person, ciphertext only. In the clear lie random ids, seqs and wrapped keys.
//!
//! What may be relied on: a verb that came back kept all of it, with strict durability; one that failed kept nothing.
//! A summary is never newer than its entries, and one that is older stands among the `dirty`. What is unsent leaves
//! the store in two ways only: by the server's receipt, or by the worker's hand from the tray.

mod change;
mod connection;
mod fault;
mod open;
mod persons;
mod records;
mod refold;
mod take;
mod tray;
mod tx;
mod unsent;
mod write;

use connection::{Connection, Mode};
pub use open::{Snapshot, Store};
pub use persons::Persons;
pub use records::{Bytes, Header, Lock, Wrapped};
pub use refold::Refolded;

use connection::Shape;

/// A store's parts.
mod part {
    /// Wrapped keys, counters, how far sync has come.
    pub const META: &str = "meta";
    /// Entries by id.
    pub const ENTRY: &str = "entry";
    /// Entry ids by seq: what the server has given no receipt for.
    pub const OUTBOX: &str = "outbox";
    /// What the server didn't take, by entry id.
    pub const REFUSED: &str = "refused";
    /// Summaries by youth.
    pub const SUMMARY: &str = "summary";
    /// Cards opened, for the access log.
    pub const READ: &str = "read";
    /// The call that was started, and the form that is half filled in.
    pub const CALL: &str = "call";
    /// The form's id among them.
    pub const DRAFT: &str = "draft";
}

/// The stores of one person's database, with what they are searched by.
const SHAPE: Shape = &[
    (part::META, &[]),
    (part::ENTRY, &["youth"]),
    (part::OUTBOX, &[]),
    (part::REFUSED, &[]),
    (part::SUMMARY, &[]),
    (part::READ, &[]),
    (part::CALL, &[]),
];

/// The parts that a change to a youth's entries touches.
const JOURNAL: &[&str] = &[part::META, part::ENTRY, part::OUTBOX, part::REFUSED, part::SUMMARY];

/// Ids within `meta`.
mod meta {
    pub const LOCK: &str = "lock";
    pub const COUNTER: &str = "counter";
    pub const HEADER: &str = "header";
    pub const PROGRESS: &str = "progress";
    pub const TOKEN: &str = "token";
}

/// A seq as an id that sorts as the number does.
fn seq_id(seq: u64) -> String {
    format!("{seq:016}")
}
