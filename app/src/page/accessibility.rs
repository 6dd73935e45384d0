//! The accessibility statement that the law asks for (2018:1937), with the way to complain.

use super::Page;
use crate::words::{Lang, Text, text};
use leptos::prelude::*;

/// The statement.
#[derive(Clone, Copy, Debug)]
pub struct Accessibility;

const TITLE: Text = text("Tillgänglighet i Uppsök", "Accessibility of Uppsök");

const PARTS: [(Text, Text); 4] = [
    (
        text("Hur väl fungerar det?", "How well does it work?"),
        text(
            "Uppsök är byggt för att klara lagen om tillgänglighet till digital offentlig service (2018:1937) och WCAG 2.2 på nivå AA. Sidorna går att använda med bara tangentbord, med skärmläsare, i 200 procents textstorlek, på en skärm som är 320 bildpunkter bred och med hög kontrast. De fungerar utan skript.",
            "Uppsök is built to meet the Swedish act on accessibility of digital public services (2018:1937) and WCAG 2.2 at level AA. The pages can be used with a keyboard alone, with a screen reader, at 200 per cent text, on a screen 320 pixels wide and in high contrast. They work without scripts.",
        ),
    ),
    (
        text("Vad vi vet brister", "What we know is lacking"),
        text(
            "Filer som du laddar ned är tabeller utan den förklaring som står på sidan. Den som vill ha definitionerna hittar dem på sidan under Så räknas det. Ingen utomstående har granskat tjänsten än.",
            "Files that you download are tables without the explanation on the page; the definitions stand on the page under How it is counted. Nobody outside has reviewed the service yet.",
        ),
    ),
    (
        text("Fungerar något inte för dig?", "Does something not work for you?"),
        text(
            "Säg till kommunens administratör, så att det blir rättat. Säg vilken sida det gäller och vad som hände. Behöver du en uppgift på ett annat sätt ska du få den så.",
            "Tell your municipality's administrator, so that it is mended. Say which page, and what happened. If you need something in another form you are to have it.",
        ),
    ),
    (
        text("Klaga hos tillsynsmyndigheten", "Complain to the authority"),
        text(
            "Är du inte nöjd med svaret kan du anmäla till Myndigheten för digital förvaltning, Digg, som ser till att lagen följs.",
            "If you aren't content with the answer you can complain to the Agency for Digital Government, Digg, which sees that the act is followed.",
        ),
    ),
];

impl Page for Accessibility {
    fn title(&self, lang: Lang) -> String {
        TITLE.get(lang).to_owned()
    }

    fn body(self, lang: Lang) -> AnyView {
        let parts = PARTS.map(|(title, words)| {
            view! {
                <section class="section">
                    <h2 class="section__title">{title.get(lang)}</h2>
                    <p>{words.get(lang)}</p>
                </section>
            }
        });
        let complain = text("Anmäl bristande tillgänglighet till Digg", "Report lacking accessibility to Digg");
        view! {
            <h1>{TITLE.get(lang)}</h1>
            {Vec::from(parts)}
            <p><a href="https://www.digg.se/tdosanmalan" rel="noreferrer">{complain.get(lang)}</a></p>
        }
        .into_any()
    }

    fn is_narrow(&self) -> bool {
        true
    }
}
