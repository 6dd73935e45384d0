//! Civil time in Sweden, right across both nights when the clocks change.

use jiff::{
    Timestamp,
    civil::{Date, DateTime},
    tz::TimeZone,
};

static STOCKHOLM: TimeZone = jiff::tz::get!("Europe/Stockholm");

/// The instant of a civil time in Sweden, in milliseconds since 1970. A time that the spring night skips is the one
/// an hour later; of one that the autumn night repeats, the first.
pub fn instant(at: DateTime) -> i64 {
    STOCKHOLM.to_ambiguous_timestamp(at).compatible().map_or(i64::MAX, jiff::Timestamp::as_millisecond)
}

/// What a Swedish wall clock and calendar show at an instant (milliseconds since 1970). Instants that no calendar
/// holds show its nearest end.
pub fn local(instant: i64) -> DateTime {
    let timestamp = Timestamp::from_millisecond(instant).unwrap_or(if instant < 0 { Timestamp::MIN } else { Timestamp::MAX });
    STOCKHOLM.to_datetime(timestamp)
}

/// The day in Sweden at an instant.
pub fn day(instant: i64) -> Date {
    local(instant).date()
}

/// Whole years between a birth and a day.
pub fn age(birth: Date, on: Date) -> i16 {
    let had_birthday = (on.month(), on.day()) >= (birth.month(), birth.day());
    on.year() - birth.year() - i16::from(!had_birthday)
}

/// The day that someone turns `years`. Who is born on 29 February turns it on 1 March in other years.
pub fn turns(birth: Date, years: i16) -> Date {
    let year = birth.year().saturating_add(years).min(9999);
    Date::new(year, birth.month(), birth.day()).unwrap_or_else(|_| Date::constant(year, 3, 1))
}

/// A day some days later or earlier, kept within the calendar.
pub fn days_after(day: Date, days: i32) -> Date {
    day.saturating_add(jiff::Span::new().days(days))
}

/// Days from one day to another.
pub fn days_between(from: Date, to: Date) -> i32 {
    from.until(to).map_or(0, |it| it.get_days())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::{date, datetime};

    #[test]
    fn both_nights_of_the_clock_change() {
        const HOUR: i64 = 3_600_000;
        let before_spring = instant(datetime(2026, 3, 29, 1, 59, 0, 0));
        assert_eq!(instant(datetime(2026, 3, 29, 3, 0, 0, 0)) - before_spring, 60_000);
        assert_eq!(instant(datetime(2026, 3, 29, 2, 30, 0, 0)), instant(datetime(2026, 3, 29, 3, 30, 0, 0)));
        let autumn = instant(datetime(2026, 10, 25, 2, 30, 0, 0));
        assert_eq!(local(autumn), local(autumn + HOUR));
        assert_eq!(day(instant(datetime(2026, 10, 25, 23, 30, 0, 0))), date(2026, 10, 25));
    }

    #[test]
    fn ages_and_days() {
        assert_eq!(age(date(2008, 11, 24), date(2026, 11, 23)), 17);
        assert_eq!(age(date(2008, 11, 23), date(2026, 11, 23)), 18);
        assert_eq!(turns(date(2008, 2, 29), 19), date(2027, 3, 1));
        assert_eq!(days_between(date(2026, 10, 20), date(2026, 11, 23)), 34);
        assert_eq!(day(i64::MAX), day(i64::MAX));
    }
}
