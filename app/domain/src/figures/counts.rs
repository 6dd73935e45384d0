//! What is counted. Everything here is a plain sum over persons, so that the counts of a level are the sum of those of
//! the level below.

use super::{Group, How, MeetingKey, Outcomes, Pair, Recency, State};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A group's counts. Only shares and percentiles are worked out from them, for showing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Before and after, of every case.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub pairs: BTreeMap<Pair, u64>,
    /// Where those who are registered stand on the last day.
    #[serde(default)]
    pub status: Status,
    /// Who was reached.
    #[serde(default)]
    pub reach: Reach,
    /// What was done.
    #[serde(default)]
    pub work: Work,
}

/// Where those stand who are registered at the end of a day.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Status {
    /// By occupation, or why it isn't known.
    pub states: BTreeMap<State, u64>,
}

/// Who was reached, of those whose registration began in the period; and how long ago, of those who are registered at
/// its end.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reach {
    /// Registrations begun.
    pub registered: u64,
    /// The first of the person.
    pub first_time: u64,
    /// With at least one attempt.
    pub attempted: u64,
    /// With at least one contact.
    pub contacted: u64,
    /// Days from the registration to the first contact.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub days: BTreeMap<u32, u64>,
    /// The last contact of those registered at the end.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub last: BTreeMap<Recency, u64>,
}

/// What was done.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Work {
    /// Attempts and contacts.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub touches: BTreeMap<How, u64>,
    /// Meetings.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub meetings: BTreeMap<MeetingKey, u64>,
}

impl Counts {
    /// Before and after.
    pub fn outcomes(&self) -> Outcomes {
        Outcomes::of(self.pairs.iter().map(|(pair, count)| (*pair, *count)))
    }

    /// Whether no count is greater than the other's.
    pub fn is_within(&self, other: &Self) -> bool {
        let most = other.each();
        self.each().iter().all(|(key, n)| *n <= most.get(key).copied().unwrap_or_default())
    }

    /// Every count under a name of its own.
    fn each(&self) -> BTreeMap<String, u64> {
        let mut all = BTreeMap::new();
        all.extend(self.pairs.iter().map(|(key, n)| (format!("pair {key}"), *n)));
        all.extend(self.status.states.iter().map(|(key, n)| (format!("status {key}"), *n)));
        all.extend(self.reach.days.iter().map(|(key, n)| (format!("days {key}"), *n)));
        all.extend(self.reach.last.iter().map(|(key, n)| (format!("last {key}"), *n)));
        all.extend(self.work.touches.iter().map(|(key, n)| (format!("touch {key}"), *n)));
        all.extend(self.work.meetings.iter().map(|(key, n)| (format!("meeting {key}"), *n)));
        let Reach { registered, first_time, attempted, contacted, .. } = self.reach;
        let reach = [("registered", registered), ("first_time", first_time), ("attempted", attempted), ("contacted", contacted)];
        all.extend(reach.map(|(key, n)| (key.to_owned(), n)));
        all
    }

    /// Whether nothing is counted.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl Status {
    /// Registered on the day.
    pub fn registered(&self) -> u64 {
        self.states.values().sum()
    }

    /// Those in one state.
    pub fn of(&self, state: State) -> u64 {
        self.states.get(&state).copied().unwrap_or_default()
    }

    /// Those in a group of states.
    pub fn group(&self, group: Group) -> u64 {
        self.states.iter().filter(|(state, _)| state.group() == group).map(|it| it.1).sum()
    }

    /// Without occupation, and not known: always together.
    pub fn none_or_unknown(&self) -> u64 {
        self.group(Group::None) + self.group(Group::Unknown)
    }
}

impl Reach {
    /// The least number of days within which so many percent of those contacted had their first contact; none where
    /// nobody was.
    pub fn days_within(&self, percent: u64) -> Option<u32> {
        let all: u64 = self.days.values().sum();
        let wanted = (all * percent).div_ceil(100).max(1);
        let mut seen = 0;
        self.days.iter().find_map(|(days, count)| {
            seen += count;
            (seen >= wanted).then_some(*days)
        })
    }

    /// Those whose last contact was so long ago.
    pub fn last(&self, recency: Recency) -> u64 {
        self.last.get(&recency).copied().unwrap_or_default()
    }
}

impl Work {
    /// Workers' tries.
    pub fn attempts(&self) -> u64 {
        self.touches.iter().filter(|it| it.0.is_attempt()).map(|it| it.1).sum()
    }

    /// Two-way, with the youth.
    pub fn contacts(&self) -> u64 {
        self.touches.iter().filter(|it| it.0.is_contact()).map(|it| it.1).sum()
    }

    /// Meetings of a kind.
    pub fn met(&self, key: MeetingKey) -> u64 {
        self.meetings.get(&key).copied().unwrap_or_default()
    }
}

fn add<K: Ord + Copy>(to: &mut BTreeMap<K, u64>, from: &BTreeMap<K, u64>) {
    for (key, count) in from {
        *to.entry(*key).or_default() += count;
    }
}

impl std::ops::AddAssign<&Counts> for Counts {
    fn add_assign(&mut self, it: &Counts) {
        add(&mut self.pairs, &it.pairs);
        add(&mut self.status.states, &it.status.states);
        self.reach.registered += it.reach.registered;
        self.reach.first_time += it.reach.first_time;
        self.reach.attempted += it.reach.attempted;
        self.reach.contacted += it.reach.contacted;
        add(&mut self.reach.days, &it.reach.days);
        add(&mut self.reach.last, &it.reach.last);
        add(&mut self.work.touches, &it.work.touches);
        add(&mut self.work.meetings, &it.work.meetings);
    }
}

impl<'a> std::iter::Sum<&'a Counts> for Counts {
    fn sum<I: Iterator<Item = &'a Counts>>(all: I) -> Self {
        all.fold(Self::default(), |mut sum, it| {
            sum += it;
            sum
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_of_days() {
        let days = |all: &[u32]| {
            let mut it = Reach::default();
            for days in all {
                *it.days.entry(*days).or_default() += 1;
            }
            (it.days_within(50), it.days_within(90))
        };
        assert_eq!(days(&[]), (None, None));
        assert_eq!(days(&[7]), (Some(7), Some(7)));
        assert_eq!(days(&[1, 2, 3, 4]), (Some(2), Some(4)));
        assert_eq!(days(&[0, 0, 0, 0, 0, 0, 0, 0, 5, 90]), (Some(0), Some(5)));
    }
}
