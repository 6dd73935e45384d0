//! The lock: a finger, a face or the passphrase.

use crate::{
    phone::{
        model::{Failure, LockReason, Passkey, Recovery},
        part::{Field, Gate, Glyph, Icon, Kind, Trouble},
        ui::{Progress, Ui},
    },
    words::{Text, text},
};
use leptos::{ev::SubmitEvent, leptos_dom::helpers::set_interval_with_handle, prelude::*, task::spawn_local};
use std::time::Duration;

const TITLE: Text = text("Lås upp", "Unlock");
const LEASE: Text = text(
    "Telefonen har varit utan kontakt med servern för länge. Anslut till nätet och lås upp igen. Det du har sparat är kvar.",
    "The phone has been without the server for too long. Connect to a network and unlock again. What you have saved is still here.",
);
const PASSKEY: Text = text("Fingret eller ansiktet", "Finger or face");
const PHRASE: Text = text("Lösenfras", "Passphrase");
const WORKING: Text = text("Låser upp …", "Unlocking …");
const FORGOT: Text = text("Glömt lösenfrasen?", "Forgotten the passphrase?");
const FORGOT_WHY: Text = text(
    "Be administratören släppa in dig. När hen har sagt ja väljer du en ny lösenfras här. Inget som du har sparat går förlorat.",
    "Ask the administrator to let you in. When they have said yes you choose a new passphrase here. Nothing that you have saved is lost.",
);
const ASK: Text = text("Be administratören", "Ask the administrator");
const WAITING: Text = text(
    "Administratören har fått din fråga. Ring gärna också. Appen märker själv när svaret kommer.",
    "The administrator has your request. Do call as well. The app notices by itself when the answer comes.",
);
const REFUSED: Text = text("Administratören sa nej. Ring och fråga varför.", "The administrator said no. Call and ask why.");
const LOOK: Text = text("Se efter nu", "Check now");
const STOP: Text = text("Jag kom på lösenfrasen", "I remembered the passphrase");
const OTHER: Text = text("Logga in på nytt eller som någon annan", "Sign in again or as somebody else");

/// How often the app looks whether the administrator has answered.
const OFTEN: Duration = Duration::from_secs(15);

/// The screen.
#[component]
pub fn Unlock(
    /// Why it is locked.
    reason: LockReason,
) -> impl IntoView {
    let ui = Ui::here();
    let progress = RwSignal::new(Progress::Ready);
    let busy = move || progress.get() == Progress::Working;
    let attempt = Attempt { ui, progress };
    let phrase = RwSignal::new(String::new());
    let unlock = move |event: SubmitEvent| {
        event.prevent_default();
        attempt.run(async move { ui.model.unlock(&phrase.get_untracked()).await });
    };
    let finger = move |_| attempt.run(async move { ui.model.unlock_with_passkey().await });
    let by_finger = move || {
        (ui.model.passkey().get() == Passkey::Enrolled).then(|| {
            view! {
                <button type="button" class="button button--primary button--wide" on:click=finger>
                    <Icon glyph=Glyph::Finger /> {ui.t(PASSKEY)}
                </button>
            }
        })
    };
    view! {
        <Gate title=TITLE>
            {(reason == LockReason::Lease).then(|| view! { <p class="notice notice--look">{ui.t(LEASE)}</p> })}
            {by_finger}
            <form class="form" on:submit=unlock>
                <Field label=PHRASE value=phrase kind=Kind::Password />
                <Trouble progress=progress />
                <button type="submit" class="button button--wide" class=("button--primary", move || ui.model.passkey().get() != Passkey::Enrolled)>
                    {move || ui.t(if busy() { WORKING } else { TITLE })}
                </button>
            </form>
            {if reason == LockReason::Recovering { view! { <Waiting attempt=attempt /> }.into_any() } else { view! { <Forgotten attempt=attempt /> }.into_any() }}
            <button type="button" class="button button--quiet" on:click=move |_| ui.model.begin_sign_in()>{ui.t(OTHER)}</button>
        </Gate>
    }
}

/// One try to come in, and what is said when it fails.
#[derive(Clone, Copy)]
struct Attempt {
    ui: Ui,
    progress: RwSignal<Progress>,
}

impl Attempt {
    fn run(self, entering: impl Future<Output = Result<(), Failure>> + 'static) {
        if self.progress.get_untracked() == Progress::Working {
            return;
        }
        self.progress.set(Progress::Working);
        spawn_local(async move {
            let result = entering.await;
            // On success the screen is gone by now.
            let _ = self.progress.try_set(match result {
                Ok(()) => Progress::Ready,
                Err(failure) => Progress::Wrong(failure.say(self.ui.lang)),
            });
        });
    }
}

/// The way back in for whoever has forgotten the passphrase.
#[component]
fn Forgotten(attempt: Attempt) -> impl IntoView {
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

/// The administrator has been asked.
#[component]
fn Waiting(attempt: Attempt) -> impl IntoView {
    let ui = Ui::here();
    let look = move || {
        spawn_local(async move {
            match ui.model.check_recovery().await {
                Ok(Recovery::Refused) => drop(attempt.progress.try_set(Progress::Wrong(ui.t(REFUSED).to_owned()))),
                // Without a network there is no answer yet; the next look may have one.
                Ok(Recovery::Waiting | Recovery::Released | Recovery::AskAgain) | Err(_) => {}
            }
        });
    };
    if let Ok(handle) = set_interval_with_handle(look, OFTEN) {
        on_cleanup(move || handle.clear());
    }
    let stop = move |_| attempt.run(async move { ui.model.stop_recovery().await });
    view! {
        <div class="notice notice--look" role="status">
            <p>{ui.t(WAITING)}</p>
            <div class="notice__acts">
                <button type="button" class="button" on:click=move |_| look()>{ui.t(LOOK)}</button>
                <button type="button" class="button button--quiet" on:click=stop>{ui.t(STOP)}</button>
            </div>
        </div>
    }
}
