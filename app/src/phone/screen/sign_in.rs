//! Signing in: once a phone, and again when the server has forgotten it.

use crate::{
    phone::{
        part::{Field, Gate, Kind, Trouble},
        platform,
        ui::{Progress, Ui},
    },
    words::{Lang, Text, text},
};
use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};

const TITLE: Text = text("Logga in", "Sign in");
const WHY: Text = text(
    "Det gör du en gång på den här telefonen. Sedan låser du upp med en lösenfras, fingret eller ansiktet, också utan nät.",
    "You do this once on this phone. After that you unlock with a passphrase, finger or face, also without a network.",
);
const EMAIL: Text = text("E-post", "E-mail");
const PASSWORD: Text = text("Lösenord", "Password");
const WORKING: Text = text("Loggar in …", "Signing in …");
const BACK: Text = text("Tillbaka till låset", "Back to the lock");
const INSTALL: Text = text(
    "Lägg först appen på hemskärmen: tryck på Dela och sedan på ”Lägg till på hemskärmen”. Öppna den därifrån och logga in där, annars tömmer telefonen appen efter sju dagar.",
    "Put the app on the home screen first: tap Share, then “Add to Home Screen”. Open it from there and sign in there, or the phone empties the app after seven days.",
);

/// The screen.
#[component]
pub fn SignIn() -> impl IntoView {
    let ui = Ui::here();
    let (email, password) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let progress = RwSignal::new(Progress::Ready);
    let sign_in = move |event: SubmitEvent| {
        event.prevent_default();
        if progress.get_untracked() == Progress::Working {
            return;
        }
        progress.set(Progress::Working);
        spawn_local(async move {
            let result = ui.model.sign_in(&email.get_untracked(), &password.get_untracked()).await;
            // On success the screen is gone by now.
            let _ = progress.try_set(match result {
                Ok(()) => Progress::Ready,
                Err(failure) => Progress::Wrong(failure.say(ui.lang)),
            });
        });
    };
    let leave = move |_| {
        spawn_local(async move {
            if let Err(failure) = ui.model.leave_sign_in().await {
                let _ = progress.try_set(Progress::Wrong(failure.say(ui.lang)));
            }
        });
    };
    view! {
        <Gate title=TITLE>
            {platform::wants_installing().then(|| view! { <p class="notice notice--look">{ui.t(INSTALL)}</p> })}
            <p class="soft">{ui.t(WHY)}</p>
            <form class="form" on:submit=sign_in>
                <Field label=EMAIL value=email kind=Kind::Username />
                <Field label=PASSWORD value=password kind=Kind::Password />
                <Trouble progress=progress />
                <button type="submit" class="button button--primary button--wide">
                    {move || ui.t(if progress.get() == Progress::Working { WORKING } else { TITLE })}
                </button>
            </form>
            <div class="cluster">
                <OtherLanguage />
                {ui.model.has_store().then(|| view! {
                    <button type="button" class="button button--quiet" on:click=leave>{ui.t(BACK)}</button>
                })}
            </div>
        </Gate>
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
