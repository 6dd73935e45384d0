//! The records of youths: what is derived from their entries.

use super::listed::{InRows, Listed, asked};
use crate::db::{Row, StoreError, ToBind, Tx, execute, fetch_all, fetch_one, fetch_optional};
use domain::{AccountId, MunicipalityId, PersonalNumber, Summary, YouthId};
use std::collections::BTreeMap;

/// A record, without its summary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// The record.
    pub id: YouthId,
    /// The person: the smallest id among the records that are one person.
    pub person: YouthId,
    /// The personal number, where it is known.
    pub number: Option<PersonalNumber>,
    /// Protected identity.
    pub protected: bool,
    /// Since which position.
    pub protected_from: Option<i64>,
    /// The position at which a protection was last lifted, else 0.
    pub visible_from: i64,
    /// Erased.
    pub erased: bool,
    /// The position of its first entry.
    pub first_position: i64,
    /// The position of its last entry.
    pub last_position: i64,
    /// The worker whose own it is.
    pub worker: Option<AccountId>,
}

impl Record {
    /// A record of which nothing is known yet but its first entry's position.
    pub fn blank(id: YouthId, position: i64) -> Self {
        Self {
            id,
            person: id,
            number: None,
            protected: false,
            protected_from: None,
            visible_from: 0,
            erased: false,
            first_position: position,
            last_position: position,
            worker: None,
        }
    }
}

fn record(row: &Row<'_>) -> Result<Record, StoreError> {
    let column = "youth.personal_number";
    let number = row.maybe_text(column)?.map(|it| PersonalNumber::stored(&it).map_err(|_| StoreError::Corrupt { column })).transpose()?;
    Ok(Record {
        id: row.parse("youth.id")?,
        person: row.parse("youth.person_id")?,
        number,
        protected: row.flag("youth.protected")?,
        protected_from: row.maybe_int("youth.protected_from")?,
        visible_from: row.int("youth.visible_from")?,
        erased: row.flag("youth.erased")?,
        first_position: row.int("youth.first_position")?,
        last_position: row.int("youth.last_position")?,
        worker: row.maybe_parse("youth.worker_id")?,
    })
}

fn summary(row: &Row<'_>) -> Result<Summary, StoreError> {
    row.json("youth.summary")
}

/// A record.
pub async fn find(tx: &mut Tx, municipality: MunicipalityId, id: YouthId) -> Result<Option<Record>, StoreError> {
    fetch_optional!(tx, "select * from youth where municipality_id = $1 and id = $2", municipality, id; record)
}

/// Every record of a municipality, erased ones too, oldest first.
pub async fn all(tx: &mut Tx, municipality: MunicipalityId) -> Result<Vec<Record>, StoreError> {
    fetch_all!(tx, "select * from youth where municipality_id = $1 order by first_position, id", municipality; record)
}

/// The records that were erased after a position, and by another.
pub async fn erased_between(tx: &mut Tx, municipality: MunicipalityId, after: i64, by: i64) -> Result<Vec<YouthId>, StoreError> {
    fetch_all!(
        tx,
        "select id from youth where municipality_id = $1 and erased and last_position > $2 and last_position <= $3 order by id",
        municipality, after, by; |row| row.parse("youth.id")
    )
}

/// The ids of a municipality's records.
pub async fn ids(tx: &mut Tx, municipality: MunicipalityId) -> Result<Vec<YouthId>, StoreError> {
    fetch_all!(tx, "select id from youth where municipality_id = $1 order by id", municipality; |row| row.parse("youth.id"))
}

/// Those of several records that there are.
pub async fn find_all(
    tx: &mut Tx,
    municipality: MunicipalityId,
    ids: impl IntoIterator<Item = YouthId>,
) -> Result<BTreeMap<YouthId, Record>, StoreError> {
    let [ids, width, count] = Listed::of(ids).binds();
    let found = fetch_all!(
        tx,
        asked!("select y.* from asked cross join youth y where y.municipality_id = $4 and y.id = asked.id"),
        ids, width, count, municipality; record
    )?;
    Ok(found.into_iter().map(|it| (it.id, it)).collect())
}

/// The records of each of several persons.
pub async fn members_of(
    tx: &mut Tx,
    municipality: MunicipalityId,
    persons: impl IntoIterator<Item = YouthId>,
) -> Result<BTreeMap<YouthId, Vec<YouthId>>, StoreError> {
    let [ids, width, count] = Listed::of(persons).binds();
    let found = fetch_all!(
        tx,
        asked!(
            "select y.person_id, y.id from asked cross join youth y
             where y.municipality_id = $4 and y.person_id = asked.id order by y.person_id, y.id"
        ),
        ids, width, count, municipality; |row| Ok((row.parse::<YouthId>("youth.person_id")?, row.parse::<YouthId>("youth.id")?))
    )?;
    let mut members: BTreeMap<YouthId, Vec<YouthId>> = BTreeMap::new();
    for (person, id) in found {
        members.entry(person).or_default().push(id);
    }
    Ok(members)
}

/// How many records each of several persons has.
pub async fn sizes_of(
    tx: &mut Tx,
    municipality: MunicipalityId,
    persons: impl IntoIterator<Item = YouthId>,
) -> Result<BTreeMap<YouthId, i64>, StoreError> {
    let [ids, width, count] = Listed::of(persons).binds();
    let found = fetch_all!(
        tx,
        asked!(
            "select y.person_id, count(*) as records from asked cross join youth y
             where y.municipality_id = $4 and y.person_id = asked.id group by y.person_id"
        ),
        ids, width, count, municipality; |row| Ok((row.parse("youth.person_id")?, row.int("youth.records")?))
    )?;
    Ok(found.into_iter().collect())
}

/// Whether a record of this id stands in another municipality.
pub async fn stands_elsewhere(tx: &mut Tx, municipality: MunicipalityId, id: YouthId) -> Result<bool, StoreError> {
    let found = fetch_optional!(
        tx,
        "select id from youth where id = $2 and municipality_id <> $1 limit 1",
        municipality, id; |row| row.text("youth.id")
    )?;
    Ok(found.is_some())
}

/// The records that are one person, oldest first.
pub async fn of_person(tx: &mut Tx, municipality: MunicipalityId, person: YouthId) -> Result<Vec<Record>, StoreError> {
    fetch_all!(
        tx,
        "select * from youth where municipality_id = $1 and person_id = $2 order by first_position, id",
        municipality, person; record
    )
}

/// The records with a personal number, oldest first.
pub async fn with_number(tx: &mut Tx, municipality: MunicipalityId, number: &PersonalNumber) -> Result<Vec<Record>, StoreError> {
    fetch_all!(
        tx,
        "select * from youth where municipality_id = $1 and personal_number = $2 order by first_position, id",
        municipality, number; record
    )
}

/// Writes a record, with the summary where it is the person's own.
pub async fn put(tx: &mut Tx, municipality: MunicipalityId, it: &Record, summary: Option<&Summary>) -> Result<(), StoreError> {
    let summary = summary.map(serde_json::to_string).transpose().map_err(|_| StoreError::Corrupt { column: "youth.summary" })?;
    execute!(
        tx,
        "insert into youth (municipality_id, id, person_id, personal_number, protected, protected_from, visible_from, erased,
                            first_position, last_position, worker_id, summary)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
         on conflict (municipality_id, id) do update set
             person_id = excluded.person_id, personal_number = excluded.personal_number, protected = excluded.protected,
             protected_from = excluded.protected_from, visible_from = excluded.visible_from, erased = excluded.erased,
             last_position = excluded.last_position, worker_id = excluded.worker_id,
             summary = excluded.summary",
        municipality,
        it.id,
        it.person,
        it.number,
        it.protected,
        it.protected_from,
        it.visible_from,
        it.erased,
        it.first_position,
        it.last_position,
        it.worker,
        summary,
    )?;
    Ok(())
}

/// Writes the last position and the summary of several persons who are one record each.
pub async fn put_summaries(tx: &mut Tx, municipality: MunicipalityId, all: &[(YouthId, i64, Summary)]) -> Result<(), StoreError> {
    static SQL: InRows = InRows::new(
        "with it (municipality_id, id, last_position, summary) as (values",
        4,
        ") update youth set last_position = it.last_position, summary = it.summary
           from it where youth.municipality_id = it.municipality_id and youth.id = it.id",
    );
    let mut rest = all;
    while let Some((now, later)) = InRows::split(rest) {
        rest = later;
        let mut binds = Vec::with_capacity(now.len() * 4);
        for (id, last, summary) in now {
            let summary = serde_json::to_string(summary).map_err(|_| StoreError::Corrupt { column: "youth.summary" })?;
            binds.extend([municipality.to_bind(), id.to_bind(), last.to_bind(), summary.to_bind()]);
        }
        tx.execute(SQL.of(now.len()), binds).await?;
    }
    Ok(())
}

/// The summary of a person, by any record of theirs.
pub async fn summary_of(tx: &mut Tx, municipality: MunicipalityId, id: YouthId) -> Result<Option<Summary>, StoreError> {
    fetch_optional!(
        tx,
        "select p.summary from youth y join youth p on p.municipality_id = y.municipality_id and p.id = y.person_id
         where y.municipality_id = $1 and y.id = $2 and p.summary is not null",
        municipality, id; summary
    )
}

/// The summaries of several persons.
pub async fn summaries_of(
    tx: &mut Tx,
    municipality: MunicipalityId,
    persons: impl IntoIterator<Item = YouthId>,
) -> Result<BTreeMap<YouthId, Summary>, StoreError> {
    let [ids, width, count] = Listed::of(persons).binds();
    let found = fetch_all!(
        tx,
        asked!(
            "select y.summary from asked cross join youth y
             where y.municipality_id = $4 and y.id = asked.id and y.summary is not null and not y.erased"
        ),
        ids, width, count, municipality; summary
    )?;
    Ok(found.into_iter().map(|it| (it.id, it)).collect())
}

/// The summaries of a municipality's youths, as Swedes sort names.
pub async fn summaries(tx: &mut Tx, municipality: MunicipalityId) -> Result<Vec<Summary>, StoreError> {
    let mut all = fetch_all!(
        tx,
        "select summary from youth where municipality_id = $1 and summary is not null and not erased",
        municipality; summary
    )?;
    // A record whose every registration was withdrawn, as by undoing an import, is nobody's any more.
    all.retain(|it: &Summary| it.since.is_some());
    // Databases sort names as their locale does; ours must be the same on both, and Swedish.
    all.sort_by_cached_key(|it| (it.sort_key(), it.id));
    Ok(all)
}

/// Every summary of a municipality, by record.
pub async fn all_summaries(tx: &mut Tx, municipality: MunicipalityId) -> Result<BTreeMap<YouthId, Summary>, StoreError> {
    let all = fetch_all!(
        tx,
        "select id, summary from youth where municipality_id = $1 and summary is not null",
        municipality; |row| Ok((row.parse("youth.id")?, summary(row)?))
    )?;
    Ok(all.into_iter().collect())
}

/// The position of a municipality's last erasure; none where nobody has been erased. What says so is a record's last entry.
pub async fn last_erasure(tx: &mut Tx, municipality: MunicipalityId) -> Result<Option<i64>, StoreError> {
    fetch_one!(
        tx,
        "select max(last_position) as last_position from youth where municipality_id = $1 and erased",
        municipality; |row| row.maybe_int("youth.last_position")
    )
}
