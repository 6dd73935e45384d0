//! A report as a workbook: real numbers and dates, a sheet for each table, and one that says what the figures are of.

use app::page::{
    lead::{definitions, report_tables},
    level::definitions as level_definitions,
};
use domain::{
    Lang,
    figures::{Level, Report, Table, Value},
};
use jiff::civil::Date;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

/// Excel's longest name of a sheet.
const LONGEST: usize = 31;

/// A report's workbook, as bytes.
pub fn workbook(report: &Report, lang: Lang) -> Result<Vec<u8>, XlsxError> {
    book(report_tables(report, lang), |sheet| about(sheet, report, lang), lang)
}

/// A level's, as it was published: what is hidden is an empty cell, and so is a share of it.
pub fn level(it: &Level, lang: Lang) -> Result<Vec<u8>, XlsxError> {
    book(it.tables(lang), |sheet| about_level(sheet, it, lang), lang)
}

fn book(tables: Vec<Table>, about: impl Fn(&mut Worksheet) -> Result<(), XlsxError>, lang: Lang) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let mut names: Vec<String> = Vec::new();
    for table in tables.into_iter().filter(|it| !it.rows.is_empty()) {
        let name = sheet_name(&table.title, &names);
        sheet(book.add_worksheet().set_name(&name)?, &table)?;
        names.push(name);
    }
    about(book.add_worksheet().set_name(lang.pick("Om siffrorna", "About the figures"))?)?;
    book.save_to_buffer()
}

/// A name that Excel takes, and that no other sheet has.
fn sheet_name(title: &str, taken: &[String]) -> String {
    let plain: String = title.chars().map(|it| if "[]:*?/\\'".contains(it) { ' ' } else { it }).collect();
    let cut = |most: usize| plain.chars().take(most).collect::<String>().trim().to_owned();
    let name = cut(LONGEST);
    if !taken.contains(&name) {
        return name;
    }
    (2..=taken.len() + 2).map(|it| format!("{} {it}", cut(LONGEST - 4))).find(|it| !taken.contains(it)).unwrap_or(name)
}

fn sheet(sheet: &mut Worksheet, table: &Table) -> Result<(), XlsxError> {
    let (bold, percent) = (Format::new().set_bold().set_text_wrap(), Format::new().set_num_format("0.0%"));
    let count = Format::new().set_num_format("0");
    for (column, it) in (0u16..).zip(&table.columns) {
        sheet.write_string_with_format(0, column, &it.words, &bold)?;
        sheet.set_column_width(column, if column == 0 { 44.0 } else { 16.0 })?;
    }
    sheet.set_freeze_panes(1, 1)?;
    for (line, row) in (1u32..).zip(&table.rows) {
        // A text is a text in a workbook: nothing that begins with = is run.
        if row.is_sum {
            sheet.write_string_with_format(line, 0, &row.words, &bold)?;
        } else {
            sheet.write_string(line, 0, &row.words)?;
        }
        for (column, value) in (1u16..).zip(&row.values) {
            match *value {
                Value::Count(n) => sheet.write_number_with_format(line, column, number(n), &count)?,
                Value::Share(_, 0) | Value::Nothing | Value::Hidden => sheet,
                Value::Share(part, whole) => sheet.write_number_with_format(line, column, number(part) / number(whole), &percent)?,
                Value::Days(days) => sheet.write_number_with_format(line, column, f64::from(days), &count)?,
            };
        }
    }
    Ok(())
}

#[expect(clippy::cast_precision_loss, reason = "counts of youths stay far below 2^52")]
fn number(n: u64) -> f64 {
    n as f64
}

/// Whose figures, which days, what they mean and how far they reach.
fn about(sheet: &mut Worksheet, report: &Report, lang: Lang) -> Result<(), XlsxError> {
    let before = report.before.as_ref().map(|it| it.0);
    let compared = report.compared();
    let texts = [
        (lang.pick("Vad", "What"), report.topic.word(lang).to_owned()),
        (lang.pick("Kommun", "Municipality"), report.municipality.clone()),
        (lang.pick("Enhet", "Unit"), report.unit.clone()),
        (lang.pick("Kön", "Gender"), report.gender.clone()),
        (lang.pick("Registreringsorsak", "Reason of registration"), report.reason.clone()),
        (lang.pick("Period", "Period"), report.period.word(lang)),
        (lang.pick("Jämfört med", "Compared with"), compared.map(|it| it.word(lang)).unwrap_or_default()),
    ];
    let days = [
        (lang.pick("Från och med", "From"), report.span.from),
        (lang.pick("Till och med", "To"), Some(report.span.to)),
        (lang.pick("Jämfört med, till och med", "Compared with, to"), before.map(|it| it.to)),
    ];
    said(sheet, &texts, &days, definitions(report, lang), lang)
}

fn about_level(sheet: &mut Worksheet, it: &Level, lang: Lang) -> Result<(), XlsxError> {
    let texts = [
        (lang.pick("Vad", "What"), it.topic().word(lang).to_owned()),
        ("Region", it.region.clone().unwrap_or_else(|| lang.pick("Hela landet", "The whole country").to_owned())),
    ];
    let days = [(lang.pick("Vid månadens slut", "At the month's end"), Some(it.month))];
    said(sheet, &texts, &days, level_definitions(it, lang), lang)
}

fn said(
    sheet: &mut Worksheet,
    texts: &[(&str, String)],
    days: &[(&str, Option<Date>)],
    terms: Vec<(app::words::Text, String)>,
    lang: Lang,
) -> Result<(), XlsxError> {
    let (bold, wrapped) = (Format::new().set_bold(), Format::new().set_text_wrap());
    let day = Format::new().set_num_format("yyyy-mm-dd").set_align(rust_xlsxwriter::FormatAlign::Left);
    sheet.set_column_width(0, 32.0)?;
    sheet.set_column_width(1, 90.0)?;
    let mut line = 0;
    for (name, text) in texts.iter().filter(|it| !it.1.is_empty()) {
        sheet.write_string_with_format(line, 0, *name, &bold)?;
        sheet.write_string(line, 1, text)?;
        line += 1;
    }
    for (name, at) in days.iter().filter_map(|(name, at)| Some((name, (*at)?))) {
        sheet.write_string_with_format(line, 0, *name, &bold)?;
        sheet.write_datetime_with_format(line, 1, &date(at)?, &day)?;
        line += 1;
    }
    line += 1;
    for (term, words) in terms {
        sheet.write_string_with_format(line, 0, term.get(lang), &bold)?;
        sheet.write_string_with_format(line, 1, &words, &wrapped)?;
        line += 1;
    }
    Ok(())
}

fn date(day: Date) -> Result<ExcelDateTime, XlsxError> {
    let part = |it: i8| it.unsigned_abs();
    ExcelDateTime::from_ymd(day.year().unsigned_abs(), part(day.month()), part(day.day()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sheets_have_names_that_excel_takes() {
        let long = "Från vad till vad, bland dem som är kända både före och efter";
        let first = sheet_name(long, &[]);
        assert!(first.chars().count() <= LONGEST, "{first}");
        assert_ne!(sheet_name(long, std::slice::from_ref(&first)), first);
        assert_eq!(sheet_name("a/b: [c]", &[]), "a b   c");
    }
}
