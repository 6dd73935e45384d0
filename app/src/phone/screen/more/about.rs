//! The app itself: on the home screen, and which version.

use crate::{
    phone::{platform, ui::Ui},
    words::{Text, text},
};
use leptos::prelude::*;

const TITLE: Text = text("Appen", "The app");
const INSTALLED: Text = text("Uppsök ligger på hemskärmen.", "Uppsök is on the home screen.");
const INSTALL: Text = text("Lägg appen på hemskärmen", "Put the app on the home screen");
const IOS: Text = text(
    "Tryck på Dela och välj ”Lägg till på hemskärmen”. Logga sedan in i den installerade appen: den har ett eget förråd. Se till att allt är skickat härifrån först.",
    "Tap Share and choose “Add to Home Screen”. Then sign in in the installed app: it has a store of its own. Make sure that everything here has been sent first.",
);
const OTHERS: Text = text(
    "Öppna webbläsarens meny och välj ”Installera app” eller ”Lägg till på startskärmen”. Det du har sparat följer med.",
    "Open the browser's menu and choose “Install app” or “Add to Home screen”. What you have saved comes along.",
);
const VERSION: Text = text(
    "Version {nummer}. En ny version hämtas av sig själv, och du väljer när du byter.",
    "Version {nummer}. A new version is fetched by itself, and you choose when to switch.",
);

/// The section. That a newer version waits is said at the top of every screen.
#[component]
pub fn About() -> impl IntoView {
    let ui = Ui::here();
    let how = if platform::wants_installing() { IOS } else { OTHERS };
    let install = if platform::is_installed() {
        view! { <p>{ui.t(INSTALLED)}</p> }.into_any()
    } else {
        view! {
            <details class="fold">
                <summary>{ui.t(INSTALL)}</summary>
                <p class="fold__body">{ui.t(how)}</p>
            </details>
        }
        .into_any()
    };
    view! {
        <section class="section" aria-labelledby="about">
            <h2 class="section__title" id="about">{ui.t(TITLE)}</h2>
            {install}
            <p class="soft">{VERSION.fill(ui.lang, &[("nummer", &platform::version())])}</p>
        </section>
    }
}
