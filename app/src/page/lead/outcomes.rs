//! Before and after: sentences, paired bars, everyone with what is unknown, the flows.

use super::{
    Seen, definition, everyone, flows, moved, sentences, shares,
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
    let revised = report.revised.as_ref().map(|it| moved::revised(it, |it| counted(&it.outcomes(), lang), lang));
    let said = view! {
        <div class="stack">
            {sentences(&seen, lang)}
            {compared.map(|it| view! { <p class="lead">{it}</p> })}
            {revised.map(|it| view! { <p class="soft">{it}</p> })}
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

/// What a month was closed with: closed months have everyone since the start, whatever the page's period.
fn counted(it: &Outcomes, lang: Lang) -> String {
    let words = text(
        "{all} registrerade sedan starten, av dem {complete} kända både före och efter, {before} utan sysselsättning före och {after} efter",
        "{all} registered since the start, {complete} of them known both before and after, {before} without occupation before and {after} after",
    );
    let [all, complete, before, after] = [it.youths, it.complete, it.before(Rollup::None), it.after(Rollup::None)].map(|it| it.to_string());
    words.fill(lang, &[("all", &all), ("complete", &complete), ("before", &before), ("after", &after)])
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
    use domain::figures::{Counts, Pair};

    #[test]
    fn a_closed_month_then_and_now() {
        let of = |after| Counts { pairs: [(Pair::new(Rollup::None, after), 3)].into(), ..Counts::default() };
        let it = (jiff::civil::date(2026, 10, 1), of(Rollup::Unknown), of(Rollup::Work));
        let said = |lang| moved::revised(&it, |it| counted(&it.outcomes(), lang), lang);
        assert_eq!(
            said(Lang::Sv),
            "När oktober 2026 stängdes räknades 3 registrerade sedan starten, av dem 0 kända både före och efter, 0 utan sysselsättning \
             före och 0 efter. Med det som har kommit in sedan dess är det 3 registrerade sedan starten, av dem 3 kända både före och \
             efter, 3 utan sysselsättning före och 0 efter. Region och riket ser den stängda månaden."
        );
        assert_eq!(
            said(Lang::En),
            "When October 2026 was closed, it had 3 registered since the start, 0 of them known both before and after, 0 without \
             occupation before and 0 after. With what has come in since it is 3 registered since the start, 3 of them known both before \
             and after, 3 without occupation before and 0 after. Region and nation see the closed month."
        );
    }

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
