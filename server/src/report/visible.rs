//! What somebody may see of the figures. Inside a municipality they are exact. A region and the nation see the totals of
//! closed months alone, and not even those where a cell would be small, until the disclosure rules (`DESIGN.md`, Reports)
//! exist.

use super::{By, OutcomesReport, outcomes};
use crate::{
    auth::{Post, Role},
    db::{Db, StoreError},
    store::outcome::Reach,
};
use domain::{civil, figures::Outcomes};
use jiff::civil::Date;
use serde::{Serialize, Serializer, ser::SerializeMap};
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
#[derive(Clone, Debug, PartialEq)]
pub enum Shown {
    /// Everything.
    Exact(Outcomes),
    /// Without the flows, whose cells are small.
    Totals(Outcomes),
    /// How many there are, alone.
    Number(u64),
}

impl Shown {
    /// A total as a region and the nation see it: where one cell would be small, none is shown, since the others would
    /// give it away.
    fn total(it: Outcomes) -> Self {
        let unknown = [it.youths - it.known_before, it.youths - it.known_after, it.youths - it.complete];
        let cells = it.before.values().chain(it.after.values()).copied().chain(unknown);
        if cells.into_iter().any(|it| (1..LEAST).contains(&it)) { Self::Number(it.youths) } else { Self::Totals(it) }
    }
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
    Ok(Visible { as_of, all: Shown::total(all), parts: by.map(|by| (by, None)) })
}

impl Serialize for Visible {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("as_of", &self.as_of)?;
        map.serialize_entry("all", &self.all)?;
        if let Some((by, parts)) = &self.parts {
            map.serialize_entry(by.code(), parts)?;
        }
        map.end()
    }
}

/// The same shape whoever looks; what is hidden is null.
impl Serialize for Shown {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (it, flows) = match self {
            Self::Exact(it) => return it.serialize(serializer),
            Self::Totals(it) => (Some(it), None::<()>),
            Self::Number(_) => (None, None),
        };
        let mut map = serializer.serialize_map(None)?;
        let youths = if let Self::Number(youths) = self { Some(*youths) } else { it.map(|it| it.youths) };
        map.serialize_entry("youths", &youths)?;
        map.serialize_entry("complete", &it.map(|it| it.complete))?;
        map.serialize_entry("before", &it.map(|it| &it.before))?;
        map.serialize_entry("after", &it.map(|it| &it.after))?;
        map.serialize_entry("flows", &flows)?;
        map.serialize_entry("none_before_bounds_pct", &it.map(|it| it.none_before_bounds_pct))?;
        map.serialize_entry("none_after_bounds_pct", &it.map(|it| it.none_after_bounds_pct))?;
        map.serialize_entry("known_before", &it.map(|it| it.known_before))?;
        map.serialize_entry("known_after", &it.map(|it| it.known_after))?;
        map.end()
    }
}
