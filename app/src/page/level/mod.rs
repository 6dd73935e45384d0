//! The figures that a region, the nation and anyone may see: a closed month as it was published, with small groups hidden.

mod published;
mod say;
mod table;

pub use published::{Published, definitions};
pub use table::{Breakdown, Cells, Line, Parts};

use super::{
    Link, Page,
    lead::{self, Seen},
    part,
};
use crate::{
    when,
    words::{Lang, Text, text},
};
use jiff::civil::Date;
use leptos::prelude::*;

/// A level's published month.
#[derive(Clone, Debug)]
pub struct Level {
    /// The region's name; none for the nation.
    pub region: Option<String>,
    /// As the registers stood to know on this day.
    pub as_of: Date,
    /// The whole; none where even how many are registered is hidden.
    pub seen: Option<Seen>,
    /// Municipalities within.
    pub municipalities: usize,
    /// By region, municipality and gender.
    pub breakdowns: Vec<Breakdown>,
    /// The months that have been published.
    pub months: Vec<Link>,
    /// The figures as a workbook.
    pub xlsx: String,
    /// As a text for Excel.
    pub csv: String,
    /// The same for programs.
    pub machine: String,
}

/// What before and after of a level are of, and why some of it is hidden. None is seen where even how many are registered is
/// hidden.
fn outcome_definitions(seen: Option<&Seen>, lang: Lang) -> Vec<(Text, String)> {
    let mut all = seen.map_or_else(Vec::new, |it| lead::outcome_definitions(it, lang));
    all.push((WHY, BECAUSE.map(|it| it.get(lang)).join(" ")));
    all
}

const TITLE: Text = text("Före och efter", "Before and after");
const MONTH: Text = text("Månad", "Month");
const DOWNLOAD: Text = text("Ladda ned", "Download");
const WHY: Text = text("Varför är en del dolt?", "Why is some of it hidden?");
const BECAUSE: [Text; 3] = [
    text(
        "En grupp med färre än 5 ungdomar visas inte, för då kan någon kännas igen. Det gäller också om alla i en grupp gör samma sak.",
        "A group of fewer than 5 young people isn't shown, since somebody could be recognised. Nor is a group where everyone does the same.",
    ),
    text(
        "Fler siffror döljs så att ingen kan räkna fram de små grupperna, inte ens den som har en hel kommuns siffror. En dold siffra kan alltså vara stor.",
        "More figures are hidden so that nobody can work out the small groups, not even somebody who has a whole municipality's figures. So a hidden figure may be large.",
    ),
    text(
        "Det som har dolts är dolt i tolv månader till. Alla ser samma siffror: regionen, landet och allmänheten.",
        "What has been hidden stays hidden for twelve months more. Everyone sees the same figures: the region, the nation and the public.",
    ),
];

const SO_FEW: Text = text(
    "Så få är registrerade att hela områdets siffror är dolda.",
    "So few are registered that the figures of the whole area are hidden.",
);

/// The months that there are, where there is more than one.
fn choose(months: Vec<Link>, lang: Lang) -> Option<AnyView> {
    (months.len() > 1).then(|| {
        view! {
            <section class="no-print stack" aria-label=MONTH.get(lang)>
                <div class="filters">{part::filter(MONTH.get(lang), months)}</div>
            </section>
        }
        .into_any()
    })
}

/// Why some of it is hidden.
fn why(because: &[Text], lang: Lang) -> AnyView {
    let words = because.iter().map(|it| view! { <p>{it.get(lang)}</p> }).collect_view();
    view! {
        <section class="notice">
            <h2 class="notice__title">{WHY.get(lang)}</h2>
            {words}
        </section>
    }
    .into_any()
}

fn figures(seen: Option<&Seen>, lang: Lang) -> AnyView {
    let Some(it) = seen else { return view! { <h1 class="headline">{SO_FEW.get(lang)}</h1> }.into_any() };
    let pictures = (it.complete > 0).then(|| view! { {lead::totals(it, lang)} {lead::everyone(it, lang)} });
    view! { {lead::sentences(it, lang)} {pictures} }.into_any()
}

impl Page for Level {
    fn title(&self, lang: Lang) -> String {
        let place = self.region.clone().unwrap_or_else(|| text("hela landet", "the whole country").get(lang).to_owned());
        format!("{}, {place}", TITLE.get(lang))
    }

    fn body(self, lang: Lang) -> AnyView {
        let place = self.region.unwrap_or_else(|| text("Hela landet", "The whole country").get(lang).to_owned());
        let count = part::counted(self.municipalities, lang.pick("kommun", "municipality"), lang.pick("kommuner", "municipalities"));
        let day = when::day_with_year(self.as_of, lang);
        let months = choose(self.months, lang);
        let is_hidden = self.seen.is_none() || self.breakdowns.iter().any(Breakdown::is_hidden);
        let why = is_hidden.then(|| why(&BECAUSE, lang));
        let definition = self.seen.as_ref().map(|it| lead::definition(it, lang));
        let tables = self.breakdowns.into_iter().map(|it| table::section(&it, lang)).collect_view();
        view! {
            <p class="page__title">{place}" · "{count}" · "{day}</p>
            {figures(self.seen.as_ref(), lang)}
            {months}
            {tables}
            {why}
            {definition}
            <p class="cluster no-print">
                <span>{DOWNLOAD.get(lang)}":"</span>
                <a href=self.xlsx download="">{text("arbetsbok (Excel)", "workbook (Excel)").get(lang)}</a>
                <a href=self.csv download="">{text("för Excel (CSV)", "for Excel (CSV)").get(lang)}</a>
                <a href=self.machine download="">{text("för program (CSV)", "for programs (CSV)").get(lang)}</a>
            </p>
        }
        .into_any()
    }
}
