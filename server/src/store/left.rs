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

/// What months are published from, of those who were erased in a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Month {
    /// Its first day.
    pub month: Date,
    /// Whether they count in every later month, too, but for what was done. Not where they were erased later, and the month
    /// had not been closed by then.
    pub lasts: bool,
    /// What they count for.
    pub end: MonthEnd,
}

/// Adds to a month.
pub async fn add_month(tx: &mut Tx, municipality: MunicipalityId, it: &Month) -> Result<(), StoreError> {
    let known = months(tx, municipality).await?.into_iter().find(|known| (known.month, known.lasts) == (it.month, it.lasts));
    let mut end = known.map(|it| it.end).unwrap_or_default();
    end += &it.end;
    let body = serde_json::to_string(&end).map_err(|_| StoreError::Corrupt { column: "figure_left_month.body" })?;
    execute!(
        tx,
        "insert into figure_left_month (municipality_id, month, lasts, body) values ($1, $2, $3, $4)
         on conflict (municipality_id, month, lasts) do update set body = excluded.body",
        municipality,
        it.month,
        it.lasts,
        body,
    )?;
    Ok(())
}

/// Every month in which anyone has been erased, or that anyone still counts in who has.
pub async fn months(tx: &mut Tx, municipality: MunicipalityId) -> Result<Vec<Month>, StoreError> {
    fetch_all!(
        tx,
        "select month, lasts, body from figure_left_month where municipality_id = $1",
        municipality; |row| Ok(Month {
            month: row.parse("figure_left_month.month")?,
            lasts: row.flag("figure_left_month.lasts")?,
            end: row.json("figure_left_month.body")?,
        })
    )
}
