//! The municipality's units.

use crate::{
    page::{Errors, Page, part},
    words::{Lang, Text, text},
};
use leptos::prelude::*;

/// A unit in the list.
#[derive(Clone, Debug)]
pub struct UnitRow {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Names of those who work there.
    pub workers: Vec<String>,
    /// How many youths it has.
    pub youths: usize,
}

/// Every unit.
#[derive(Clone, Debug)]
pub struct Units {
    /// As Swedes sort names.
    pub units: Vec<UnitRow>,
    /// A new unit's name, as it was written.
    pub name: String,
    /// What went wrong.
    pub errors: Errors,
}

const TITLE: Text = text("Enheter", "Units");

impl Page for Units {
    fn title(&self, lang: Lang) -> String {
        TITLE.get(lang).to_owned()
    }

    fn body(self, lang: Lang) -> AnyView {
        let what = text(
            "En enhet har ungdomar och uppsökare. Den som hör till enheten ser dess ungdomar i sin telefon.",
            "A unit has young people and outreach workers. Whoever belongs to it sees its young people on their phone.",
        );
        let name = part::Field {
            name: "name",
            label: text("Ny enhet", "New unit").get(lang),
            value: self.name,
            error: self.errors.get("name"),
            autocomplete: Some("off"),
            ..part::Field::default()
        };
        view! {
            <h1>{TITLE.get(lang)}</h1>
            <p>{what.get(lang)}</p>
            {table(self.units, lang)}
            <form class="form form--inline" method="post" action="/admin/units">
                {name.view()}
                <button class="button" type="submit">{text("Lägg till", "Add").get(lang)}</button>
            </form>
        }
        .into_any()
    }
}

fn table(units: Vec<UnitRow>, lang: Lang) -> AnyView {
    if units.is_empty() {
        return view! { <p class="empty">{text("Här finns inga enheter än.", "There are no units yet.").get(lang)}</p> }.into_any();
    }
    let caption = part::counted(units.len(), lang.pick("enhet", "unit"), lang.pick("enheter", "units"));
    let rows = units.into_iter().map(|it| {
        let workers = if it.workers.is_empty() {
            view! { <span class="tag tag--look">{text("Ingen uppsökare", "No outreach worker").get(lang)}</span> }.into_any()
        } else {
            view! { {it.workers.join(", ")} }.into_any()
        };
        view! {
            <tr>
                <th scope="row"><a href=format!("/admin/units/{}", it.id)>{it.name}</a></th>
                <td>{workers}</td>
                <td class="table__number">{it.youths}</td>
            </tr>
        }
    });
    let head = part::heads(&[
        (text("Enhet", "Unit").get(lang), false),
        (text("Uppsökare", "Outreach workers").get(lang), false),
        (text("Ungdomar", "Young people").get(lang), true),
    ]);
    part::table("units", caption, head, view! { {rows.collect_view()} }.into_any())
}
