//! Before and after by what they do, as paired bars and as a table, from one value.

use super::Seen;
use crate::{
    chart::{Measure, Paired, Share, paired},
    page::part,
    words::{Lang, Text, text},
};
use domain::Rollup;
use leptos::prelude::*;

const HIDDEN: Text = text("färre än 5 eller skyddad", "fewer than 5 or protected");
const WHY: Text = text(
    "Dolt: gruppen är mindre än 5, eller skulle avslöja en grupp som är det.",
    "Hidden: the group is smaller than 5, or would give away one that is.",
);
const TITLE: Text = text("Sysselsättning före och efter", "Occupation before and after");

/// The rows of picture and table alike.
pub(super) fn measures(it: &Seen, lang: Lang) -> Vec<Measure> {
    let share = |count: Option<u64>| count.map(|count| Share { count, whole: it.complete });
    Rollup::known()
        .map(|rollup| Measure { label: rollup.word(lang).to_owned(), before: share(it.before(rollup)), after: share(it.after(rollup)) })
        .collect()
}

/// A count and its share; what is hidden says why, and is no number.
fn pair(share: Option<Share>, lang: Lang) -> AnyView {
    match share {
        Some(it) => view! { <td class="table__number">{it.count}</td><td class="table__number">{it.percent(lang)}</td> }.into_any(),
        None => view! { <td class="table__number table__hidden" colspan="2">{HIDDEN.get(lang)}</td> }.into_any(),
    }
}

pub(in crate::page) fn section(it: &Seen, lang: Lang) -> AnyView {
    let rows = measures(it, lang);
    let complete = it.complete.to_string();
    let of = text("Av de {count} som är kända både före och efter.", "Of the {count} known both before and after.");
    let of = of.fill(lang, &[("count", &complete)]);
    let sum = it.complete;
    let cells = rows.iter().map(|row| {
        view! {
            <tr>
                <th scope="row">{row.label.clone()}</th>
                {pair(row.before, lang)}
                {pair(row.after, lang)}
            </tr>
        }
    });
    let whole = Share { count: sum, whole: sum }.percent(lang);
    let total = view! {
        <tr class="table__total">
            <th scope="row">{text("Kända både före och efter", "Known both before and after").get(lang)}</th>
            <td class="table__number">{sum}</td>
            <td class="table__number">{whole.clone()}</td>
            <td class="table__number">{sum}</td>
            <td class="table__number">{whole}</td>
        </tr>
    };
    let head = part::heads(&[
        (text("Sysselsättning", "Occupation").get(lang), false),
        (text("Före, antal", "Before, count").get(lang), true),
        (text("Före, andel", "Before, share").get(lang), true),
        (text("Efter, antal", "After, count").get(lang), true),
        (text("Efter, andel", "After, share").get(lang), true),
    ]);
    let body = view! { {cells.collect_view()}{total} }.into_any();
    let is_hidden = rows.iter().any(|it| it.before.is_none() || it.after.is_none());
    let why = is_hidden.then(|| view! { <p class="soft small">{WHY.get(lang)}</p> });
    let chart = Paired { title: TITLE.get(lang).to_owned(), description: of.clone(), rows };
    view! {
        <section class="section">
            <figure class="figure">
                <figcaption class="figure__caption">{TITLE.get(lang)}</figcaption>
                <p class="soft">{of}</p>
                {paired(chart, lang)}
                {why}
            </figure>
            <details class="fold">
                <summary>{text("Som tabell", "As a table").get(lang)}</summary>
                <div class="fold__body">{part::table("shares", TITLE.get(lang).to_owned(), head, body)}</div>
            </details>
        </section>
    }
    .into_any()
}
