//! Choosing the device passphrase.

use crate::{
    phone::{
        part::{Field, Gate, Kind, Trouble},
        say::{Strength, strength},
        ui::{Progress, Ui},
    },
    words::{Text, text},
};
use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};

const TITLE: Text = text("Välj en lösenfras", "Choose a passphrase");
const WHY: Text = text(
    "Det du sparar ligger krypterat i telefonen. Lösenfrasen är nyckeln, så att ingen annan kan läsa om telefonen kommer bort. Den lämnar aldrig telefonen.",
    "What you save lies encrypted on the phone. The passphrase is the key, so that nobody else can read it if the phone is lost. It never leaves the phone.",
);
const LABEL: Text = text("Lösenfras", "Passphrase");
const HINT: Text = text(
    "Några ord i rad som du kommer ihåg, minst tolv tecken.",
    "A few words in a row that you will remember, at least twelve characters.",
);
const SHOW: Text = text("Visa det jag skriver", "Show what I write");
const SAVE: Text = text("Spara och öppna", "Save and open");
const WORKING: Text = text("Sparar …", "Saving …");

/// The screen.
#[component]
pub fn SetPassphrase() -> impl IntoView {
    let ui = Ui::here();
    let phrase = RwSignal::new(String::new());
    let shown = RwSignal::new(false);
    let progress = RwSignal::new(Progress::Ready);
    let save = move |event: SubmitEvent| {
        event.prevent_default();
        if progress.get_untracked() == Progress::Working {
            return;
        }
        progress.set(Progress::Working);
        spawn_local(async move {
            let result = ui.model.set_passphrase(&phrase.get_untracked()).await;
            let _ = progress.try_set(match result {
                Ok(()) => Progress::Ready,
                Err(failure) => Progress::Wrong(failure.say(ui.lang)),
            });
        });
    };
    let verdict = move || {
        let strength = phrase.with(|it| strength(it));
        let class = if strength == Strength::Good { "tag tag--on" } else { "tag" };
        view! { <span class=class>{ui.t(strength.word())}</span> }
    };
    view! {
        <Gate title=TITLE>
            <p>{ui.t(WHY)}</p>
            <form class="form" on:submit=save>
                <Field label=LABEL value=phrase kind=Kind::NewPassphrase hint=HINT shown=shown />
                <p role="status">{verdict}</p>
                <label class="check">
                    <input type="checkbox" prop:checked=move || shown.get() on:change=move |event| shown.set(event_target_checked(&event)) />
                    <span>{ui.t(SHOW)}</span>
                </label>
                <Trouble progress=progress />
                <button type="submit" class="button button--primary button--wide">
                    {move || ui.t(if progress.get() == Progress::Working { WORKING } else { SAVE })}
                </button>
            </form>
        </Gate>
    }
}
