//! Pages of an administrator: one a file, each a value of what its handler has loaded.

mod account;
mod accounts;
mod assignments;
mod batch;
mod choice;
mod devices;
mod draft;
mod erase;
mod imports;
mod invite;
mod link;
mod outbox;
mod overview;
mod record;
mod release;
mod reminders;
mod revoke;
mod settings;
mod text_form;
mod texts;
mod undo;
mod unit;
mod units;

pub use account::{Account, State};
pub use accounts::Accounts;
pub use assignments::{Assignments, Given, Goal, Shown, UnitGoals};
pub use batch::Batch;
pub use choice::Choice;
pub use devices::{Devices, Left, Phone, PhoneState, Waiting};
pub use draft::{Draft, Line, LineKind};
pub use erase::Erase;
pub use imports::{Imported, Imports};
pub use invite::Invite;
pub use link::LinkMade;
pub use outbox::{Inbound, Message, MessageState, Outbox};
pub use overview::{Overview, Restored};
pub use record::{Open, Record, Seen, Told};
pub use release::Release;
pub use reminders::{Reminders, Way};
pub use revoke::Revoke;
pub use settings::Settings;
pub use text_form::TextForm;
pub use texts::{Standing, TextRow, Texts};
pub use undo::Undo;
pub use unit::{Member, Unit};
pub use units::{UnitRow, Units};

use crate::words::{Text, text};

/// What is shown of somebody whose identity is protected: neither name nor number.
const PROTECTED: Text = text("Skyddad uppgift", "Protected identity");
const CANCEL: Text = text("Avbryt", "Cancel");
