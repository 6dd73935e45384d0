//! What a municipality decides for its phones.

use super::choice::check;
use crate::{
    page::{Errors, Page, part},
    words::{Lang, Text, text},
};
use leptos::prelude::*;

/// A municipality's settings, as they are or as they were written.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Whether a contact may carry a note.
    pub notes_allowed: bool,
    /// Idle minutes until phones lock.
    pub lock_minutes: String,
    /// Days that phones can be used offline.
    pub lease_days: String,
    /// What went wrong.
    pub errors: Errors,
}

const TITLE: Text = text("Inställningar", "Settings");

impl Page for Settings {
    fn title(&self, lang: Lang) -> String {
        TITLE.get(lang).to_owned()
    }

    fn body(self, lang: Lang) -> AnyView {
        let notes = text("Uppsökare får skriva en anteckning om en kontakt", "Outreach workers may write a note about a contact");
        let law = text(
            "Högst 280 tecken. Uppgifter om hälsa, brott, religion, ursprung och omhändertagande får aldrig stå där (förordning 2006:39, 5 §). Appen påminner om det.",
            "At most 280 characters. Health, crime, religion, origin and compulsory care must never stand there (SFS 2006:39, section 5). The app says so.",
        );
        let lock = part::Field {
            name: "lock_minutes",
            label: text("Minuter tills telefonen låser sig", "Minutes until the phone locks").get(lang),
            kind: "number",
            hint: Some(
                text(
                    "1 till 15. Räknas när telefonen ligger orörd eller appen inte syns.",
                    "1 to 15, counted while the phone is idle or the app isn't seen.",
                )
                .get(lang)
                .to_owned(),
            ),
            value: self.lock_minutes,
            error: self.errors.get("lock_minutes"),
            autocomplete: Some("off"),
            ..part::Field::default()
        };
        let lease = part::Field {
            name: "lease_days",
            label: text("Dagar utan nät tills telefonen stängs", "Days without a network until the phone closes").get(lang),
            kind: "number",
            hint: Some(
                text(
                    "1 till 31. Den öppnas igen när den får nät. Inget som inte är skickat går förlorat.",
                    "1 to 31. It opens again when it has a network. Nothing unsent is lost.",
                )
                .get(lang)
                .to_owned(),
            ),
            value: self.lease_days,
            error: self.errors.get("lease_days"),
            autocomplete: Some("off"),
            ..part::Field::default()
        };
        view! {
            <h1>{TITLE.get(lang)}</h1>
            <form class="form" method="post" action="/admin/settings">
                {lock.view()}
                {lease.view()}
                <div class="field">
                    {check("notes_allowed", "yes".to_owned(), notes.get(lang).to_owned(), self.notes_allowed)}
                    <span class="field__hint">{law.get(lang)}</span>
                </div>
                <div class="form__acts"><button class="button button--primary" type="submit">{text("Spara", "Save").get(lang)}</button></div>
            </form>
        }
        .into_any()
    }

    fn is_narrow(&self) -> bool {
        true
    }
}
