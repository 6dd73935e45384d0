//! What every screen has: the bar at the top, the line about saving, and the main part.

use super::{Glyph, Icon, StatusLine};
use crate::{
    phone::{platform, ui::Ui},
    words::{Text, text},
};
use leptos::{html, prelude::*};

const BACK: Text = text("Tillbaka", "Back");

/// A screen of the open app.
#[component]
pub fn Frame(
    /// Its name; also the page's title, where `tab` isn't given.
    #[prop(into)]
    title: Signal<String>,
    /// The page's title where the name is somebody's: browsers keep titles, and show them among other apps.
    #[prop(optional)]
    tab: Option<Text>,
    /// Where the arrow leads, on a screen beneath one of the four.
    #[prop(optional)]
    back: Option<&'static str>,
    /// What it holds.
    children: Children,
) -> impl IntoView {
    let ui = Ui::here();
    let heading = NodeRef::<html::H1>::new();
    // A screen reader is told where it has come to.
    let name = move || tab.map_or_else(|| title.get(), |it| ui.t(it).to_owned());
    Effect::new(move |_| platform::document().set_title(&format!("{} · Uppsök", name())));
    Effect::new(move |_| {
        if let Some(heading) = heading.get() {
            let _ = heading.focus();
        }
    });
    view! {
        <header class="top-bar">
            {back.map(|href| view! {
                <a class="icon-button icon-button--quiet top-bar__back" href=href aria-label=ui.t(BACK)>
                    <Icon glyph=Glyph::Back />
                </a>
            })}
            <h1 class="top-bar__title" tabindex="-1" node_ref=heading>{move || title.get()}</h1>
        </header>
        <StatusLine />
        <main class="phone__main" id="main">{children()}</main>
    }
}

/// A screen before the app is open: one narrow column.
#[component]
pub fn Gate(
    /// Its name.
    title: Text,
    /// What it holds.
    children: Children,
) -> impl IntoView {
    let ui = Ui::here();
    let heading = NodeRef::<html::H1>::new();
    Effect::new(move |_| {
        platform::document().set_title(&format!("{} · Uppsök", ui.t(title)));
        if let Some(heading) = heading.get() {
            let _ = heading.focus();
        }
    });
    view! {
        <main class="gate">
            <h1 tabindex="-1" node_ref=heading>{ui.t(title)}</h1>
            {children()}
        </main>
    }
}
