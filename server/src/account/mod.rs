//! Adding people and letting them choose a password: what the command line, the API and the pages share.

mod add;
mod invite;
mod place;

pub use add::{AddError, add};
pub use invite::{Invited, TakeError, VALID, choose_password, invite, invited, link};
pub use place::{Place, PlaceError};
