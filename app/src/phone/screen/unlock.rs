//! The lock: a finger, a face or the passphrase.

use super::{
    attempt::Attempt,
    recovery::{Forgotten, Waiting},
    update::NewVersion,
};
use crate::{
    phone::{
        model::{LockReason, Passkey},
        part::{Field, Gate, Glyph, Icon, Kind, Trouble},
        ui::Ui,
    },
    words::{Text, text},
};
use leptos::{ev::SubmitEvent, prelude::*};

const TITLE: Text = text("Lås upp", "Unlock");
const LEASE: Text = text("Gå online för att låsa upp", "Go online to unlock");
const LEASE_WHY: Text = text(
    "Telefonen har varit utan kontakt med servern för länge. Anslut till nätet och lås upp igen. Det du har sparat ligger kvar.",
    "The phone has been without the server for too long. Connect to a network and unlock again. What you have saved is still here.",
);
const AGAIN: Text = text("Logga in för att låsa upp", "Sign in to unlock");
const AGAIN_WHY: Text = text(
    "Telefonen har varit borta länge, och servern behöver veta att det är du. Det du har sparat ligger kvar.",
    "The phone has been away for long, and the server needs to know that it is you. What you have saved is still here.",
);
const SIGN_IN: Text = text("Logga in", "Sign in");
const REFUSED: Text = text("Administratören sa nej", "The administrator said no");
const REFUSED_WHY: Text = text(
    "Ring och fråga varför. Det du har sparat ligger kvar i telefonen, och du kan fråga igen.",
    "Call and ask why. What you have saved is still on the phone, and you can ask again.",
);
const PASSKEY: Text = text("Fingret eller ansiktet", "Finger or face");
const PHRASE: Text = text("Lösenfras", "Passphrase");
const WORKING: Text = text("Låser upp …", "Unlocking …");
const OTHER: Text = text("Byt person", "Somebody else");

/// The screen.
#[component]
pub fn Unlock(
    /// Why it is locked.
    reason: LockReason,
) -> impl IntoView {
    let ui = Ui::here();
    let attempt = Attempt::new();
    let phrase = RwSignal::new(String::new());
    let has_passkey = move || ui.model.passkey().get() == Passkey::Enrolled;
    let unlock = move |event: SubmitEvent| {
        event.prevent_default();
        let phrase = phrase.get_untracked();
        attempt.run(async move { ui.model.unlock(&phrase).await });
    };
    let by_finger = move || {
        has_passkey().then(|| {
            view! {
                <button type="button" class="button button--primary button--wide" on:click=move |_| attempt.run(ui.model.unlock_with_passkey())>
                    <Icon glyph=Glyph::Finger /> {ui.t(PASSKEY)}
                </button>
            }
        })
    };
    view! {
        <Gate title=TITLE>
            <NewVersion />
            <Why reason=reason />
            {by_finger}
            <form class="form" novalidate on:submit=unlock>
                <Field label=PHRASE value=phrase kind=Kind::Password />
                <Trouble progress=attempt.progress />
                <button
                    type="submit"
                    class="button button--wide"
                    class=("button--primary", move || !has_passkey())
                    aria-disabled=move || attempt.is_working().then_some("true")
                >
                    {move || ui.t(if attempt.is_working() { WORKING } else { TITLE })}
                </button>
            </form>
            {if reason == LockReason::Recovering {
                view! { <Waiting attempt=attempt /> }.into_any()
            } else {
                view! { <Forgotten attempt=attempt /> }.into_any()
            }}
            <div class="cluster">
                <button type="button" class="button button--quiet" on:click=move |_| ui.model.begin_sign_in()>{ui.t(OTHER)}</button>
            </div>
        </Gate>
    }
}

/// Why the passphrase alone isn't enough, where it isn't.
#[component]
fn Why(reason: LockReason) -> impl IntoView {
    let ui = Ui::here();
    let (title, why) = match reason {
        LockReason::Start | LockReason::Idle | LockReason::Recovering => return None,
        LockReason::Lease => (LEASE, LEASE_WHY),
        LockReason::SignInAgain => (AGAIN, AGAIN_WHY),
        LockReason::RecoveryRefused => (REFUSED, REFUSED_WHY),
    };
    let signs_in = (reason == LockReason::SignInAgain).then(|| {
        view! { <button type="button" class="button" on:click=move |_| ui.model.begin_sign_in()>{ui.t(SIGN_IN)}</button> }
    });
    Some(view! {
        <div class="notice notice--look" role="alert">
            <p class="notice__title">{ui.t(title)}</p>
            <p>{ui.t(why)}</p>
            <div class="notice__acts">{signs_in}</div>
        </div>
    })
}
