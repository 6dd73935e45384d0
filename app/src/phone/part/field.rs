//! A field to write in.

use super::keep;
use crate::{
    phone::ui::Ui,
    words::{Text, text},
};
use leptos::prelude::*;
use std::sync::atomic::{AtomicU32, Ordering};

static NEXT: AtomicU32 = AtomicU32::new(0);

/// What is written in a field: which keyboard the phone shows, and what its browser may fill in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// Words. Nothing about a youth is to be remembered by the browser.
    #[default]
    Words,
    /// The worker's own e-mail address, for signing in.
    Username,
    /// Their password.
    Password,
    /// A passphrase that is being chosen.
    NewPassphrase,
    /// A phone number.
    Phone,
    /// Digits with a dash.
    Digits,
    /// A youth's e-mail address.
    Email,
}

impl Kind {
    /// `type`, `inputmode`, `autocomplete`.
    const fn attributes(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Words => ("text", "text", "off"),
            Self::Username => ("email", "email", "username"),
            Self::Password => ("password", "text", "current-password"),
            Self::NewPassphrase => ("password", "text", "new-password"),
            Self::Phone => ("tel", "tel", "off"),
            Self::Digits => ("text", "numeric", "off"),
            Self::Email => ("email", "email", "off"),
        }
    }
}

/// A field with its label, its hint, and what is wrong with it.
#[component]
pub fn Field(
    /// What it holds.
    label: Text,
    /// What is written.
    value: RwSignal<String>,
    /// Which keyboard.
    #[prop(optional)]
    kind: Kind,
    /// What helps.
    #[prop(optional)]
    hint: Option<Text>,
    /// What is wrong and what to do.
    #[prop(optional, into)]
    wrong: Signal<Option<Text>>,
    /// Shows what is written in a password's field.
    #[prop(optional, into)]
    shown: Signal<bool>,
) -> impl IntoView {
    let ui = Ui::here();
    if !matches!(kind, Kind::Username | Kind::Password | Kind::NewPassphrase) {
        keep(label.sv, move || value.get(), &|it| value.set(it.to_owned()));
    }
    let id = format!("field-{}", NEXT.fetch_add(1, Ordering::Relaxed));
    let (hint_id, wrong_id) = (format!("{id}-hint"), format!("{id}-wrong"));
    let (kind, mode, complete) = kind.attributes();
    let described = {
        let (hint_id, wrong_id) = (hint_id.clone(), wrong_id.clone());
        move || match (wrong.get().is_some(), hint.is_some()) {
            (true, true) => Some(format!("{wrong_id} {hint_id}")),
            (true, false) => Some(wrong_id.clone()),
            (false, true) => Some(hint_id.clone()),
            (false, false) => None,
        }
    };
    view! {
        <div class="field" class:field--wrong=move || wrong.get().is_some()>
            <label class="field__label" for=id.clone()>{ui.t(label)}</label>
            {hint.map(|it| view! { <p class="field__hint" id=hint_id>{ui.t(it)}</p> })}
            <input
                class="input"
                id=id
                type=move || if shown.get() { "text" } else { kind }
                inputmode=mode
                autocomplete=complete
                autocapitalize=if mode == "text" && kind == "text" { "words" } else { "none" }
                spellcheck="false"
                aria-invalid=move || wrong.get().is_some().then_some("true")
                aria-describedby=described
                prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event))
            />
            {move || wrong.get().map(|it| view! { <p class="field__error" id=wrong_id.clone()>{ui.t(it)}</p> })}
        </div>
    }
}

const NOTE: Text = text("Anteckning", "Note");
const NOTE_HINT: Text = text(
    "Högst 280 tecken. Skriv aldrig om hälsa, brott, religion, ursprung eller vård. Den unga kan läsa det du skriver.",
    "At most 280 characters. Never write about health, crime, religion, origin or care. The youth may read what you write.",
);

/// A note about a contact, with the reminder of what may not stand there.
#[component]
pub fn Note(
    /// What is written.
    value: RwSignal<String>,
) -> impl IntoView {
    let ui = Ui::here();
    keep(NOTE.sv, move || value.get(), &|it| value.set(it.to_owned()));
    let id = format!("field-{}", NEXT.fetch_add(1, Ordering::Relaxed));
    let hint_id = format!("{id}-hint");
    view! {
        <div class="field">
            <label class="field__label" for=id.clone()>{ui.t(NOTE)}</label>
            <p class="field__hint" id=hint_id.clone()>{ui.t(NOTE_HINT)}</p>
            <textarea
                class="input"
                id=id
                rows="3"
                maxlength="280"
                autocomplete="off"
                aria-describedby=hint_id
                prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event))
            ></textarea>
        </div>
    }
}
