//! A file that was taken in.

use super::Imported;
use crate::{
    page::{Page, part},
    when,
    words::{Lang, Text, text},
};
use leptos::prelude::*;

/// A file that was taken in.
#[derive(Clone, Debug)]
pub struct Batch {
    /// The file.
    pub file: Imported,
    /// Milliseconds since 1970.
    pub now: i64,
}

const TITLE: Text = text("Inläst fil", "Imported file");

impl Page for Batch {
    fn title(&self, lang: Lang) -> String {
        TITLE.get(lang).to_owned()
    }

    fn body(self, lang: Lang) -> AnyView {
        let it = self.file;
        let by = it.by.unwrap_or_else(|| text("kommandoraden", "the command line").get(lang).to_owned());
        let made = text("{when} av {by}", "{when} by {by}").fill(lang, &[("when", &when::moment(it.at, self.now, lang)), ("by", &by)]);
        let rows =
            [(text("Nya", "New"), it.new), (text("Ändrade", "Changed"), it.changed), (text("Oförändrade", "Unchanged"), it.unchanged)];
        let rows = rows.map(|(word, count)| view! { <tr><th scope="row">{word.get(lang)}</th><td class="table__number">{count}</td></tr> });
        let head = part::heads(&[(text("Rader", "Rows").get(lang), false), (text("Antal", "Count").get(lang), true)]);
        let caption = text("Det här gjorde filen", "What the file did").get(lang).to_owned();
        let undo = if it.is_undone {
            let undone = text("Inläsningen är ångrad.", "The import has been undone.");
            view! { <p class="notice">{undone.get(lang)}</p> }.into_any()
        } else {
            let href = format!("/admin/import/{}/undo", it.id);
            view! { <p><a class="button" href=href>{text("Ångra inläsningen", "Undo the import").get(lang)}</a></p> }.into_any()
        };
        view! {
            <p><a href="/admin/import">{text("Alla inläsningar", "All imports").get(lang)}</a></p>
            <div class="stack"><h1>{TITLE.get(lang)}</h1><p>{made}</p></div>
            {part::table("counts", caption, head, view! { {rows.to_vec()} }.into_any())}
            <p><a href="/admin/assignments?unit=none">{text("Ungdomar utan enhet", "Young people without a unit").get(lang)}</a></p>
            {undo}
        }
        .into_any()
    }

    fn is_narrow(&self) -> bool {
        true
    }
}
