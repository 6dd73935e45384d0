//! A refused entry's values in fields, each with what is wrong with it.

use crate::{
    phone::{
        act::mend::{self, LONGEST_NOTE, Part, Rules, Value},
        part::{Field, Kind},
        screen::attempt::Attempt,
        ui::Ui,
    },
    words::{Text, text},
};
use domain::{EntryId, Fact};
use leptos::{ev::SubmitEvent, prelude::*};

const SEND: Text = text("Spara och skicka", "Save and send");
const CANCEL: Text = text("Avbryt", "Cancel");
const NO_NOTES: Text = text("Kommunen tillåter inte anteckningar: töm fältet.", "The municipality does not allow notes: empty the field.");
const LEFT: Text = text("Tecken kvar: {antal}", "Characters left: {antal}");

/// A value with what is written and what is wrong.
#[derive(Clone)]
struct Row {
    value: Value,
    written: RwSignal<String>,
    wrong: RwSignal<Option<Text>>,
}

/// The form.
#[component]
pub fn Mending<F>(
    /// Which entry.
    entry: EntryId,
    /// What it says.
    facts: Vec<Fact>,
    /// The try.
    attempt: Attempt,
    /// Back to the choices.
    leave: F,
) -> impl IntoView
where
    F: Fn() + 'static,
{
    let ui = Ui::here();
    let notes_allowed = ui.model.me().with_untracked(|me| me.as_ref().is_some_and(|it| it.municipality.notes_allowed));
    let rows: Vec<Row> = mend::values(&facts)
        .into_iter()
        .map(|value| Row { written: RwSignal::new(value.text.clone()), wrong: RwSignal::new(None), value })
        .collect();
    let fields = rows.iter().cloned().map(|row| view! { <Mended row=row notes_allowed=notes_allowed /> }).collect_view();
    let save = move |event: SubmitEvent| {
        event.prevent_default();
        let rules = Rules { notes_allowed, today: ui.model.today().get_untracked() };
        let written: Vec<Value> = rows.iter().map(|it| Value { text: it.written.get_untracked(), ..it.value.clone() }).collect();
        let result = mend::mended(&facts, &written, rules);
        let wrong = result.as_ref().err();
        for (place, row) in rows.iter().enumerate() {
            row.wrong.set(wrong.and_then(|all| all.iter().find(|it| it.0 == place).map(|it| it.1)));
        }
        if let Ok(facts) = result {
            attempt.run(ui.model.mend_refused(entry, facts));
        }
    };
    view! {
        <form class="form" novalidate on:submit=save>
            {fields}
            <div class="form__acts">
                <button type="submit" class="button button--primary">{ui.t(SEND)}</button>
                <button type="button" class="button" on:click=move |_| leave()>{ui.t(CANCEL)}</button>
            </div>
        </form>
    }
}

/// A field for a value.
#[component]
fn Mended(row: Row, notes_allowed: bool) -> impl IntoView {
    let Row { value, written, wrong } = row;
    let label = value.part.label();
    match value.part {
        Part::Note => view! { <NoteField written=written wrong=wrong notes_allowed=notes_allowed /> }.into_any(),
        Part::Day | Part::Until => view! { <DayField label=label written=written wrong=wrong /> }.into_any(),
        part => view! { <Field label=label value=written kind=kind(part) wrong=wrong /> }.into_any(),
    }
}

fn kind(part: Part) -> Kind {
    match part {
        Part::Minutes | Part::Number | Part::PostalCode => Kind::Digits,
        Part::Called | Part::Phone => Kind::Phone,
        _ => Kind::Words,
    }
}

#[component]
fn NoteField(written: RwSignal<String>, wrong: RwSignal<Option<Text>>, notes_allowed: bool) -> impl IntoView {
    let ui = Ui::here();
    let left = move || {
        let length = i64::try_from(written.with(|it| it.trim().chars().count())).unwrap_or(i64::MAX);
        let left = i64::try_from(LONGEST_NOTE).unwrap_or(i64::MAX) - length;
        LEFT.fill(ui.lang, &[("antal", &left.to_string())])
    };
    let hint = move || if notes_allowed { left() } else { ui.t(NO_NOTES).to_owned() };
    view! {
        <label class="field" class:field--wrong=move || wrong.get().is_some()>
            <span class="field__label">{ui.t(Part::Note.label())}</span>
            <span class="field__hint">{hint}</span>
            <textarea
                class="input"
                rows="4"
                autocomplete="off"
                aria-invalid=move || wrong.get().is_some().then_some("true")
                prop:value=move || written.get()
                on:input=move |event| written.set(event_target_value(&event))
            ></textarea>
            <span class="field__error" role="alert">{move || wrong.get().map(|it| ui.t(it))}</span>
        </label>
    }
}

#[component]
fn DayField(label: Text, written: RwSignal<String>, wrong: RwSignal<Option<Text>>) -> impl IntoView {
    let ui = Ui::here();
    view! {
        <label class="field" class:field--wrong=move || wrong.get().is_some()>
            <span class="field__label">{ui.t(label)}</span>
            <input
                class="input input--short"
                type="date"
                aria-invalid=move || wrong.get().is_some().then_some("true")
                prop:value=move || written.get()
                on:change=move |event| written.set(event_target_value(&event))
            />
            <span class="field__error" role="alert">{move || wrong.get().map(|it| ui.t(it))}</span>
        </label>
    }
}
