//! Days and times as people say them: "i dag", "i morgon", "tors 26 nov", "14.05".

use crate::words::{Lang, Text, text};
use domain::civil;
use jiff::civil::{Date, DateTime, Time, Weekday};

/// A day: "i dag", "i går", "i morgon", else "tors 26 nov", with the year where it isn't this one.
pub fn day(day: Date, today: Date, lang: Lang) -> String {
    match civil::days_between(today, day) {
        0 => text("i dag", "today").get(lang).to_owned(),
        1 => text("i morgon", "tomorrow").get(lang).to_owned(),
        -1 => text("i går", "yesterday").get(lang).to_owned(),
        _ if day.year() == today.year() => format!("{} {} {}", weekday(day).get(lang), day.day(), month(day).get(lang)),
        _ => format!("{} {}", weekday(day).get(lang), day_with_year(day, lang)),
    }
}

/// A day without its weekday: "6 nov 2028".
pub fn day_with_year(day: Date, lang: Lang) -> String {
    format!("{} {} {}", day.day(), month(day).get(lang), day.year())
}

/// A month: "okt 2026".
pub fn month_with_year(day: Date, lang: Lang) -> String {
    format!("{} {}", month(day).get(lang), day.year())
}

/// A time: "14.05" in Swedish, "14:05" in English.
pub fn clock(time: Time, lang: Lang) -> String {
    format!("{:02}{}{:02}", time.hour(), lang.pick('.', ':'), time.minute())
}

/// A time as a time field of the browser holds it: "14:05".
pub fn clock_form(time: Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// A moment in milliseconds since 1970: "14.05" where it is today, else with its day.
pub fn moment(at: i64, now: i64, lang: Lang) -> String {
    let (at, today) = (civil::local(at), civil::day(now));
    let time = clock(at.time(), lang);
    if at.date() == today { time } else { format!("{} {time}", day(at.date(), today, lang)) }
}

/// How long is left until a time soon: "om 40 minuter", "nu".
pub fn left(at: DateTime, now: i64, lang: Lang) -> String {
    let minutes = (civil::instant(at) - now) / 60_000;
    match minutes {
        ..=0 => text("nu", "now").get(lang).to_owned(),
        1 => text("om 1 minut", "in 1 minute").get(lang).to_owned(),
        2..=89 => text("om {antal} minuter", "in {antal} minutes").fill(lang, &[("antal", &minutes.to_string())]),
        _ => text("om 2 timmar", "in 2 hours").get(lang).to_owned(),
    }
}

/// A count with its word: "1 gång", "3 gånger".
pub fn numeral(count: i64, one: Text, many: Text, lang: Lang) -> String {
    let words = if count == 1 { one } else { many };
    words.fill(lang, &[("antal", &count.to_string())])
}

/// A line with a capital first, for a heading.
pub fn heading(line: &str) -> String {
    let mut letters = line.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn weekday(day: Date) -> Text {
    match day.weekday() {
        Weekday::Monday => text("mån", "Mon"),
        Weekday::Tuesday => text("tis", "Tue"),
        Weekday::Wednesday => text("ons", "Wed"),
        Weekday::Thursday => text("tors", "Thu"),
        Weekday::Friday => text("fre", "Fri"),
        Weekday::Saturday => text("lör", "Sat"),
        Weekday::Sunday => text("sön", "Sun"),
    }
}

fn month(day: Date) -> Text {
    match day.month() {
        1 => text("jan", "Jan"),
        2 => text("feb", "Feb"),
        3 => text("mars", "Mar"),
        4 => text("april", "Apr"),
        5 => text("maj", "May"),
        6 => text("juni", "Jun"),
        7 => text("juli", "Jul"),
        8 => text("aug", "Aug"),
        9 => text("sep", "Sep"),
        10 => text("okt", "Oct"),
        11 => text("nov", "Nov"),
        _ => text("dec", "Dec"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::{date, datetime, time};

    const TODAY: Date = date(2026, 11, 23);

    #[test]
    fn days_as_people_say_them() {
        for (it, sv, en) in [
            (date(2026, 11, 23), "i dag", "today"),
            (date(2026, 11, 24), "i morgon", "tomorrow"),
            (date(2026, 11, 22), "i går", "yesterday"),
            (date(2026, 11, 26), "tors 26 nov", "Thu 26 Nov"),
            (date(2027, 3, 1), "mån 1 mars 2027", "Mon 1 Mar 2027"),
        ] {
            assert_eq!((day(it, TODAY, Lang::Sv).as_str(), day(it, TODAY, Lang::En).as_str()), (sv, en));
        }
    }

    #[test]
    fn times_with_a_dot_in_swedish() {
        assert_eq!(clock(time(9, 5, 0, 0), Lang::Sv), "09.05");
        assert_eq!(clock(time(14, 5, 0, 0), Lang::En), "14:05");
    }

    #[test]
    fn a_moment_names_its_day_unless_it_is_today() {
        let now = civil::instant(datetime(2026, 11, 23, 15, 0, 0, 0));
        assert_eq!(moment(civil::instant(datetime(2026, 11, 23, 14, 5, 0, 0)), now, Lang::Sv), "14.05");
        assert_eq!(moment(civil::instant(datetime(2026, 11, 22, 14, 5, 0, 0)), now, Lang::Sv), "i går 14.05");
    }

    #[test]
    fn what_is_left() {
        let now = civil::instant(datetime(2026, 11, 23, 15, 0, 0, 0));
        assert_eq!(left(datetime(2026, 11, 23, 15, 40, 0, 0), now, Lang::Sv), "om 40 minuter");
        assert_eq!(left(datetime(2026, 11, 23, 16, 55, 0, 0), now, Lang::En), "in 2 hours");
        assert_eq!(left(datetime(2026, 11, 23, 14, 55, 0, 0), now, Lang::Sv), "nu");
    }
}
