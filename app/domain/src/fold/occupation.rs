//! What a youth does: statements, each as of a day.

use super::{Head, Register, Value};
use crate::{Certainty, Occupation, Source, civil};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// What somebody said that the youth does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Statement {
    /// What.
    pub occupation: Occupation,
    /// The day that it was true.
    pub as_of: Date,
    /// Who told.
    pub source: Source,
    /// How sure it is.
    pub certainty: Certainty,
    /// A stated end, or for an agreed start its day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
}

/// What the statements say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading<'a> {
    /// Nobody has said.
    Unstated,
    /// The latest statement.
    Stated(&'a Head<Statement>),
    /// Different occupations as of the same day: unknown until someone says.
    Disputed(&'a [Head<Statement>]),
}

/// The latest reading among statements as of `from..=to`.
pub(super) fn latest(statements: &BTreeMap<Date, Register<Statement>>, from: Option<Date>, to: Date) -> Reading<'_> {
    let from = from.unwrap_or(Date::MIN);
    if from > to {
        return Reading::Unstated;
    }
    let latest = statements.range(from..=to).rev().map(|(_, it)| it).find(|it| !it.heads().is_empty());
    match latest.map(|it| it.value_by(|a, b| a.occupation == b.occupation)) {
        None | Some(Value::Missing) => Reading::Unstated,
        Some(Value::One(head)) => Reading::Stated(head),
        Some(Value::Conflict(heads)) => Reading::Disputed(heads),
    }
}

impl Statement {
    /// The last day that the statement is worth anything, none where it never runs out ("never known" stays so).
    /// `DOMAIN.md`, Occupation: the defaults, which a municipality may change later.
    pub fn valid_until(&self) -> Option<Date> {
        use Occupation as O;
        let after = |days| civil::days_after(self.as_of, days);
        match self.occupation {
            O::NationalProgramme | O::IntroductoryProgramme | O::AdultEducation | O::FolkHighSchool | O::OtherEducation => {
                Some(self.until.unwrap_or_else(|| next_term_end(self.as_of)))
            }
            O::Work | O::ParentalLeave | O::NationalService | O::Abroad | O::EmploymentProgramme | O::MunicipalActivity => {
                Some(self.until.unwrap_or_else(|| after(180)))
            }
            O::Placement | O::StartAgreed => Some(self.until.map_or_else(|| after(60), |it| civil::days_after(it, 14))),
            O::None | O::Unavailable | O::OtherActivity => Some(self.until.unwrap_or_else(|| after(60))),
            O::Unknown | O::DeclinedToSay | O::Unreachable => None,
        }
    }

    /// Whether it has run out on a day.
    pub fn is_lapsed(&self, on: Date) -> bool {
        self.valid_until().is_some_and(|it| it < on)
    }
}

/// The next 31 January or 31 August after a day: the ends of the school's terms.
fn next_term_end(day: Date) -> Date {
    let ends = [(0, 1), (0, 8), (1, 1)];
    ends.iter().map(|(years, month)| Date::constant((day.year() + years).min(9999), *month, 31)).find(|it| *it > day).unwrap_or(Date::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn until(occupation: Occupation, as_of: Date, until: Option<Date>) -> Option<Date> {
        Statement { occupation, as_of, source: Source::Youth, certainty: Certainty::Confirmed, until }.valid_until()
    }

    #[test]
    fn how_long_a_statement_is_worth_something() {
        use Occupation as O;
        let day = date(2026, 2, 1);
        for (occupation, stated, expected) in [
            (O::NationalProgramme, None, Some(date(2026, 8, 31))),
            (O::AdultEducation, Some(date(2026, 6, 12)), Some(date(2026, 6, 12))),
            (O::Work, None, Some(date(2026, 7, 31))),
            (O::Placement, None, Some(date(2026, 4, 2))),
            (O::Placement, Some(date(2026, 5, 1)), Some(date(2026, 5, 15))),
            (O::StartAgreed, Some(date(2026, 8, 20)), Some(date(2026, 9, 3))),
            (O::None, None, Some(date(2026, 4, 2))),
            (O::Unknown, None, None),
        ] {
            assert_eq!(until(occupation, day, stated), expected, "{occupation:?}");
        }
        assert_eq!(until(O::OtherEducation, date(2026, 1, 31), None), Some(date(2026, 8, 31)));
        assert_eq!(until(O::OtherEducation, date(2026, 9, 1), None), Some(date(2027, 1, 31)));
    }

    #[test]
    fn the_last_day_still_counts() {
        let work = Statement {
            occupation: Occupation::Work,
            as_of: date(2026, 2, 1),
            source: Source::Youth,
            certainty: Certainty::Assumed,
            until: None,
        };
        assert!(!work.is_lapsed(date(2026, 7, 31)));
        assert!(work.is_lapsed(date(2026, 8, 1)));
    }
}
