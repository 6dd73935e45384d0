//! Revoking a phone: the second of two taps.

use super::CANCEL;
use crate::{
    device,
    page::{Page, part},
    words::{Lang, Text, text},
};
use leptos::prelude::*;

/// A phone that is about to be revoked.
#[derive(Clone, Debug)]
pub struct Revoke {
    /// The device's id.
    pub id: String,
    /// As its person knows it.
    pub name: String,
    /// Whose.
    pub owner: String,
}

const TITLE: Text = text("Spärra telefonen?", "Revoke the phone?");

impl Page for Revoke {
    fn title(&self, lang: Lang) -> String {
        TITLE.get(lang).to_owned()
    }

    fn body(self, lang: Lang) -> AnyView {
        let what = text(
            "{name}, som {owner} använder, slutar fungera på en gång. När den har nät lämnar den det som inte är skickat, och tömmer sig sedan.",
            "{name}, which {owner} uses, stops working at once. When it has a network it hands over what it hasn't sent, and then wipes itself.",
        );
        let last = text(
            "Det går inte att ångra. Samma telefon kan inte användas igen.",
            "It can't be undone. The same phone can't be used again.",
        );
        view! {
            <h1>{TITLE.get(lang)}</h1>
            <p>{what.fill(lang, &[("name", device::named(&self.name, lang)), ("owner", &self.owner)])}</p>
            <p>{last.get(lang)}</p>
            <div class="form__acts">
                {part::act(format!("/admin/devices/{}/revoke", self.id), text("Ja, spärra", "Yes, revoke").get(lang), "button button--wrong")}
                <a class="button button--quiet" href="/admin/devices">{CANCEL.get(lang)}</a>
            </div>
        }
        .into_any()
    }

    fn is_narrow(&self) -> bool {
        true
    }
}
