//! A lead's figures: a sentence, a picture, a table; filters that are links; definition and coverage one tap away.

mod flows;
mod say;
mod seen;
mod shares;

pub use say::headline;
pub use seen::Seen;
pub(super) use shares::section as totals;

use super::{Link, Page, part};
use crate::{
    chart::{Certain, certain},
    when,
    words::{Lang, Text, text},
};
use domain::figures::Outcomes;
use jiff::civil::Date;
use leptos::prelude::*;

/// A municipality's before and after.
#[derive(Clone, Debug)]
pub struct Lead {
    /// Which municipality.
    pub municipality: String,
    /// As the register stood to know on this day.
    pub as_of: Date,
    /// Today.
    pub today: Date,
    /// Whose figures, where they are filtered: "Kvinnor, KAA Norr".
    pub filtered: Option<String>,
    /// The figures. Sentences, pictures, tables and files come from them alone.
    pub outcomes: Outcomes,
    /// Units, to filter by.
    pub units: Vec<Link>,
    /// Genders.
    pub genders: Vec<Link>,
    /// Reasons of registration.
    pub reasons: Vec<Link>,
    /// What else was chosen, so that choosing a day keeps it.
    pub kept: Vec<(&'static str, String)>,
    /// The figures as a file, for Excel.
    pub csv: String,
    /// The same for programs.
    pub machine: String,
    /// What is wrong with the day that was asked for.
    pub bad_day: Option<String>,
}

const TITLE: Text = text("Före och efter", "Before and after");
const FILTERS: Text = text("Visa", "Show");
const UNIT: Text = text("Enhet", "Unit");
const GENDER: Text = text("Kön", "Gender");
const REASON: Text = text("Orsak", "Reason");
const SHOW: Text = text("Visa", "Show");
const AS_OF: Text = text("Som det såg ut den", "As it stood on");
const DEFINITION: Text = text("Så räknas det", "How it is counted");
const DOWNLOAD: Text = text("Ladda ned", "Download");

impl Page for Lead {
    fn title(&self, lang: Lang) -> String {
        format!("{}, {}", TITLE.get(lang), self.municipality)
    }

    fn body(self, lang: Lang) -> AnyView {
        let outcomes = self.outcomes;
        let seen = Seen::from(&outcomes);
        let day = when::day_with_year(self.as_of, lang);
        let whose = self.filtered.map_or_else(|| self.municipality.clone(), |it| format!("{} · {it}", self.municipality));
        let kept = self.kept.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value/> });
        let field = part::Field {
            name: "as_of",
            label: AS_OF.get(lang),
            kind: "date",
            value: self.as_of.to_string(),
            error: self.bad_day,
            ..part::Field::default()
        };
        view! {
            <p class="page__title">{whose}" · "{day}</p>
            {sentences(&seen, lang)}
            <section class="no-print stack" aria-label=FILTERS.get(lang)>
                <div class="filters">
                    {(self.units.len() > 2).then(|| part::filter(UNIT.get(lang), self.units))}
                    {part::filter(GENDER.get(lang), self.genders)}
                    {part::filter(REASON.get(lang), self.reasons)}
                </div>
                <form class="form form--inline" method="get" action="/lead">
                    {kept.collect_view()}
                    {field.view()}
                    <button class="button" type="submit">{SHOW.get(lang)}</button>
                </form>
            </section>
            {figures(&outcomes, &seen, lang)}
            <p class="cluster no-print">
                <span>{DOWNLOAD.get(lang)}":"</span>
                <a href=self.csv download="">{text("för Excel (CSV)", "for Excel (CSV)").get(lang)}</a>
                <a href=self.machine download="">{text("för program (CSV)", "for programs (CSV)").get(lang)}</a>
            </p>
        }
        .into_any()
    }
}

/// The answer in words, before any picture.
pub(super) fn sentences(seen: &Seen, lang: Lang) -> AnyView {
    let [first, rest @ ..] = headline(seen, lang);
    let rest = rest.into_iter().filter(|it| !it.is_empty()).map(|it| view! { <p class="lead">{it}</p> });
    view! {
        <div class="stack">
            <h1 class="headline">{first}</h1>
            {rest.collect_view()}
        </div>
    }
    .into_any()
}

/// Pictures and tables, all of the one value.
fn figures(outcomes: &Outcomes, seen: &Seen, lang: Lang) -> AnyView {
    if seen.complete == 0 {
        return definition(seen, lang);
    }
    view! {
        {shares::section(seen, lang)}
        {everyone(seen, lang)}
        {flows::section(outcomes, lang)}
        {definition(seen, lang)}
    }
    .into_any()
}

/// Everyone, with what isn't known: what the bounds are about. Left out where they are hidden.
pub(super) fn everyone(it: &Seen, lang: Lang) -> AnyView {
    let (Some(before), Some(after)) = (it.bounds_before, it.bounds_after) else { return ().into_any() };
    let bar = |when: Text, class, bounds, known| Certain { words: say::bounds(when, bounds, known, it.youths, lang), class, bounds };
    let before = bar(text("Före", "Before"), "chart__before", before, it.known_before);
    let after = bar(text("Efter", "After"), "chart__after", after, it.known_after);
    let title = text("Alla {all} registrerade, med det som är okänt", "All {all} registered, with what is unknown");
    let title = title.fill(lang, &[("all", &it.youths.to_string())]);
    view! {
        <section class="section">
            <figure class="figure">
                <figcaption class="figure__caption">{title}</figcaption>
                {certain(&before, "before")}
                {certain(&after, "after")}
            </figure>
            <p class="soft small">{text("Det streckade är okänt.", "What is hatched is unknown.").get(lang)}</p>
        </section>
    }
    .into_any()
}

/// What the figures are of, and how far they reach.
pub(super) fn definition(seen: &Seen, lang: Lang) -> AnyView {
    let terms = say::definitions(seen, lang)
        .into_iter()
        .map(|(term, words)| view! { <div><dt>{term.get(lang)}</dt><dd>{words}</dd></div> })
        .collect_view();
    view! {
        <details class="fold">
            <summary>{DEFINITION.get(lang)}</summary>
            <div class="fold__body"><dl class="facts">{terms}</dl></div>
        </details>
    }
    .into_any()
}
