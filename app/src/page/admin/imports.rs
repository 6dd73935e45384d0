//! Choosing a register file, and those that were taken in.

use crate::{
    page::{Errors, Page, part},
    when,
    words::{Lang, Text, text},
};
use leptos::prelude::*;

/// A file that was taken in.
#[derive(Clone, Debug)]
pub struct Imported {
    /// Its id.
    pub id: String,
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// Who took it in.
    pub by: Option<String>,
    /// Youths who weren't there.
    pub new: i64,
    /// Youths of whom something was new.
    pub changed: i64,
    /// Rows that said nothing new.
    pub unchanged: i64,
    /// Whether it was undone.
    pub is_undone: bool,
}

/// Every file.
#[derive(Clone, Debug)]
pub struct Imports {
    /// The latest first.
    pub files: Vec<Imported>,
    /// Milliseconds since 1970.
    pub now: i64,
    /// What went wrong.
    pub errors: Errors,
}

const TITLE: Text = text("Läs in registret", "Import the register");

impl Page for Imports {
    fn title(&self, lang: Lang) -> String {
        TITLE.get(lang).to_owned()
    }

    fn body(self, lang: Lang) -> AnyView {
        let how = text(
            "Välj filen som du har fått ur skolans eller kommunens system. Du får se vad som skulle hända innan något sparas.",
            "Choose the file from the school's or the municipality's system. You see what would happen before anything is saved.",
        );
        let hint = text(
            "CSV eller Excel (.xlsx), högst 10 MB. Rubrikerna står på första raden.",
            "CSV or Excel (.xlsx), at most 10 MB. The headings are on the first line.",
        );
        let error = self.errors.get("file");
        let (described, invalid) = if error.is_some() { ("file-error file-hint", Some("true")) } else { ("file-hint", None) };
        view! {
            <h1>{TITLE.get(lang)}</h1>
            <form class="form" method="post" action="/admin/import" enctype="multipart/form-data">
                <p>{how.get(lang)}</p>
                <div class="field">
                    <label class="field__label" for="file">{text("Registerfil", "Register file").get(lang)}</label>
                    <span class="field__hint" id="file-hint">{hint.get(lang)}</span>
                    {error.map(|it| view! { <span class="field__error" id="file-error">{it}</span> })}
                    <input class="input" type="file" id="file" name="file" accept=".csv,.txt,.xlsx,.xls" required=true
                        aria-describedby=described aria-invalid=invalid/>
                </div>
                <div class="form__acts">
                    <button class="button button--primary" type="submit">{text("Visa vad som skulle hända", "Show what would happen").get(lang)}</button>
                </div>
            </form>
            {earlier(self.files, self.now, lang)}
        }
        .into_any()
    }
}

fn earlier(files: Vec<Imported>, now: i64, lang: Lang) -> Option<AnyView> {
    if files.is_empty() {
        return None;
    }
    let head = part::heads(&[
        (text("När", "When").get(lang), false),
        (text("Vem", "Who").get(lang), false),
        (text("Nya", "New").get(lang), true),
        (text("Ändrade", "Changed").get(lang), true),
        (text("Oförändrade", "Unchanged").get(lang), true),
        (text("Läge", "State").get(lang), false),
    ]);
    let rows = files.into_iter().map(|it| {
        let tag = it.is_undone.then(|| view! { <span class="tag">{text("Ångrad", "Undone").get(lang)}</span> });
        let by = it.by.unwrap_or_else(|| text("Kommandoraden", "Command line").get(lang).to_owned());
        view! {
            <tr>
                <th scope="row"><a href=format!("/admin/import/{}", it.id)>{when::moment(it.at, now, lang)}</a></th>
                <td>{by}</td>
                <td class="table__number">{it.new}</td>
                <td class="table__number">{it.changed}</td>
                <td class="table__number">{it.unchanged}</td>
                <td>{tag}</td>
            </tr>
        }
    });
    let caption = text("Inlästa filer", "Imported files").get(lang).to_owned();
    Some(part::table("files", caption, head, view! { {rows.collect_view()} }.into_any()))
}
