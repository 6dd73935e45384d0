//! From a tap to facts: which facts one action makes, and what each of them saw. Ids and times are arguments.

mod call;
mod conflict;
mod contact;
mod details;
mod meeting;
pub mod mend;
pub mod message;
mod newcomer;
mod occupation;

pub use call::{CallAnswer, call};
pub use conflict::{Choice, Dispute, disputes};
pub use contact::{Visit, add_to_contact, visit};
pub use details::{BadDetails, DetailsForm, LANGUAGES, bad_phone, close_phone, detail_changes, open_phone, phone_is};
pub use meeting::{cancelled, day_choices, held, missed, moved, planned, time_choices};
pub use newcomer::{BadNewcomer, Newcomer, newcomer};
pub use occupation::{said_by_default, state_occupation};
