//! One unit: its name, who works there.

use super::choice::{Choice, Select};
use crate::{
    page::{Errors, Page, part},
    words::{Lang, text},
};
use leptos::prelude::*;

/// Somebody who works in a unit.
#[derive(Clone, Debug)]
pub struct Member {
    /// The account's id.
    pub id: String,
    /// As colleagues say it.
    pub name: String,
    /// Whether the account is disabled.
    pub is_disabled: bool,
}

/// A unit.
#[derive(Clone, Debug)]
pub struct Unit {
    /// Its id.
    pub id: String,
    /// Its name as it is.
    pub name: String,
    /// Its name as it was written.
    pub written: String,
    /// How many youths it has.
    pub youths: usize,
    /// Who works there.
    pub members: Vec<Member>,
    /// Workers who could.
    pub others: Vec<Choice>,
    /// What went wrong.
    pub errors: Errors,
}

impl Page for Unit {
    fn title(&self, lang: Lang) -> String {
        format!("{}, {}", self.name, text("enhet", "unit").get(lang))
    }

    fn body(self, lang: Lang) -> AnyView {
        let youths = part::counted(self.youths, lang.pick("ungdom", "young person"), lang.pick("ungdomar", "young people"));
        let name = part::Field {
            name: "name",
            label: text("Namn", "Name").get(lang),
            value: self.written.clone(),
            error: self.errors.get("name"),
            autocomplete: Some("off"),
            ..part::Field::default()
        };
        view! {
            <p><a href="/admin/units">{text("Alla enheter", "All units").get(lang)}</a></p>
            <h1>{self.name.clone()}</h1>
            <p><a href=format!("/admin/assignments?unit={}", self.id)>{youths}</a></p>
            {self.workers(lang)}
            <section class="section">
                <h2 class="section__title">{text("Byt namn", "Rename").get(lang)}</h2>
                <form class="form form--inline" method="post" action=format!("/admin/units/{}/name", self.id)>
                    {name.view()}
                    <button class="button" type="submit">{text("Spara namnet", "Save the name").get(lang)}</button>
                </form>
            </section>
        }
        .into_any()
    }

    fn is_narrow(&self) -> bool {
        true
    }
}

impl Unit {
    fn workers(&self, lang: Lang) -> AnyView {
        let base = format!("/admin/units/{}/members", self.id);
        let rows = self.members.iter().map(|it| {
            let why = it
                .is_disabled
                .then(|| view! { <span class="row__why">{text("Kontot är avstängt", "The account is disabled").get(lang)}</span> });
            let label = text("Ta bort {name} ur enheten", "Remove {name} from the unit").fill(lang, &[("name", &it.name)]);
            view! {
                <li class="row">
                    <span class="row__body"><span class="row__name">{it.name.clone()}</span>{why}</span>
                    <form class="row__acts" method="post" action=format!("{base}/{}/remove", it.id)>
                        <button class="button button--small" type="submit" aria-label=label>{text("Ta bort", "Remove").get(lang)}</button>
                    </form>
                </li>
            }
        });
        let list = if self.members.is_empty() {
            view! { <p class="soft">{text("Ingen hör till enheten.", "Nobody belongs to the unit.").get(lang)}</p> }.into_any()
        } else {
            view! { <ul class="list">{rows.collect_view()}</ul> }.into_any()
        };
        let add = (!self.others.is_empty()).then(|| {
            let select = Select {
                name: "account",
                label: text("Lägg till en uppsökare", "Add an outreach worker").get(lang),
                none: None,
                choices: self.others.clone(),
                hint: None,
                error: self.errors.get("account"),
            };
            view! {
                <form class="form form--inline" method="post" action=base.clone()>
                    {select.view()}
                    <button class="button" type="submit">{text("Lägg till", "Add").get(lang)}</button>
                </form>
            }
        });
        view! {
            <section class="section">
                <h2 class="section__title">{text("Uppsökare", "Outreach workers").get(lang)}</h2>
                {list}
                {add}
            </section>
        }
        .into_any()
    }
}
