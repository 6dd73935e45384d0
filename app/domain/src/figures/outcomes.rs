//! Before and after, counted.

use super::Pair;
use crate::Rollup;
use serde::{Serialize, Serializer};
use std::collections::BTreeMap;

/// Before and after for a group of registrations: counts only, shares are for showing. Serialises in the shape of
/// `tests/data/kaa-expected.json`.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Outcomes {
    /// Registrations in the group.
    pub youths: u64,
    /// Known both before and after.
    pub complete: u64,
    /// The complete, by what they did before.
    pub before: BTreeMap<Rollup, u64>,
    /// The complete, by what they did after.
    pub after: BTreeMap<Rollup, u64>,
    /// The complete, from → to.
    #[serde(serialize_with = "flows")]
    pub flows: BTreeMap<(Rollup, Rollup), u64>,
    /// Among all: the least and the most that "none" can be before.
    pub none_before_bounds_pct: Bounds,
    /// Among all: the least and the most that "none" can be after.
    pub none_after_bounds_pct: Bounds,
    /// Known before.
    pub known_before: u64,
    /// Known after.
    pub known_after: u64,
    #[serde(skip)]
    none_before: u64,
    #[serde(skip)]
    none_after: u64,
}

/// The least and the most, of all. A statement about all of the group: never an interval around the share of the complete. Counts,
/// so that a share is rounded once, where it is shown; serialises as both in percent, to one decimal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bounds {
    /// At least so many.
    pub least: u64,
    /// At most so many.
    pub most: u64,
    /// Of so many.
    pub all: u64,
}

impl Outcomes {
    /// Counts pairs.
    pub fn count(pairs: impl IntoIterator<Item = Pair>) -> Self {
        Self::of(pairs.into_iter().map(|it| (it, 1)))
    }

    /// From pairs that have been counted.
    pub fn of(pairs: impl IntoIterator<Item = (Pair, u64)>) -> Self {
        let mut it = Self::default();
        for (pair, count) in pairs {
            it.add(pair, count);
        }
        it.none_before_bounds_pct = Bounds::among(it.none_before, it.known_before, it.youths);
        it.none_after_bounds_pct = Bounds::among(it.none_after, it.known_after, it.youths);
        it
    }

    fn add(&mut self, pair: Pair, count: u64) {
        let (before, after) = (pair.before != Rollup::Unknown, pair.after != Rollup::Unknown);
        let if_so = |is_so: bool| if is_so { count } else { 0 };
        self.youths += count;
        self.known_before += if_so(before);
        self.known_after += if_so(after);
        self.none_before += if_so(pair.before == Rollup::None);
        self.none_after += if_so(pair.after == Rollup::None);
        if before && after && count > 0 {
            self.complete += count;
            *self.before.entry(pair.before).or_default() += count;
            *self.after.entry(pair.after).or_default() += count;
            *self.flows.entry((pair.before, pair.after)).or_default() += count;
        }
    }

    /// Who did this before, among the complete.
    pub fn before(&self, rollup: Rollup) -> u64 {
        self.before.get(&rollup).copied().unwrap_or_default()
    }

    /// Who does this after, among the complete.
    pub fn after(&self, rollup: Rollup) -> u64 {
        self.after.get(&rollup).copied().unwrap_or_default()
    }

    /// Who is known to have been without occupation before, and after: among all, not only the complete.
    pub fn none_known(&self) -> (u64, u64) {
        (self.none_before, self.none_after)
    }
}

impl Bounds {
    /// `none` are known to be without occupation, of `known`, of `all`.
    pub fn among(none: u64, known: u64, all: u64) -> Self {
        Self { least: none, most: none + (all - known), all }
    }

    /// Both in whole percent, for showing; nothing of nothing is nothing.
    pub fn percent(self) -> [u64; 2] {
        [self.least, self.most].map(|it| percent(it, self.all).unwrap_or_default())
    }
}

impl Serialize for Bounds {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        [self.least, self.most].map(|it| tenths(it, self.all)).serialize(serializer)
    }
}

/// A share in percent with one decimal; zero of nothing is zero.
#[expect(clippy::cast_precision_loss, reason = "counts of youths stay far below 2^52")]
fn tenths(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { (part as f64 * 1000.0 / whole as f64).round() / 10.0 }
}

/// A share in whole percent, for showing; none of nothing.
pub fn percent(part: u64, whole: u64) -> Option<u64> {
    (whole > 0).then(|| (part * 200 + whole) / (whole * 2))
}

fn flows<S: Serializer>(flows: &BTreeMap<(Rollup, Rollup), u64>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(flows.iter().map(|((from, to), count)| (format!("{}>{}", from.code(), to.code()), count)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_of_the_complete_and_bounds_of_all() {
        let pair = |before, after| Pair { before, after };
        let outcomes = Outcomes::count([
            pair(Rollup::None, Rollup::Work),
            pair(Rollup::None, Rollup::Unknown),
            pair(Rollup::Unknown, Rollup::None),
            pair(Rollup::Work, Rollup::Work),
        ]);
        assert_eq!((outcomes.youths, outcomes.complete, outcomes.known_before, outcomes.known_after), (4, 2, 3, 3));
        assert_eq!(outcomes.none_before_bounds_pct, Bounds { least: 2, most: 3, all: 4 });
        assert_eq!(outcomes.none_after_bounds_pct, Bounds { least: 1, most: 2, all: 4 });
        let json = serde_json::to_value(&outcomes).expect("json");
        assert_eq!(json["flows"], serde_json::json!({"none>work": 1, "work>work": 1}));
        assert_eq!(json["before"], serde_json::json!({"none": 1, "work": 1}));
        assert_eq!(json["none_after_bounds_pct"], serde_json::json!([25.0, 50.0]));
    }

    /// What programs read is frozen: tenths, where a page says whole percent of the same counts.
    #[test]
    fn bounds_are_sent_in_tenths_and_shown_in_whole_percent() {
        let it = Bounds::among(5, 8, 13);
        assert_eq!(serde_json::to_string(&it).expect("json"), "[38.5,76.9]");
        assert_eq!(it.percent(), [38, 77], "5 of 13 is 38.46: not 38.5 made 39");
        assert_eq!(serde_json::to_string(&Bounds::default()).expect("json"), "[0.0,0.0]");
        assert_eq!(Bounds::default().percent(), [0, 0]);
    }

    #[test]
    fn percent_rounds_half_up_and_nothing_of_nothing() {
        assert_eq!([percent(107, 190), percent(1, 8), percent(0, 3), percent(0, 0)], [Some(56), Some(13), Some(0), None]);
    }
}
