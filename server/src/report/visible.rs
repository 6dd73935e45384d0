//! What somebody may see of the figures. Inside a municipality they are exact. A region, the nation and the public see
//! closed months as they were published, with small groups hidden (`docs/disclosure.md`).

use super::{By, outcomes::in_shape};
use crate::{
    auth::Post,
    db::{Db, StoreError},
    disclosure::{Of, Table, Tables, last_closed, publish_soon},
    figures::{Split, Wanted, is_kept, split},
    store::{outcome::Reach, place, published::months},
};
use domain::{
    Gender, Lang, MunicipalityId, Rollup,
    figures::{Bounds, Choice, Counts, Named, Outcomes, SeenOutcomes, Span, Topic},
};
use jiff::civil::Date;
use serde::{Serialize, Serializer};
use std::{collections::BTreeMap, sync::Arc};

/// Figures can't be seen.
#[derive(Debug, thiserror::Error)]
pub enum SeeError {
    /// Workers see youths, not figures.
    #[error("figures are for leads and administrators")]
    NotAllowed,
    /// Day by day, totals would give single youths away.
    #[error("a region, the nation and the public see months that have been published: the last day of one")]
    NotClosed,
    /// Days of months that are over aren't kept.
    #[error("today, or the last day of a month")]
    NotKept,
    /// What hasn't been can't be known.
    #[error("a day that has been")]
    NotYet,
    /// A unit of another municipality doesn't exist here.
    #[error("no such unit")]
    NoSuchUnit,
    /// What is published has these parts and no others.
    #[error("units, genders and reasons are chosen of one's own municipality alone")]
    NeverPublished,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What somebody asks to see.
#[derive(Clone, Copy, Debug)]
pub struct Wish {
    /// In what parts.
    pub by: Option<By>,
    /// As of a day.
    pub as_of: Option<Date>,
    /// Of whom: within one's own municipality.
    pub choice: Choice,
}

/// Figures as somebody may see them.
#[derive(Clone, Debug, PartialEq)]
pub struct Visible {
    /// The cut-off.
    pub as_of: Date,
    /// The whole of the caller's scope.
    pub all: Shown,
    /// The parts that were asked for; none where they are never published.
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
    /// From → to: never published, since its cells are small.
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

impl From<SeenOutcomes> for Totals {
    /// What is nobody isn't listed, as where everything is exact; what is hidden is.
    fn from(it: SeenOutcomes) -> Self {
        let some = |cells: BTreeMap<Rollup, Option<u64>>| cells.into_iter().filter(|it| it.1 != Some(0)).collect();
        Self {
            youths: it.youths,
            complete: it.complete,
            before: some(it.before),
            after: some(it.after),
            flows: None,
            none_before_bounds_pct: it.bounds_before,
            none_after_bounds_pct: it.bounds_after,
            known_before: it.known_before,
            known_after: it.known_after,
        }
    }
}

/// The figures that a post may see as of a day; without one, today's, or the last closed month's for a region and the
/// nation.
pub async fn see(db: &Db, tables: &Tables, post: Post, wish: Wish, today: Date) -> Result<Visible, SeeError> {
    let Wish { by, as_of, choice } = wish;
    match post {
        Post::Lead(it) | Post::Administrator(it) => own(db, it, wish, today).await,
        Post::Region(_) | Post::Nation if !choice.is_empty() => Err(SeeError::NeverPublished),
        Post::Region(it) => published(db, tables, Reach::Region(it), by, as_of, today).await,
        Post::Nation => published(db, tables, Reach::Nation, by, as_of, today).await,
        Post::Worker(_) => Err(SeeError::NotAllowed),
    }
}

/// A municipality's own figures, exactly.
async fn own(db: &Db, municipality: MunicipalityId, wish: Wish, today: Date) -> Result<Visible, SeeError> {
    let Wish { by, as_of, choice } = wish;
    let as_of = as_of.unwrap_or(today);
    if as_of > today {
        return Err(SeeError::NotYet);
    }
    if !is_kept(as_of, today) {
        return Err(SeeError::NotKept);
    }
    let mut tx = db.read().await?;
    if let Some(unit) = choice.unit {
        place::unit_by_id(&mut tx, unit).await?.filter(|it| it.municipality == municipality).ok_or(SeeError::NoSuchUnit)?;
    }
    let span = Span { from: None, to: as_of };
    let wanted = Wanted { municipality, choice: &choice, span, of: Topic::Outcomes.series() };
    let Split { all, units, genders, reasons } = split(&mut tx, wanted, Lang::En).await?;
    let parts = match by {
        None => Vec::new(),
        Some(By::Unit) => units.into_iter().map(|(it, counts)| (if it.code.is_empty() { it.code } else { it.name }, counts)).collect(),
        Some(By::Gender) => by_code(genders),
        Some(By::Reason) => by_code(reasons),
        // The whole, under its name.
        Some(by) => {
            let place = place::municipality_by_id(&mut tx, municipality).await?;
            let regions = place::regions(&mut tx).await?;
            let region = |it: &place::Municipality| regions.iter().find(|region| region.id == it.region).map(|it| it.name.clone());
            let name = place.and_then(|it| if by == By::Region { region(&it) } else { Some(it.name) });
            name.filter(|_| !all.is_empty()).into_iter().map(|name| (name, all.clone())).collect()
        }
    };
    let parts = parts.into_iter().map(|(name, it)| (name, Shown::Exact(it.outcomes()))).collect();
    Ok(Visible { as_of, all: Shown::Exact(all.outcomes()), parts: by.map(|by| (by, Some(parts))) })
}

fn by_code(parts: Vec<(Named, Counts)>) -> Vec<(String, Counts)> {
    parts.into_iter().map(|(it, counts)| (it.code, counts)).collect()
}

/// The published figures of a region or of all, of a closed month; without one, the last.
pub async fn published(
    db: &Db,
    tables: &Tables,
    reach: Reach,
    by: Option<By>,
    as_of: Option<Date>,
    today: Date,
) -> Result<Visible, SeeError> {
    let table = table(db, tables, as_of, today).await?;
    let mut tx = db.read().await?;
    let regions = place::regions(&mut tx).await?;
    let municipalities = place::municipalities(&mut tx).await?;
    let is_within = |region| reach == Reach::Nation || reach == Reach::Region(region);
    let whole = if let Reach::Region(id) = reach { Of::Region(id) } else { Of::Nation };
    let parts: Option<Vec<(String, Of)>> = match by {
        None | Some(By::Unit | By::Reason) => None,
        Some(By::Region) => Some(regions.into_iter().filter(|it| is_within(it.id)).map(|it| (it.name, Of::Region(it.id))).collect()),
        Some(By::Municipality) => {
            let within = municipalities.into_iter().filter(|it| is_within(it.region));
            Some(within.map(|it| (it.name, Of::Municipality(it.id))).collect())
        }
        Some(By::Gender) => Some(Gender::ALL.iter().map(|it| (it.code().to_owned(), of_gender(reach, *it))).collect()),
    };
    let shown = |of| Shown::Totals(table.outcomes(of).into());
    let parts = parts.map(|them| them.into_iter().map(|(name, of)| (name, shown(of))).collect());
    Ok(Visible { as_of: table.month, all: shown(whole), parts: by.map(|by| (by, parts)) })
}

/// A gender's figures within reach.
pub(super) fn of_gender(reach: Reach, gender: Gender) -> Of {
    if let Reach::Region(id) = reach { Of::RegionGender(id, gender) } else { Of::Gender(gender) }
}

/// A published month; without one, the last.
pub(super) async fn table(db: &Db, tables: &Tables, as_of: Option<Date>, today: Date) -> Result<Arc<Table>, SeeError> {
    publish_soon(db, today).await?;
    let mut tx = db.read().await?;
    let latest = months(&mut tx).await?.into_iter().next();
    let month = as_of.or(latest).unwrap_or_else(|| last_closed(today));
    match tables.get(&mut tx, month).await? {
        Some(it) => Ok(it),
        // Nothing has been counted yet.
        None if latest.is_none() && month == last_closed(today) => Ok(Arc::new(Table::empty(month))),
        None => Err(SeeError::NotClosed),
    }
}

impl Serialize for Visible {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        in_shape(serializer, self.as_of, &self.all, self.parts.as_ref())
    }
}
