//! The pieces that screens are made of.

mod back;
mod bottom_bar;
mod chips;
mod choose;
mod dial;
mod field;
mod form;
mod frame;
mod icon;
mod kept;
mod meeting_row;
mod row;
mod sheet;
mod status_line;
mod toast;
mod whose;

pub use back::close_on_back;
pub use bottom_bar::BottomBar;
pub use chips::Chips;
pub use choose::{ChooseDay, ChooseTime};
pub use dial::{Dial, How};
pub use field::{Field, Kind, Note};
pub use form::{SaveActs, Trouble, focus_wrong};
pub use frame::{Frame, Gate};
pub use icon::{Glyph, Icon};
pub use kept::{Keeping, keep};
pub(crate) use meeting_row::day_and_time;
pub use meeting_row::{MeetingRow, OutcomeActs};
pub use row::YouthRow;
pub use sheet::SheetBox;
pub use status_line::StatusLine;
pub use toast::ToastLine;
pub use whose::{WhoseToggle, is_shown};
