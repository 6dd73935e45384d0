//! Taking in a register file: what it would do, doing it, and undoing it. Every change goes through the journal.

mod apply;
mod places;
mod preview;
mod report;
mod table;
mod undo;

pub use apply::{Applied, apply};
pub use preview::{Permission, preview};
pub use report::{Reason, Report, RowReport, Verdict};
pub use table::{Table, Unreadable};
pub use undo::{Plan as UndoPlan, Undone, plan as undo_plan, undo};

use crate::db::StoreError;

/// A file that didn't go in.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// It can't be read.
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}
