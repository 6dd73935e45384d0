//! The way back in for whoever has forgotten the passphrase: an administrator is asked, and what is unsent stays.

use super::attempt::Attempt;
use crate::{
    phone::{
        model::{Failure, Recovery},
        platform,
        ui::{Progress, Ui},
    },
    words::{Text, text},
};
use leptos::{leptos_dom::helpers::set_interval_with_handle, prelude::*, task::spawn_local};
use std::time::Duration;

const FORGOT: Text = text("Glömt lösenfrasen?", "Forgotten the passphrase?");
const FORGOT_WHY: Text = text(
    "Be administratören släppa in dig. När hen har sagt ja väljer du en ny lösenfras här. Inget som du har sparat går förlorat.",
    "Ask the administrator to let you in. When they have said yes you choose a new passphrase here. Nothing that you have saved is lost.",
);
const ASK: Text = text("Fråga administratören", "Ask the administrator");
const WAITING: Text = text("Väntar på administratören", "Waiting for the administrator");
const WAITING_WHY: Text = text(
    "Hen har fått din fråga; ring gärna också. Appen märker själv när svaret kommer. Inget som du har sparat går förlorat.",
    "They have your request; do call as well. The app notices by itself when the answer comes. Nothing that you have saved is lost.",
);
const SIGN_IN_WHY: Text = text("Logga in, så kan svaret hämtas.", "Sign in so that the answer can be fetched.");
const SIGN_IN: Text = text("Logga in", "Sign in");
const LOOK: Text = text("Se efter nu", "Check now");
const NOT_YET: Text = text("Inget svar än.", "No answer yet.");
const STOP: Text = text("Jag kom på lösenfrasen", "I remembered the passphrase");

/// How often the app looks whether the administrator has answered.
const OFTEN: Duration = Duration::from_secs(15);

/// The question that can be asked.
#[component]
pub fn Forgotten(
    /// What went wrong is said where the lock says it.
    attempt: Attempt,
) -> impl IntoView {
    let ui = Ui::here();
    let ask = move |_| {
        attempt.run(async move {
            match ui.model.ask_recovery().await {
                // The server has to know who asks.
                Err(Failure::SignInAgain) => {
                    ui.model.begin_sign_in();
                    Ok(())
                }
                result => result,
            }
        });
    };
    view! {
        <details class="fold">
            <summary>{ui.t(FORGOT)}</summary>
            <div class="fold__body">
                <p>{ui.t(FORGOT_WHY)}</p>
                <button type="button" class="button" on:click=ask>{ui.t(ASK)}</button>
            </div>
        </details>
    }
}

/// What the last look gave.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Answer {
    Unknown,
    NotYet,
    SignInFirst,
}

/// The administrator has been asked.
#[component]
pub fn Waiting(
    /// What went wrong is said where the lock says it.
    attempt: Attempt,
) -> impl IntoView {
    let ui = Ui::here();
    let answer = RwSignal::new(Answer::Unknown);
    let look = move |asked_for: bool| {
        spawn_local(async move {
            let next = match ui.model.check_recovery().await {
                // The screen is another by now.
                Ok(Recovery::Released | Recovery::Refused | Recovery::AskAgain) => return,
                Ok(Recovery::Waiting) => Answer::NotYet,
                Err(Failure::SignInAgain) => Answer::SignInFirst,
                // Without a network there is no answer yet; the next look may have one.
                Err(failure) => {
                    if asked_for {
                        let _ = attempt.progress.try_set(Progress::Wrong(failure.say(ui.lang)));
                    }
                    return;
                }
            };
            if asked_for || next == Answer::SignInFirst {
                let _ = answer.try_set(next);
            }
        });
    };
    let tick = move || {
        if platform::visible() {
            look(false);
        }
    };
    if let Ok(handle) = set_interval_with_handle(tick, OFTEN) {
        on_cleanup(move || handle.clear());
    }
    look(false);
    let said = move || match answer.get() {
        Answer::Unknown => None,
        Answer::NotYet => Some(view! { <p>{ui.t(NOT_YET)}</p> }.into_any()),
        Answer::SignInFirst => {
            let sign_in = view! {
                <p>{ui.t(SIGN_IN_WHY)}</p>
                <button type="button" class="button button--primary" on:click=move |_| ui.model.begin_sign_in()>{ui.t(SIGN_IN)}</button>
            };
            Some(sign_in.into_any())
        }
    };
    view! {
        <div class="notice notice--look">
            <p class="notice__title">{ui.t(WAITING)}</p>
            <p>{ui.t(WAITING_WHY)}</p>
            <div role="status" class="stack">{said}</div>
            <div class="notice__acts">
                <button type="button" class="button" on:click=move |_| look(true)>{ui.t(LOOK)}</button>
                <button type="button" class="button" on:click=move |_| attempt.run(ui.model.stop_recovery())>{ui.t(STOP)}</button>
            </div>
        </div>
    }
}
