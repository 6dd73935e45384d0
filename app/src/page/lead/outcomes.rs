//! Before and after: sentences, paired bars, everyone with what is unknown, the flows.

use super::{Seen, definition, everyone, flows, sentences, shares};
use crate::{
    chart::{Certain, certain},
    words::{Lang, Text, text},
};
use domain::{
    Rollup,
    figures::{Outcomes, Report, percent},
};
use leptos::prelude::*;

const UNITS: Text = text("Enhet för enhet: efter, bland alla", "Unit by unit: after, among all");

pub(super) fn body(report: &Report, lang: Lang) -> (AnyView, AnyView) {
    let outcomes = report.now.outcomes();
    let seen = Seen::from(&outcomes);
    let compared = report.before.as_ref().map(|(_, it)| compared(&it.outcomes(), report, lang));
    let said = view! {
        <div class="stack">
            {sentences(&seen, lang)}
            {compared.map(|it| view! { <p class="lead">{it}</p> })}
        </div>
    }
    .into_any();
    let figures = (seen.complete > 0).then(|| {
        view! {
            {shares::section(&seen, lang)}
            {everyone(&seen, lang)}
            {flows::picture(&outcomes, lang)}
            {flows::section(&outcomes, lang)}
            {units(report, lang)}
        }
    });
    (said, view! { {figures} {definition(&seen, lang)} }.into_any())
}

/// How the same period was the year before.
fn compared(it: &Outcomes, report: &Report, lang: Lang) -> String {
    let period = report.period.year_before().map_or_else(String::new, |it| it.word(lang));
    if it.complete == 0 {
        return text("För {period} är ingen känd både före och efter.", "For {period} nobody is known both before and after.")
            .fill(lang, &[("period", &period)]);
    }
    let share = |count| percent(count, it.complete).unwrap_or_default().to_string();
    let words = text(
        "Under {period} var {complete} av {all} kända både före och efter, och andelen gick från {from} till {to} %.",
        "In {period} {complete} of {all} were known both before and after, and the share went from {from}% to {to}%.",
    );
    let (complete, all) = (it.complete.to_string(), it.youths.to_string());
    let (from, to) = (share(it.before(Rollup::None)), share(it.after(Rollup::None)));
    words.fill(lang, &[("period", &period), ("complete", &complete), ("all", &all), ("from", &from), ("to", &to)]).replace(" %", "\u{a0}%")
}

/// The same small picture for each unit.
fn units(report: &Report, lang: Lang) -> Option<AnyView> {
    let small = report.units.iter().filter(|it| it.1.outcomes().youths > 0).enumerate().map(|(index, (named, it))| {
        let it = it.outcomes();
        let words = text("{unit}: {none} utan, {unknown} okända av {all}", "{unit}: {none} without, {unknown} unknown of {all}");
        let (none, unknown, all) = (it.none_known().1.to_string(), (it.youths - it.known_after).to_string(), it.youths.to_string());
        let words = words.fill(lang, &[("unit", &named.name), ("none", &none), ("unknown", &unknown), ("all", &all)]);
        let bar = Certain { words, class: "chart__after", bounds: it.none_after_bounds_pct };
        view! { <li>{certain(&bar, &format!("unit-{index}"))}</li> }
    });
    (report.units.len() > 1).then(|| {
        view! {
            <section class="section">
                <h2 class="section__title">{UNITS.get(lang)}</h2>
                <ul class="multiples">{small.collect_view()}</ul>
            </section>
        }
        .into_any()
    })
}
