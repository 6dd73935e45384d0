//! The calendar file (RFC 5545): one event, which a later file with a higher sequence number moves or cancels (RFC 5546).
//!
//! Times are written in UTC: the instant is right on both nights when the clocks change, in any calendar, without a table
//! of time zones. Written here since the crates for it bring a second library of time with them.

use domain::civil;
use jiff::{Timestamp, civil::DateTime, tz::TimeZone};
use std::fmt::Write as _;

/// What a calendar is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// The same through all changes.
    pub uid: String,
    /// Higher with each change.
    pub sequence: usize,
    /// When it was last changed, milliseconds since 1970.
    pub changed: i64,
    /// When it is, or would have been: civil time in Sweden.
    pub at: DateTime,
    /// What it is called. Others may see it over a shoulder.
    pub title: String,
    /// It won't be.
    pub is_cancelled: bool,
}

/// A line's length in octets, without its end (RFC 5545, 3.1).
const WIDTH: usize = 75;
const HOUR: i64 = 60 * 60 * 1000;

/// The file.
pub fn calendar(event: &Event) -> String {
    let from = civil::instant(event.at);
    let (method, status) = if event.is_cancelled { ("CANCEL", "CANCELLED") } else { ("PUBLISH", "CONFIRMED") };
    let title = escaped(&event.title);
    let mut lines = vec![
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".to_owned(),
        "PRODID:-//Kalender//1//SV".to_owned(),
        "CALSCALE:GREGORIAN".to_owned(),
        format!("METHOD:{method}"),
        "BEGIN:VEVENT".to_owned(),
        format!("UID:{}", escaped(&event.uid)),
        format!("DTSTAMP:{}", utc(event.changed)),
        format!("LAST-MODIFIED:{}", utc(event.changed)),
        format!("SEQUENCE:{}", event.sequence),
        format!("STATUS:{status}"),
        format!("DTSTART:{}", utc(from)),
        format!("DTEND:{}", utc(from.saturating_add(HOUR))),
        format!("SUMMARY:{title}"),
        // Others who see the calendar see that the hour is taken, and not by what.
        "CLASS:PRIVATE".to_owned(),
    ];
    if !event.is_cancelled {
        let alarm = ["BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:-PT2H"].map(str::to_owned);
        lines.extend(alarm.into_iter().chain([format!("DESCRIPTION:{title}"), "END:VALARM".to_owned()]));
    }
    lines.extend(["END:VEVENT".to_owned(), "END:VCALENDAR".to_owned()]);
    lines.iter().fold(String::new(), |mut file, line| {
        fold(line, &mut file);
        file
    })
}

/// `20261126T130000Z`
fn utc(instant: i64) -> String {
    let at = TimeZone::UTC.to_datetime(Timestamp::from_millisecond(instant).unwrap_or_default());
    format!("{:04}{:02}{:02}T{:02}{:02}{:02}Z", at.year(), at.month(), at.day(), at.hour(), at.minute(), at.second())
}

/// A text (RFC 5545, 3.3.11). Control characters have no place in one.
fn escaped(text: &str) -> String {
    text.chars().filter(|it| *it == '\n' || !it.is_control()).fold(String::new(), |mut out, letter| {
        match letter {
            '\n' => out.push_str("\\n"),
            '\\' | ';' | ',' => {
                out.push('\\');
                out.push(letter);
            }
            letter => out.push(letter),
        }
        out
    })
}

/// Writes a line in parts of at most 75 octets, each after the first begun with a space, and never within a letter.
fn fold(line: &str, file: &mut String) {
    let mut width = 0;
    for letter in line.chars() {
        if width + letter.len_utf8() > WIDTH {
            file.push_str("\r\n ");
            width = 1;
        }
        file.push(letter);
        width += letter.len_utf8();
    }
    let _ = write!(file, "\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::datetime;

    fn event() -> Event {
        Event {
            uid: "0123456789abcdef@uppsok.example".to_owned(),
            sequence: 0,
            changed: 1_795_424_400_000,
            at: datetime(2026, 11, 26, 14, 0, 0, 0),
            title: "Träff med Sara".to_owned(),
            is_cancelled: false,
        }
    }

    #[test]
    fn the_file_as_calendars_read_it() {
        let expected = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Kalender//1//SV\r\nCALSCALE:GREGORIAN\r\nMETHOD:PUBLISH\r\n\
            BEGIN:VEVENT\r\nUID:0123456789abcdef@uppsok.example\r\nDTSTAMP:20261123T090000Z\r\nLAST-MODIFIED:20261123T090000Z\r\n\
            SEQUENCE:0\r\nSTATUS:CONFIRMED\r\nDTSTART:20261126T130000Z\r\nDTEND:20261126T140000Z\r\nSUMMARY:Träff med Sara\r\n\
            CLASS:PRIVATE\r\nBEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-PT2H\r\nDESCRIPTION:Träff med Sara\r\nEND:VALARM\r\n\
            END:VEVENT\r\nEND:VCALENDAR\r\n";
        assert_eq!(calendar(&event()), expected);
    }

    #[test]
    fn a_move_has_a_higher_number_and_a_cancellation_says_so() {
        let moved = calendar(&Event { sequence: 1, at: datetime(2026, 11, 27, 9, 30, 0, 0), ..event() });
        assert!(moved.contains("\r\nSEQUENCE:1\r\n") && moved.contains("\r\nDTSTART:20261127T083000Z\r\n"), "{moved}");
        let off = calendar(&Event { sequence: 2, is_cancelled: true, ..event() });
        assert!(off.contains("\r\nMETHOD:CANCEL\r\n") && off.contains("\r\nSTATUS:CANCELLED\r\n") && !off.contains("VALARM"), "{off}");
    }

    #[test]
    fn the_instant_is_right_on_both_nights() {
        let start = |at| calendar(&Event { at, ..event() }).lines().find(|it| it.starts_with("DTSTART")).map(str::to_owned);
        for (at, expected) in [
            (datetime(2026, 3, 28, 14, 0, 0, 0), "DTSTART:20260328T130000Z"),
            (datetime(2026, 3, 29, 14, 0, 0, 0), "DTSTART:20260329T120000Z"),
            (datetime(2026, 10, 24, 14, 0, 0, 0), "DTSTART:20261024T120000Z"),
            (datetime(2026, 10, 25, 14, 0, 0, 0), "DTSTART:20261025T130000Z"),
        ] {
            assert_eq!(start(at).as_deref(), Some(expected));
        }
    }

    #[test]
    fn long_lines_are_folded_between_letters_and_signs_are_escaped() {
        let file = calendar(&Event { title: format!("{};,\\\nå\u{7}", "åäö".repeat(40)), ..event() });
        assert!(file.lines().all(|it| it.len() <= WIDTH), "{file}");
        let whole = file.replace("\r\n ", "");
        assert!(whole.contains(&format!("SUMMARY:{}\\;\\,\\\\\\nå\r\n", "åäö".repeat(40))), "{whole}");
    }
}
