//! Who the municipality's responsibility covers on a day (skollagen 29 kap. 9 §). Rules carry the dates they hold for.

use crate::{LeavingReason, Occupation, Youth, civil, fold::Reading};
use jiff::civil::Date;

/// Whether a youth is covered on a day, and if not, why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coverage {
    /// Covered.
    Covered,
    /// Without a birth date nobody can tell; the municipality decides.
    UnknownAge,
    /// School duty isn't done: before 1 July of the year they turn 16.
    TooYoung,
    /// 20 or over.
    Turned20,
    /// In upper secondary.
    InUpperSecondary,
    /// Has a diploma or its like.
    Completed,
}

/// A programme that ends coverage, and the days between which it does.
struct Rule {
    occupation: Occupation,
    from: Date,
}

/// Pupils of introductory programmes were covered until 2018-06-30 and are not since.
const UPPER_SECONDARY: [Rule; 2] = [
    Rule { occupation: Occupation::NationalProgramme, from: Date::MIN },
    Rule { occupation: Occupation::IntroductoryProgramme, from: Date::constant(2018, 7, 1) },
];

/// The first day that someone can be covered: 1 July of the year they turn 16.
pub fn from_day(birth: Date) -> Date {
    Date::constant((birth.year() + 16).min(9999), 7, 1)
}

/// The last day that anything about a person may be kept: 31 December of the year they turn 21 (förordning 2006:39, 7 §).
pub fn kept_until(birth: Date) -> Date {
    Date::constant((birth.year() + 21).min(9999), 12, 31)
}

/// Whether a youth is covered on a day.
pub fn coverage(youth: &Youth, on: Date) -> Coverage {
    let Some(birth) = youth.birth() else { return Coverage::UnknownAge };
    if on < from_day(birth) {
        return Coverage::TooYoung;
    }
    if civil::age(birth, on) >= 20 {
        return Coverage::Turned20;
    }
    let completed = |it: &crate::fold::Registration| matches!(it.ended(), Some((LeavingReason::Completed, day)) if day <= on);
    if youth.registrations.values().any(completed) {
        return Coverage::Completed;
    }
    match youth.occupation_on(on) {
        Reading::Stated(head) if !head.value.is_lapsed(on) && ends_coverage(head.value.occupation, on) => Coverage::InUpperSecondary,
        _ => Coverage::Covered,
    }
}

/// Whether an occupation ended coverage on a day.
pub fn ends_coverage(occupation: Occupation, on: Date) -> bool {
    UPPER_SECONDARY.iter().any(|it| it.occupation == occupation && it.from <= on)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_dates_of_the_law() {
        assert_eq!(from_day(date(2008, 11, 6)), date(2024, 7, 1));
        assert_eq!(kept_until(date(2006, 5, 1)), date(2027, 12, 31));
    }

    #[test]
    fn introductory_programmes_changed_in_2018() {
        assert!(!ends_coverage(Occupation::IntroductoryProgramme, date(2018, 6, 30)));
        assert!(ends_coverage(Occupation::IntroductoryProgramme, date(2018, 7, 1)));
        assert!(ends_coverage(Occupation::NationalProgramme, date(2015, 1, 1)));
        assert!(!ends_coverage(Occupation::Work, date(2026, 1, 1)));
    }
}
