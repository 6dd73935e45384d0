//! The pages that are rendered on the server: plain links and forms, which work without a script, print well and load
//! at once. Each page is a value of what its handler has loaded, and its view is a function of that alone.

pub mod accessibility;
pub mod admin;
pub mod door;
mod frame;
pub mod front;
pub mod lead;
pub mod level;
mod months;
mod part;
pub mod problem;
pub mod youth;

pub use frame::{Flash, Frame, Place, Who, render};
pub use part::{Errors, Link, in_query};

use domain::Lang;
use leptos::prelude::AnyView;

/// A page: what it is called, and what stands on it.
pub trait Page {
    /// In the window's title, and in most cases the heading.
    fn title(&self, lang: Lang) -> String;

    /// What stands between the header and the foot.
    fn body(self, lang: Lang) -> AnyView;

    /// Whether it is a short form in the middle rather than a page as wide as the window.
    fn is_narrow(&self) -> bool {
        false
    }
}
