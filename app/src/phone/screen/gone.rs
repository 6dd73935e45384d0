//! When there is nothing to open.

use crate::{
    phone::{part::Gate, platform, ui::Ui},
    words::{Text, text},
};
use leptos::prelude::*;

const WIPED: Text = text("Telefonen är spärrad", "This phone has been revoked");
const WIPED_WHY: Text = text(
    "En administratör har spärrat appen i den här telefonen. Det du hade sparat har skickats så långt det gick, och allt är borttaget härifrån. Fråga din administratör om du ska använda telefonen igen.",
    "An administrator has revoked the app on this phone. What you had saved was sent as far as possible, and everything has been removed from here. Ask your administrator if you are to use the phone again.",
);
const BROKEN: Text = text("Appen kan inte öppna sitt förråd", "The app can't open its store");
const BROKEN_WHY: Text = text(
    "Stäng appen helt och öppna den igen. Se också efter att telefonen inte är full och att webbläsaren inte är i privat läge. Det du har sparat ligger kvar.",
    "Close the app fully and open it again. Also check that the phone isn't full and that the browser isn't in private mode. What you have saved is still there.",
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
    let reload = move |_| drop(platform::window().location().reload());
    view! {
        <Gate title=BROKEN>
            <p>{ui.t(BROKEN_WHY)}</p>
            <p class="soft">{CODE.fill(ui.lang, &[("kod", code)])}</p>
            <button type="button" class="button button--primary" on:click=reload>{ui.t(AGAIN)}</button>
        </Gate>
    }
}
