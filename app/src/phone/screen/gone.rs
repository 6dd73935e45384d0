//! When there is nothing to open.

use crate::{
    phone::{part::Gate, platform, ui::Ui},
    words::{Text, text},
};
use leptos::prelude::*;

const WIPED: Text = text("Telefonen är spärrad", "This phone has been revoked");
const WIPED_WHY: Text = text(
    "En administratör har spärrat appen i den här telefonen. Allt är borttaget härifrån; det du hade sparat skickades först, så långt det gick.",
    "An administrator has revoked the app on this phone. Everything has been removed from here; what you had saved was sent first, as far as possible.",
);
const WIPED_DO: Text = text(
    "Fråga administratören om du ska använda telefonen igen. Då loggar du in på nytt.",
    "Ask the administrator whether you are to use the phone again. If so, sign in anew.",
);
const SIGN_IN: Text = text("Logga in på nytt", "Sign in anew");
const BROKEN: Text = text("Appen kan inte öppna sitt förråd", "The app can't open its store");
const BROKEN_WHY: Text = text(
    "Stäng appen helt och öppna den igen. Hjälper inte det: se efter att webbläsaren inte är i privat läge. Det du har sparat ligger kvar.",
    "Close the app fully and open it again. If that does not help, check that the browser isn't in private mode. What you have saved is still there.",
);
const FULL: Text = text("Telefonen är full", "The phone is full");
const FULL_WHY: Text = text(
    "Appen får inte plats. Ta bort något annat, till exempel bilder, och ladda om. Det du har sparat ligger kvar.",
    "There is no room for the app. Remove something else, photos for instance, and reload. What you have saved is still there.",
);
const CODE: Text = text("Kod för den som hjälper dig: {kod}", "Code for whoever helps you: {kod}");
const AGAIN: Text = text("Ladda om", "Reload");

/// This device was revoked.
#[component]
pub fn Wiped() -> impl IntoView {
    let ui = Ui::here();
    view! {
        <Gate title=WIPED>
            <p>{ui.t(WIPED_WHY)}</p>
            <p>{ui.t(WIPED_DO)}</p>
            <button type="button" class="button button--wide" on:click=move |_| ui.model.begin_sign_in()>{ui.t(SIGN_IN)}</button>
        </Gate>
    }
}

/// The store can't be used.
#[component]
pub fn Broken(
    /// A stable code.
    code: &'static str,
) -> impl IntoView {
    let ui = Ui::here();
    // A page that can't be reloaded stays as it is.
    let reload = move |_| drop(platform::window().location().reload());
    let (title, why) = if code == "disk_full" { (FULL, FULL_WHY) } else { (BROKEN, BROKEN_WHY) };
    view! {
        <Gate title=title>
            <p>{ui.t(why)}</p>
            <p class="soft">{CODE.fill(ui.lang, &[("kod", code)])}</p>
            <button type="button" class="button button--primary button--wide" on:click=reload>{ui.t(AGAIN)}</button>
        </Gate>
    }
}
