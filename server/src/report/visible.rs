//! What somebody may see of the figures. Inside a municipality they are exact. A region and the nation see the totals of
//! closed months alone, without small cells, until the disclosure rules (`DESIGN.md`, Reports)
//! exist.

use super::{
    By, OutcomesReport,
    outcomes::{in_shape, outcomes},
};
use crate::{
    auth::{Post, Role},
    db::{Db, StoreError},
    store::outcome::Reach,
};
use domain::{
    Rollup, civil,
    figures::{Bounds, Outcomes},
};
use jiff::civil::Date;
use serde::{Serialize, Serializer};
use std::collections::BTreeMap;

/// The least number of youths in a cell that a region or the nation sees.
pub const LEAST: u64 = 5;

/// Figures can't be seen.
#[derive(Debug, thiserror::Error)]
pub enum SeeError {
    /// Workers see youths, not figures.
    #[error("figures are for leads and administrators")]
    NotAllowed,
    /// Day by day, totals would give single youths away.
    #[error("a region and the nation see closed months: the last day of a month that is over")]
    NotClosed,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Figures as somebody may see them.
#[derive(Clone, Debug, PartialEq)]
pub struct Visible {
    /// The cut-off.
    pub as_of: Date,
    /// The whole of the caller's scope.
    pub all: Shown,
    /// The parts that were asked for; none where they are hidden.
    pub parts: Option<(By, Option<BTreeMap<String, Shown>>)>,
}

/// A group's figures, whole or in part.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Shown {
    /// Everything.
    Exact(Outcomes),
    /// What a region and the nation see.
    Totals(Totals),
}

/// Totals in the shape of [`Outcomes`], where a hidden cell is none.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Totals {
    /// Registrations in the group.
    pub youths: Option<u64>,
    /// Known both before and after.
    pub complete: Option<u64>,
    /// The complete, by what they did before.
    pub before: BTreeMap<Rollup, Option<u64>>,
    /// The complete, by what they did after.
    pub after: BTreeMap<Rollup, Option<u64>>,
    /// From → to: always hidden, since its cells are small.
    pub flows: Option<()>,
    /// Among all: the least and the most that "none" can be before.
    pub none_before_bounds_pct: Option<Bounds>,
    /// Among all: the least and the most that "none" can be after.
    pub none_after_bounds_pct: Option<Bounds>,
    /// Known before.
    pub known_before: Option<u64>,
    /// Known after.
    pub known_after: Option<u64>,
}

impl Totals {
    fn of(it: &Outcomes) -> Self {
        if it.youths < LEAST {
            return Self::default();
        }
        let (before, after) = (without_small(&it.before), without_small(&it.after));
        // The bounds tell how many have none.
        let bounds = |cells: &BTreeMap<Rollup, Option<u64>>, it| (cells.get(&Rollup::None) != Some(&None)).then_some(it);
        Self {
            youths: Some(it.youths),
            complete: Some(it.complete),
            none_before_bounds_pct: bounds(&before, it.none_before_bounds_pct),
            none_after_bounds_pct: bounds(&after, it.none_after_bounds_pct),
            before,
            after,
            flows: None,
            known_before: Some(it.known_before),
            known_after: Some(it.known_after),
        }
    }
}

/// Hides small cells, and then the smallest others until what is hidden can't be told from the sum.
fn without_small(cells: &BTreeMap<Rollup, u64>) -> BTreeMap<Rollup, Option<u64>> {
    let mut by_size: Vec<(u64, Rollup)> = cells.iter().map(|(rollup, count)| (*count, *rollup)).filter(|it| it.0 > 0).collect();
    by_size.sort_unstable();
    let mut hidden = BTreeMap::new();
    for (count, rollup) in by_size {
        let is_told = !hidden.is_empty() && (hidden.len() < 2 || hidden.values().sum::<u64>() < LEAST);
        if count < LEAST || is_told {
            hidden.insert(rollup, count);
        }
    }
    cells.iter().map(|(rollup, count)| (*rollup, (!hidden.contains_key(rollup)).then_some(*count))).collect()
}

/// The figures that a post may see as of a day; without one, today's, or the last closed month's for a region and the
/// nation.
pub async fn see(db: &Db, post: Post, by: Option<By>, as_of: Option<Date>, today: Date) -> Result<Visible, SeeError> {
    let reach = match post {
        Post::Lead(it) | Post::Administrator(it) => Reach::Municipality(it),
        Post::Region(it) => Reach::Region(it),
        Post::Nation => Reach::Nation,
        Post::Worker(_) => return Err(SeeError::NotAllowed),
    };
    if !matches!(post.role(), Role::Region | Role::Nation) {
        let OutcomesReport { as_of, all, parts } = outcomes(db, reach, by, as_of.unwrap_or(today)).await?;
        let exact = |parts: BTreeMap<String, Outcomes>| parts.into_iter().map(|(name, it)| (name, Shown::Exact(it))).collect();
        return Ok(Visible { as_of, all: Shown::Exact(all), parts: parts.map(|(by, parts)| (by, Some(exact(parts)))) });
    }
    let last_closed = civil::days_after(today.first_of_month(), -1);
    let as_of = as_of.unwrap_or(last_closed);
    if as_of > last_closed || as_of != as_of.last_of_month() {
        return Err(SeeError::NotClosed);
    }
    let all = outcomes(db, reach, None, as_of).await?.all;
    Ok(Visible { as_of, all: Shown::Totals(Totals::of(&all)), parts: by.map(|by| (by, None)) })
}

impl Serialize for Visible {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        in_shape(serializer, self.as_of, &self.all, self.parts.as_ref())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(cells: &[(Rollup, u64)]) -> Vec<Option<u64>> {
        without_small(&cells.iter().copied().collect()).into_values().collect()
    }

    #[test]
    fn a_hidden_cell_cant_be_told_from_the_others() {
        use Rollup::{AdultEducation, Education, None as Nothing, Work};
        assert_eq!(shown(&[(Nothing, 64), (Work, 9), (Education, 0)]).iter().flatten().count(), 3);
        // One small cell takes the next smallest with it.
        let cells = without_small(&[(Nothing, 64), (Work, 9), (Education, 3)].into());
        assert_eq!((cells[&Nothing], cells[&Work], cells[&Education]), (Some(64), None, None));
        // Two whose sum is small take a third.
        let cells = without_small(&[(Nothing, 64), (Work, 9), (Education, 3), (AdultEducation, 1)].into());
        assert_eq!((cells[&Nothing], cells[&Work], cells[&Education], cells[&AdultEducation]), (Some(64), None, None, None));
    }
}
