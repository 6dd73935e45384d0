//! Before and after as somebody may see it: sentences, pictures and tables come from this one value.

use domain::{
    Rollup,
    figures::{Bounds, Outcomes, SeenOutcomes},
};
use std::collections::BTreeMap;

/// Before and after as somebody may see it. None is hidden, so that nobody can be told from a small group.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Seen {
    /// Registrations.
    pub youths: u64,
    /// Known both before and after.
    pub complete: u64,
    /// Known before.
    pub known_before: u64,
    /// Known after.
    pub known_after: u64,
    /// The complete, by what they did before; who isn't there is nobody.
    pub before: BTreeMap<Rollup, Option<u64>>,
    /// The complete, by what they did after.
    pub after: BTreeMap<Rollup, Option<u64>>,
    /// Among all: the least and the most without occupation before.
    pub bounds_before: Option<Bounds>,
    /// The same after.
    pub bounds_after: Option<Bounds>,
}

impl Seen {
    /// As it was published; none where what everything else is read against is hidden.
    pub fn of(it: SeenOutcomes) -> Option<Self> {
        Some(Self {
            youths: it.youths?,
            complete: it.complete?,
            known_before: it.known_before?,
            known_after: it.known_after?,
            before: it.before,
            after: it.after,
            bounds_before: it.bounds_before,
            bounds_after: it.bounds_after,
        })
    }

    /// Who did this before, among the complete.
    pub(super) fn before(&self, rollup: Rollup) -> Option<u64> {
        self.before.get(&rollup).copied().unwrap_or(Some(0))
    }

    /// Who does this after, among the complete.
    pub(super) fn after(&self, rollup: Rollup) -> Option<u64> {
        self.after.get(&rollup).copied().unwrap_or(Some(0))
    }
}

impl From<&Outcomes> for Seen {
    /// Everything is seen.
    fn from(it: &Outcomes) -> Self {
        let all = |counts: &BTreeMap<Rollup, u64>| counts.iter().map(|(rollup, count)| (*rollup, Some(*count))).collect();
        Self {
            youths: it.youths,
            complete: it.complete,
            known_before: it.known_before,
            known_after: it.known_after,
            before: all(&it.before),
            after: all(&it.after),
            bounds_before: Some(it.none_before_bounds_pct),
            bounds_after: Some(it.none_after_bounds_pct),
        }
    }
}
