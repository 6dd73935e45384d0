//! A file of whatever form municipalities export, as rows of text.

use calamine::{Data, Reader as _, Sheets, open_workbook_auto_from_rs};
use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};
use std::io::Cursor;

/// A file as text: headings, and rows with their line.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// The first line.
    pub headings: Vec<String>,
    /// The lines below that hold anything.
    pub rows: Vec<(usize, Vec<String>)>,
}

/// Rows hold people.
impl std::fmt::Debug for Table {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Table({} rows)", self.rows.len())
    }
}

/// A file that can't be read at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// Neither text nor a workbook.
    #[error("the file is neither a text with columns nor an Excel workbook")]
    Form,
    /// A heading is missing.
    #[error(transparent)]
    Column(#[from] domain::register_file::MissingColumn),
}

impl Unreadable {
    /// A stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Form => "unreadable_file",
            Self::Column(_) => "missing_column",
        }
    }
}

impl Table {
    /// Reads CSV with semicolons, commas or tabs in UTF-8, UTF-16 or Windows-1252, or the first sheet of a workbook.
    pub fn read(bytes: &[u8]) -> Result<Self, Unreadable> {
        let is_workbook = bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]);
        let table = if is_workbook { workbook(bytes)? } else { text(&decode(bytes))? };
        if table.headings.is_empty() { Err(Unreadable::Form) } else { Ok(table) }
    }
}

/// Bytes that aren't UTF-8 are what Excel in Sweden writes, Windows-1252.
fn decode(bytes: &[u8]) -> String {
    let encoding = Encoding::for_bom(bytes).map_or_else(|| if str::from_utf8(bytes).is_ok() { UTF_8 } else { WINDOWS_1252 }, |it| it.0);
    encoding.decode(bytes).0.into_owned()
}

fn text(text: &str) -> Result<Table, Unreadable> {
    let first = text.lines().next().unwrap_or_default();
    let most = [b';', b',', b'\t'].into_iter().max_by_key(|it| first.bytes().filter(|byte| byte == it).count());
    let delimiter = most.unwrap_or(b';');
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).has_headers(false).from_reader(text.as_bytes());
    let mut lines = Vec::new();
    let (mut counted, mut line) = (0, 1);
    for record in reader.records() {
        let record = record.map_err(|_| Unreadable::Form)?;
        // The reader's own line is that of the end of the record before, with the blank lines between left out.
        let before = record.position().map_or(0, |it| usize::try_from(it.byte()).unwrap_or(usize::MAX));
        let rest = text.get(before..).unwrap_or_default();
        let start = before + (rest.len() - rest.trim_start_matches(['\r', '\n']).len());
        line += text.get(counted..start).unwrap_or_default().matches('\n').count();
        counted = start;
        lines.push((line, record.iter().map(str::to_owned).collect()));
    }
    Ok(from_lines(lines))
}

fn workbook(bytes: &[u8]) -> Result<Table, Unreadable> {
    let mut sheets: Sheets<_> = open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(|_| Unreadable::Form)?;
    let range = sheets.worksheet_range_at(0).ok_or(Unreadable::Form)?.map_err(|_| Unreadable::Form)?;
    let first = range.start().map_or(0, |it| it.0 as usize);
    let lines = range.rows().enumerate().map(|(row, cells)| (first + row + 1, cells.iter().map(cell).collect()));
    Ok(from_lines(lines.collect()))
}

fn from_lines(mut lines: Vec<(usize, Vec<String>)>) -> Table {
    lines.retain(|(_, cells)| cells.iter().any(|it| !it.trim().is_empty()));
    if lines.is_empty() {
        return Table::default();
    }
    let (_, headings) = lines.remove(0);
    Table { headings, rows: lines }
}

/// A cell as it would stand in a text file: numbers without a decimal point, days as ISO.
fn cell(it: &Data) -> String {
    match it {
        Data::String(it) | Data::DateTimeIso(it) | Data::DurationIso(it) => it.clone(),
        Data::Int(it) => it.to_string(),
        Data::Float(it) if it.fract() == 0.0 => format!("{it:.0}"),
        Data::Float(it) => it.to_string(),
        Data::Bool(it) => it.to_string(),
        Data::DateTime(it) => {
            let (year, month, day, ..) = it.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        Data::Error(_) | Data::Empty => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: &str = "Personnummer;Förnamn\r\n1;Åsa\r\n;\r\n3;\"Örjan;Ö\"\r\n";

    fn rows(bytes: &[u8]) -> Vec<(usize, Vec<String>)> {
        let table = Table::read(bytes).expect("a table");
        assert_eq!(table.headings[1], "Förnamn");
        table.rows
    }

    #[test]
    fn every_encoding_and_separator_gives_the_same() {
        let expected = rows(PLAIN.as_bytes());
        assert_eq!(expected, [(2, vec!["1".into(), "Åsa".into()]), (4, vec!["3".into(), "Örjan;Ö".into()])]);
        assert_eq!(rows(format!("\u{feff}{PLAIN}").as_bytes()), expected);
        assert_eq!(rows(&WINDOWS_1252.encode(PLAIN).0), expected);
        let utf16: Vec<u8> = format!("\u{feff}{PLAIN}").encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(rows(&utf16), expected);
        for other in [",", "\t"] {
            assert_eq!(
                rows(
                    "Personnummer;Förnamn\n1;Åsa\n;\n3;\"Örjan;Ö\""
                        .replace(';', other)
                        .replace("Örjan\t", "Örjan;")
                        .replace("Örjan,", "Örjan;")
                        .as_bytes()
                ),
                expected
            );
        }
    }

    #[test]
    fn what_is_no_table_is_said_so() {
        assert_eq!(Table::read(b""), Err(Unreadable::Form));
        assert_eq!(Table::read(b"PK\x03\x04not a workbook"), Err(Unreadable::Form));
    }
}
