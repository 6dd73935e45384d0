//! The figures as files.

use super::{Files, RowByRow};
use crate::words::{Lang, text};
use leptos::prelude::*;

const MEGABYTE: u64 = 1_000_000;
/// From here on it takes a while.
const LARGE: u64 = 10 * MEGABYTE;
/// So many rows a spreadsheet opens, and one is the head.
const SPREADSHEET: u64 = 1_048_576 - 1;

pub(in crate::page) fn section(files: Files, lang: Lang) -> AnyView {
    let about_rows = files.rows.as_ref().map(|it| {
        let protected = text(
            "Personer med skyddad identitet och raderade personer räknas i siffrorna men har inga rader i underlaget.",
            "Persons with a protected identity and those who have been erased count in the figures and have no rows.",
        );
        let whose = text(
            " Någon är skyddad: raderna säger därför inte enhet, kön eller orsak och gäller alla, vad du än har valt, så att ingen kan \
             räkna ut var den personen finns.",
            " Somebody is protected: rows therefore don't tell unit, gender or reason, and are of everyone, whatever you have chosen, so \
             that nobody can work out where that person is.",
        );
        let whose = if it.has_protected { whose.get(lang) } else { "" };
        format!("{} {}{whose}", how_much(it, lang), protected.get(lang))
    });
    let rows = files.rows.map(|it| {
        let words = text("underlaget rad för rad (CSV)", "what is counted, row by row (CSV)").get(lang);
        view! { <a href=it.href download="">{words}</a> }
    });
    view! {
        <p class="cluster no-print">
            <span>{text("Ladda ned", "Download").get(lang)}":"</span>
            <a href=files.xlsx download="">{text("arbetsbok (Excel)", "workbook (Excel)").get(lang)}</a>
            <a href=files.csv download="">{text("för Excel (CSV)", "for Excel (CSV)").get(lang)}</a>
            <a href=files.machine download="">{text("för program (CSV)", "for programs (CSV)").get(lang)}</a>
            {rows}
        </p>
        {about_rows.map(|it| view! { <p class="soft small no-print">{it}</p> })}
    }
    .into_any()
}

/// How much it is before it begins: the browser then shows how much has come, and can't know of how much.
fn how_much(it: &RowByRow, lang: Lang) -> String {
    let bytes = it.most * it.bytes_each;
    let size = match (it.most, bytes) {
        (0, _) => text("Underlaget har inga rader.", "There are no rows."),
        (1, _) => text("Underlaget har högst 1 rad.", "There is at most 1 row."),
        (_, ..MEGABYTE) => {
            text("Underlaget har högst {rows} rader, mindre än 1\u{a0}MB.", "There are at most {rows} rows, less than 1\u{a0}MB.")
        }
        _ => text("Underlaget har högst {rows} rader, ungefär {size}\u{a0}MB.", "There are at most {rows} rows, about {size}\u{a0}MB."),
    };
    let mut said = size.fill(lang, &[("rows", &grouped(it.most, lang)), ("size", &bytes.div_ceil(MEGABYTE).to_string())]);
    if bytes >= LARGE {
        let stop = text(
            " Webbläsaren visar hur mycket som har kommit. Du kan avbryta där när som helst.",
            " The browser shows how much has come. You can stop it there at any time.",
        );
        said.push_str(stop.get(lang));
    }
    if it.most > SPREADSHEET {
        let excel = text(
            " Det är fler rader än Excel öppnar: välj en kortare period, eller öppna filen i ett annat program.",
            " That is more rows than Excel opens: choose a shorter period, or open the file in another program.",
        );
        said.push_str(excel.get(lang));
    }
    said
}

/// "1 000 000" in Swedish, "1,000,000" in English.
fn grouped(number: u64, lang: Lang) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(lang.pick('\u{a0}', ','));
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_much_it_is_before_it_begins() {
        for (most, sv, en) in [
            (0, "Underlaget har inga rader.", "There are no rows."),
            (1, "Underlaget har högst 1 rad.", "There is at most 1 row."),
            (9_999, "Underlaget har högst 9 999 rader, mindre än 1 MB.", "There are at most 9,999 rows, less than 1 MB."),
            (10_001, "Underlaget har högst 10 001 rader, ungefär 2 MB.", "There are at most 10,001 rows, about 2 MB."),
            (
                100_000,
                "Underlaget har högst 100 000 rader, ungefär 10 MB. Webbläsaren visar hur mycket som har kommit. Du kan avbryta där när \
                 som helst.",
                "There are at most 100,000 rows, about 10 MB. The browser shows how much has come. You can stop it there at any time.",
            ),
            (
                1_048_576,
                "Underlaget har högst 1 048 576 rader, ungefär 105 MB. Webbläsaren visar hur mycket som har kommit. Du kan avbryta där när \
                 som helst. Det är fler rader än Excel öppnar: välj en kortare period, eller öppna filen i ett annat program.",
                "There are at most 1,048,576 rows, about 105 MB. The browser shows how much has come. You can stop it there at any time. \
                 That is more rows than Excel opens: choose a shorter period, or open the file in another program.",
            ),
        ] {
            let it = RowByRow { href: String::new(), most, bytes_each: 100, has_protected: false };
            let said = |lang| how_much(&it, lang).replace('\u{a0}', " ");
            assert_eq!((said(Lang::Sv).as_str(), said(Lang::En).as_str()), (sv, en));
        }
    }
}
