//! The lock: now, by finger or face, and when it locks by itself.

use crate::{
    phone::{
        model::Passkey,
        part::{Glyph, Icon, Trouble},
        screen::attempt::Attempt,
        ui::{Toast, Ui},
    },
    words::{Text, text},
};
use leptos::prelude::*;

const TITLE: Text = text("Låset", "The lock");
const NOW: Text = text("Lås nu", "Lock now");
const WHEN: Text = text(
    "Appen låser sig efter {minuter} minuter och fungerar utan nät i {dagar} dagar. Det har kommunen bestämt.",
    "The app locks after {minuter} minutes and works without a network for {dagar} days. The municipality has decided so.",
);
const PASSKEY: Text = text("Lås upp med finger eller ansikte", "Unlock with finger or face");
const ASKING: Text = text("Väntar på telefonen …", "Waiting for the phone …");
const ON: Text = text(
    "Du kan låsa upp med fingret eller ansiktet. Lösenfrasen fungerar också.",
    "You can unlock with your finger or face. The passphrase works too.",
);
const DONE: Text = text("Sparat: nu räcker fingret eller ansiktet", "Saved: finger or face is enough now");

/// The section.
#[component]
pub fn Locking() -> impl IntoView {
    let ui = Ui::here();
    let when = move || {
        ui.model.me().with(|me| {
            me.as_ref().map(|it| {
                let (minutes, days) = (it.municipality.lock_minutes.clamp(1, 15), it.municipality.lease_days.max(1));
                WHEN.fill(ui.lang, &[("minuter", &minutes.to_string()), ("dagar", &days.to_string())])
            })
        })
    };
    view! {
        <section class="section" aria-labelledby="locking">
            <h2 class="section__title" id="locking">{ui.t(TITLE)}</h2>
            <p>{when}</p>
            <div class="cluster">
                <button type="button" class="button" on:click=move |_| ui.model.lock()>
                    <Icon glyph=Glyph::Lock /> {ui.t(NOW)}
                </button>
                <Finger />
            </div>
        </section>
    }
}

/// Finger or face, where the phone can.
#[component]
fn Finger() -> impl IntoView {
    let ui = Ui::here();
    let attempt = Attempt::new();
    let enroll = move |_| {
        attempt.run(async move {
            ui.model.enroll_passkey().await?;
            ui.say(Toast { text: ui.t(DONE).to_owned(), undo: None, more: None });
            Ok(())
        });
    };
    move || match ui.model.passkey().get() {
        Passkey::Impossible => None,
        Passkey::Enrolled => Some(view! { <p class="soft">{ui.t(ON)}</p> }.into_any()),
        Passkey::Possible => {
            let offer = view! {
                <button type="button" class="button" aria-disabled=move || attempt.is_working().then_some("true") on:click=enroll>
                    <Icon glyph=Glyph::Finger /> {move || ui.t(if attempt.is_working() { ASKING } else { PASSKEY })}
                </button>
                <Trouble progress=attempt.progress />
            };
            Some(offer.into_any())
        }
    }
}
