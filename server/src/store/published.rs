//! Closed months as they were published.

use crate::db::{StoreError, Tx, execute, fetch_all, fetch_optional};
use domain::{
    Gender, MunicipalityId, RegionId,
    figures::{Done, MonthEnd, Pair, Stand},
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A month as it was published. The stored form is frozen: fields may be added, never changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    /// Its last day.
    pub month: Date,
    /// The day it was closed on.
    pub closed_on: Date,
    /// What was counted, exactly.
    pub counts: Vec<Counted>,
    /// What is hidden.
    pub hidden: Vec<HiddenFigure>,
}

/// A municipality's exact counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counted {
    /// Which.
    pub municipality: MunicipalityId,
    /// Where it lay then.
    pub region: RegionId,
    /// Before and after: of months that were published before there were status, reach and work. Those are never added.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub pairs: BTreeMap<Gender, BTreeMap<Pair, u64>>,
    /// Before and after, status and reach.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stands: Option<BTreeMap<Gender, BTreeMap<Stand, u64>>>,
    /// How many registrations more than youths, by gender and figure.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub again: BTreeMap<Gender, BTreeMap<String, u64>>,
    /// The month's work.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done: Option<Done>,
}

impl Counted {
    /// Of a month's end.
    pub fn of(municipality: MunicipalityId, region: RegionId, it: MonthEnd) -> Self {
        Self { municipality, region, pairs: BTreeMap::new(), stands: Some(it.stands), again: it.again, done: Some(it.done) }
    }

    /// The month's end; none in a month that was published before there was one.
    pub fn month_end(self) -> Option<MonthEnd> {
        Some(MonthEnd { stands: self.stands?, again: self.again, done: self.done? })
    }
}

/// A hidden figure.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct HiddenFigure {
    /// `nation`, `region:ID`, `municipality:ID`; with `/woman` and the like where it is of a gender.
    pub whose: String,
    /// The figure's code.
    pub figure: String,
    /// Whether this month needed it: then it stays hidden in the months that follow.
    pub needed: bool,
}

fn json(it: &impl Serialize, column: &'static str) -> Result<String, StoreError> {
    serde_json::to_string(it).map_err(|_| StoreError::Corrupt { column })
}

/// Publishes a month. False where it has been published already: then it stays as it is.
pub async fn publish(tx: &mut Tx, it: &Published) -> Result<bool, StoreError> {
    let counts = json(&it.counts, "published_month.counts")?;
    let hidden = json(&it.hidden, "published_month.hidden")?;
    let hit = execute!(
        tx,
        "insert into published_month (month, closed_on, counts, hidden) values ($1, $2, $3, $4) on conflict (month) do nothing",
        it.month,
        it.closed_on,
        counts,
        hidden,
    )?;
    Ok(hit == 1)
}

/// A month, if it has been published.
pub async fn month(tx: &mut Tx, month: Date) -> Result<Option<Published>, StoreError> {
    fetch_optional!(
        tx,
        "select month, closed_on, counts, hidden from published_month where month = $1",
        month; |row| Ok(Published {
            month: row.parse("published_month.month")?,
            closed_on: row.parse("published_month.closed_on")?,
            counts: row.json("published_month.counts")?,
            hidden: row.json("published_month.hidden")?,
        })
    )
}

/// Every month that has been published, the latest first.
pub async fn months(tx: &mut Tx) -> Result<Vec<Date>, StoreError> {
    fetch_all!(tx, "select month from published_month order by month desc"; |row| row.parse("published_month.month"))
}
