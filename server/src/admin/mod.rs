//! What an administrator does in their municipality: one function a deed, shared by the API and the pages. Each checks
//! that the caller administers the place, and adds to the audit trail in the same transaction.

mod accounts;
mod assign;
mod devices;
mod drafts;
mod erase;
mod imports;
mod outbox;
mod quarantine;
mod record;
mod settings;
mod texts;
mod units;

pub use accounts::{NewAccount, accounts, create_account, disable, enable, renew_link};
pub use assign::{Assigned, Listed, assign, everyone, youths};
pub use devices::{OwnDevice, answer_recovery, devices, revoke};
pub use drafts::{draft, drop_draft, keep_draft};
pub use erase::{erase, to_erase};
pub use imports::{NewUnits, apply, batches, preview, undo, undo_plan};
pub use outbox::{messages, release, unclear};
pub use quarantine::{Wanted, settle};
pub use record::{Record, note_read, record};
pub use settings::{Settings, set_settings};
pub use texts::{LONGEST as LONGEST_TEXT, is_language, put_text, reminders, remove_text, set_reminders, texts};
pub use units::{UnitWithWorkers, create_unit, join, leave, rename_unit, units};
