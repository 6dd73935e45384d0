//! One text in one language: written, looked at as a youth reads it, and marked as checked.

use super::{CANCEL, texts::Standing};
use crate::{
    cost::cost,
    page::{Page, part},
    words::{Lang, Text, text},
};
use domain::{MessageKind, message};
use leptos::prelude::*;

/// The form.
#[derive(Clone, Debug)]
pub struct TextForm {
    /// What it is about.
    pub kind: MessageKind,
    /// The language's tag.
    pub language: String,
    /// What stands in the field.
    pub text: String,
    /// How it reads with made-up values, and in how many segments; none where it can't be used.
    pub sample: Option<(String, usize)>,
    /// What is wrong.
    pub error: Option<String>,
    /// Whether it was to be saved before anybody had seen how it reads and what it costs: it isn't.
    pub is_unseen: bool,
    /// Where the saved text stands.
    pub standing: Standing,
    /// What a segment costs, in öre.
    pub price: Option<u32>,
}

const PREVIEW: Text = text("Förhandsgranska", "Preview");
const SAVE: Text = text("Spara utan att skicka", "Save without sending");
const CHECK: Text = text("Spara, jag har kontrollerat den", "Save, I have checked it");
const REMOVE: Text = text("Ta bort er egen text", "Remove your own text");

impl Page for TextForm {
    fn title(&self, lang: Lang) -> String {
        format!("{} ({})", self.kind.word(lang), self.language)
    }

    fn body(self, lang: Lang) -> AnyView {
        let title = self.title(lang);
        let action = super::texts::form_of(self.kind, &self.language);
        let back = format!("/admin/texts?language={}", part::in_query(&self.language));
        let direction = if message::is_right_to_left(&self.language) { "rtl" } else { "ltr" };
        let names = message::placeholders(self.kind).iter().map(|it| format!("{{{it}}}")).collect::<Vec<_>>().join(" ");
        let hint = text(
            "Du kan använda {namn}. Det som står inom [ ] utelämnas när en uppgift i det saknas. Skriv inget som avslöjar vad det gäller: ingen skola, kommun eller myndighet.",
            "You can use {namn}. What stands within [ ] is left out where a detail in it is missing. Write nothing that tells what it is about: no school, municipality or authority.",
        )
        .fill(lang, &[("namn", &names)]);
        let invalid = self.error.as_ref().map(|_| "true");
        let described = if self.error.is_some() { "text-error text-hint" } else { "text-hint" };
        let error = self.error.map(|it| view! { <span class="field__error" id="text-error" role="alert">{it}</span> });
        let unseen = self.is_unseen.then(|| {
            let words = text(
                "Inte sparad än. Nedanför står hur texten läses och vad den kostar. Spara igen om det stämmer.",
                "Not saved yet. Below is how the text reads and what it costs. Save again if it is right.",
            );
            view! { <p class="notice notice--look" role="status">{words.get(lang)}</p> }
        });
        // What has been seen with its size and price, and may be saved as it is.
        let seen = self.sample.as_ref().map(|_| view! { <input type="hidden" name="seen" value=self.text.clone() /> });
        let language = self.language.clone();
        let sample = self.sample.map(|(words, segments)| {
            view! {
                <section class="stack" aria-labelledby="sample">
                    <h2 id="sample">{text("Så läses den", "How it reads").get(lang)}</h2>
                    <p class="quote" lang=language dir=direction>{words}</p>
                    <p class="soft">{cost(segments, self.price, lang)}</p>
                </section>
            }
        });
        let is_own = matches!(self.standing, Standing::Checked(_) | Standing::Unchecked);
        let remove = is_own.then(|| part::act(format!("{action}/remove"), REMOVE.get(lang), "button button--wrong"));
        view! {
            <h1>{title}</h1>
            <p>{self.standing.view(lang)}</p>
            {unseen}
            <form class="form" method="post" action=action>
                <div class="field">
                    <label class="field__label" for="text">{text("Text", "Text").get(lang)}</label>
                    <span class="field__hint" id="text-hint">{hint}</span>
                    {error}
                    <textarea class="input" id="text" name="text" rows="5" lang=self.language dir=direction required=true maxlength="1000"
                        aria-describedby=described aria-invalid=invalid>{self.text}</textarea>
                </div>
                {seen}
                {sample}
                <div class="form__acts">
                    <button class="button" type="submit" name="act" value="preview">{PREVIEW.get(lang)}</button>
                    <button class="button" type="submit" name="act" value="save">{SAVE.get(lang)}</button>
                    <button class="button button--primary" type="submit" name="act" value="check">{CHECK.get(lang)}</button>
                </div>
            </form>
            {remove}
            <p><a href=back>{CANCEL.get(lang)}</a></p>
        }
        .into_any()
    }

    fn is_narrow(&self) -> bool {
        true
    }
}
