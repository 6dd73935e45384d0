//! What erased persons leave in figures: counts, and nobody to whom they belong.

use super::{
    figure::{add_to, series},
    listed::InRows,
};
use crate::db::{Row, StoreError, Tx, execute, fetch_all};
use domain::{
    MunicipalityId,
    figures::{Cell, MonthEnd, Part, spread},
};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Keeps cells that erased persons leave: those of [`Part::Each`], of which the others are made.
pub async fn add_cells(tx: &mut Tx, municipality: MunicipalityId, mut cells: BTreeMap<Cell, i64>) -> Result<(), StoreError> {
    static SQL: InRows = InRows::new(
        "insert into figure_left (municipality_id, part, series, at, key, n) values",
        6,
        "on conflict (municipality_id, part, series, at, key) do update set n = figure_left.n + excluded.n",
    );
    cells.retain(|it, _| matches!(it.part, Part::Each(..)));
    add_to(&SQL, tx, municipality, &cells).await
}

/// Every cell that erased persons have left, of every part.
pub async fn cells(tx: &mut Tx, municipality: MunicipalityId) -> Result<BTreeMap<Cell, i64>, StoreError> {
    let all = fetch_all!(tx, "select part, series, at, key, n from figure_left where municipality_id = $1", municipality; cell)?;
    Ok(spread(all))
}

fn cell(row: &Row<'_>) -> Result<(Cell, i64), StoreError> {
    let (series, is_daily) = series(row, "figure_left.series")?;
    let (part, at) = (row.parse("figure_left.part")?, row.parse("figure_left.at")?);
    Ok((Cell { part, series, is_daily, at, key: row.text("figure_left.key")? }, row.int("figure_left.n")?))
}

/// Adds what months are published from, of somebody who was erased in a month. `month` is its first day.
pub async fn add_month(tx: &mut Tx, municipality: MunicipalityId, month: Date, it: &MonthEnd) -> Result<(), StoreError> {
    let mut all = months(tx, municipality).await?.remove(&month).unwrap_or_default();
    all += it;
    let body = serde_json::to_string(&all).map_err(|_| StoreError::Corrupt { column: "figure_left_month.body" })?;
    execute!(
        tx,
        "insert into figure_left_month (municipality_id, month, body) values ($1, $2, $3)
         on conflict (municipality_id, month) do update set body = excluded.body",
        municipality,
        month,
        body,
    )?;
    Ok(())
}

/// The same of everyone who has been erased, by the month in which they were.
pub async fn months(tx: &mut Tx, municipality: MunicipalityId) -> Result<BTreeMap<Date, MonthEnd>, StoreError> {
    let all = fetch_all!(
        tx,
        "select month, body from figure_left_month where municipality_id = $1",
        municipality; |row| Ok((row.parse("figure_left_month.month")?, row.json("figure_left_month.body")?))
    )?;
    Ok(all.into_iter().collect())
}
