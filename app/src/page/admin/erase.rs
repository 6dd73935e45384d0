//! Erasing a youth: the second of two taps.

use super::{CANCEL, PROTECTED};
use crate::{
    page::{Page, part},
    words::{Lang, Text, text},
};
use leptos::prelude::*;

/// A youth who is about to be erased.
#[derive(Clone, Debug)]
pub struct Erase {
    /// The youth's id.
    pub id: String,
    /// Name and day of birth; none where the identity is protected.
    pub person: Option<(String, String)>,
}

const TITLE: Text = text("Radera den unga?", "Erase the young person?");

impl Page for Erase {
    fn title(&self, lang: Lang) -> String {
        TITLE.get(lang).to_owned()
    }

    fn body(self, lang: Lang) -> AnyView {
        let (name, born) = self.person.unwrap_or_else(|| (PROTECTED.get(lang).to_owned(), String::new()));
        let what = text(
            "Allt som finns sparat om personen tas bort: kontaktuppgifter, historik och planer. Det försvinner också ur telefonerna nästa gång de har nät.",
            "All that is stored about the person is removed: contact details, history and plans. It also leaves the phones the next time they have a network.",
        );
        let last = text(
            "Det går inte att ångra, och en säkerhetskopia tar inte tillbaka det. Siffror för avslutade månader ändras inte.",
            "It can't be undone, and a backup doesn't bring it back. Figures of closed months don't change.",
        );
        let who = if born.is_empty() { name } else { format!("{name}, {born}") };
        view! {
            <h1>{TITLE.get(lang)}</h1>
            <p><strong>{who}</strong></p>
            <p>{what.get(lang)}</p>
            <p>{last.get(lang)}</p>
            <div class="form__acts">
                {part::act(format!("/admin/youths/{}/erase", self.id), text("Ja, radera", "Yes, erase").get(lang), "button button--wrong")}
                <a class="button button--quiet" href="/admin/assignments">{CANCEL.get(lang)}</a>
            </div>
        }
        .into_any()
    }

    fn is_narrow(&self) -> bool {
        true
    }
}
