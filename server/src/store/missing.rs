//! What is missing of those who are registered.

use super::listed::{self, InRows, asked};
use crate::db::{Row, StoreError, ToBind, Tx, execute, fetch_all, fetch_one};
use domain::{
    MunicipalityId, UnitId, YouthId,
    figures::{Lack, Missing},
};
use jiff::civil::Date;
use std::collections::BTreeSet;

/// A person in a list of what is missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Who.
    pub person: YouthId,
    /// What.
    pub missing: Missing,
}

fn listed(row: &Row<'_>) -> Result<Listed, StoreError> {
    Ok(Listed {
        person: row.parse("figure_missing.person_id")?,
        missing: Missing {
            unit: row.maybe_parse("figure_missing.unit_id")?,
            worker: row.maybe_parse("figure_missing.worker_id")?,
            is_protected: row.flag("figure_missing.protected")?,
            no_before: row.flag("figure_missing.no_before")?,
            no_address: row.flag("figure_missing.no_address")?,
            valid_until: row.maybe_parse("figure_missing.valid_until")?,
            planned_end: row.maybe_parse("figure_missing.planned_end")?,
        },
    })
}

/// Takes persons away.
pub async fn remove(tx: &mut Tx, municipality: MunicipalityId, persons: &BTreeSet<YouthId>) -> Result<(), StoreError> {
    if persons.is_empty() {
        return Ok(());
    }
    let [ids, width, count] = listed::Listed::of(persons).binds();
    execute!(
        tx,
        asked!("delete from figure_missing where municipality_id = $4 and person_id in (select id from asked)"),
        ids,
        width,
        count,
        municipality
    )?;
    Ok(())
}

/// Writes what is missing of persons.
pub async fn put(tx: &mut Tx, municipality: MunicipalityId, all: &[(YouthId, Missing)]) -> Result<(), StoreError> {
    static SQL: InRows = InRows::new(
        "insert into figure_missing
             (municipality_id, person_id, unit_id, worker_id, protected, no_before, no_address, valid_until, planned_end) values",
        9,
        "on conflict (municipality_id, person_id) do update set
             unit_id = excluded.unit_id, worker_id = excluded.worker_id, protected = excluded.protected,
             no_before = excluded.no_before, no_address = excluded.no_address, valid_until = excluded.valid_until,
             planned_end = excluded.planned_end",
    );
    let mut rest = all;
    while let Some((now, later)) = InRows::split(rest) {
        rest = later;
        let mut binds = Vec::with_capacity(now.len() * 9);
        for (id, it) in now {
            binds.extend([municipality.to_bind(), id.to_bind(), it.unit.to_bind(), it.worker.to_bind()]);
            binds.extend([it.is_protected, it.no_before, it.no_address].map(|it| it.to_bind()));
            binds.extend([it.valid_until.to_bind(), it.planned_end.to_bind()]);
        }
        tx.execute(SQL.of(now.len()), binds).await?;
    }
    Ok(())
}

/// Which unit's lists are asked for: all of them, or one's.
fn unit_text(unit: Option<UnitId>) -> Option<String> {
    unit.map(|it| it.to_string())
}

/// Those who lack something on a day, in a unit or in all. Protected persons stand in no list and are not here.
pub async fn list(
    tx: &mut Tx,
    municipality: MunicipalityId,
    lack: Lack,
    unit: Option<UnitId>,
    today: Date,
) -> Result<Vec<Listed>, StoreError> {
    let unit = unit_text(unit);
    match lack {
        Lack::Before => fetch_all!(
            tx,
            "select * from figure_missing where municipality_id = $1 and not protected and no_before
             and ($2 is null or unit_id = $2) order by person_id",
            municipality, unit; listed
        ),
        Lack::Lapsed => fetch_all!(
            tx,
            "select * from figure_missing where municipality_id = $1 and not protected and valid_until < $3
             and ($2 is null or unit_id = $2) order by person_id",
            municipality, unit, today; listed
        ),
        Lack::Address => fetch_all!(
            tx,
            "select * from figure_missing where municipality_id = $1 and not protected and no_address
             and ($2 is null or unit_id = $2) order by person_id",
            municipality, unit; listed
        ),
        Lack::End => fetch_all!(
            tx,
            "select * from figure_missing where municipality_id = $1 and not protected and planned_end < $3
             and ($2 is null or unit_id = $2) order by person_id",
            municipality, unit, today; listed
        ),
    }
}

/// How many lack something, and how many of those are protected. Of a unit the protected aren't counted: that would tell where they
/// are.
pub async fn count(
    tx: &mut Tx,
    municipality: MunicipalityId,
    unit: Option<UnitId>,
    today: Date,
) -> Result<[(Lack, u64, u64); 4], StoreError> {
    let row = fetch_one!(
        tx,
        "select cast(coalesce(sum(case when no_before then 1 else 0 end), 0) as bigint) as before_all,
                cast(coalesce(sum(case when no_before and protected then 1 else 0 end), 0) as bigint) as before_protected,
                cast(coalesce(sum(case when valid_until < $3 then 1 else 0 end), 0) as bigint) as lapsed_all,
                cast(coalesce(sum(case when valid_until < $3 and protected then 1 else 0 end), 0) as bigint) as lapsed_protected,
                cast(coalesce(sum(case when no_address then 1 else 0 end), 0) as bigint) as address_all,
                cast(coalesce(sum(case when no_address and protected then 1 else 0 end), 0) as bigint) as address_protected,
                cast(coalesce(sum(case when planned_end < $3 then 1 else 0 end), 0) as bigint) as end_all,
                cast(coalesce(sum(case when planned_end < $3 and protected then 1 else 0 end), 0) as bigint) as end_protected
         from figure_missing where municipality_id = $1 and ($2 is null or (unit_id = $2 and not protected))",
        municipality, unit_text(unit), today; |row| {
            let of = |column| row.int(column).map(i64::unsigned_abs);
            Ok([
                (Lack::Before, of("figure_missing.before_all")?, of("figure_missing.before_protected")?),
                (Lack::Lapsed, of("figure_missing.lapsed_all")?, of("figure_missing.lapsed_protected")?),
                (Lack::Address, of("figure_missing.address_all")?, of("figure_missing.address_protected")?),
                (Lack::End, of("figure_missing.end_all")?, of("figure_missing.end_protected")?),
            ])
        }
    )?;
    Ok(row)
}

/// Everything that is missing, by person: for comparing with a fresh fold.
pub async fn all(tx: &mut Tx, municipality: MunicipalityId) -> Result<Vec<Listed>, StoreError> {
    fetch_all!(tx, "select * from figure_missing where municipality_id = $1 order by person_id", municipality; listed)
}
