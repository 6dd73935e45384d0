//! The sums that figures are made of, and what each person counts for.

use super::listed::{InRows, Listed, asked};
use crate::db::{Bind, Row, StoreError, ToBind, Tx, execute, fetch_all, fetch_optional};
use domain::{
    MunicipalityId, YouthId,
    figures::{Ask, Cell, Part, Person, Series, Sum},
};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// How a series is stored: under months, and under days.
fn stored(series: Series, is_daily: bool) -> String {
    format!("{}{}", series.code(), if is_daily { ".day" } else { "" })
}

/// What is stored so, and whether under days.
pub(super) fn series(row: &Row<'_>, column: &'static str) -> Result<(Series, bool), StoreError> {
    let stored = row.text(column)?;
    let (code, is_daily) = stored.strip_suffix(".day").map_or((stored.as_str(), false), |it| (it, true));
    let series = Series::ALL.into_iter().find(|it| it.code() == code).ok_or(StoreError::Corrupt { column })?;
    Ok((series, is_daily))
}

fn sum(row: &Row<'_>) -> Result<Sum, StoreError> {
    Ok(Sum { series: series(row, "figure_cell.series")?.0, key: row.text("figure_cell.key")?, n: row.int("figure_cell.n")? })
}

/// What several persons count for, as it was last written.
pub async fn persons_of(
    tx: &mut Tx,
    municipality: MunicipalityId,
    persons: impl IntoIterator<Item = YouthId>,
) -> Result<BTreeMap<YouthId, Person>, StoreError> {
    let [ids, width, count] = Listed::of(persons).binds();
    let found = fetch_all!(
        tx,
        asked!(
            "select p.person_id, p.body from asked cross join figure_person p
             where p.municipality_id = $4 and p.person_id = asked.id"
        ),
        ids, width, count, municipality; person
    )?;
    Ok(found.into_iter().collect())
}

fn person(row: &Row<'_>) -> Result<(YouthId, Person), StoreError> {
    Ok((row.parse("figure_person.person_id")?, row.json("figure_person.body")?))
}

/// What every person of a municipality counts for.
pub async fn persons(tx: &mut Tx, municipality: MunicipalityId) -> Result<BTreeMap<YouthId, Person>, StoreError> {
    let all = fetch_all!(tx, "select person_id, body from figure_person where municipality_id = $1", municipality; person)?;
    Ok(all.into_iter().collect())
}

/// What some persons count for who aren't protected: the first `most` after one, in their ids' order.
pub async fn unprotected(
    tx: &mut Tx,
    municipality: MunicipalityId,
    after: Option<YouthId>,
    most: i64,
) -> Result<Vec<(YouthId, Person)>, StoreError> {
    let after = after.map(|it| it.to_string()).unwrap_or_default();
    fetch_all!(
        tx,
        "select p.person_id, p.body from figure_person p join youth y on y.municipality_id = p.municipality_id and y.id = p.person_id
         where p.municipality_id = $1 and p.person_id > $2 and not y.protected order by p.person_id limit $3",
        municipality, after, most; person
    )
}

/// Whether anyone who counts is protected. (Whoever is has been since a position: that is in the index, and nearly nobody is.)
pub async fn has_protected(tx: &mut Tx, municipality: MunicipalityId) -> Result<bool, StoreError> {
    let found = fetch_optional!(
        tx,
        "select p.person_id from youth y join figure_person p on p.municipality_id = y.municipality_id and p.person_id = y.id
         where y.municipality_id = $1 and y.protected_from >= 0 and y.protected limit 1",
        municipality; |row| row.text("figure_person.person_id")
    )?;
    Ok(found.is_some())
}

/// Writes what a person counts for; none takes it away.
pub async fn put_person(tx: &mut Tx, municipality: MunicipalityId, id: YouthId, it: Option<&Person>) -> Result<(), StoreError> {
    let Some(it) = it else {
        execute!(tx, "delete from figure_person where municipality_id = $1 and person_id = $2", municipality, id)?;
        return Ok(());
    };
    put_persons(tx, municipality, &[(id, it)]).await
}

/// Writes what several persons count for.
pub async fn put_persons(tx: &mut Tx, municipality: MunicipalityId, all: &[(YouthId, &Person)]) -> Result<(), StoreError> {
    static SQL: InRows = InRows::new(
        "insert into figure_person (municipality_id, person_id, body) values",
        3,
        "on conflict (municipality_id, person_id) do update set body = excluded.body",
    );
    let mut rest = all;
    while let Some((now, later)) = InRows::split(rest) {
        rest = later;
        let mut binds = Vec::with_capacity(now.len() * 3);
        for (id, it) in now {
            let body = serde_json::to_string(it).map_err(|_| StoreError::Corrupt { column: "figure_person.body" })?;
            binds.extend([municipality.to_bind(), id.to_bind(), body.to_bind()]);
        }
        tx.execute(SQL.of(now.len()), binds).await?;
    }
    Ok(())
}

/// Adds to cells, in the order of their keys.
pub async fn add(tx: &mut Tx, municipality: MunicipalityId, cells: &BTreeMap<Cell, i64>) -> Result<(), StoreError> {
    static SQL: InRows = InRows::new(
        "insert into figure_cell (municipality_id, part, series, at, key, n) values",
        6,
        "on conflict (municipality_id, part, series, at, key) do update set n = figure_cell.n + excluded.n",
    );
    add_to(&SQL, tx, municipality, cells).await
}

/// Adds cells with a statement that takes the columns of `figure_cell`.
pub(super) async fn add_to(
    sql: &'static InRows,
    tx: &mut Tx,
    municipality: MunicipalityId,
    cells: &BTreeMap<Cell, i64>,
) -> Result<(), StoreError> {
    let cells: Vec<(&Cell, i64)> = cells.iter().filter(|it| *it.1 != 0).map(|(cell, n)| (cell, *n)).collect();
    let mut rest = cells.as_slice();
    while let Some((now, later)) = InRows::split(rest) {
        rest = later;
        let mut binds = Vec::with_capacity(now.len() * 6);
        for (cell, n) in now {
            let (part, series) = (cell.part.to_string(), stored(cell.series, cell.is_daily));
            binds.extend([municipality.to_bind(), part.to_bind(), series.to_bind(), cell.at.to_bind(), cell.key.to_bind(), n.to_bind()]);
        }
        tx.execute(sql.of(now.len()), binds).await?;
    }
    Ok(())
}

const FIRST: &str = "0000-00-00";

/// The sums of each part's cells that are asked for; a part that has none isn't among them.
pub async fn sums(tx: &mut Tx, municipality: MunicipalityId, parts: &[Part], asks: &[Ask]) -> Result<BTreeMap<Part, Vec<Sum>>, StoreError> {
    let (stored_as, [texts, width, count]) = listed(parts);
    let mut sums: BTreeMap<Part, Vec<Sum>> = BTreeMap::new();
    for it in asks {
        let from = it.from.map_or_else(|| FIRST.to_owned(), |it| it.to_string());
        let found = fetch_all!(
            tx,
            asked!(
                "select part, series, key, cast(sum(n) as bigint) as n from asked cross join figure_cell
                 where municipality_id = $4 and part = rtrim(asked.id) and series = $5 and at >= $6 and at <= $7
                 group by part, series, key"
            ),
            texts.clone(), width.clone(), count.clone(), municipality, stored(it.series, it.is_daily), from, it.to;
            |row| Ok((row.text("figure_cell.part")?, sum(row)?))
        )?;
        for (part, sum) in found {
            let part = stored_as.get(&part).ok_or(StoreError::Corrupt { column: "figure_cell.part" })?;
            sums.entry(*part).or_default().push(sum);
        }
    }
    Ok(sums)
}

/// A series of some parts together, month by month, both included, in time's order.
pub async fn by_month(
    tx: &mut Tx,
    municipality: MunicipalityId,
    parts: &[Part],
    of: Series,
    from: Date,
    to: Date,
) -> Result<Vec<(Date, Sum)>, StoreError> {
    let (_, [texts, width, count]) = listed(parts);
    fetch_all!(
        tx,
        asked!(
            "select at, series, key, cast(sum(n) as bigint) as n from asked cross join figure_cell
             where municipality_id = $4 and part = rtrim(asked.id) and series = $5 and at >= $6 and at <= $7
             group by at, series, key order by at, key"
        ),
        texts, width, count, municipality, stored(of, false), from, to; |row| Ok((row.parse("figure_cell.at")?, sum(row)?))
    )
}

/// Parts by how they are stored, and as a list to look for.
fn listed(parts: &[Part]) -> (BTreeMap<String, Part>, [Bind; 3]) {
    let texts: Vec<String> = parts.iter().map(Part::to_string).collect();
    let binds = Listed::padded(&texts).binds();
    (texts.into_iter().zip(parts.iter().copied()).collect(), binds)
}

/// The first month in which anyone was registered.
pub async fn first_month(tx: &mut Tx, municipality: MunicipalityId) -> Result<Option<Date>, StoreError> {
    fetch_optional!(
        tx,
        "select at from figure_cell where municipality_id = $1 and part = '' and series = 'reach' and n > 0 order by at limit 1",
        municipality; |row| row.parse("figure_cell.at")
    )
}

/// Every cell that isn't empty, for comparing with a fresh fold: as it is stored, and how much.
pub async fn cells(tx: &mut Tx, municipality: MunicipalityId) -> Result<BTreeMap<[String; 4], i64>, StoreError> {
    let all = fetch_all!(
        tx,
        "select part, series, at, key, n from figure_cell where municipality_id = $1 and n <> 0",
        municipality; |row| {
            let at = |column| row.text(column);
            Ok(([at("figure_cell.part")?, at("figure_cell.series")?, at("figure_cell.at")?, at("figure_cell.key")?], row.int("figure_cell.n")?))
        }
    )?;
    Ok(all.into_iter().collect())
}

/// A cell as it is stored.
pub fn as_stored(it: &Cell) -> [String; 4] {
    [it.part.to_string(), stored(it.series, it.is_daily), it.at.to_string(), it.key.clone()]
}

/// Forgets the days of months that are over, which nobody asks for, and cells that have come to nothing.
pub async fn tidy(tx: &mut Tx, municipality: MunicipalityId, month: Date) -> Result<(), StoreError> {
    execute!(
        tx,
        "delete from figure_cell where municipality_id = $1 and (n = 0 or (at < $2 and series in ('pair.day', 'status.day', 'recency.day', 'meeting.day')))",
        municipality,
        month,
    )?;
    execute!(tx, "delete from figure_left where municipality_id = $1 and at < $2 and series like '%.day'", municipality, month)?;
    Ok(())
}

/// Forgets every sum and person, before they are made anew. Closed months stay, and what erased persons have left.
pub async fn clear(tx: &mut Tx, municipality: MunicipalityId) -> Result<(), StoreError> {
    execute!(tx, "delete from figure_cell where municipality_id = $1", municipality)?;
    execute!(tx, "delete from figure_person where municipality_id = $1", municipality)?;
    execute!(tx, "delete from figure_missing where municipality_id = $1", municipality)?;
    Ok(())
}
