//! Figures as a text file: for a Swedish Excel, or for a program.

use app::page::lead::report_tables;
use domain::{
    Lang,
    figures::{Level, Report, Table, Value},
};

/// What opens the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Semicolons, decimal comma, words, and a byte order mark, without which Excel garbles å ä ö.
    Excel(Lang),
    /// Commas, decimal point, codes.
    Machine,
}

impl Form {
    /// What parts cells, what ends lines, what a decimal begins with, and the language.
    fn marks(self) -> (&'static str, &'static str, char, Lang) {
        match self {
            Self::Excel(lang) => (";", "\r\n", lang.pick(',', '.'), lang),
            Self::Machine => (",", "\n", '.', Lang::En),
        }
    }
}

/// A cell that a spreadsheet would run is text: it gets an apostrophe before it (OWASP, CSV injection).
pub fn neutral(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell.to_owned() }
}

/// Tenths of a percent, rounded half up, written with the sign.
fn share((count, whole): (u64, u64), point: char) -> String {
    if whole == 0 {
        return String::new();
    }
    let tenths = (count * 2000 + whole) / (whole * 2);
    format!("{}{point}{}", tenths / 10, tenths % 10)
}

/// A report's tables, one after the other. Every line says whose figures and when, so that lines of several files can
/// stand in one.
pub fn report(it: &Report, form: Form) -> Vec<u8> {
    let lang = form.marks().3;
    let from = it.span.from.map(|it| it.to_string()).unwrap_or_default();
    let (gender, reason) = match form {
        Form::Excel(_) => (it.gender.clone(), it.reason.clone()),
        Form::Machine => (it.choice.gender.map_or("", |it| it.code()).to_owned(), it.choice.reason.map_or("", |it| it.code()).to_owned()),
    };
    let whose = [
        ("municipality", lang.pick("Kommun", "Municipality"), it.municipality.clone()),
        ("unit", lang.pick("Enhet", "Unit"), it.unit.clone()),
        ("gender", lang.pick("Kön", "Gender"), gender),
        ("reason", lang.pick("Registreringsorsak", "Reason"), reason),
        ("from", lang.pick("Från och med", "From"), from),
        ("to", lang.pick("Till och med", "To"), it.span.to.to_string()),
        ("compared", lang.pick("Jämfört med", "Compared with"), compared(it, form)),
    ];
    tables(&whose, report_tables(it, lang), form)
}

/// What the columns of the year before are of: a period, or of status its last day; empty where there is none.
fn compared(it: &Report, form: Form) -> String {
    let Some((before, _)) = &it.before else { return String::new() };
    match (it.compared(), form) {
        (None, _) => before.to.to_string(),
        (Some(period), Form::Excel(lang)) => period.word(lang),
        (Some(period), Form::Machine) => period.to_string(),
    }
}

/// A level's tables as they were published, in the same form. A hidden figure is an empty cell, and so is a share of it.
pub fn level(it: &Level, form: Form) -> Vec<u8> {
    let lang = form.marks().3;
    let whose = [
        ("region", "Region", it.region.clone().unwrap_or_default()),
        ("month", lang.pick("Månad", "Month"), domain::figures::Period::month_of(it.month).to_string()),
    ];
    tables(&whose, it.tables(lang), form)
}

/// Tables one after the other, each line with whose figures it holds: code, words, value.
fn tables(whose: &[(&'static str, &'static str, String)], tables: Vec<Table>, form: Form) -> Vec<u8> {
    let (_, _, point, lang) = form.marks();
    let is_machine = form == Form::Machine;
    let mut out = if is_machine { String::new() } else { "\u{feff}".to_owned() };
    let mut write = |cells: Vec<String>| out.push_str(&line(cells, form));
    for table in tables {
        let whose_heads = whose.iter().map(|it| (it.0, it.1)).chain([("table", lang.pick("Tabell", "Table"))]);
        let heads = table.columns.iter().map(|it| if is_machine { it.code.clone().into_owned() } else { it.words.clone() });
        write(whose_heads.map(|(code, words)| if is_machine { code } else { words }.to_owned()).chain(heads).collect());
        for row in &table.rows {
            let name = if is_machine { table.id.to_owned() } else { table.title.clone() };
            let mut cells: Vec<String> = whose.iter().map(|it| it.2.clone()).collect();
            cells.extend([name, if is_machine { row.code.clone() } else { row.words.clone() }]);
            cells.extend(row.values.iter().map(|value| match *value {
                Value::Count(n) => n.to_string(),
                Value::Share(count, whole) => share((count, whole), point),
                Value::Days(days) => days.to_string(),
                // A hidden cell is empty in a file, and never 0.
                Value::Nothing | Value::Hidden => String::new(),
            }));
            write(cells);
        }
        write(Vec::new());
    }
    out.into_bytes()
}

/// A line of a file: its cells and its end.
pub(super) fn line(cells: impl IntoIterator<Item = String>, form: Form) -> String {
    let (separator, end, ..) = form.marks();
    let cells: Vec<String> = cells.into_iter().map(|it| quoted(&neutral(&it), separator)).collect();
    cells.join(separator) + end
}

fn quoted(cell: &str, separator: &str) -> String {
    if cell.contains(['"', '\n', '\r']) || cell.contains(separator) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::figures::{Column, Row};

    fn file(form: Form) -> String {
        let whose = [("municipality", "Kommun", "Ås; Ö".to_owned()), ("unit", "Enhet", "=cmd|' /C calc'!A0".to_owned())];
        let column = |code: &'static str, words: &str| Column { code: code.into(), words: words.to_owned() };
        let row = |code: &str, words: &str, values| Row { code: code.to_owned(), words: words.to_owned(), values, is_sum: false };
        let table = Table {
            id: "before_after",
            title: "Före och efter".to_owned(),
            columns: vec![column("group", "Grupp"), column("count", "Antal"), column("percent", "Andel")],
            rows: vec![
                row("known", "Kända", vec![Value::Count(2), Value::Share(2, 3)]),
                row("hidden", "Skyddade", vec![Value::Hidden, Value::Hidden]),
            ],
        };
        String::from_utf8(tables(&whose, vec![table], form)).unwrap()
    }

    #[test]
    fn what_excel_opens() {
        let expected = [
            "\u{feff}Kommun;Enhet;Tabell;Grupp;Antal;Andel",
            "\"Ås; Ö\";'=cmd|' /C calc'!A0;Före och efter;Kända;2;66,7",
            "\"Ås; Ö\";'=cmd|' /C calc'!A0;Före och efter;Skyddade;;",
            "\r\n",
        ];
        assert_eq!(file(Form::Excel(Lang::Sv)), expected.join("\r\n"));
    }

    #[test]
    fn what_a_program_reads() {
        let expected = "municipality,unit,table,group,count,percent\n\
                        Ås; Ö,'=cmd|' /C calc'!A0,before_after,known,2,66.7\n\
                        Ås; Ö,'=cmd|' /C calc'!A0,before_after,hidden,,\n\n";
        assert_eq!(file(Form::Machine), expected);
    }

    #[test]
    fn nothing_is_run() {
        assert_eq!(["=1", "+1", "-1", "@a", "1-1"].map(neutral), ["'=1", "'+1", "'-1", "'@a", "1-1"]);
    }
}
