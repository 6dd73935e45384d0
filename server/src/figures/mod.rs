//! The figures as they are kept: sums that change with the entries, months that are closed a week after they end, and reading
//! them again.

mod close;
mod follow_up;
mod keep;
mod read;
mod report;
mod verify;

pub use close::{Known, catch_up, close_all, close_due, month_counts, rebuild, watch};
pub use follow_up::{Lacking, MOST, follow_up, lacking};
pub(crate) use keep::Changes;
pub use read::{Split, Wanted, counts, is_kept, moves, split, trend};
pub use report::{Asked, report};
pub use verify::{Difference, verify};

use crate::db::StoreError;
use domain::figures::BadSum;

/// A cell that holds what no version of Uppsök writes.
impl From<BadSum> for StoreError {
    fn from(_: BadSum) -> Self {
        Self::Corrupt { column: "figure_cell.key" }
    }
}
