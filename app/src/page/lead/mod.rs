//! A lead's figures: a sentence, a picture, a table; filters that are links; definition and coverage one tap away.

mod compared;
mod downloads;
mod filters;
mod flows;
mod missing;
mod moved;
mod outcomes;
mod reach;
mod say;
mod shares;
mod status;
mod tables;
mod units;
mod work;

pub use compared::report_tables;
pub(super) use downloads::section as downloads;
pub use filters::Filters;
pub use missing::{Lacking, Lacks, List, Lists};
pub(super) use say::{definitions as outcome_definitions, headline, year_before};
pub(super) use shares::section as totals;
pub(super) use tables::table;
pub(super) use work::done as work_done;

use super::{Page, part};
use crate::{
    chart::{Bars, Certain, Single, bars, certain},
    when,
    words::{Lang, Text, text},
};
use domain::figures::{Report, SeenOutcomes, Topic};
use leptos::prelude::*;

/// A page of a municipality's figures.
#[derive(Clone, Debug)]
pub struct Lead {
    /// The figures. Sentences, pictures, tables and files come from them alone.
    pub report: Report,
    /// What they can be filtered by.
    pub filters: Filters,
    /// The figures as files: for Excel as text, for Excel as a workbook, for programs.
    pub files: Files,
}

/// Where the files are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Files {
    /// Semicolons and decimal comma.
    pub csv: String,
    /// A workbook.
    pub xlsx: String,
    /// Commas, codes.
    pub machine: String,
    /// What is counted, row by row; none where that is nobody's to see.
    pub rows: Option<RowByRow>,
}

/// What is counted, row by row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowByRow {
    /// Where it is.
    pub href: String,
    /// So many rows at the most.
    pub most: u64,
    /// About how long a row is.
    pub bytes_each: u64,
    /// Whether anyone who counts is protected: then rows don't tell unit, gender or reason, and are of everyone.
    pub has_protected: bool,
}

/// Before and after as somebody may see it: sentences, pictures and tables come from this one value.
type Seen = SeenOutcomes<u64>;

const DEFINITION: Text = text("Så räknas det", "How it is counted");

impl Page for Lead {
    fn title(&self, lang: Lang) -> String {
        format!("{}, {}", self.report.topic.word(lang), self.report.municipality)
    }

    fn body(self, lang: Lang) -> AnyView {
        let report = self.report;
        let whose = [&report.municipality, &report.unit, &report.gender, &report.reason].into_iter().filter(|it| !it.is_empty());
        let whose = whose.cloned().chain([when_words(&report, lang)]).collect::<Vec<_>>().join(" · ");
        let has_nobody = report.now.is_empty();
        let figures = match report.topic {
            Topic::Outcomes => outcomes::body(&report, lang),
            Topic::Status => status::body(&report, lang),
            Topic::Reach => reach::body(&report, lang),
            Topic::Work => work::body(&report, lang),
        };
        let (first, rest) = figures;
        let all = (!has_nobody).then(|| tables::section(&report, lang));
        let compared = compared::sentence(&report, lang).map(|it| view! { <p class="soft small">{it}</p> });
        view! {
            <p class="page__title">{whose}</p>
            {first}
            {compared}
            {self.filters.view(lang)}
            {rest}
            {all}
            {downloads::section(self.files, lang)}
        }
        .into_any()
    }
}

/// The period and the day that it is judged on.
fn when_words(report: &Report, lang: Lang) -> String {
    let day = when::day_with_year(report.span.to, lang);
    match report.period.last() {
        Some(last) if last == report.span.to => report.period.word(lang),
        Some(_) => text("{period}, till och med {day}", "{period}, through {day}")
            .fill(lang, &[("period", &report.period.word(lang)), ("day", &day)]),
        None => day,
    }
}

/// What the figures of a report are of, and how far they reach: terms and what they mean.
pub fn definitions(report: &Report, lang: Lang) -> Vec<(Text, String)> {
    match report.topic {
        Topic::Outcomes => say::definitions(&Seen::from(&report.now.outcomes()), lang),
        Topic::Status => status::definitions(lang),
        Topic::Reach => reach::definitions(lang),
        Topic::Work => work::definitions(lang),
    }
}

/// Terms and what they mean, one tap away.
pub(super) fn terms(terms: Vec<(Text, String)>, lang: Lang) -> AnyView {
    let terms = terms.into_iter().map(|(term, words)| view! { <div><dt>{term.get(lang)}</dt><dd>{words}</dd></div> }).collect_view();
    view! {
        <details class="fold">
            <summary>{DEFINITION.get(lang)}</summary>
            <div class="fold__body"><dl class="facts">{terms}</dl></div>
        </details>
    }
    .into_any()
}

/// One sentence large, the others beneath.
pub(super) fn said(sentences: Vec<String>) -> AnyView {
    let mut sentences = sentences.into_iter().filter(|it| !it.is_empty());
    let first = sentences.next().unwrap_or_default();
    let rest = sentences.map(|it| view! { <p class="lead">{it}</p> }).collect_view();
    view! { <div class="stack"><h1 class="headline">{first}</h1>{rest}</div> }.into_any()
}

/// The answer in words, before any picture.
fn sentences(seen: &Seen, lang: Lang) -> AnyView {
    said(headline(seen, lang).into())
}

/// Bars, each above what it was a year before. Nothing where there are none.
pub(super) fn beside(title: Text, rows: Vec<Single>, lang: Lang) -> Option<AnyView> {
    let before = text("året före", "the year before").get(lang).to_owned();
    let title = title.get(lang).to_owned();
    (!rows.is_empty()).then(|| part::figure(title.clone(), bars(Bars { title, before, rows }, lang)))
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
fn definition(seen: &Seen, lang: Lang) -> AnyView {
    terms(say::definitions(seen, lang), lang)
}
