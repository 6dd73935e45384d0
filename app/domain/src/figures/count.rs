//! Counting, person by person: the definitions themselves. What is kept as sums (`cell.rs`) must come to the same.

use super::{Counts, MeetingKey, Pair, Person, Reach, Recency, Span, State, Status, Touch, Work};
use crate::{RegistrationReason, figures::Case};
use jiff::civil::Date;

/// What else than time chooses who is counted. Nothing chosen is everyone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// Of one unit.
    pub unit: Option<crate::UnitId>,
    /// Of one gender.
    pub gender: Option<crate::Gender>,
    /// Of one reason of registration.
    pub reason: Option<RegistrationReason>,
}

impl Choice {
    /// How much is chosen.
    pub fn len(&self) -> usize {
        usize::from(self.unit.is_some()) + usize::from(self.gender.is_some()) + usize::from(self.reason.is_some())
    }

    /// Whether nothing is.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether a person's case is chosen.
    pub fn takes(&self, person: &Person, case: &Case) -> bool {
        self.unit.is_none_or(|it| person.unit == Some(it))
            && self.gender.is_none_or(|it| person.gender == it)
            && self.reason.is_none_or(|it| case.reason == it)
    }
}

impl Case {
    /// Whether it goes on at the end of a day. The day that it ended it doesn't: a new one may begin then.
    pub fn is_open(&self, day: Date) -> bool {
        self.on <= day && self.ended.is_none_or(|(_, end)| end > day)
    }

    /// Its last day; a clock that put the end before the beginning is not believed.
    pub(super) fn end(&self) -> Option<Date> {
        self.ended.map(|(_, end)| end.max(self.on))
    }

    /// Whether it went on at any time of a period.
    pub fn touches(&self, span: Span) -> bool {
        self.on <= span.to && self.end().is_none_or(|end| span.from.is_none_or(|from| end >= from))
    }

    /// Tries and contacts while it went on, in time's order.
    pub fn within<'a>(&self, touches: &'a [Touch]) -> impl Iterator<Item = &'a Touch> + use<'a> {
        let (on, ended) = (self.on, self.ended);
        touches.iter().filter(move |it| it.day >= on && ended.is_none_or(|(_, end)| it.day <= end))
    }
}

impl Person {
    /// The case that something on a day belongs to: the latest begun by then, else the first.
    pub fn case_on(&self, day: Date) -> Option<&Case> {
        self.cases.iter().rev().find(|it| it.on <= day).or_else(|| self.cases.first())
    }

    /// Adds what the person counts for in a period.
    pub fn count(&self, span: Span, choice: &Choice, counts: &mut Counts) {
        for (index, case) in self.cases.iter().enumerate() {
            if choice.takes(self, case) {
                if case.touches(span)
                    && let Some(pair) = case.pair(&self.readings, span.to)
                {
                    *counts.pairs.entry(pair).or_default() += 1;
                }
                self.count_status(case, span.to, &mut counts.status);
                self.count_reach(case, index == 0, span, &mut counts.reach);
            }
        }
        self.count_work(span, choice, &mut counts.work);
    }

    fn count_status(&self, case: &Case, day: Date, status: &mut Status) {
        if case.is_open(day) {
            *status.states.entry(State::on(&self.readings, day)).or_default() += 1;
        }
    }

    fn count_reach(&self, case: &Case, is_first: bool, span: Span, reach: &mut Reach) {
        let until = |it: &&Touch| it.day <= span.to;
        let contact = || case.within(&self.touches).filter(until).filter(|it| it.how.is_contact());
        if case.is_open(span.to) {
            *reach.last.entry(Recency::of(contact().map(|it| it.day).max(), span.to)).or_default() += 1;
        }
        if case.on > span.to || span.from.is_some_and(|it| case.on < it) {
            return;
        }
        reach.registered += 1;
        reach.first_time += u64::from(is_first);
        reach.attempted += u64::from(case.within(&self.touches).filter(until).any(|it| it.how.is_attempt()));
        if let Some(first) = contact().map(|it| it.day).min() {
            reach.contacted += 1;
            *reach.days.entry(days(case.on, first)).or_default() += 1;
        }
    }

    fn count_work(&self, span: Span, choice: &Choice, work: &mut Work) {
        let takes = |day: Date| {
            let within = day <= span.to && span.from.is_none_or(|it| day >= it);
            within && self.case_on(day).is_some_and(|it| choice.takes(self, it))
        };
        for it in self.touches.iter().filter(|it| takes(it.day)) {
            *work.touches.entry(it.how).or_default() += u64::from(it.count);
        }
        for it in self.meetings.iter().filter(|it| takes(it.day)) {
            let key = |came| MeetingKey { came, reminded: it.reminded };
            *work.meetings.entry(key(Some(it.came))).or_default() += 1;
            if it.moved {
                *work.meetings.entry(key(None)).or_default() += 1;
            }
        }
    }
}

/// Days from a registration to a contact.
pub fn days(from: Date, to: Date) -> u32 {
    u32::try_from(crate::civil::days_between(from, to)).unwrap_or_default()
}

impl Counts {
    /// What persons count for in a period.
    pub fn of<'a>(persons: impl IntoIterator<Item = &'a Person>, span: Span, choice: &Choice) -> Self {
        let mut counts = Self::default();
        for it in persons {
            it.count(span, choice, &mut counts);
        }
        counts
    }

    /// What persons count for when a month has ended, in the form that closed months are kept in: before and after since
    /// the start, status on its last day, reach of those registered in the twelve months that end with it, and the
    /// month's work.
    pub fn of_month(persons: &[Person], end: Date, choice: &Choice) -> Self {
        let of = |from: Option<Date>| Self::of(persons, Span { from, to: end }, choice);
        let year = end.first_of_month().saturating_sub(jiff::Span::new().months(11));
        let start = of(None);
        Self { pairs: start.pairs, status: start.status, reach: of(Some(year)).reach, work: of(Some(end.first_of_month())).work }
    }
}

impl Pair {
    /// A pair from its halves.
    pub fn new(before: crate::Rollup, after: crate::Rollup) -> Self {
        Self { before, after }
    }
}
