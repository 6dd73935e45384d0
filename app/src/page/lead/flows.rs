//! From what to what, among the complete.

use crate::{
    page::part,
    words::{Lang, Text, text},
};
use domain::{Rollup, figures::Outcomes};
use leptos::prelude::*;

const TITLE: Text = text("Från vad till vad", "From what to what");

/// The roll-ups that occur on a side, in the list's order.
fn occurring(counts: &std::collections::BTreeMap<Rollup, u64>) -> Vec<Rollup> {
    Rollup::ALL.iter().copied().filter(|it| counts.get(it).is_some_and(|count| *count > 0)).collect()
}

pub(super) fn section(it: &Outcomes, lang: Lang) -> AnyView {
    let (from, to) = (occurring(&it.before), occurring(&it.after));
    let mut head: Vec<(String, bool)> = vec![(text("Från ↓ till →", "From ↓ to →").get(lang).to_owned(), false)];
    head.extend(to.iter().map(|it| (it.word(lang).to_owned(), true)));
    head.push((text("Summa", "Sum").get(lang).to_owned(), true));
    let head: Vec<(&str, bool)> = head.iter().map(|(word, is_number)| (word.as_str(), *is_number)).collect();
    let line = |from: Rollup| {
        let cells = to.iter().map(|to| {
            let count = it.flows.get(&(from, *to)).copied().unwrap_or_default();
            view! { <td class="table__number">{if count == 0 { "–".to_owned() } else { count.to_string() }}</td> }
        });
        view! {
            <tr>
                <th scope="row">{from.word(lang)}</th>
                {cells.collect_view()}
                <td class="table__number strong">{it.before(from)}</td>
            </tr>
        }
    };
    let sums = to.iter().map(|to| view! { <td class="table__number">{it.after(*to)}</td> }).collect_view();
    let lines = from.into_iter().map(line).collect_view();
    let body = view! {
        {lines}
        <tr class="table__total">
            <th scope="row">{text("Summa", "Sum").get(lang)}</th>
            {sums}
            <td class="table__number">{it.complete}</td>
        </tr>
    }
    .into_any();
    let caption = text("Antal, av de {count} som är kända både före och efter", "Counts, of the {count} known both before and after");
    let caption = caption.fill(lang, &[("count", &it.complete.to_string())]);
    view! {
        <section class="section">
            <h2 class="section__title">{TITLE.get(lang)}</h2>
            {part::table("flows", caption, part::heads(&head), body)}
        </section>
    }
    .into_any()
}
