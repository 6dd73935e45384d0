//! Who are you? The way in for each of those who use Uppsök.

use super::Page;
use crate::words::{Lang, Text, text};
use leptos::prelude::*;

/// The first page.
#[derive(Clone, Copy, Debug)]
pub struct Front;

const TITLE: Text = text("Vem är du?", "Who are you?");
const ABOUT: Text = text(
    "Uppsök är till för dem som håller kontakt med unga som varken går i gymnasiet eller har tagit examen.",
    "Uppsök is for those who keep in touch with young people who are neither in upper-secondary school nor done with it.",
);

const WAYS: [(&str, Text, Text); 3] = [
    (
        "/app",
        text("Jag träffar ungdomarna", "I meet the young people"),
        text("Appen i telefonen. Den fungerar också utan nät.", "The app on your phone. It works without a network too."),
    ),
    (
        "/sign-in",
        text("Jag följer resultaten", "I follow the results"),
        text("För samordnare i kommun, region och nationellt.", "For leads of a municipality, a region and the nation."),
    ),
    (
        "/sign-in",
        text("Jag sköter konton och register", "I look after accounts and the register"),
        text("För kommunens administratör.", "For the municipality's administrator."),
    ),
];

impl Page for Front {
    fn title(&self, lang: Lang) -> String {
        TITLE.get(lang).to_owned()
    }

    fn body(self, lang: Lang) -> AnyView {
        let ways = WAYS.map(|(href, name, why)| {
            view! {
                <li class="row">
                    <span class="row__body">
                        <a class="row__name" href=href>{name.get(lang)}</a>
                        <span class="row__why">{why.get(lang)}</span>
                    </span>
                </li>
            }
        });
        view! {
            <h1 class="headline">{TITLE.get(lang)}</h1>
            <p class="lead">{ABOUT.get(lang)}</p>
            <ul class="list">{Vec::from(ways)}</ul>
        }
        .into_any()
    }

    fn is_narrow(&self) -> bool {
        true
    }
}
