//! Before and after as a file: for a Swedish Excel, or for a program.

use crate::disclosure::Group;
use domain::{
    Lang, Rollup,
    figures::{Level, Outcomes, Report, Table, Value},
};
use jiff::civil::Date;
use std::collections::BTreeMap;

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

/// Whose figures stand in the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Whose {
    /// The municipality.
    pub municipality: String,
    /// The unit, or empty for all.
    pub unit: String,
    /// The gender, or empty for all.
    pub gender: String,
    /// The reason of registration, or empty for all.
    pub reason: String,
}

/// A cell that a spreadsheet would run is text: it gets an apostrophe before it (OWASP, CSV injection).
pub fn neutral(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell.to_owned() }
}

/// One line's figures: counts, and shares in tenths of a percent.
struct Line {
    code: String,
    words: String,
    before: Option<(u64, u64)>,
    after: Option<(u64, u64)>,
}

fn lines(it: &Outcomes, lang: Lang) -> Vec<Line> {
    let (none_before, none_after) = it.none_known();
    let of_all = |before, after| (Some((before, it.youths)), Some((after, it.youths)));
    let line = |code: &str, words: (&str, &str), (before, after)| Line {
        code: code.to_owned(),
        words: lang.pick(words.0, words.1).to_owned(),
        before,
        after,
    };
    let mut lines = vec![
        line("registered", ("Registrerade", "Registered"), of_all(it.youths, it.youths)),
        line("known", ("Kända", "Known"), of_all(it.known_before, it.known_after)),
        line("complete", ("Kända både före och efter", "Known both before and after"), of_all(it.complete, it.complete)),
        line("none_least", ("Utan sysselsättning bland alla, minst", "No occupation among all, least"), of_all(none_before, none_after)),
        line(
            "none_most",
            ("Utan sysselsättning bland alla, mest", "No occupation among all, most"),
            of_all(none_before + it.youths - it.known_before, none_after + it.youths - it.known_after),
        ),
    ];
    lines.extend(Rollup::ALL.iter().filter(|rollup| **rollup != Rollup::Unknown).map(|rollup| Line {
        code: rollup.code().to_owned(),
        words: rollup.word(lang).to_owned(),
        before: Some((it.before(*rollup), it.complete)),
        after: Some((it.after(*rollup), it.complete)),
    }));
    lines.extend(it.flows.iter().map(|((from, to), count)| Line {
        code: format!("{}>{}", from.code(), to.code()),
        words: format!("{} → {}", from.word(lang), to.word(lang)),
        before: None,
        after: Some((*count, it.complete)),
    }));
    lines
}

/// Tenths of a percent, rounded half up, written with the sign.
fn share((count, whole): (u64, u64), point: char) -> String {
    if whole == 0 {
        return String::new();
    }
    let tenths = (count * 2000 + whole) / (whole * 2);
    format!("{}{point}{}", tenths / 10, tenths % 10)
}

/// The file.
pub fn outcomes(it: &Outcomes, whose: &Whose, as_of: Date, form: Form) -> Vec<u8> {
    let (separator, end, point, lang) = form.marks();
    let heads: [&str; 10] = match form {
        Form::Machine => {
            ["municipality", "unit", "gender", "reason", "as_of", "group", "before_count", "before_percent", "after_count", "after_percent"]
        }
        Form::Excel(Lang::Sv) => [
            "Kommun",
            "Enhet",
            "Kön",
            "Registreringsorsak",
            "Per",
            "Grupp",
            "Före, antal",
            "Före, procent",
            "Efter, antal",
            "Efter, procent",
        ],
        Form::Excel(Lang::En) => [
            "Municipality",
            "Unit",
            "Gender",
            "Reason",
            "As of",
            "Group",
            "Before, count",
            "Before, percent",
            "After, count",
            "After, percent",
        ],
    };
    let mut out = if matches!(form, Form::Excel(_)) { "\u{feff}".to_owned() } else { String::new() };
    let mut write = |cells: &[String]| {
        let cells: Vec<String> = cells.iter().map(|it| quoted(&neutral(it), separator)).collect();
        out.push_str(&cells.join(separator));
        out.push_str(end);
    };
    write(&heads.map(str::to_owned));
    let day = as_of.to_string();
    for line in lines(it, lang) {
        let figures = |it: Option<(u64, u64)>| it.map_or_else(Default::default, |it| (it.0.to_string(), share(it, point)));
        let ((before, before_share), (after, after_share)) = (figures(line.before), figures(line.after));
        let group = if form == Form::Machine { line.code } else { line.words };
        let Whose { municipality, unit, gender, reason } = whose.clone();
        write(&[municipality, unit, gender, reason, day.clone(), group, before, before_share, after, after_share]);
    }
    out.into_bytes()
}

/// A report's tables, one after the other. Every line says whose figures and when, so that lines of several files can
/// stand in one.
pub fn report(it: &Report, form: Form) -> Vec<u8> {
    let lang = form.marks().3;
    let from = it.span.from.map(|it| it.to_string()).unwrap_or_default();
    let whose = [
        ("municipality", lang.pick("Kommun", "Municipality"), it.municipality.clone()),
        ("unit", lang.pick("Enhet", "Unit"), it.unit.clone()),
        ("gender", lang.pick("Kön", "Gender"), it.gender.clone()),
        ("reason", lang.pick("Registreringsorsak", "Reason"), it.reason.clone()),
        ("from", lang.pick("Från och med", "From"), from),
        ("to", lang.pick("Till och med", "To"), it.span.to.to_string()),
    ];
    tables(&whose, it.tables(lang), form)
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
    let (separator, end, point, lang) = form.marks();
    let is_machine = form == Form::Machine;
    let mut out = if is_machine { String::new() } else { "\u{feff}".to_owned() };
    let mut write = |cells: Vec<String>| {
        let cells: Vec<String> = cells.iter().map(|it| quoted(&neutral(it), separator)).collect();
        out.push_str(&cells.join(separator));
        out.push_str(end);
    };
    for table in tables {
        let whose_heads = whose.iter().map(|it| (it.0, it.1)).chain([("table", lang.pick("Tabell", "Table"))]);
        let heads = table.columns.iter().map(|it| if is_machine { it.code.to_owned() } else { it.words.clone() });
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

fn quoted(cell: &str, separator: &str) -> String {
    if cell.contains(['"', '\n', '\r']) || cell.contains(separator) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

/// A part of a level, as it may be seen.
#[derive(Clone, Debug)]
pub struct PublishedPart {
    /// What it is a part by: its code, in Swedish, in English.
    pub by: [&'static str; 3],
    /// Its name, or its code where the file is for programs.
    pub name: String,
    /// Its figures.
    pub group: Group,
}

/// A published month as a file. A hidden figure is an empty cell, and so is a share of it.
pub fn published(parts: &[PublishedPart], as_of: Date, form: Form) -> Vec<u8> {
    let (separator, end, point, lang) = form.marks();
    let heads: [&str; 8] = match form {
        Form::Machine => ["by", "name", "as_of", "group", "before_count", "before_percent", "after_count", "after_percent"],
        Form::Excel(Lang::Sv) => ["Efter", "Namn", "Per", "Grupp", "Före, antal", "Före, procent", "Efter, antal", "Efter, procent"],
        Form::Excel(Lang::En) => ["By", "Name", "As of", "Group", "Before, count", "Before, percent", "After, count", "After, percent"],
    };
    let mut out = if matches!(form, Form::Excel(_)) { "\u{feff}".to_owned() } else { String::new() };
    let mut write = |cells: &[String]| {
        let cells: Vec<String> = cells.iter().map(|it| quoted(&neutral(it), separator)).collect();
        out.push_str(&cells.join(separator));
        out.push_str(end);
    };
    write(&heads.map(str::to_owned));
    let figures = |count: Option<u64>, whole: Option<u64>| {
        let shown = count.zip(whole).map(|it| share(it, point)).unwrap_or_default();
        [count.map(|it| it.to_string()).unwrap_or_default(), shown]
    };
    let by = |it: &[&'static str; 3]| if form == Form::Machine { it[0] } else { lang.pick(it[1], it[2]) };
    for PublishedPart { by: kind, name, group: it } in parts {
        let mut row = |code: &str, words: &str, before: [String; 2], after: [String; 2]| {
            let group = if form == Form::Machine { code } else { words };
            let [before, before_share] = before;
            let [after, after_share] = after;
            write(&[by(kind).to_owned(), name.clone(), as_of.to_string(), group.to_owned(), before, before_share, after, after_share]);
        };
        let same = |count, whole| (figures(count, whole), figures(count, whole));
        let (before, after) = same(it.youths, it.youths);
        row("registered", lang.pick("Registrerade", "Registered"), before, after);
        row("known", lang.pick("Kända", "Known"), figures(it.known_before, it.youths), figures(it.known_after, it.youths));
        let (before, after) = same(it.complete, it.youths);
        row("complete", lang.pick("Kända både före och efter", "Known both before and after"), before, after);
        let none = |figures: &BTreeMap<Rollup, Option<u64>>, rollup| figures.get(&rollup).copied().flatten();
        for rollup in Rollup::ALL.iter().copied().filter(|it| *it != Rollup::Unknown) {
            let (before, after) = (none(&it.before, rollup), none(&it.after, rollup));
            row(rollup.code(), rollup.word(lang), figures(before, it.complete), figures(after, it.complete));
        }
    }
    out.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::figures::Pair;
    use jiff::civil::date;

    fn file(form: Form) -> String {
        let pair = |before, after| Pair { before, after };
        let it = Outcomes::count([pair(Rollup::None, Rollup::Work), pair(Rollup::Work, Rollup::Work), pair(Rollup::None, Rollup::Unknown)]);
        let whose = Whose { municipality: "Ås; Ö".into(), unit: "=cmd|' /C calc'!A0".into(), ..Whose::default() };
        String::from_utf8(outcomes(&it, &whose, date(2026, 10, 31), form)).unwrap()
    }

    #[test]
    fn what_excel_opens() {
        let expected = [
            "\u{feff}Kommun;Enhet;Kön;Registreringsorsak;Per;Grupp;Före, antal;Före, procent;Efter, antal;Efter, procent",
            "\"Ås; Ö\";'=cmd|' /C calc'!A0;;;2026-10-31;Registrerade;3;100,0;3;100,0",
            "\"Ås; Ö\";'=cmd|' /C calc'!A0;;;2026-10-31;Kända;3;100,0;2;66,7",
        ];
        assert!(file(Form::Excel(Lang::Sv)).starts_with(&expected.join("\r\n")), "{}", file(Form::Excel(Lang::Sv)));
    }

    #[test]
    fn what_a_program_reads() {
        let file = file(Form::Machine);
        assert!(file.starts_with("municipality,unit,gender,reason,as_of,group,before_count,before_percent,after_count,after_percent\n"));
        assert!(file.contains("Ås; Ö,'=cmd|' /C calc'!A0,,,2026-10-31,none_most,2,66.7,1,33.3\n"), "{file}");
        assert!(file.ends_with("none>work,,,1,50.0\nÅs; Ö,'=cmd|' /C calc'!A0,,,2026-10-31,work>work,,,1,50.0\n"), "{file}");
    }

    #[test]
    fn nothing_is_run() {
        assert_eq!(["=1", "+1", "-1", "@a", "1-1"].map(neutral), ["'=1", "'+1", "'-1", "'@a", "1-1"]);
    }
}
