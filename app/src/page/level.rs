//! A region's or the nation's figures: the whole alone, until the rules that keep anyone from being recognised exist.

use super::{
    Page,
    lead::{self, Seen},
};
use crate::{
    when,
    words::{Lang, Text, text},
};
use jiff::civil::Date;
use leptos::prelude::*;

/// A level's whole.
#[derive(Clone, Debug)]
pub struct Level {
    /// The region's name; none for the nation.
    pub region: Option<String>,
    /// As the registers stood to know on this day.
    pub as_of: Date,
    /// What may be seen of it; none where so few are registered that nothing is.
    pub seen: Option<Seen>,
    /// Municipalities within.
    pub municipalities: usize,
}

const TITLE: Text = text("Före och efter", "Before and after");
const WHY: Text = text("Varför bara totalen?", "Why only the total?");
const BECAUSE: Text = text(
    "Delar vi upp siffrorna på kommuner, kön eller enheter kan grupperna bli så små att någon känns igen. Tills reglerna som skyddar små grupper är på plats visar sidan bara hela området. En kommuns samordnare ser sin egen kommun i detalj.",
    "Broken down by municipality, gender or unit the groups can become so small that somebody is recognised. Until the rules that protect small groups are in place, this page shows the whole area alone. A municipality's lead sees their own municipality in detail.",
);

fn figures(seen: Option<&Seen>, lang: Lang) -> AnyView {
    let Some(it) = seen else {
        let words = text("Färre än 5 är registrerade. Därför visas inga siffror.", "Fewer than 5 are registered, so no figures are shown.");
        return view! { <h1 class="headline">{words.get(lang)}</h1> }.into_any();
    };
    let pictures = (it.complete > 0).then(|| view! { {lead::totals(it, lang)} {lead::everyone(it, lang)} });
    view! { {lead::sentences(it, lang)} {pictures} {lead::definition(it, lang)} }.into_any()
}

impl Page for Level {
    fn title(&self, lang: Lang) -> String {
        let place = self.region.clone().unwrap_or_else(|| text("hela landet", "the whole country").get(lang).to_owned());
        format!("{}, {place}", TITLE.get(lang))
    }

    fn body(self, lang: Lang) -> AnyView {
        let place = self.region.unwrap_or_else(|| text("Hela landet", "The whole country").get(lang).to_owned());
        let count = super::part::counted(self.municipalities, lang.pick("kommun", "municipality"), lang.pick("kommuner", "municipalities"));
        let day = when::day_with_year(self.as_of, lang);
        view! {
            <p class="page__title">{place}" · "{count}" · "{day}</p>
            {figures(self.seen.as_ref(), lang)}
            <section class="notice">
                <h2 class="notice__title">{WHY.get(lang)}</h2>
                <p>{BECAUSE.get(lang)}</p>
            </section>
        }
        .into_any()
    }
}
