//! From the names that people type to the places that they mean.

use crate::{
    auth::{BadPost, Post, Role},
    db::{StoreError, Tx},
    store::place::{self, Unit},
};
use domain::{MunicipalityId, RegionId};

/// Names or ids of places.
#[derive(Clone, Copy, Debug, Default)]
pub struct Place<'a> {
    /// Of a municipality.
    pub municipality: Option<&'a str>,
    /// Of a region.
    pub region: Option<&'a str>,
    /// Of a unit.
    pub unit: Option<&'a str>,
}

/// No such place, or not one for the role.
#[derive(Debug, thiserror::Error)]
pub enum PlaceError {
    /// Nothing has the name or id.
    #[error("there is no {kind} {name:?}; an import with --yes makes those that its file names")]
    Unknown {
        /// What was sought.
        kind: &'static str,
        /// What was typed.
        name: String,
    },
    /// Several units have the name.
    #[error("several municipalities have a unit {0:?}: say --municipality too")]
    Ambiguous(String),
    /// A unit for somebody who isn't a worker.
    #[error("only a worker belongs to a unit")]
    UnitOfOther,
    /// Not the place that the role needs.
    #[error(transparent)]
    Post(#[from] BadPost),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

fn unknown(kind: &'static str, name: &str) -> PlaceError {
    PlaceError::Unknown { kind, name: name.to_owned() }
}

impl Place<'_> {
    /// The post that a role has here, and the unit that a worker begins in.
    pub async fn find(self, tx: &mut Tx, role: Role) -> Result<(Post, Option<Unit>), PlaceError> {
        let municipality = match self.municipality {
            Some(name) => Some(municipality(tx, name).await?),
            None => None,
        };
        let region = match self.region {
            Some(name) => Some(region(tx, name).await?),
            None => None,
        };
        let unit = match self.unit {
            Some(_) if role != Role::Worker => return Err(PlaceError::UnitOfOther),
            Some(name) => Some(unit(tx, municipality, name).await?),
            None => None,
        };
        let municipality = municipality.or(unit.as_ref().map(|it| it.municipality));
        Ok((Post::new(role, municipality, region)?, unit))
    }
}

async fn municipality(tx: &mut Tx, name: &str) -> Result<MunicipalityId, PlaceError> {
    let found = match name.parse() {
        Ok(id) => place::municipality_by_id(tx, id).await?,
        Err(_) => place::municipality_named(tx, name.trim()).await?,
    };
    found.map(|it| it.id).ok_or_else(|| unknown("municipality", name))
}

async fn region(tx: &mut Tx, name: &str) -> Result<RegionId, PlaceError> {
    let found = match name.parse() {
        Ok(id) => place::regions(tx).await?.into_iter().find(|it| it.id == id),
        Err(_) => place::region_named(tx, name.trim()).await?,
    };
    found.map(|it| it.id).ok_or_else(|| unknown("region", name))
}

async fn unit(tx: &mut Tx, within: Option<MunicipalityId>, name: &str) -> Result<Unit, PlaceError> {
    if let Ok(id) = name.parse() {
        let found = place::unit_by_id(tx, id).await?.filter(|it| within.is_none_or(|within| it.municipality == within));
        return found.ok_or_else(|| unknown("unit", name));
    }
    let places = match within {
        Some(it) => vec![it],
        None => place::municipalities(tx).await?.into_iter().map(|it| it.id).collect(),
    };
    let mut found = None;
    for it in places {
        if let Some(unit) = place::unit_named(tx, it, name.trim()).await? {
            if found.is_some() {
                return Err(PlaceError::Ambiguous(name.to_owned()));
            }
            found = Some(unit);
        }
    }
    found.ok_or_else(|| unknown("unit", name))
}
