//! Undoing an import: what goes, and what stays because somebody has worked with it since.

use super::{CANCEL, PROTECTED};
use crate::{
    page::{Page, part},
    words::{Lang, Text, text},
};
use leptos::prelude::*;

/// What undoing would do.
#[derive(Clone, Debug)]
pub struct Undo {
    /// The import's id.
    pub id: String,
    /// Youths of whom what the file said goes.
    pub going: usize,
    /// Names of those of whom it stays; none where the identity is protected.
    pub staying: Vec<Option<String>>,
}

const TITLE: Text = text("Ångra inläsningen?", "Undo the import?");

impl Page for Undo {
    fn title(&self, lang: Lang) -> String {
        TITLE.get(lang).to_owned()
    }

    fn body(self, lang: Lang) -> AnyView {
        let going = part::counted(self.going, lang.pick("ungdom", "young person"), lang.pick("ungdomar", "young people"));
        let what = text(
            "Det som filen sade om {n} tas tillbaka. De som filen lade till finns då inte längre i registret eller i någon telefon.",
            "What the file said of {n} is taken back. Those whom it added are then no longer in the register or on any phone.",
        );
        let names = self.staying.iter().map(|it| view! { <li>{it.clone().unwrap_or_else(|| PROTECTED.get(lang).to_owned())}</li> });
        let stay = (!self.staying.is_empty()).then(|| {
            let title = text("Kan inte ångras: {n}", "Can't be undone: {n}").fill(lang, &[("n", &self.staying.len().to_string())]);
            let why = text(
                "Någon har arbetat med dem sedan filen lästes in. De är kvar som de är.",
                "Somebody has worked with them since the import. They stay as they are.",
            );
            view! {
                <section class="notice notice--look">
                    <h2 class="notice__title">{title}</h2>
                    <p>{why.get(lang)}</p>
                    <ul>{names.collect_view()}</ul>
                </section>
            }
        });
        let yes = part::act(format!("/admin/import/{}/undo", self.id), text("Ja, ångra", "Yes, undo").get(lang), "button button--wrong");
        view! {
            <h1>{TITLE.get(lang)}</h1>
            <p>{what.fill(lang, &[("n", &going)])}</p>
            {stay}
            <div class="form__acts">
                {(self.going > 0).then_some(yes)}
                <a class="button button--quiet" href=format!("/admin/import/{}", self.id)>{CANCEL.get(lang)}</a>
            </div>
        }
        .into_any()
    }

    fn is_narrow(&self) -> bool {
        true
    }
}
