//! Signing in: once a phone, and again when the server has forgotten it.

use super::attempt::Attempt;
use crate::{
    phone::{
        part::{Field, Gate, Kind, Trouble},
        platform,
        ui::Ui,
    },
    words::{Lang, Text, text},
};
use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};

const TITLE: Text = text("Logga in", "Sign in");
const ONCE: Text = text(
    "Det gör du en gång på den här telefonen. Sedan låser du upp med en lösenfras, fingret eller ansiktet, också utan nät.",
    "You do this once on this phone. After that you unlock with a passphrase, finger or face, also without a network.",
);
const AGAIN: Text = text(
    "Logga in för att skicka och hämta igen, eller för att någon annan ska använda telefonen. Det som redan är sparat här ligger kvar.",
    "Sign in to send and fetch again, or for somebody else to use the phone. What is already saved here stays.",
);
const EMAIL: Text = text("E-post", "E-mail");
const PASSWORD: Text = text("Lösenord", "Password");
const SHOW: Text = text("Visa lösenordet", "Show the password");
const WORKING: Text = text("Loggar in …", "Signing in …");
const BACK: Text = text("Tillbaka till låset", "Back to the lock");
const EMPTY: Text = text("Skriv både e-post och lösenord.", "Write both e-mail and password.");
const INSTALL: Text = text("Installera först, logga in sedan", "Install first, sign in afterwards");
const INSTALL_HOW: Text = text(
    "Tryck på Dela och välj ”Lägg till på hemskärmen”. Öppna Uppsök därifrån och logga in där: en flik i Safari töms efter sju dagar.",
    "Tap Share and choose “Add to Home Screen”. Open Uppsök from there and sign in there: a tab in Safari is emptied after seven days.",
);

/// The screen.
#[component]
pub fn SignIn() -> impl IntoView {
    let ui = Ui::here();
    let has_store = ui.model.has_store();
    let attempt = Attempt::new();
    let leave = move |_| attempt.run(ui.model.leave_sign_in());
    view! {
        <Gate title=TITLE>
            {platform::wants_installing().then(|| view! {
                <div class="notice notice--look">
                    <p class="notice__title">{ui.t(INSTALL)}</p>
                    <p>{ui.t(INSTALL_HOW)}</p>
                </div>
            })}
            <p class="soft">{ui.t(if has_store { AGAIN } else { ONCE })}</p>
            <Credentials attempt=attempt />
            <div class="cluster">
                <OtherLanguage />
                {has_store.then(|| view! {
                    <button type="button" class="button button--quiet" on:click=leave>{ui.t(BACK)}</button>
                })}
            </div>
        </Gate>
    }
}

/// E-mail and password.
#[component]
pub fn Credentials(
    /// The try.
    attempt: Attempt,
    /// Whose, where that is known.
    #[prop(optional)]
    email: String,
) -> impl IntoView {
    let ui = Ui::here();
    let (email, password) = (RwSignal::new(email), RwSignal::new(String::new()));
    let shown = RwSignal::new(false);
    let sign_in = move |event: SubmitEvent| {
        event.prevent_default();
        let (email, password) = (email.get_untracked(), password.get_untracked());
        if email.trim().is_empty() || password.is_empty() {
            return attempt.refuse(ui.t(EMPTY));
        }
        attempt.run(async move { ui.model.sign_in(&email, &password).await });
    };
    view! {
        <form class="form" novalidate on:submit=sign_in>
            <Field label=EMAIL value=email kind=Kind::Username />
            <Field label=PASSWORD value=password kind=Kind::Password shown=shown />
            <label class="check">
                <input type="checkbox" prop:checked=move || shown.get() on:change=move |event| shown.set(event_target_checked(&event)) />
                <span>{ui.t(SHOW)}</span>
            </label>
            <Trouble progress=attempt.progress />
            <button type="submit" class="button button--primary button--wide" aria-disabled=move || attempt.is_working().then_some("true")>
                {move || ui.t(if attempt.is_working() { WORKING } else { TITLE })}
            </button>
        </form>
    }
}

/// The other language, in that language.
#[component]
fn OtherLanguage() -> impl IntoView {
    let ui = Ui::here();
    let (other, word) = match ui.lang {
        Lang::Sv => (Lang::En, "English"),
        Lang::En => (Lang::Sv, "Svenska"),
    };
    let change = move |_| {
        spawn_local(async move {
            // Chosen for now even if it can't be kept.
            let _ = ui.model.set_lang(other).await;
        });
    };
    view! { <button type="button" class="button button--quiet" lang=other.tag() on:click=change>{word}</button> }
}
