//! Before and after: sentences, paired bars, everyone with what is unknown, the flows.

use super::{
    Seen, definition, everyone, flows, sentences, shares,
    units::{self, UnitBar},
};
use crate::{
    chart::Share,
    words::{Lang, Text, text},
};
use domain::{
    Rollup,
    figures::{Outcomes, Period, Report},
};
use leptos::prelude::*;

const UNITS: Text = text("Enhet för enhet: efter, bland alla", "Unit by unit: after, among all");

pub(super) fn body(report: &Report, lang: Lang) -> (AnyView, AnyView) {
    let outcomes = report.now.outcomes();
    let seen = Seen::from(&outcomes);
    let compared = report.before.as_ref().and_then(|(_, it)| Some(compared(&it.outcomes(), report.compared()?, lang)));
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
fn compared(it: &Outcomes, period: Period, lang: Lang) -> String {
    let period = period.word(lang);
    if it.youths == 0 {
        return text("Under {period} var ingen registrerad.", "In {period}, nobody was registered.").fill(lang, &[("period", &period)]);
    }
    if it.complete == 0 {
        return text("För {period} är ingen känd både före och efter.", "For {period}, nobody is known both before and after.")
            .fill(lang, &[("period", &period)]);
    }
    if it.complete == 1 {
        // A share of one is no share.
        return text("Under {period} var 1 av {all} känd både före och efter.", "In {period}, 1 of {all} was known both before and after.")
            .fill(lang, &[("period", &period), ("all", &it.youths.to_string())]);
    }
    let share = |count| Share { count, whole: it.complete }.percent(lang);
    let (from, to) = (share(it.before(Rollup::None)), share(it.after(Rollup::None)));
    let words = if from == to {
        text(
            "Under {period} var {complete} av {all} kända både före och efter, och andelen utan sysselsättning var {to}, både före och efter.",
            "In {period}, {complete} of {all} were known both before and after, and the share without occupation was {to}, before as after.",
        )
    } else {
        text(
            "Under {period} var {complete} av {all} kända både före och efter, och andelen utan sysselsättning gick från {from} till {to}.",
            "In {period}, {complete} of {all} were known both before and after, and the share without occupation went from {from} to {to}.",
        )
    };
    // "från 64 till 10 %": the sign stands once.
    let from = lang.pick(from.trim_end_matches(['%', '\u{a0}']), from.as_str());
    let (complete, all) = (it.complete.to_string(), it.youths.to_string());
    words.fill(lang, &[("period", &period), ("complete", &complete), ("all", &all), ("from", from), ("to", &to)])
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

#[cfg(test)]
mod tests {
    use super::*;
    use domain::figures::Pair;

    #[test]
    fn the_year_before_in_words() {
        let half = Period::Months((2025, 7), (2025, 11));
        let pairs = |pairs: &[(Rollup, Rollup)]| Outcomes::count(pairs.iter().map(|it| Pair { before: it.0, after: it.1 }));
        let moved = pairs(&[(Rollup::None, Rollup::Work), (Rollup::None, Rollup::None), (Rollup::Unknown, Rollup::Work)]);
        let same = pairs(&[(Rollup::None, Rollup::None)]);
        let unknown = pairs(&[(Rollup::None, Rollup::Unknown)]);
        for (it, sv, en) in [
            (
                &moved,
                "Under juli–november 2025 var 2 av 3 kända både före och efter, och andelen utan sysselsättning gick från 100 till 50\u{a0}%.",
                "In July–November 2025, 2 of 3 were known both before and after, and the share without occupation went from 100% to 50%.",
            ),
            (
                &same,
                "Under juli–november 2025 var 1 av 1 känd både före och efter.",
                "In July–November 2025, 1 of 1 was known both before and after.",
            ),
            (
                &unknown,
                "För juli–november 2025 är ingen känd både före och efter.",
                "For July–November 2025, nobody is known both before and after.",
            ),
            (&Outcomes::default(), "Under juli–november 2025 var ingen registrerad.", "In July–November 2025, nobody was registered."),
        ] {
            assert_eq!((compared(it, half, Lang::Sv).as_str(), compared(it, half, Lang::En).as_str()), (sv, en));
        }
    }
}
