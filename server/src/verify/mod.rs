//! Whether what is stored agrees: positions without gaps, contents as they were taken in, and everything derived equal to
//! a fresh fold. It reads one moment and stands in nobody's way. What it finds is named by table and id, never by what
//! stands there.

mod derived;
mod journal;
mod queue;

use crate::{
    clock::Clock,
    db::{Db, StoreError},
    figures::{self, Difference},
    store,
};
use domain::{MunicipalityId, civil};
use serde::Serialize;

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Each municipality, by name.
    pub municipalities: Vec<Place>,
}

impl Report {
    /// Whether nothing is wrong. What a restore lost is told, and isn't a fault of what is there.
    pub fn is_sound(&self) -> bool {
        self.municipalities.iter().all(|it| it.flaws.is_empty())
    }
}

/// What was found in a municipality.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Place {
    /// Which.
    pub municipality: MunicipalityId,
    /// As people write it.
    pub name: String,
    /// How many entries it has, erased ones too.
    pub entries: usize,
    /// How many of them are erased.
    pub erased: usize,
    /// Entries whose contents have no hash.
    pub unhashed: usize,
    /// What is wrong.
    pub flaws: Vec<Flaw>,
    /// What restores have lost, and what has come back.
    pub restores: Vec<Lost>,
}

/// Something that doesn't agree.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Flaw {
    /// Where.
    pub table: &'static str,
    /// Which row: an id, or a position.
    pub id: String,
    /// What.
    pub what: What,
}

/// What can be wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// A position that nothing has.
    Gap,
    /// A position after the last that was given.
    Beyond,
    /// A content that isn't what was taken in, or can't be read.
    Changed,
    /// An erased entry that still has a content or a key.
    NotErased,
    /// A content without the hash that would tell whether it is what was taken in.
    Unhashed,
    /// Something derived that isn't what a fresh fold gives.
    Differs,
    /// Something derived that isn't there.
    Missing,
    /// Something derived of which the journal knows nothing.
    Unknown,
}

impl What {
    /// The stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Gap => "gap",
            Self::Beyond => "beyond",
            Self::Changed => "changed",
            Self::NotErased => "not_erased",
            Self::Unhashed => "unhashed",
            Self::Differs => "differs",
            Self::Missing => "missing",
            Self::Unknown => "unknown",
        }
    }
}

/// What a restore lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Lost {
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// Entries that phones have given back.
    pub returned: i64,
    /// At most so many that phones know of haven't come back.
    pub missing: i64,
}

/// Looks through everything. What falls due, and which month goes on, depends on what time it is.
pub async fn verify(db: &Db, clock: &Clock) -> Result<Report, StoreError> {
    let now = clock.now();
    let mut tx = db.read().await?;
    let mut municipalities = Vec::new();
    for place in store::place::municipalities(&mut tx).await? {
        let read = journal::look(&mut tx, &place).await?;
        let mut flaws = read.flaws;
        flaws.extend(derived::look(&mut tx, place.id, &read.entries).await?);
        flaws.extend(queue::look(&mut tx, place.id, &read.entries, now).await?);
        flaws.extend(sums(db, place.id, now).await?);
        flaws.sort();
        let restores = store::restore::all(&mut tx, place.id).await?;
        municipalities.push(Place {
            municipality: place.id,
            name: place.name,
            entries: read.count,
            erased: read.erased,
            unhashed: read.unhashed,
            flaws,
            restores: restores.iter().map(|it| Lost { at: it.at, returned: it.returned, missing: it.missing() }).collect(),
        });
    }
    Ok(Report { municipalities })
}

/// The figures that are kept, and months that are closed.
async fn sums(db: &Db, municipality: MunicipalityId, now: i64) -> Result<Vec<Flaw>, StoreError> {
    let found = figures::verify(db, municipality, civil::day(now)).await?;
    let flaw = |it: &Difference| {
        let (table, id) = match it {
            Difference::Persons(n) => ("figure_person", n.to_string()),
            Difference::Sum { cell, .. } => ("figure_cell", cell.join(" ")),
            Difference::Closed(month) => ("figure_closed", month.to_string()),
            Difference::Published(month) => ("published_month", month.to_string()),
            Difference::Missing(n) => ("figure_missing", n.to_string()),
        };
        Flaw { table, id, what: What::Differs }
    };
    Ok(found.iter().map(flaw).collect())
}
