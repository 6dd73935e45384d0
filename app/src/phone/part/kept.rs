//! What is written in a form is kept as it is written, by each field itself.

use crate::phone::{
    draft::{Draft, Form},
    model::Model,
};
use leptos::prelude::*;

/// The form that the fields beneath stand in.
#[derive(Clone, Copy, Debug)]
pub struct Keeping {
    model: Model,
    draft: StoredValue<Draft>,
    /// Whether something has come about the youth since the form was begun.
    pub is_stale: bool,
}

impl Keeping {
    /// From here on the fields of this form are kept; they begin with what `draft` has.
    pub fn begin(model: Model, form: Form, seen: usize, draft: Option<Draft>) {
        let is_stale = draft.as_ref().is_some_and(|it| it.seen != seen);
        let values = draft.map(|it| it.values).unwrap_or_default();
        provide_context(Self { model, draft: StoredValue::new(Draft { form, seen, values }), is_stale });
    }

    fn note(self, label: &str, text: String, blank: &str) {
        let is_new = self.draft.try_update_value(|draft| {
            if draft.values.get(label).map_or(blank, String::as_str) == text {
                return false;
            }
            draft.values.insert(label.to_owned(), text);
            true
        });
        if is_new == Some(true) {
            self.model.keep_draft(Some(self.draft.get_value()));
        }
    }
}

/// Keeps what a field holds, where it stands in a form that is kept: `write` is told what was kept, and `read` is asked
/// whenever it changes.
pub fn keep(label: &str, read: impl Fn() -> String + 'static, write: &dyn Fn(&str)) {
    let Some(keeping) = use_context::<Keeping>() else { return };
    let blank = untrack(&read);
    if let Some(text) = keeping.draft.with_value(|it| it.values.get(label).cloned()) {
        write(&text);
    }
    let label = label.to_owned();
    Effect::new(move |_| keeping.note(&label, read(), &blank));
}
