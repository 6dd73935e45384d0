//! What somebody does here, and where.

use domain::{Lang, MunicipalityId, RegionId, UnitId};
use std::str::FromStr;

/// What somebody does here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Keeps in touch with youths.
    Worker,
    /// Sees a municipality's figures.
    Lead,
    /// Sees a region's figures.
    Region,
    /// Sees the nation's figures.
    Nation,
    /// Sees to a municipality's accounts, devices, units and register.
    Administrator,
}

/// A text that is no role.
#[derive(Debug, thiserror::Error)]
#[error("a role is worker, lead, region, nation or administrator")]
pub struct BadRole;

impl Role {
    /// Every role.
    pub const ALL: [Self; 5] = [Self::Worker, Self::Lead, Self::Region, Self::Nation, Self::Administrator];

    /// The code that is stored and sent.
    pub fn code(self) -> &'static str {
        match self {
            Self::Worker => "worker",
            Self::Lead => "lead",
            Self::Region => "region",
            Self::Nation => "nation",
            Self::Administrator => "administrator",
        }
    }

    /// The word that people read.
    pub fn word(self, lang: Lang) -> &'static str {
        match self {
            Self::Worker => lang.pick("Uppsökare", "Outreach worker"),
            Self::Lead => lang.pick("Samordnare", "Lead"),
            Self::Region => lang.pick("Region", "Region"),
            Self::Nation => lang.pick("Nationell nivå", "National level"),
            Self::Administrator => lang.pick("Administratör", "Administrator"),
        }
    }
}

impl FromStr for Role {
    type Err = BadRole;

    fn from_str(code: &str) -> Result<Self, BadRole> {
        Self::ALL.into_iter().find(|it| it.code() == code).ok_or(BadRole)
    }
}

/// A role in its place: a worker without a municipality, or a region's lead without a region, can't be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Post {
    /// In units of a municipality.
    Worker(MunicipalityId),
    /// Of a municipality.
    Lead(MunicipalityId),
    /// Of a region.
    Region(RegionId),
    /// Of the nation.
    Nation,
    /// Of a municipality.
    Administrator(MunicipalityId),
}

/// A role was given a place that it doesn't have, or not the one that it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a worker, a lead and an administrator belong to a municipality, a region's lead to a region, the nation's to neither")]
pub struct BadPost;

impl Post {
    /// A role with the place that it needs, and no other.
    pub fn new(role: Role, municipality: Option<MunicipalityId>, region: Option<RegionId>) -> Result<Self, BadPost> {
        match (role, municipality, region) {
            (Role::Worker, Some(it), None) => Ok(Self::Worker(it)),
            (Role::Lead, Some(it), None) => Ok(Self::Lead(it)),
            (Role::Administrator, Some(it), None) => Ok(Self::Administrator(it)),
            (Role::Region, None, Some(it)) => Ok(Self::Region(it)),
            (Role::Nation, None, None) => Ok(Self::Nation),
            _ => Err(BadPost),
        }
    }

    /// The role.
    pub fn role(self) -> Role {
        match self {
            Self::Worker(_) => Role::Worker,
            Self::Lead(_) => Role::Lead,
            Self::Region(_) => Role::Region,
            Self::Nation => Role::Nation,
            Self::Administrator(_) => Role::Administrator,
        }
    }

    /// The municipality, of those who belong to one.
    pub fn municipality(self) -> Option<MunicipalityId> {
        match self {
            Self::Worker(it) | Self::Lead(it) | Self::Administrator(it) => Some(it),
            Self::Region(_) | Self::Nation => None,
        }
    }

    /// The region, of a region's lead.
    pub fn region(self) -> Option<RegionId> {
        if let Self::Region(it) = self { Some(it) } else { None }
    }
}

/// Whom somebody may see, now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// The youths of some units of a municipality.
    Units(MunicipalityId, Vec<UnitId>),
    /// Everyone in a municipality.
    Municipality(MunicipalityId),
    /// The figures of a region.
    Region(RegionId),
    /// The figures of all regions.
    Nation,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_has_its_own_place_alone() {
        let municipality = Some(MunicipalityId::new(0, [1; 10]));
        let region = Some(RegionId::new(0, [2; 10]));
        for role in Role::ALL {
            assert_eq!(role.code().parse::<Role>().ok(), Some(role));
            let fits = [(None, None), (municipality, None), (None, region), (municipality, region)]
                .map(|(municipality, region)| Post::new(role, municipality, region).is_ok());
            let expected = match role {
                Role::Worker | Role::Lead | Role::Administrator => [false, true, false, false],
                Role::Region => [false, false, true, false],
                Role::Nation => [true, false, false, false],
            };
            assert_eq!(fits, expected, "{role:?}");
        }
    }
}
