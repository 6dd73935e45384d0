//! A region's or the nation's figures: the whole alone, until the rules that keep anyone from being recognised exist.

use super::{Page, lead};
use crate::{
    when,
    words::{Lang, Text, text},
};
use domain::figures::Outcomes;
use jiff::civil::Date;
use leptos::prelude::*;

/// The fewest youths that a figure outside the municipality may be about.
const LEAST: u64 = 5;

/// A level's whole.
#[derive(Clone, Debug)]
pub struct Level {
    /// The region's name; none for the nation.
    pub region: Option<String>,
    /// As the registers stood to know on this day.
    pub as_of: Date,
    /// The whole.
    pub outcomes: Outcomes,
    /// Municipalities within.
    pub municipalities: usize,
}

const TITLE: Text = text("Före och efter", "Before and after");
const WHY: Text = text("Varför bara totalen?", "Why only the total?");
const BECAUSE: Text = text(
    "Delar vi upp siffrorna på kommuner, kön eller enheter kan grupperna bli så små att någon känns igen. Tills reglerna som skyddar små grupper är på plats visar sidan bara hela området. En kommuns samordnare ser sin egen kommun i detalj.",
    "Broken down by municipality, gender or unit the groups can become so small that somebody is recognised. Until the rules that protect small groups are in place, this page shows the whole area alone. A municipality's lead sees their own municipality in detail.",
);

/// Whether no group of the whole is smaller than the rules will allow. Until they exist, a small whole is only counted.
fn is_plenty(it: &Outcomes) -> bool {
    let (before, after) = it.none_known();
    let unknown = [it.youths - it.known_before, it.youths - it.known_after, before, after];
    it.complete >= LEAST && it.before.values().chain(it.after.values()).chain(&unknown).all(|count| *count == 0 || *count >= LEAST)
}

fn few(it: &Outcomes, lang: Lang) -> AnyView {
    let words = if it.youths < LEAST {
        text(
            "Här är färre än fem registrerade. Därför visas inga siffror.",
            "Fewer than five are registered here, so no figures are shown.",
        )
    } else {
        text(
            "{all} är registrerade. Några av grupperna är mindre än fem, så resten visas inte.",
            "{all} are registered. Some of the groups are smaller than five, so the rest is not shown.",
        )
    };
    view! { <h1 class="headline">{words.fill(lang, &[("all", &it.youths.to_string())])}</h1> }.into_any()
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
        let it = self.outcomes;
        let rest = is_plenty(&it).then(|| view! { {lead::totals(&it, lang)} {lead::everyone(&it, lang)} });
        let sentences = if is_plenty(&it) { lead::sentences(&it, lang) } else { few(&it, lang) };
        view! {
            <p class="page__title">{place}" · "{count}" · "{day}</p>
            {sentences}
            {rest}
            <section class="notice">
                <h2 class="notice__title">{WHY.get(lang)}</h2>
                <p>{BECAUSE.get(lang)}</p>
            </section>
            {is_plenty(&it).then(|| lead::definition(&it, lang))}
        }
        .into_any()
    }
}
