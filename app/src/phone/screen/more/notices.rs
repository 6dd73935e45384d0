//! Notifications that somebody has answered: on where the worker wants them, and with no name in them.

use crate::{
    phone::{part::Trouble, screen::attempt::Attempt, ui::Ui},
    words::{Text, text},
};
use leptos::prelude::*;

const TITLE: Text = text("Notiser", "Notifications");
const WHAT: Text = text(
    "Telefonen kan säga till när någon har svarat. Notisen säger inte vem, och inte vad.",
    "The phone can tell you when somebody has answered. It says neither who nor what.",
);
const ON: Text = text("Säg till när någon svarar", "Tell me when somebody answers");
const OFF: Text = text("Sluta säga till", "Stop telling me");
const DENIED: Text = text(
    "Webbläsaren säger nej till notiser. Ändra det i dess inställningar.",
    "The browser doesn't allow notifications. Change that in its settings.",
);

/// The section, where the browser has notifications.
#[component]
pub fn Notices() -> impl IntoView {
    let ui = Ui::here();
    let attempt = Attempt::new();
    let denied = RwSignal::new(false);
    let changed = RwSignal::new(0);
    let state = LocalResource::new(move || {
        changed.track();
        ui.model.notices()
    });
    let set = move |on: bool| {
        attempt.run(async move {
            denied.set(!ui.model.set_notices(on).await?);
            changed.update(|it| *it += 1);
            Ok(())
        });
    };
    move || {
        let is_on = state.get().flatten()?;
        let word = ui.t(if is_on { OFF } else { ON });
        Some(view! {
            <section class="section" aria-labelledby="notices">
                <h2 class="section__title" id="notices">{ui.t(TITLE)}</h2>
                <p>{ui.t(WHAT)}</p>
                <button type="button" class="button" on:click=move |_| set(!is_on)>{word}</button>
                {move || denied.get().then(|| view! { <p class="notice" role="status">{ui.t(DENIED)}</p> })}
                <Trouble progress=attempt.progress />
            </section>
        })
    }
}
