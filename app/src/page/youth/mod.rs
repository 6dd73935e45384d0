//! The youth's page: one screen, the time first, no account and no script needed. It has a document of its own, since
//! nothing on it may tell whose it is: no name of a program, no logo, no link to other pages.

mod about;
mod frame;
mod lines;
mod meeting;
mod tongue;
mod words;

pub use about::About;
pub use frame::{Around, render};
pub use lines::Line;
pub use meeting::{Ahead, Calendar, Meeting, Sms};
pub use tongue::Tongue;

use leptos::prelude::AnyView;

/// One of the youth's pages.
pub trait Youthful {
    /// In the window's title.
    fn title(&self, tongue: Tongue) -> String;

    /// What stands on it. `base` is the address of the youth's page, `/y/CODE`.
    fn body(self, tongue: Tongue, base: &str) -> AnyView;
}
