//! *Mer*: what needs help, where saving stands, the lock, the language, the app itself and the way out.

mod about;
mod language;
mod leaving;
mod locking;
mod notices;
mod saving;

use super::tray::Tray;
use crate::{
    phone::{part::Frame, ui::Ui},
    words::{Text, text},
};
use about::About;
use language::Language;
use leaving::Leaving;
use leptos::prelude::*;
use locking::Locking;
use notices::Notices;
use saving::Saving;

const TITLE: Text = text("Mer", "More");

/// The screen.
#[component]
pub fn More() -> impl IntoView {
    let ui = Ui::here();
    view! {
        <Frame title=ui.t(TITLE).to_owned()>
            <Tray />
            <Saving />
            <Locking />
            <Notices />
            <Language />
            <About />
            <Leaving />
        </Frame>
    }
}
