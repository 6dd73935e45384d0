//! Everyone with an account in the municipality.

use super::account::{Account, state_tag};
use crate::{
    page::{Page, part},
    words::{Lang, Text, text},
};
use leptos::prelude::*;

/// Everyone with an account.
#[derive(Clone, Debug)]
pub struct Accounts {
    /// As Swedes sort names.
    pub people: Vec<Account>,
}

const TITLE: Text = text("Konton", "Accounts");

impl Page for Accounts {
    fn title(&self, lang: Lang) -> String {
        TITLE.get(lang).to_owned()
    }

    fn body(self, lang: Lang) -> AnyView {
        let caption = part::counted(self.people.len(), lang.pick("konto", "account"), lang.pick("konton", "accounts"));
        let rows = self.people.into_iter().map(|it| {
            let tag = state_tag(it.state, lang);
            view! {
                <tr>
                    <th scope="row"><a href=format!("/admin/accounts/{}", it.id)>{it.name}</a></th>
                    <td>{it.role}</td>
                    <td>{it.units.join(", ")}</td>
                    <td>{it.email}</td>
                    <td>{tag}</td>
                </tr>
            }
        });
        let head = part::heads(&[
            (text("Namn", "Name").get(lang), false),
            (text("Uppgift", "Task").get(lang), false),
            (text("Enheter", "Units").get(lang), false),
            (text("E-postadress", "E-mail address").get(lang), false),
            (text("Läge", "State").get(lang), false),
        ]);
        let rows = view! { {rows.collect_view()} }.into_any();
        view! {
            <div class="section__head">
                <h1>{TITLE.get(lang)}</h1>
                <a class="button button--primary" href="/admin/accounts/new">{text("Bjud in någon", "Invite somebody").get(lang)}</a>
            </div>
            {part::table("accounts", caption, head, rows)}
        }
        .into_any()
    }
}
