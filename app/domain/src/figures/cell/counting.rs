//! What one person is counted for, case by case, wherever in the municipality they are.

use super::Series;
use crate::{
    RegistrationReason,
    figures::{Case, MeetingKey, Person, Recency, State, count::days},
};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Outside the register, in a change of status.
pub(in crate::figures) const OUTSIDE: &str = "-";

/// What a person is counted for, before it is spread over the parts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Count {
    pub(super) reason: RegistrationReason,
    pub(super) series: Series,
    pub(super) is_daily: bool,
    pub(super) at: Date,
    pub(super) key: String,
}

impl Person {
    /// What the person counts for. `month` is the first day of the month that is going on.
    pub(super) fn counts(&self, month: Date) -> BTreeMap<Count, i64> {
        let mut it = Counting { person: self, month, counted: BTreeMap::new() };
        for (index, case) in self.cases.iter().enumerate() {
            it.of_case(case, index == 0);
        }
        it.of_work();
        it.counted
    }
}

/// A stretch of days that something holds from: none is nothing.
type Step<T> = (Date, Option<T>);

struct Counting<'a> {
    person: &'a Person,
    month: Date,
    counted: BTreeMap<Count, i64>,
}

impl Counting<'_> {
    fn add(&mut self, reason: RegistrationReason, series: Series, is_daily: bool, at: Date, key: &str, n: i64) {
        if is_daily && at < self.month {
            return;
        }
        *self.counted.entry(Count { reason, series, is_daily, at, key: key.to_owned() }).or_default() += n;
    }

    fn of_case(&mut self, case: &Case, is_first: bool) {
        let person = self.person;
        let readings = &person.readings;
        let end = case.ended.map(|it| it.1);
        // The days on which what was said can begin or cease to hold.
        let mut days: Vec<Date> = readings.iter().filter_map(|it| it.said?.1).filter_map(|it| it.tomorrow().ok()).collect();
        days.extend(readings.iter().map(|it| it.as_of));
        days.extend([Some(case.on), end].into_iter().flatten());

        let pairs = steps(&days, |day| case.pair(readings, day).map(|it| it.to_string()));
        self.levels(case.reason, Series::Pair, &pairs);
        if let (Some(end), Some(pair)) = (case.end(), case.end().and_then(|it| case.pair(readings, it))) {
            self.add(case.reason, Series::Gone, false, end.first_of_month(), &pair.to_string(), 1);
        }

        let states = steps(&days, |day| case.is_open(day).then(|| State::on(readings, day)));
        self.changes(case.reason, &states);

        let contacts: Vec<Date> = case.within(&person.touches).filter(|it| it.how.is_contact()).map(|it| it.day).collect();
        let mut days: Vec<Date> = contacts.iter().flat_map(|it| Recency::turns(*it)).collect();
        days.extend([Some(case.on), end].into_iter().flatten());
        let recency = steps(&days, |day| {
            let last = contacts.iter().filter(|it| **it <= day).max();
            case.is_open(day).then(|| Recency::of(last.copied(), day).to_string())
        });
        self.levels(case.reason, Series::Recency, &recency);
        self.reach(case, is_first, contacts.iter().min().copied());
    }

    fn reach(&mut self, case: &Case, is_first: bool, contact: Option<Date>) {
        let began = case.on.first_of_month();
        let mut add = |key: &str| self.add(case.reason, Series::Reach, false, began, key, 1);
        add("registered");
        if is_first {
            add("first_time");
        }
        if let Some(it) = case.within(&self.person.touches).filter(|it| it.how.is_attempt()).map(|it| it.day).min() {
            self.add(case.reason, Series::Reach, false, began, &format!("attempted>{}", it.first_of_month()), 1);
        }
        if let Some(it) = contact {
            let key = format!("contacted>{}>{}", it.first_of_month(), days(case.on, it));
            self.add(case.reason, Series::Reach, false, began, &key, 1);
        }
    }

    fn of_work(&mut self) {
        let person = self.person;
        let reason = |day| person.case_on(day).map(|it| it.reason);
        for it in &person.touches {
            if let Some(reason) = reason(it.day) {
                self.add(reason, Series::Work, false, it.day.first_of_month(), &it.how.to_string(), i64::from(it.count));
            }
        }
        for it in &person.meetings {
            let Some(reason) = reason(it.day) else { continue };
            let moved = it.moved.then_some(None);
            for came in [Some(Some(it.came)), moved].into_iter().flatten() {
                let key = MeetingKey { came, reminded: it.reminded }.to_string();
                self.add(reason, Series::Meeting, false, it.day.first_of_month(), &key, 1);
                self.add(reason, Series::Meeting, true, it.day, &key, 1);
            }
        }
    }

    /// What stands, as one less of the old and one more of the new.
    fn levels(&mut self, reason: RegistrationReason, series: Series, steps: &[Step<String>]) {
        self.each_change(steps, |it, is_daily, at, from, to| {
            if let Some(key) = from {
                it.add(reason, series, is_daily, at, key, -1);
            }
            if let Some(key) = to {
                it.add(reason, series, is_daily, at, key, 1);
            }
        });
    }

    /// What stands, as one more who went from the old to the new: this also tells why a level changed.
    fn changes(&mut self, reason: RegistrationReason, steps: &[Step<State>]) {
        self.each_change(steps, |it, is_daily, at, from, to| {
            let code = |state: Option<&State>| state.map_or(OUTSIDE, |it| it.code());
            it.add(reason, Series::Status, is_daily, at, &format!("{}>{}", code(from), code(to)), 1);
        });
    }

    /// Changes from day to day, and from the end of one month to that of the next.
    fn each_change<T: PartialEq>(&mut self, steps: &[Step<T>], mut put: impl FnMut(&mut Self, bool, Date, Option<&T>, Option<&T>)) {
        let mut before = None;
        for (day, now) in steps {
            put(self, true, *day, before, now.as_ref());
            before = now.as_ref();
        }
        let mut before = None;
        for (index, (day, now)) in steps.iter().enumerate() {
            let month = day.first_of_month();
            if steps.get(index + 1).is_some_and(|next| next.0.first_of_month() == month) {
                continue;
            }
            if before != now.as_ref() {
                put(self, false, month, before, now.as_ref());
                before = now.as_ref();
            }
        }
    }
}

/// What holds from each of some days on, where that is something else than before.
fn steps<T: PartialEq>(days: &[Date], at: impl Fn(Date) -> Option<T>) -> Vec<Step<T>> {
    let mut days = days.to_vec();
    days.sort_unstable();
    days.dedup();
    let mut steps: Vec<Step<T>> = Vec::new();
    for day in days {
        let now = at(day);
        if steps.last().map_or(now.is_some(), |last| last.1 != now) {
            steps.push((day, now));
        }
    }
    steps
}
