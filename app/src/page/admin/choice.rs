//! Choosing one of several in a form.

use leptos::prelude::*;

/// Something that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What the form sends.
    pub value: String,
    /// What people read.
    pub words: String,
    /// Whether it is chosen already.
    pub is_chosen: bool,
}

/// A field to choose in. The first words are of no choice at all, where that is one.
pub(super) struct Select {
    pub name: &'static str,
    pub label: &'static str,
    pub none: Option<&'static str>,
    pub choices: Vec<Choice>,
    pub hint: Option<&'static str>,
    pub error: Option<String>,
}

impl Select {
    pub(super) fn view(self) -> AnyView {
        let Self { name, label, none, choices, hint, error } = self;
        let (hint_id, error_id) = (format!("{name}-hint"), format!("{name}-error"));
        let described = [error.as_ref().map(|_| error_id.clone()), hint.map(|_| hint_id.clone())];
        let described: Vec<String> = described.into_iter().flatten().collect();
        let described = (!described.is_empty()).then(|| described.join(" "));
        let invalid = error.as_ref().map(|_| "true");
        let options = choices.into_iter().map(option);
        view! {
            <div class="field">
                <label class="field__label" for=name>{label}</label>
                {hint.map(|it| view! { <span class="field__hint" id=hint_id>{it}</span> })}
                {error.map(|it| view! { <span class="field__error" id=error_id>{it}</span> })}
                <select class="input" id=name name=name aria-describedby=described aria-invalid=invalid>
                    {none.map(|it| view! { <option value="">{it}</option> })}
                    {options.collect_view()}
                </select>
            </div>
        }
        .into_any()
    }
}

/// One of the choices.
pub(super) fn option(it: Choice) -> AnyView {
    view! { <option value=it.value selected=it.is_chosen>{it.words}</option> }.into_any()
}

/// A box to tick.
pub(super) fn check(name: &'static str, value: String, words: String, is_ticked: bool) -> AnyView {
    view! { <label class="check"><input type="checkbox" name=name value=value checked=is_ticked/><span>{words}</span></label> }.into_any()
}
