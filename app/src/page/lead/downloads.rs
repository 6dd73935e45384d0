//! The figures as files.

use super::Files;
use crate::words::{Lang, text};
use leptos::prelude::*;

pub(in crate::page) fn section(files: Files, lang: Lang) -> AnyView {
    let protected = files.rows.as_ref().map(|_| {
        text(
            "Personer med skyddad identitet och raderade personer räknas i siffrorna men har inga rader i underlaget.",
            "Persons with a protected identity and those who have been erased count in the figures and have no rows.",
        )
        .get(lang)
    });
    view! {
        <p class="cluster no-print">
            <span>{text("Ladda ned", "Download").get(lang)}":"</span>
            <a href=files.xlsx download="">{text("arbetsbok (Excel)", "workbook (Excel)").get(lang)}</a>
            <a href=files.csv download="">{text("för Excel (CSV)", "for Excel (CSV)").get(lang)}</a>
            <a href=files.machine download="">{text("för program (CSV)", "for programs (CSV)").get(lang)}</a>
            {files.rows.map(|it| view! { <a href=it download="">{text("underlaget rad för rad (CSV)", "what is counted, row by row (CSV)").get(lang)}</a> })}
        </p>
        {protected.map(|it| view! { <p class="soft small no-print">{it}</p> })}
    }
    .into_any()
}
