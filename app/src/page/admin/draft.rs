//! What a file would do, before anything is saved.

use super::choice::check;
use crate::{
    page::{Page, part},
    words::{Lang, Text, text},
};
use leptos::prelude::*;

/// Whether a row with something to say goes in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineKind {
    /// It doesn't.
    Refused,
    /// It does, with a doubt.
    Doubtful,
}

/// Something said of a row.
#[derive(Clone, Debug)]
pub struct Line {
    /// The line in the file; the headings stand on 1.
    pub line: usize,
    /// The column's heading.
    pub column: &'static str,
    /// What and why.
    pub sentence: String,
    /// Whether it goes in.
    pub kind: LineKind,
}

/// What a file would do.
#[derive(Clone, Debug)]
pub struct Draft {
    /// The draft's id.
    pub id: String,
    /// Youths who aren't there.
    pub new: usize,
    /// Youths of whom something is new.
    pub changed: usize,
    /// Rows that say nothing new.
    pub unchanged: usize,
    /// Rows that don't go in.
    pub refused: usize,
    /// Units that the file names and that don't exist.
    pub new_units: Vec<String>,
    /// Rows that need them.
    pub rows_of_new_units: usize,
    /// What is said of rows.
    pub lines: Vec<Line>,
    /// How many of those there are, where not all are shown.
    pub all_lines: usize,
}

const TITLE: Text = text("Så här blir det", "This is what happens");

impl Page for Draft {
    fn title(&self, lang: Lang) -> String {
        TITLE.get(lang).to_owned()
    }

    fn body(self, lang: Lang) -> AnyView {
        let nothing = text("Inget är sparat än.", "Nothing is saved yet.");
        view! {
            <div class="stack">
                <p class="page__title">{TITLE.get(lang)}</p>
                <h1 class="headline">{self.headline(lang)}</h1>
                <p class="lead">{nothing.get(lang)}</p>
            </div>
            {self.counts(lang)}
            {self.confirm(lang)}
            {self.remarks(lang)}
        }
        .into_any()
    }
}

impl Draft {
    fn headline(&self, lang: Lang) -> String {
        let count = self.new + self.changed;
        match (count, self.refused) {
            (0, 0) => text("Filen innehåller inget nytt", "The file holds nothing new").get(lang).to_owned(),
            (0, _) => text("Inget i filen kan läsas in", "Nothing in the file can be imported").get(lang).to_owned(),
            (1, _) => text("En rad läses in", "One row is imported").get(lang).to_owned(),
            (n, _) => text("{n} rader läses in", "{n} rows are imported").fill(lang, &[("n", &n.to_string())]),
        }
    }

    fn counts(&self, lang: Lang) -> AnyView {
        let rows = [
            (text("Nya", "New"), text("Ungdomar som inte finns i registret.", "Young people who aren't in the register."), self.new),
            (
                text("Ändrade", "Changed"),
                text("Ungdomar som finns, med något nytt om dem.", "Young people who are there, with something new."),
                self.changed,
            ),
            (text("Oförändrade", "Unchanged"), text("Rader som inte säger något nytt.", "Rows that say nothing new."), self.unchanged),
            (
                text("Avvisade", "Refused"),
                text("Rader som inte läses in. Orsaken står nedan.", "Rows that don't go in. Why stands below."),
                self.refused,
            ),
        ];
        let rows = rows.map(|(word, what, count)| {
            view! { <tr><th scope="row">{word.get(lang)}</th><td>{what.get(lang)}</td><td class="table__number">{count}</td></tr> }
        });
        let head = part::heads(&[
            (text("Rader", "Rows").get(lang), false),
            (text("Vad det betyder", "What it means").get(lang), false),
            (text("Antal", "Count").get(lang), true),
        ]);
        part::table("counts", text("Rad för rad", "Row by row").get(lang).to_owned(), head, view! { {rows.to_vec()} }.into_any())
    }

    fn confirm(&self, lang: Lang) -> AnyView {
        let base = format!("/admin/import/draft/{}", self.id);
        let drop = part::act(format!("{base}/discard"), text("Läs inte in", "Don't import").get(lang), "button button--quiet");
        if self.new + self.changed == 0 {
            return view! { <div class="form__acts">{drop}</div> }.into_any();
        }
        let units = (!self.new_units.is_empty()).then(|| {
            let rows = part::counted(self.rows_of_new_units, lang.pick("rad hör", "row belongs"), lang.pick("rader hör", "rows belong"));
            let why = text(
                "{rows} till enheter som inte finns. Utan bocken läses de inte in.",
                "{rows} to units that don't exist. Without the tick they aren't imported.",
            );
            let names = self.new_units.iter().map(|it| view! { <li>{it.clone()}</li> });
            let tick = check("create", "yes".to_owned(), text("Skapa enheterna", "Create the units").get(lang).to_owned(), false);
            view! {
                <div class="notice notice--look">
                    <p class="notice__title">{why.fill(lang, &[("rows", &rows)])}</p>
                    <ul>{names.collect_view()}</ul>
                    {tick}
                </div>
            }
        });
        view! {
            <div class="stack">
                <form class="stack" id="confirm" method="post" action=base>{units}</form>
                <div class="form__acts">
                    <button class="button button--primary" type="submit" form="confirm">{text("Läs in", "Import").get(lang)}</button>
                    {drop}
                </div>
            </div>
        }
        .into_any()
    }

    fn remarks(&self, lang: Lang) -> AnyView {
        if self.lines.is_empty() {
            return view! { <p class="soft">{text("Inga rader har anmärkningar.", "No row has a remark.").get(lang)}</p> }.into_any();
        }
        let rows = self.lines.iter().map(|it| {
            let (class, word) = match it.kind {
                LineKind::Refused => ("table__line--wrong", text("Avvisas", "Refused")),
                LineKind::Doubtful => ("table__line--look", text("Läses in", "Imported")),
            };
            view! {
                <tr class=class>
                    <th scope="row" class="table__number">{it.line}</th>
                    <td>{it.column}</td>
                    <td>{it.sentence.clone()}</td>
                    <td>{word.get(lang)}</td>
                </tr>
            }
        });
        let head = part::heads(&[
            (text("Rad", "Line").get(lang), true),
            (text("Kolumn", "Column").get(lang), false),
            (text("Vad", "What").get(lang), false),
            (text("Raden", "The row").get(lang), false),
        ]);
        let more = (self.all_lines > self.lines.len()).then(|| {
            let words = text("De {shown} första av {all} anmärkningar visas.", "The first {shown} of {all} remarks are shown.");
            let words = words.fill(lang, &[("shown", &self.lines.len().to_string()), ("all", &self.all_lines.to_string())]);
            view! { <p class="soft">{words}</p> }
        });
        let caption = text("Rader med anmärkning", "Rows with a remark").get(lang).to_owned();
        view! { {part::table("remarks", caption, head, view! { {rows.collect_view()} }.into_any())}{more} }.into_any()
    }
}
