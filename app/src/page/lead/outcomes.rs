//! Before and after: sentences, paired bars, everyone with what is unknown, the flows.

use super::{
    Seen, definition, everyone, flows, sentences, shares,
    units::{self, UnitBar},
};
use crate::words::{Lang, Text, text};
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
    let bars = report.units.iter().map(|(named, it)| {
        let it = it.outcomes();
        UnitBar {
            name: &named.name,
            none: it.none_known().1,
            unknown: it.youths - it.known_after,
            all: it.youths,
            bounds: it.none_after_bounds_pct,
        }
    });
    units::units(UNITS, bars, lang)
}
