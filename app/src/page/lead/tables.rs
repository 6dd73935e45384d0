//! Every table of a report, each one tap away.

use super::report_tables;
use crate::{
    page::part,
    words::{Lang, text},
};
use domain::figures::{Report, Row, Table, Value, percent};
use leptos::prelude::*;

pub(super) fn section(report: &Report, lang: Lang) -> AnyView {
    let tables = report_tables(report, lang).into_iter().filter(|it| !it.rows.is_empty()).map(|it| {
        let title = it.title.clone();
        view! {
            <details class="fold">
                <summary>{title}</summary>
                <div class="fold__body">{table(it, lang)}</div>
            </details>
        }
    });
    let title = text("Som tabeller", "As tables").get(lang);
    view! { <section class="section"><h2 class="section__title">{title}</h2>{tables.collect_view()}</section> }.into_any()
}

/// A table of a report.
pub(in crate::page) fn table(it: Table, lang: Lang) -> AnyView {
    let heads: Vec<(&str, bool)> = it.columns.iter().enumerate().map(|(index, it)| (it.words.as_str(), index > 0)).collect();
    let head = part::heads(&heads);
    let rows = it.rows.into_iter().map(|row| line(row, lang)).collect_view().into_any();
    part::table(it.id, it.title, head, rows)
}

fn line(row: Row, lang: Lang) -> AnyView {
    let class = row.is_sum.then_some("table__total");
    let cells = row.values.into_iter().map(|it| cell(it, lang)).collect_view();
    view! { <tr class=class><th scope="row">{row.words}</th>{cells}</tr> }.into_any()
}

/// A cell: what is hidden says why, and what there is nothing to tell of is empty.
fn cell(value: Value, lang: Lang) -> AnyView {
    let hidden = text("färre än 5 eller skyddad", "fewer than 5 or protected");
    let words = match value {
        Value::Count(n) => n.to_string(),
        Value::Share(count, whole) => percent(count, whole).map_or_else(|| "–".to_owned(), |it| crate::chart::per_cent(it, lang)),
        Value::Days(days) => days.to_string(),
        Value::Nothing => String::new(),
        Value::Hidden => return view! { <td class="table__hidden table__hidden--small">{hidden.get(lang)}</td> }.into_any(),
    };
    view! { <td class="table__number">{words}</td> }.into_any()
}
