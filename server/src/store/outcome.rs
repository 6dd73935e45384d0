//! What before and after is counted from: cases and readings, derived from entries.

use super::listed::{Listed, asked};
use crate::db::{Row, StoreError, Tx, execute, fetch_all};
use domain::{
    Gender, LeavingReason, MunicipalityId, Occupation, RegionId, RegistrationReason, UnitId, YouthId,
    figures::{Case, DayReading},
};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// A case with what figures are broken down by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// The person. Never shown.
    pub person: YouthId,
    /// Where.
    pub municipality: MunicipalityId,
    /// In which unit, if in one.
    pub unit: Option<UnitId>,
    /// What the personal number says.
    pub gender: Gender,
    /// The case.
    pub case: Case,
}

/// Whose cases are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// A municipality's.
    Municipality(MunicipalityId),
    /// A region's.
    Region(RegionId),
    /// All.
    Nation,
}

fn counted(row: &Row<'_>) -> Result<Counted, StoreError> {
    let on: Option<Date> = row.maybe_parse("outcome_case.ended_on")?;
    let why: Option<LeavingReason> = row.maybe_parse("outcome_case.ended_reason")?;
    Ok(Counted {
        person: row.parse("outcome_case.person_id")?,
        municipality: row.parse("outcome_case.municipality_id")?,
        unit: row.maybe_parse("outcome_case.unit_id")?,
        gender: row.parse("outcome_case.gender")?,
        case: Case {
            registration: row.parse("outcome_case.registration_id")?,
            reason: row.parse::<RegistrationReason>("outcome_case.reason")?,
            on: row.parse("outcome_case.started_on")?,
            ended: why.zip(on),
        },
    })
}

fn reading(row: &Row<'_>) -> Result<(YouthId, DayReading), StoreError> {
    let occupation: Option<Occupation> = row.maybe_parse("occupation_reading.occupation")?;
    let until: Option<Date> = row.maybe_parse("occupation_reading.valid_until")?;
    let as_of = row.parse("occupation_reading.as_of")?;
    Ok((row.parse("occupation_reading.person_id")?, DayReading { as_of, said: occupation.map(|it| (it, until)) }))
}

/// Forgets what is counted of a record, before it is written anew.
pub async fn clear(tx: &mut Tx, municipality: MunicipalityId, person: YouthId) -> Result<(), StoreError> {
    execute!(tx, "delete from outcome_case where municipality_id = $1 and person_id = $2", municipality, person)?;
    execute!(tx, "delete from occupation_reading where municipality_id = $1 and person_id = $2", municipality, person)?;
    Ok(())
}

/// Writes a case.
pub async fn put_case(tx: &mut Tx, it: &Counted) -> Result<(), StoreError> {
    let (why, on) = it.case.ended.map(|(why, on)| (why.code(), on)).unzip();
    execute!(
        tx,
        "insert into outcome_case (municipality_id, registration_id, person_id, unit_id, reason, gender, started_on, ended_on, ended_reason)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        it.municipality, it.case.registration, it.person, it.unit, it.case.reason.code(), it.gender.code(), it.case.on, on, why,
    )?;
    Ok(())
}

/// Writes a reading.
pub async fn put_reading(tx: &mut Tx, municipality: MunicipalityId, person: YouthId, it: &DayReading) -> Result<(), StoreError> {
    execute!(
        tx,
        "insert into occupation_reading (municipality_id, person_id, as_of, occupation, valid_until) values ($1, $2, $3, $4, $5)",
        municipality,
        person,
        it.as_of,
        it.said.map(|it| it.0.code()),
        it.said.and_then(|it| it.1),
    )?;
    Ok(())
}

/// What is counted of several persons, each in the order of registrations' ids.
pub async fn cases_of(
    tx: &mut Tx,
    municipality: MunicipalityId,
    persons: impl IntoIterator<Item = YouthId>,
) -> Result<BTreeMap<YouthId, Vec<Counted>>, StoreError> {
    let [ids, width, count] = Listed::of(persons).binds();
    let all = fetch_all!(
        tx,
        asked!(
            "select c.* from asked cross join outcome_case c
             where c.municipality_id = $4 and c.person_id = asked.id order by c.registration_id"
        ),
        ids, width, count, municipality; counted
    )?;
    let mut by_person: BTreeMap<YouthId, Vec<Counted>> = BTreeMap::new();
    for it in all {
        by_person.entry(it.person).or_default().push(it);
    }
    Ok(by_person)
}

/// The readings of several persons, each in the days' order.
pub async fn readings_of(
    tx: &mut Tx,
    municipality: MunicipalityId,
    persons: impl IntoIterator<Item = YouthId>,
) -> Result<BTreeMap<YouthId, Vec<DayReading>>, StoreError> {
    let [ids, width, count] = Listed::of(persons).binds();
    let all = fetch_all!(
        tx,
        asked!(
            "select r.person_id, r.as_of, r.occupation, r.valid_until from asked cross join occupation_reading r
             where r.municipality_id = $4 and r.person_id = asked.id order by r.as_of"
        ),
        ids, width, count, municipality; reading
    )?;
    let mut by_person: BTreeMap<YouthId, Vec<DayReading>> = BTreeMap::new();
    for (person, it) in all {
        by_person.entry(person).or_default().push(it);
    }
    Ok(by_person)
}

/// Every case within reach, in no order.
pub async fn cases(tx: &mut Tx, reach: Reach) -> Result<Vec<Counted>, StoreError> {
    match reach {
        Reach::Municipality(id) => fetch_all!(tx, "select * from outcome_case where municipality_id = $1", id; counted),
        Reach::Region(id) => fetch_all!(
            tx,
            "select c.* from outcome_case c join municipality m on m.id = c.municipality_id where m.region_id = $1",
            id; counted
        ),
        Reach::Nation => fetch_all!(tx, "select * from outcome_case"; counted),
    }
}

/// Every reading within reach, by person, in no order.
pub async fn readings(tx: &mut Tx, reach: Reach) -> Result<Vec<(YouthId, DayReading)>, StoreError> {
    match reach {
        Reach::Municipality(id) => fetch_all!(
            tx,
            "select person_id, as_of, occupation, valid_until from occupation_reading where municipality_id = $1",
            id; reading
        ),
        Reach::Region(id) => fetch_all!(
            tx,
            "select r.person_id, r.as_of, r.occupation, r.valid_until from occupation_reading r
             join municipality m on m.id = r.municipality_id where m.region_id = $1",
            id; reading
        ),
        Reach::Nation => fetch_all!(tx, "select person_id, as_of, occupation, valid_until from occupation_reading"; reading),
    }
}
