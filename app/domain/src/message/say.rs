//! Days and times as a message says them, for the day that it is sent.

use crate::civil;
use jiff::civil::{Date, DateTime, Time, Weekday};

/// The language of a tag, without its region: `sv-FI` is `sv`.
pub(super) fn primary(language: &str) -> &str {
    language.split('-').next().unwrap_or_default()
}

/// Whether a language is written from right to left.
pub fn is_right_to_left(language: &str) -> bool {
    matches!(primary(language), "ar" | "arc" | "ckb" | "dv" | "fa" | "he" | "ku" | "ps" | "sd" | "ug" | "ur" | "yi")
}

/// A day: "i dag", "i morgon", "torsdag", "torsdag 3/12"; one that has been: "i går", "i torsdags". A language that has
/// no words here gets the date alone.
pub fn day(day: Date, today: Date, language: &str) -> String {
    let away = civil::days_between(today, day);
    let [weekday, past, near] = match primary(language) {
        "sv" => [swedish(day.weekday()), SWEDISH_PAST[index(day.weekday())], near(away, ["i går", "i dag", "i morgon"])],
        "en" => [english(day.weekday()), english(day.weekday()), near(away, ["yesterday", "today", "tomorrow"])],
        "ar" => [arabic(day.weekday()), arabic(day.weekday()), near(away, ["أمس", "اليوم", "غدًا"])],
        _ => return date(day, today),
    };
    match away {
        -1..=1 => near.to_owned(),
        // A weekday alone is the next one.
        2..=6 => weekday.to_owned(),
        -6..=-2 => past.to_owned(),
        _ => format!("{weekday} {}", date(day, today)),
    }
}

fn date(day: Date, today: Date) -> String {
    let year = if day.year() == today.year() || (0..180).contains(&civil::days_between(today, day)) {
        String::new()
    } else {
        format!("/{}", day.year())
    };
    format!("{}/{}{year}", day.day(), day.month())
}

fn near(away: i32, words: [&'static str; 3]) -> &'static str {
    match away {
        -1 => words[0],
        0 => words[1],
        _ => words[2],
    }
}

fn index(day: Weekday) -> usize {
    usize::try_from(day.to_monday_zero_offset()).unwrap_or_default()
}

const SWEDISH_PAST: [&str; 7] = ["i måndags", "i tisdags", "i onsdags", "i torsdags", "i fredags", "i lördags", "i söndags"];

fn swedish(day: Weekday) -> &'static str {
    ["måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag"][index(day)]
}

fn english(day: Weekday) -> &'static str {
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"][index(day)]
}

fn arabic(day: Weekday) -> &'static str {
    ["الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"][index(day)]
}

/// A time: "14.00" in Swedish, else "14:00".
pub fn clock(time: Time, language: &str) -> String {
    format!("{:02}{}{:02}", time.hour(), if primary(language) == "sv" { '.' } else { ':' }, time.minute())
}

/// What a notification on a locked screen says, and nothing more.
pub fn notification(at: DateTime, today: Date, language: &str) -> String {
    let (day, time) = (day(at.date(), today, language), clock(at.time(), language));
    match primary(language) {
        "sv" => format!("Påminnelse · {day} kl {time}"),
        "ar" => format!("تذكير · {day} {time}"),
        _ => format!("Reminder · {day} at {time}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date as on;

    #[test]
    fn days_for_the_day_that_it_is_sent() {
        let today = on(2026, 11, 23);
        for (it, sv, en) in [
            (on(2026, 11, 16), "måndag 16/11", "Monday 16/11"),
            (on(2026, 11, 19), "i torsdags", "Thursday"),
            (on(2026, 11, 22), "i går", "yesterday"),
            (on(2026, 11, 23), "i dag", "today"),
            (on(2026, 11, 24), "i morgon", "tomorrow"),
            (on(2026, 11, 26), "torsdag", "Thursday"),
            (on(2026, 11, 29), "söndag", "Sunday"),
            (on(2026, 11, 30), "måndag 30/11", "Monday 30/11"),
            (on(2027, 1, 4), "måndag 4/1", "Monday 4/1"),
            (on(2027, 11, 1), "måndag 1/11/2027", "Monday 1/11/2027"),
        ] {
            assert_eq!((day(it, today, "sv").as_str(), day(it, today, "en-GB").as_str()), (sv, en));
        }
        assert_eq!(day(on(2026, 11, 26), today, "ar"), "الخميس");
        assert_eq!(day(on(2026, 11, 26), today, "so"), "26/11");
    }

    #[test]
    fn a_notification_says_when_and_nothing_more() {
        let at = on(2026, 11, 26).at(14, 0, 0, 0);
        assert_eq!(notification(at, on(2026, 11, 23), "sv"), "Påminnelse · torsdag kl 14.00");
        assert_eq!(notification(at, on(2026, 11, 25), "en"), "Reminder · tomorrow at 14:00");
    }
}
