//! A link that was made: shown this once, since only its hash is kept.

use crate::{
    page::Page,
    when,
    words::{Lang, Text, text},
};
use leptos::prelude::*;

/// A link that was made.
#[derive(Clone)]
pub struct LinkMade {
    /// Who is to have it.
    pub name: String,
    /// The whole address.
    pub link: String,
    /// When it stops working, in milliseconds since 1970.
    pub expires_at: i64,
}

/// Whoever reads the link can choose the password.
impl std::fmt::Debug for LinkMade {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("LinkMade(…)")
    }
}

const TITLE: Text = text("Lämna över länken", "Hand the link over");

impl Page for LinkMade {
    fn title(&self, lang: Lang) -> String {
        TITLE.get(lang).to_owned()
    }

    fn body(self, lang: Lang) -> AnyView {
        let until = when::day_with_year(domain::civil::day(self.expires_at), lang);
        let how = text(
            "Ge den till {name} på ett säkert sätt, till exempel när ni ses. Den gäller en gång, till och med {until}, och tidigare länkar har slutat gälla.",
            "Give it to {name} in a safe way, for instance when you meet. It works once, until {until}, and earlier links have stopped working.",
        );
        let once = text(
            "Länken visas bara nu. Kopiera den innan du lämnar sidan.",
            "The link is shown only now. Copy it before you leave the page.",
        );
        view! {
            <h1>{TITLE.get(lang)}</h1>
            <p>{how.fill(lang, &[("name", &self.name), ("until", &until)])}</p>
            <div class="field">
                <label class="field__label" for="link">{text("Länken", "The link").get(lang)}</label>
                <textarea class="input" id="link" readonly=true rows="3" aria-describedby="once">{self.link}</textarea>
            </div>
            <p class="notice notice--look" id="once">{once.get(lang)}</p>
            <p><a class="button" href="/admin/accounts">{text("Klart", "Done").get(lang)}</a></p>
        }
        .into_any()
    }

    fn is_narrow(&self) -> bool {
        true
    }
}
