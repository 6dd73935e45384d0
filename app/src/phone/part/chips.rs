//! Chips, not drop-downs: one choice among a few, the likely first.

use super::keep;
use crate::{
    phone::ui::Ui,
    words::{Text, text},
};
use leptos::prelude::*;
use std::sync::atomic::{AtomicU32, Ordering};

/// Radio buttons need a name that no other group on the page has.
static NEXT: AtomicU32 = AtomicU32::new(0);

const MORE: Text = text("Fler", "More");

/// One choice. `rest` are the less likely values, one tap away.
#[component]
pub fn Chips<T>(
    /// What is asked.
    #[prop(into)]
    label: String,
    /// The likely values, each with its word.
    options: Vec<(T, String)>,
    /// The others.
    #[prop(optional)]
    rest: Vec<(T, String)>,
    /// What is chosen.
    value: RwSignal<Option<T>>,
) -> impl IntoView
where
    T: Copy + PartialEq + Send + Sync + 'static,
{
    let all: Vec<(T, String)> = options.iter().chain(&rest).cloned().collect();
    let words = StoredValue::new(all);
    let word = move || words.with_value(|all| all.iter().find(|it| value.get() == Some(it.0)).map(|it| it.1.clone()).unwrap_or_default());
    keep(&label, word, &|kept| value.set(words.with_value(|all| all.iter().find(|it| it.1 == kept).map(|it| it.0))));
    chips(Ui::here(), label, options, rest, value)
}

/// The choice itself, for whoever keeps what is chosen in another way.
pub(super) fn chips<T>(
    ui: Ui,
    label: String,
    options: Vec<(T, String)>,
    rest: Vec<(T, String)>,
    value: RwSignal<Option<T>>,
) -> impl IntoView
where
    T: Copy + PartialEq + Send + Sync + 'static,
{
    let name = format!("chips-{}", NEXT.fetch_add(1, Ordering::Relaxed));
    let chosen_among_rest = rest.iter().any(|(it, _)| value.get_untracked() == Some(*it));
    let all = RwSignal::new(chosen_among_rest);
    let has_rest = !rest.is_empty();
    let rest = StoredValue::new(rest);
    let more_name = name.clone();
    view! {
        <fieldset class="chips">
            <legend class="chips__label">{label}</legend>
            <div class="chips__row">
                {options.into_iter().map(|it| chip(it, &name, value)).collect_view()}
                {move || all.get().then(|| rest.get_value().into_iter().map(|it| chip(it, &more_name, value)).collect_view())}
                {move || {
                    (has_rest && !all.get())
                        .then(|| view! {
                            <button type="button" class="chip chip--more" on:click=move |_| all.set(true)>
                                {ui.t(MORE)}
                            </button>
                        })
                }}
            </div>
        </fieldset>
    }
}

fn chip<T>((option, word): (T, String), name: &str, value: RwSignal<Option<T>>) -> impl IntoView + use<T>
where
    T: Copy + PartialEq + Send + Sync + 'static,
{
    let is_chosen = move || value.get() == Some(option);
    view! {
        <label class="chip">
            <input type="radio" name=name.to_owned() prop:checked=is_chosen on:change=move |_| value.set(Some(option)) />
            <span>{word}</span>
        </label>
    }
}
