//! A municipality when a month ends, as levels see it: what its closed month is published from.

use super::{Done, Pair, Person, Span, Stand, Touched};
use crate::{Gender, disclose::Scheme};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Where everyone stands, and what was done in the month. The stored form is frozen: fields may be added, never changed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthEnd {
    /// Registrations since the start, by gender.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub stands: BTreeMap<Gender, BTreeMap<Stand, u64>>,
    /// By gender and figure ([`Scheme::levels`]): how many registrations more than youths. Groups are small by their youths.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub again: BTreeMap<Gender, BTreeMap<String, u64>>,
    /// The month's work.
    #[serde(default)]
    pub done: Done,
}

impl MonthEnd {
    /// Of everyone, at a month's last day.
    pub fn of<'a>(persons: impl IntoIterator<Item = &'a Person>, end: Date) -> Self {
        let (mut all, scheme) = (Self::default(), Scheme::levels());
        for it in persons {
            all.add_stands(it.gender, &it.stands(end).collect::<Vec<_>>(), &scheme);
            all.done.add(it, Span { from: Some(end.first_of_month()), to: end });
        }
        all
    }

    /// Of somebody who was erased on a day, for the month that the day is in and, but for the work, every one after it.
    pub fn of_left(left: &Person, day: Date) -> Self {
        // Of what has ended nothing is told by when the last contact was, so that nothing changes any more.
        let settled = |it: Stand| match it.touched {
            Touched::Month | Touched::FourMonths => Stand { touched: Touched::Longer, ..it },
            _ => it,
        };
        let mut all = Self::default();
        all.add_stands(left.gender, &left.stands(day).map(settled).collect::<Vec<_>>(), &Scheme::levels());
        all.done.add(left, Span { from: Some(day.first_of_month()), to: day });
        all
    }

    fn add_stands(&mut self, gender: Gender, stands: &[Stand], scheme: &Scheme) {
        for it in stands {
            *self.stands.entry(gender).or_default().entry(*it).or_default() += 1;
        }
        for (code, more) in scheme.again(stands) {
            *self.again.entry(gender).or_default().entry(code.to_owned()).or_default() += more;
        }
    }

    /// Whether no count is greater than the other's.
    pub fn is_within(&self, other: &Self) -> bool {
        fn are_within<K: Ord>(few: &BTreeMap<Gender, BTreeMap<K, u64>>, all: &BTreeMap<Gender, BTreeMap<K, u64>>) -> bool {
            let most = |gender: &Gender, key: &K| all.get(gender).and_then(|it| it.get(key)).copied().unwrap_or_default();
            few.iter().all(|(gender, few)| few.iter().all(|(key, n)| *n <= most(gender, key)))
        }
        are_within(&self.stands, &other.stands) && are_within(&self.again, &other.again) && self.done.is_within(&other.done)
    }

    /// Before and after of a gender.
    pub fn pairs(&self, gender: Gender) -> BTreeMap<Pair, u64> {
        let mut pairs = BTreeMap::new();
        for (stand, n) in self.stands.get(&gender).into_iter().flatten() {
            *pairs.entry(stand.pair).or_default() += n;
        }
        pairs
    }
}

impl std::ops::AddAssign<&MonthEnd> for MonthEnd {
    fn add_assign(&mut self, it: &MonthEnd) {
        for (gender, stands) in &it.stands {
            let to = self.stands.entry(*gender).or_default();
            stands.iter().for_each(|(stand, n)| *to.entry(*stand).or_default() += n);
        }
        for (gender, again) in &it.again {
            let to = self.again.entry(*gender).or_default();
            again.iter().for_each(|(code, n)| *to.entry(code.clone()).or_default() += n);
        }
        self.done += &it.done;
    }
}
