//! A line through months: without occupation, and that or unknown.

use super::part;
use crate::{
    chart::{Line, Run, Share, line},
    when,
    words::{Lang, Text, text},
};
use jiff::civil::Date;
use leptos::prelude::*;

const MONTHS: Text = text("Månad för månad, andel av de registrerade", "Month by month, share of those registered");

/// A month's last day with its two shares: without occupation or not known, and without. What is hidden, or of nobody, is a gap.
pub(super) type Point = (Date, [Option<Share>; 2]);

/// The picture; none where there are fewer than two months with something to draw.
pub(super) fn months(points: &[Point], lang: Lang) -> Option<AnyView> {
    let (first, last) = (points.first()?, points.last()?);
    if points.iter().filter(|it| it.1.iter().any(Option::is_some)).count() < 2 {
        return None;
    }
    let run = |label: Text, class, which: usize| {
        let values: Vec<Option<Share>> = points.iter().map(|it| it.1[which]).collect();
        let words = |it: Option<&Option<Share>>| it.copied().flatten().map(|it| it.percent(lang)).unwrap_or_default();
        let words = [words(values.iter().find(|it| it.is_some())), words(values.iter().rev().find(|it| it.is_some()))];
        Run { label: label.get(lang).to_owned(), class, values: values.iter().map(|it| it.map(Share::part)).collect(), words }
    };
    let both = run(text("Utan eller okänt", "Without or unknown"), "chart__line", 0);
    let none = run(text("Utan", "Without"), "chart__line chart__line--second", 1);
    let said = |it: &Run, words: Text| {
        let [from, to] = &it.words;
        (!from.is_empty()).then(|| words.fill(lang, &[("from", from), ("to", to)]))
    };
    let description = [
        said(
            &both,
            text("Utan sysselsättning eller okänt gick från {from} till {to}.", "Without occupation or unknown went from {from} to {to}."),
        ),
        said(&none, text("Utan sysselsättning gick från {from} till {to}.", "Without occupation went from {from} to {to}.")),
    ];
    let description = description.into_iter().flatten().collect::<Vec<_>>().join(" ");
    // "30 nov 2025" without its day: short enough for both ends on a phone.
    let ends = [first.0, last.0].map(|it| when::day_with_year(it, lang).split_once(' ').map_or_else(String::new, |it| it.1.to_owned()));
    let chart = Line { title: MONTHS.get(lang).to_owned(), description, ends, lines: vec![both, none] };
    Some(part::figure(MONTHS.get(lang).to_owned(), line(chart).into_any()))
}
