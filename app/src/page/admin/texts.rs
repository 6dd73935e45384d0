//! The texts that youths get, in a language: what each says, what it costs, and whether it is sent.

use crate::{
    cost::cost,
    page::{Link, Page, part},
    words::{Lang, Text, text},
};
use domain::{MessageKind, message};
use leptos::prelude::*;

/// The texts in a language.
#[derive(Clone, Debug)]
pub struct Texts {
    /// The language's tag.
    pub language: String,
    /// The languages that there are, with the one that is shown.
    pub languages: Vec<Link>,
    /// One for each kind.
    pub rows: Vec<TextRow>,
    /// What a segment costs, in öre.
    pub price: Option<u32>,
    /// What was written in the field for another language, where it is no tag.
    pub is_bad: bool,
}

/// A text in the list.
#[derive(Clone, Debug)]
pub struct TextRow {
    /// What it is about.
    pub kind: MessageKind,
    /// As a youth reads it, with made-up values; none where there is no text in the language, or none that can be sent.
    pub sample: Option<String>,
    /// What it needs and nobody has set.
    pub lacks: Option<String>,
    /// How many segments that is.
    pub segments: usize,
    /// Where it stands.
    pub standing: Standing,
}

/// Whether a text is sent, and whose it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It ships, and is sent.
    Shipped,
    /// It ships as a draft that nobody has checked.
    Draft,
    /// The municipality's own, checked by somebody.
    Checked(String),
    /// The municipality's own, and nobody has checked it.
    Unchecked,
    /// There is none: youths with this language get the Swedish.
    Missing,
}

const TITLE: Text = text("Texter till ungdomar", "Texts to young people");

impl Standing {
    pub(super) fn view(&self, lang: Lang) -> AnyView {
        let (class, words) = match self {
            Self::Shipped => ("soft", text("Följer med, skickas", "Comes with Uppsök, is sent").get(lang).to_owned()),
            Self::Draft => ("tag tag--look", text("Utkast, skickas inte", "A draft, isn’t sent").get(lang).to_owned()),
            Self::Checked(by) => {
                ("tag tag--on", text("Er egen, kontrollerad av {vem}", "Your own, checked by {vem}").fill(lang, &[("vem", by)]))
            }
            Self::Unchecked => (
                "tag tag--look",
                text("Er egen, inte kontrollerad, skickas inte", "Your own, not checked, isn’t sent").get(lang).to_owned(),
            ),
            Self::Missing => ("soft", text("Saknas: svenska skickas", "Missing: Swedish is sent").get(lang).to_owned()),
        };
        view! { <span class=class>{words}</span> }.into_any()
    }
}

/// The address of a text's form.
pub(super) fn form_of(kind: MessageKind, language: &str) -> String {
    format!("/admin/texts/{}/{}", kind.code(), part::in_query(language))
}

impl Page for Texts {
    fn title(&self, lang: Lang) -> String {
        TITLE.get(lang).to_owned()
    }

    fn body(self, lang: Lang) -> AnyView {
        let what = text(
            "Ett sms skickas bara när någon har kontrollerat texten. Exemplen visar hur den läses av en påhittad ungdom.",
            "A text is sent only when somebody has checked it. The samples show how a made-up young person reads it.",
        );
        let add = part::Field {
            name: "language",
            label: text("Ett språk till", "Another language").get(lang),
            hint: Some(
                text("Språkets kod, till exempel so, ti eller fa.", "The language’s code, for example so, ti or fa.").get(lang).to_owned(),
            ),
            error: self.is_bad.then(|| {
                text("Koden har två eller tre bokstäver, till exempel so.", "The code has two or three letters, for example so.")
                    .get(lang)
                    .to_owned()
            }),
            autocomplete: Some("off"),
            ..part::Field::default()
        };
        let direction = if message::is_right_to_left(&self.language) { "rtl" } else { "ltr" };
        let head = part::heads(&[
            (text("Vad", "What").get(lang), false),
            (text("Text", "Text").get(lang), false),
            (text("Storlek", "Size").get(lang), false),
            (text("Läge", "State").get(lang), false),
        ]);
        let tag = self.language.clone();
        let rows = self.rows.into_iter().map(|it| {
            let language = tag.clone();
            let lacks = it.lacks.map(|why| {
                let words = text("Kan inte skickas. {varför}", "Can’t be sent. {varför}").fill(lang, &[("varför", &why)]);
                view! { <p class="notice notice--wrong">{words}</p> }
            });
            let size = it.sample.as_ref().map(|_| cost(it.segments, self.price, lang));
            view! {
                <tr>
                    <th scope="row"><a href=form_of(it.kind, &tag)>{it.kind.word(lang)}</a></th>
                    <td lang=language dir=direction>{it.sample}</td>
                    <td class="nowrap">{size}</td>
                    <td>{it.standing.view(lang)}{lacks}</td>
                </tr>
            }
        });
        let caption = text("Texterna på språket", "The texts in the language").get(lang).to_owned();
        view! {
            <div class="stack">
                <h1>{TITLE.get(lang)}</h1>
                <p>{what.get(lang)}</p>
            </div>
            <div class="filters">{part::filter(text("Språk", "Language").get(lang), self.languages)}</div>
            {part::table("texts", caption, head, view! { {rows.collect_view()} }.into_any())}
            <form class="form" method="get" action="/admin/texts">
                {add.view()}
                <div class="form__acts"><button class="button" type="submit">{text("Visa", "Show").get(lang)}</button></div>
            </form>
        }
        .into_any()
    }
}
