//! Choosing the device passphrase: shown as it is written, or hidden and written twice.

use super::attempt::Attempt;
use crate::{
    phone::{
        part::{Field, Gate, Kind, Trouble},
        say::{Strength, strength},
        ui::Ui,
    },
    words::{Text, text},
};
use leptos::{ev::SubmitEvent, prelude::*};

const TITLE: Text = text("Välj en lösenfras", "Choose a passphrase");
const WHY: Text = text(
    "Den är nyckeln till det du sparar i telefonen, så att ingen annan kan läsa det om telefonen kommer bort.",
    "It is the key to what you save on the phone, so that nobody else can read it if the phone is lost.",
);
const LABEL: Text = text("Lösenfras", "Passphrase");
const HINT: Text = text(
    "Några ord i rad som du kommer ihåg, minst tolv tecken. Den lämnar aldrig telefonen.",
    "A few words in a row that you will remember, at least twelve characters. It never leaves the phone.",
);
const TWICE: Text = text("En gång till", "Once more");
const DIFFER: Text = text("De två är inte lika. Skriv samma sak en gång till.", "The two differ. Write the same thing once more.");
const HIDE: Text = text("Dölj det jag skriver", "Hide what I write");
const SAVE: Text = text("Spara och öppna", "Save and open");
const WORKING: Text = text("Gör nyckeln …", "Making the key …");

/// The screen.
#[component]
pub fn SetPassphrase() -> impl IntoView {
    let ui = Ui::here();
    let attempt = Attempt::new();
    let (phrase, again) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let shown = RwSignal::new(true);
    let differ = RwSignal::new(None::<Text>);
    let save = move |event: SubmitEvent| {
        event.prevent_default();
        let chosen = phrase.get_untracked();
        let is_sure = shown.get_untracked() || chosen == again.get_untracked();
        differ.set((!is_sure).then_some(DIFFER));
        if is_sure {
            attempt.run(async move { ui.model.set_passphrase(&chosen).await });
        }
    };
    let verdict = move || {
        let strength = phrase.with(|it| strength(it));
        let class = if strength == Strength::Good { "tag tag--on" } else { "tag" };
        view! { <span class=class>{ui.t(strength.word())}</span> }
    };
    view! {
        <Gate title=TITLE>
            <p>{ui.t(WHY)}</p>
            <form class="form" novalidate on:submit=save>
                <Field label=LABEL value=phrase kind=Kind::NewPassphrase hint=HINT shown=shown />
                <p role="status">{verdict}</p>
                <label class="check">
                    <input type="checkbox" prop:checked=move || !shown.get() on:change=move |event| shown.set(!event_target_checked(&event)) />
                    <span>{ui.t(HIDE)}</span>
                </label>
                {move || (!shown.get()).then(|| view! {
                    <Field label=TWICE value=again kind=Kind::NewPassphrase wrong=differ />
                })}
                <Trouble progress=attempt.progress />
                <button type="submit" class="button button--primary button--wide" aria-disabled=move || attempt.is_working().then_some("true")>
                    {move || ui.t(if attempt.is_working() { WORKING } else { SAVE })}
                </button>
            </form>
        </Gate>
    }
}
