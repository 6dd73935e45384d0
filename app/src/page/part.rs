//! The parts that pages are put together from.

use leptos::prelude::*;
use std::collections::BTreeMap;

/// What is wrong in a form, by field: what and what to do, in words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Errors(pub BTreeMap<&'static str, String>);

impl Errors {
    /// One error.
    pub fn of(field: &'static str, words: impl Into<String>) -> Self {
        Self(BTreeMap::from([(field, words.into())]))
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds one.
    pub fn add(&mut self, field: &'static str, words: impl Into<String>) {
        self.0.insert(field, words.into());
    }

    pub(super) fn get(&self, field: &str) -> Option<String> {
        self.0.get(field).cloned()
    }
}

/// A link that may be the chosen one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// What it says.
    pub words: String,
    /// Where it leads.
    pub href: String,
    /// Whether what it leads to is what is shown.
    pub is_chosen: bool,
}

/// A field of a form. Its id is its name, so it stands once on a page.
#[derive(Clone, Debug, Default)]
pub(super) struct Field {
    pub name: &'static str,
    pub label: &'static str,
    pub kind: &'static str,
    pub value: String,
    pub hint: Option<String>,
    pub error: Option<String>,
    pub autocomplete: Option<&'static str>,
    pub is_optional: bool,
}

impl Field {
    pub(super) fn view(self) -> AnyView {
        let Self { name, label, kind, value, hint, error, autocomplete, is_optional } = self;
        let (hint_id, error_id) = (format!("{name}-hint"), format!("{name}-error"));
        let described: Vec<&str> =
            [error.as_ref().map(|_| error_id.as_str()), hint.as_ref().map(|_| hint_id.as_str())].into_iter().flatten().collect();
        let described = (!described.is_empty()).then(|| described.join(" "));
        let invalid = error.as_ref().map(|_| "true");
        let (min, max) = if kind == "number" { (Some("1"), Some("31")) } else { (None, None) };
        view! {
            <div class="field">
                <label class="field__label" for=name>{label}</label>
                {hint.map(|it| view! { <span class="field__hint" id=hint_id>{it}</span> })}
                {error.map(|it| view! { <span class="field__error" id=error_id>{it}</span> })}
                <input class="input" id=name name=name type=if kind.is_empty() { "text" } else { kind } value=value min=min max=max
                    autocomplete=autocomplete aria-describedby=described aria-invalid=invalid required=!is_optional/>
            </div>
        }
        .into_any()
    }
}

/// A group of links that filter.
pub(super) fn filter(label: &'static str, links: Vec<Link>) -> AnyView {
    let links = links.into_iter().map(|it| {
        let current = it.is_chosen.then_some("true");
        view! { <a class="filter" href=it.href aria-current=current>{it.words}</a> }
    });
    view! {
        <div class="filters__group" role="group" aria-label=label>
            <span class="filters__label">{label}</span>
            {links.collect_view()}
        </div>
    }
    .into_any()
}

/// A table that scrolls within itself where the window is narrow. `id` names its caption.
pub(super) fn table(id: &'static str, caption: String, head: AnyView, rows: AnyView) -> AnyView {
    view! {
        <div class="table-wrap" tabindex="0" role="region" aria-labelledby=id>
            <table class="table">
                <caption id=id>{caption}</caption>
                <thead>{head}</thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// The heads of columns; those marked hold numbers.
pub(super) fn heads(words: &[(&str, bool)]) -> AnyView {
    let cells = words.iter().map(|(word, is_number)| {
        let class = is_number.then_some("table__number");
        view! { <th scope="col" class=class>{(*word).to_owned()}</th> }
    });
    view! { <tr>{cells.collect_view()}</tr> }.into_any()
}

/// A picture, with what it shows above it.
pub(super) fn figure(caption: String, picture: AnyView) -> AnyView {
    view! {
        <section class="section">
            <figure class="figure">
                <figcaption class="figure__caption">{caption}</figcaption>
                {picture}
            </figure>
        </section>
    }
    .into_any()
}

/// A button alone in a form that posts to an address: one act.
pub(super) fn act(action: String, words: &'static str, class: &'static str) -> AnyView {
    view! { <form method="post" action=action><button class=class type="submit">{words}</button></form> }.into_any()
}

/// An act that is asked about first: the word opens the question, the button answers it. Two taps and no script.
pub(super) fn asked(action: String, words: &'static str, question: String, yes: &'static str) -> AnyView {
    view! {
        <details class="fold">
            <summary>{words}</summary>
            <div class="fold__body">
                <p>{question}</p>
                {act(action, yes, "button button--wrong")}
            </div>
        </details>
    }
    .into_any()
}

/// A text for an address's query.
pub fn in_query(text: &str) -> String {
    use std::fmt::Write as _;
    text.bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"-_.~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
        out
    })
}

/// "3 enheter": a count with its word.
pub(super) fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_in_an_address() {
        assert_eq!(in_query("/lead?unit=1&as_of=2026-10-31"), "/lead%3Funit%3D1%26as_of%3D2026-10-31");
    }

    #[test]
    fn a_field_says_what_is_wrong_where_it_is_wrong() {
        let field = Field { name: "email", label: "E-post", error: Some("Adressen saknar @.".into()), ..Field::default() };
        let html = field.view().to_html();
        assert!(html.contains("aria-describedby=\"email-error\"") && html.contains("aria-invalid=\"true\""), "{html}");
    }
}
