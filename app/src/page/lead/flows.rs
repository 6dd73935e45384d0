//! From what to what, among the complete.

use crate::{
    chart::{Block, Flow, flow},
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

/// The flows as a picture: bands from before to after.
pub(super) fn picture(it: &Outcomes, lang: Lang) -> AnyView {
    let (from, to) = (occurring(&it.before), occurring(&it.after));
    let blocks = |all: &[Rollup], count: &dyn Fn(Rollup) -> u64| -> Vec<Block> {
        let block = |rollup: &Rollup| {
            let label = format!("{} {}", rollup.word(lang), count(*rollup));
            Block { label, count: count(*rollup), is_marked: *rollup == Rollup::None }
        };
        all.iter().map(block).collect()
    };
    let place = |all: &[Rollup], rollup: Rollup| all.iter().position(|it| *it == rollup);
    let bands = it.flows.iter().filter_map(|((a, b), count)| Some((place(&from, *a)?, place(&to, *b)?, *count)));
    let description = text(
        "Av {none} som var utan sysselsättning före är {still} det efter. Tabellen under har alla antal.",
        "Of {none} without occupation before, {still} are so after. The table beneath has every count.",
    );
    let still = it.flows.get(&(Rollup::None, Rollup::None)).copied().unwrap_or_default();
    let description = description.fill(lang, &[("none", &it.before(Rollup::None).to_string()), ("still", &still.to_string())]);
    let sides = [text("Före", "Before"), text("Efter", "After")].map(|it| it.get(lang).to_owned());
    let chart = Flow {
        title: TITLE.get(lang).to_owned(),
        description: description.clone(),
        sides,
        bands: bands.collect(),
        from: blocks(&from, &|rollup| it.before(rollup)),
        to: blocks(&to, &|rollup| it.after(rollup)),
    };
    view! {
        <section class="section">
            <figure class="figure">
                <figcaption class="figure__caption">{TITLE.get(lang)}</figcaption>
                <p class="soft">{description}</p>
                {flow(chart)}
            </figure>
        </section>
    }
    .into_any()
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
        <details class="fold">
            <summary>{text("Från vad till vad, som tabell", "From what to what, as a table").get(lang)}</summary>
            <div class="fold__body">{part::table("flow-table", caption, part::heads(&head), body)}</div>
        </details>
    }
    .into_any()
}
