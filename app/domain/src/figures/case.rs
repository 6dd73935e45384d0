//! One registration, as before and after sees it (`DOMAIN.md`, Figures).

use crate::{LeavingReason, Occupation, RegistrationId, RegistrationReason, Rollup, Value, Youth, fold::Registration};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A period during which a youth was covered. Overlapping registrations of one person (two phones outdoors, a phone
/// and the import) are one case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Case {
    /// The first of its registrations.
    #[serde(rename = "id")]
    pub registration: RegistrationId,
    /// Why it began.
    pub reason: RegistrationReason,
    /// Its first day.
    pub on: Date,
    /// When and why it ended, if it has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<(LeavingReason, Date)>,
}

/// What the statements as of one day say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayReading {
    /// The day.
    #[serde(rename = "on")]
    pub as_of: Date,
    /// What, and its last worthwhile day; none where statements as of the day differ.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub said: Option<(Occupation, Option<Date>)>,
}

/// What a youth did before and after, rolled up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Pair {
    /// On or before the day of registration.
    pub before: Rollup,
    /// Later, judged on the day the registration ended or on the cut-off.
    pub after: Rollup,
}

impl Youth {
    /// The youth's cases, in time's order.
    pub fn cases(&self) -> Vec<Case> {
        let mut registrations: Vec<&Registration> = self.registrations.values().collect();
        registrations.sort_by_key(|it| (it.on, it.id));
        let mut cases: Vec<Case> = Vec::new();
        for it in registrations {
            let ended = it.ended();
            match cases.last_mut() {
                Some(last) if last.ended.is_none_or(|(_, end)| it.on < end) => {
                    last.ended = match (last.ended, ended) {
                        (Some(a), Some(b)) => Some(if b.1 > a.1 { b } else { a }),
                        _ => None,
                    };
                }
                _ => cases.push(Case { registration: it.id, reason: it.reason, on: it.on, ended }),
            }
        }
        cases
    }

    /// What the statements say, day by day.
    pub fn readings(&self) -> Vec<DayReading> {
        self.statements
            .iter()
            .filter_map(|(as_of, it)| {
                let said = match it.value_by(|a, b| a.occupation == b.occupation) {
                    Value::Missing => return None,
                    Value::One(head) => Some((head.value.occupation, head.value.valid_until())),
                    Value::Conflict(_) => None,
                };
                Some(DayReading { as_of: *as_of, said })
            })
            .collect()
    }
}

impl Case {
    /// Before and after, as the register stood to know on the cut-off; none for who was registered later. `readings`
    /// are the youth's, in any order.
    ///
    /// *Before* is the latest statement as of the day of registration or earlier, whenever it was entered. *After* is
    /// the latest later statement, judged on the day the registration ended and then frozen; while it is open it is
    /// judged on the cut-off, and a lapsed one is unknown.
    pub fn pair(&self, readings: &[DayReading], cut_off: Date) -> Option<Pair> {
        if self.on > cut_off {
            return None;
        }
        let judged = self.ended.map_or(cut_off, |(_, end)| end.min(cut_off));
        let latest = |from: Option<Date>, to: Date| {
            readings.iter().filter(|it| from.is_none_or(|from| it.as_of > from) && it.as_of <= to).max_by_key(|it| it.as_of)
        };
        let before = match latest(None, self.on).map(|it| it.said) {
            Some(Some((occupation, _))) => occupation.rollup(),
            None | Some(None) => Rollup::Unknown,
        };
        let after = match latest(Some(self.on), judged).map(|it| it.said) {
            Some(Some((occupation, until))) if until.is_none_or(|it| it >= judged) => occupation.rollup(),
            _ => Rollup::Unknown,
        };
        Some(Pair { before, after })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn case(ended: Option<Date>) -> Case {
        Case {
            registration: RegistrationId::new(0, [0; 10]),
            reason: RegistrationReason::MovedIn,
            on: date(2025, 9, 1),
            ended: ended.map(|it| (LeavingReason::FollowUpDone, it)),
        }
    }

    fn said(as_of: Date, occupation: Occupation, until: Date) -> DayReading {
        DayReading { as_of, said: Some((occupation, Some(until))) }
    }

    #[test]
    fn after_is_judged_at_the_end_and_frozen() {
        let readings =
            [said(date(2025, 8, 30), Occupation::None, date(2025, 10, 29)), said(date(2026, 1, 10), Occupation::Work, date(2026, 7, 9))];
        let open = case(None);
        let pair = |case: &Case, day| case.pair(&readings, day).map(|it| (it.before, it.after));
        assert_eq!(pair(&open, date(2026, 2, 1)), Some((Rollup::None, Rollup::Work)));
        assert_eq!(pair(&open, date(2026, 10, 31)), Some((Rollup::None, Rollup::Unknown)), "lapsed");
        assert_eq!(pair(&case(Some(date(2026, 3, 1))), date(2026, 10, 31)), Some((Rollup::None, Rollup::Work)), "frozen");
        assert_eq!(pair(&open, date(2025, 12, 31)), Some((Rollup::None, Rollup::Unknown)), "not yet said");
        assert_eq!(pair(&open, date(2025, 8, 31)), None, "not yet registered");
    }

    #[test]
    fn what_differs_is_unknown() {
        let readings = [DayReading { as_of: date(2025, 9, 1), said: None }, said(date(2025, 8, 1), Occupation::Work, date(2026, 1, 28))];
        let pair = case(None).pair(&readings, date(2026, 1, 1)).expect("registered");
        assert_eq!((pair.before, pair.after), (Rollup::Unknown, Rollup::Unknown));
    }
}
