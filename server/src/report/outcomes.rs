//! Before and after (`DOMAIN.md`, Figures).

use crate::{
    db::{Db, StoreError, Tx},
    store::{
        self,
        outcome::{Counted, Reach},
    },
};
use domain::{
    MunicipalityId, UnitId, YouthId,
    figures::{DayReading, Outcomes, Pair},
};
use jiff::civil::Date;
use serde::{Serialize, Serializer, ser::SerializeMap};
use std::collections::{BTreeMap, HashMap};

/// What the figures are broken down by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum By {
    /// Region, by name.
    Region,
    /// Municipality, by name.
    Municipality,
    /// Unit, by name; within several municipalities by theirs too. Empty for who is in no unit.
    Unit,
    /// Gender, by code.
    Gender,
    /// Reason of registration, by code.
    Reason,
}

impl By {
    /// Every breakdown.
    pub const ALL: [Self; 5] = [Self::Region, Self::Municipality, Self::Unit, Self::Gender, Self::Reason];

    /// A stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Region => "region",
            Self::Municipality => "municipality",
            Self::Unit => "unit",
            Self::Gender => "gender",
            Self::Reason => "reason",
        }
    }
}

/// A breakdown that there isn't.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("by region, municipality, unit, gender or reason")]
pub struct UnknownBreakdown;

impl std::str::FromStr for By {
    type Err = UnknownBreakdown;

    fn from_str(code: &str) -> Result<Self, UnknownBreakdown> {
        Self::ALL.into_iter().find(|it| it.code() == code).ok_or(UnknownBreakdown)
    }
}

/// Before and after of a scope, exact. Serialises in the shape of `tests/data/kaa-expected.json`.
#[derive(Clone, Debug, PartialEq)]
pub struct OutcomesReport {
    /// The cut-off.
    pub as_of: Date,
    /// The whole scope.
    pub all: Outcomes,
    /// The parts, if any were asked for.
    pub parts: Option<(By, BTreeMap<String, Outcomes>)>,
}

impl Serialize for OutcomesReport {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        in_shape(serializer, self.as_of, &self.all, self.parts.as_ref())
    }
}

/// Counts before and after as the register stood to know on a day. The counts are exact: who may see them is the
/// caller's to decide.
pub async fn outcomes(db: &Db, reach: Reach, by: Option<By>, as_of: Date) -> Result<OutcomesReport, StoreError> {
    let mut tx = db.read().await?;
    let (cases, readings) = load(&mut tx, reach).await?;
    let names = Names::load(&mut tx).await?;
    let pair = |it: &Counted| it.case.pair(readings.get(&it.person).map(Vec::as_slice).unwrap_or_default(), as_of);
    let all = Outcomes::count(cases.iter().filter_map(pair));
    let parts = match by {
        None => None,
        Some(by) => {
            let names = names.with_units(&mut tx, by, &cases).await?;
            let mut groups: BTreeMap<String, Vec<Pair>> = BTreeMap::new();
            for (it, pair) in cases.iter().filter_map(|it| Some((it, pair(it)?))) {
                groups.entry(names.of(it, by, reach)).or_default().push(pair);
            }
            Some((by, groups.into_iter().map(|(name, pairs)| (name, Outcomes::count(pairs))).collect()))
        }
    };
    Ok(OutcomesReport { as_of, all, parts })
}

/// Every case within reach, and what is said of each person.
pub(super) async fn load(tx: &mut Tx, reach: Reach) -> Result<(Vec<Counted>, HashMap<YouthId, Vec<DayReading>>), StoreError> {
    let cases = store::outcome::cases(tx, reach).await?;
    let mut readings: HashMap<YouthId, Vec<DayReading>> = HashMap::new();
    for (person, reading) in store::outcome::readings(tx, reach).await? {
        readings.entry(person).or_default().push(reading);
    }
    Ok((cases, readings))
}

/// The names of places.
#[derive(Default)]
struct Names {
    region: HashMap<MunicipalityId, String>,
    municipality: HashMap<MunicipalityId, String>,
    unit: HashMap<UnitId, String>,
}

impl Names {
    async fn load(tx: &mut Tx) -> Result<Self, StoreError> {
        let regions: HashMap<_, _> = store::place::regions(tx).await?.into_iter().map(|it| (it.id, it.name)).collect();
        let mut names = Self::default();
        for it in store::place::municipalities(tx).await? {
            names.region.insert(it.id, regions.get(&it.region).cloned().unwrap_or_default());
            names.municipality.insert(it.id, it.name);
        }
        Ok(names)
    }

    async fn with_units(mut self, tx: &mut Tx, by: By, cases: &[Counted]) -> Result<Self, StoreError> {
        if by == By::Unit {
            let mut municipalities: Vec<MunicipalityId> = cases.iter().map(|it| it.municipality).collect();
            municipalities.sort_unstable();
            municipalities.dedup();
            for municipality in municipalities {
                self.unit.extend(store::place::units(tx, municipality).await?.into_iter().map(|it| (it.id, it.name)));
            }
        }
        Ok(self)
    }

    fn of(&self, it: &Counted, by: By, reach: Reach) -> String {
        let municipality = || self.municipality.get(&it.municipality).cloned().unwrap_or_default();
        match by {
            By::Region => self.region.get(&it.municipality).cloned().unwrap_or_default(),
            By::Municipality => municipality(),
            By::Unit => {
                let unit = it.unit.and_then(|it| self.unit.get(&it).cloned()).unwrap_or_default();
                if matches!(reach, Reach::Municipality(_)) { unit } else { format!("{} › {unit}", municipality()) }
            }
            By::Gender => it.gender.code().to_owned(),
            By::Reason => it.case.reason.code().to_owned(),
        }
    }
}

/// The shape of `tests/data/kaa-expected.json`, whoever sees it: the day, the whole, and the part under what it is by.
pub(super) fn in_shape<S: Serializer>(
    serializer: S,
    as_of: Date,
    all: &impl Serialize,
    parts: Option<&(By, impl Serialize)>,
) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(None)?;
    map.serialize_entry("as_of", &as_of)?;
    map.serialize_entry("all", all)?;
    if let Some((by, parts)) = parts {
        map.serialize_entry(by.code(), parts)?;
    }
    map.end()
}
