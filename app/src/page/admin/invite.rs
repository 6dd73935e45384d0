//! Inviting somebody.

use super::{
    CANCEL,
    choice::{Choice, Select},
};
use crate::{
    page::{Errors, Page, part},
    words::{Lang, Text, text},
};
use leptos::prelude::*;

/// Inviting somebody.
#[derive(Clone, Debug)]
pub struct Invite {
    /// What was written last.
    pub name: String,
    /// What was written last.
    pub email: String,
    /// Roles of a municipality.
    pub roles: Vec<Choice>,
    /// The municipality's units.
    pub units: Vec<Choice>,
    /// What went wrong.
    pub errors: Errors,
}

const TITLE: Text = text("Bjud in någon", "Invite somebody");

impl Page for Invite {
    fn title(&self, lang: Lang) -> String {
        TITLE.get(lang).to_owned()
    }

    fn body(self, lang: Lang) -> AnyView {
        let how = text(
            "Du får en länk som du själv lämnar över. Den gäller en gång.",
            "You get a link that you hand over yourself. It works once.",
        );
        let name = part::Field {
            name: "name",
            label: text("Namn", "Name").get(lang),
            hint: Some(text("Som kollegorna säger det.", "As colleagues say it.").get(lang).to_owned()),
            value: self.name,
            error: self.errors.get("name"),
            autocomplete: Some("off"),
            ..part::Field::default()
        };
        let email = part::Field {
            name: "email",
            label: text("E-postadress", "E-mail address").get(lang),
            kind: "email",
            value: self.email,
            error: self.errors.get("email"),
            autocomplete: Some("off"),
            ..part::Field::default()
        };
        let role = Select {
            name: "role",
            label: text("Uppgift", "Task").get(lang),
            none: None,
            choices: self.roles,
            hint: None,
            error: self.errors.get("role"),
        };
        let unit = Select {
            name: "unit",
            label: text("Enhet", "Unit").get(lang),
            none: Some(text("Ingen än", "None yet").get(lang)),
            choices: self.units,
            hint: Some(text("Bara för uppsökare.", "For outreach workers alone.").get(lang)),
            error: self.errors.get("unit"),
        };
        view! {
            <h1>{TITLE.get(lang)}</h1>
            <p>{how.get(lang)}</p>
            <form class="form" method="post" action="/admin/accounts/new">
                {name.view()}
                {email.view()}
                {role.view()}
                {unit.view()}
                <div class="form__acts">
                    <button class="button button--primary" type="submit">{text("Gör en länk", "Make a link").get(lang)}</button>
                    <a class="button button--quiet" href="/admin/accounts">{CANCEL.get(lang)}</a>
                </div>
            </form>
        }
        .into_any()
    }

    fn is_narrow(&self) -> bool {
        true
    }
}
