//! Closed months: counts of a month as they were known when it was closed.

use super::outcome::Reach;
use crate::db::{Row, StoreError, Tx, execute, fetch_all, fetch_optional};
use domain::{
    Gender, MunicipalityId,
    figures::{Counts, MonthEnd},
};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// A municipality's closed month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closed {
    /// Which municipality.
    pub municipality: MunicipalityId,
    /// The first day of the month.
    pub month: Date,
    /// When it was closed, milliseconds since 1970.
    pub at: i64,
    /// The journal's last position then.
    pub position: i64,
    /// What was counted, as `Counts::of_month` has it.
    pub counts: BTreeMap<Gender, Counts>,
    /// What it is published from; none of a month from before the municipality began with Uppsök.
    pub month_end: Option<MonthEnd>,
}

/// From which month on a municipality has sums, and through which its months are closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Book {
    /// The first day of the month in which its first entry came in.
    pub began: Date,
    /// The first day of the last closed month.
    pub closed_to: Option<Date>,
}

/// The form that sums are kept in: 1 had none of the parts that are a unit, a gender and a reason at once.
const FORM: i64 = 2;

fn closed(row: &Row<'_>) -> Result<Closed, StoreError> {
    Ok(Closed {
        municipality: row.parse("figure_closed.municipality_id")?,
        month: row.parse("figure_closed.month")?,
        at: row.int("figure_closed.closed_at")?,
        position: row.int("figure_closed.position")?,
        counts: row.json("figure_closed.body")?,
        month_end: row.maybe_json("figure_closed.month_end")?,
    })
}

/// A municipality's book, once anything has been counted.
pub async fn book(tx: &mut Tx, municipality: MunicipalityId) -> Result<Option<Book>, StoreError> {
    fetch_optional!(
        tx,
        "select began, closed_to from figure_book where municipality_id = $1",
        municipality; |row| Ok(Book { began: row.parse("figure_book.began")?, closed_to: row.maybe_parse("figure_book.closed_to")? })
    )
}

/// Begins a municipality's book, if it hasn't one.
pub async fn begin(tx: &mut Tx, municipality: MunicipalityId, month: Date) -> Result<(), StoreError> {
    execute!(
        tx,
        "insert into figure_book (municipality_id, began, form) values ($1, $2, $3) on conflict (municipality_id) do nothing",
        municipality,
        month,
        FORM,
    )?;
    Ok(())
}

/// Municipalities that have entries and no sums in the form of today.
pub async fn outdated(tx: &mut Tx) -> Result<Vec<MunicipalityId>, StoreError> {
    fetch_all!(
        tx,
        "select m.id from municipality m where m.position > 0
         and not exists (select 1 from figure_book b where b.municipality_id = m.id and b.form = $1)",
        FORM; |row| row.parse("municipality.id")
    )
}

/// Says that a municipality's sums are in the form of today.
pub async fn is_renewed(tx: &mut Tx, municipality: MunicipalityId) -> Result<(), StoreError> {
    execute!(tx, "update figure_book set form = $2 where municipality_id = $1", municipality, FORM)?;
    Ok(())
}

/// Municipalities whose book isn't closed through a month.
pub async fn behind(tx: &mut Tx, month: Date) -> Result<Vec<MunicipalityId>, StoreError> {
    fetch_all!(
        tx,
        "select municipality_id from figure_book where began <= $1 and (closed_to is null or closed_to < $1)",
        month; |row| row.parse("figure_book.municipality_id")
    )
}

/// Closes a month. A month that is closed already stays as it is.
pub async fn close(tx: &mut Tx, it: &Closed) -> Result<(), StoreError> {
    let corrupt = |column| move |_| StoreError::Corrupt { column };
    let body = serde_json::to_string(&it.counts).map_err(corrupt("figure_closed.body"))?;
    let month_end = it.month_end.as_ref().map(serde_json::to_string).transpose().map_err(corrupt("figure_closed.month_end"))?;
    execute!(
        tx,
        "insert into figure_closed (municipality_id, month, closed_at, position, body, month_end) values ($1, $2, $3, $4, $5, $6)
         on conflict (municipality_id, month) do nothing",
        it.municipality,
        it.month,
        it.at,
        it.position,
        body,
        month_end,
    )?;
    Ok(())
}

/// Says through which month a municipality is closed.
pub async fn set_closed_to(tx: &mut Tx, municipality: MunicipalityId, month: Date) -> Result<(), StoreError> {
    execute!(
        tx,
        "update figure_book set closed_to = $2 where municipality_id = $1 and (closed_to is null or closed_to < $2)",
        municipality,
        month,
    )?;
    Ok(())
}

/// A closed month of every municipality within reach that has closed it. `month` is its first day.
pub async fn of_month(tx: &mut Tx, reach: Reach, month: Date) -> Result<Vec<Closed>, StoreError> {
    match reach {
        Reach::Municipality(id) => {
            fetch_all!(tx, "select * from figure_closed where municipality_id = $1 and month = $2", id, month; closed)
        }
        Reach::Region(id) => fetch_all!(
            tx,
            "select c.* from figure_closed c join municipality m on m.id = c.municipality_id where m.region_id = $1 and c.month = $2",
            id, month; closed
        ),
        Reach::Nation => fetch_all!(tx, "select * from figure_closed where month = $1", month; closed),
    }
}

/// Every closed month of a municipality, oldest first.
pub async fn all(tx: &mut Tx, municipality: MunicipalityId) -> Result<Vec<Closed>, StoreError> {
    fetch_all!(tx, "select * from figure_closed where municipality_id = $1 order by month", municipality; closed)
}
