//! What an administrator does in their municipality: one function a deed, shared by the API and the pages. Each checks
//! that the caller administers the place, and adds to the audit trail in the same transaction.

mod accounts;
mod assign;
mod devices;
mod imports;
mod quarantine;
mod settings;
mod units;

pub use accounts::{NewAccount, accounts, create_account, disable, enable, renew_link};
pub use assign::{Assigned, Listed, assign, youths};
pub use devices::{OwnDevice, answer_recovery, devices, revoke};
pub use imports::{apply, batches, preview, undo};
pub use quarantine::{Wanted, settle};
pub use settings::{Settings, set_settings};
pub use units::{UnitWithWorkers, create_unit, join, leave, units};
