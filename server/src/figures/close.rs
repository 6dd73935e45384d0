//! Closing months. A month is closed on the eighth of the next ([`last_closed`]), before anything that comes in from then on is
//! taken in: it holds where everyone stood on its last day and what had been done by then, as it was known a week later, when
//! phones that were without the server have told of it. `serve` closes those of municipalities where nothing comes in.

use super::keep::Changes;
use crate::{
    clock::Clock,
    db::{Db, StoreError, Tx},
    journal,
    store::{
        self,
        closed::{self, Closed},
        figure, left, place,
    },
};
use domain::{
    Gender, MunicipalityId, civil,
    figures::{Ask, Counts, Done, MonthEnd, Part, Person, Span, last_closed},
};
use jiff::{ToSpan, civil::Date};
use std::{collections::BTreeMap, time::Duration};

/// So many months are closed behind when a municipality closes its first: those from before it began with Uppsök.
const BEHIND: i32 = 36;

/// Closes the months of a municipality that are to be closed by now. The caller has its lock.
pub async fn close_due(tx: &mut Tx, municipality: MunicipalityId, now: i64) -> Result<(), StoreError> {
    let Some(book) = closed::book(tx, municipality).await? else { return Ok(()) };
    let today = civil::day(now);
    let last = last_closed(today).first_of_month();
    if book.began > last || book.closed_to.is_some_and(|it| it >= last) {
        return Ok(());
    }
    if store::restore::is_coming_back(tx, Some(municipality), today).await? {
        return Ok(());
    }
    let mut at = match book.closed_to {
        Some(it) => it.saturating_add(1.month()),
        None => figure::first_month(tx, municipality).await?.unwrap_or(book.began).max(last.saturating_sub(BEHIND.months())),
    };
    let position = place::take_positions(tx, municipality, 0).await?;
    let known = match Known::read(tx, municipality).await {
        Ok(it) => Some(it),
        // One row that can't be read is no reason to take nothing in: `uppsok verify` tells of it.
        Err(StoreError::Corrupt { column }) => {
            tracing::error!(%municipality, column, "a month is closed without what it is published from");
            None
        }
        Err(error) => return Err(error),
    };
    while at <= last {
        let counts = month_counts(tx, municipality, at.last_of_month()).await?;
        // Of months from before the municipality began with Uppsök, what is known when they are published is published.
        let month_end = known.as_ref().filter(|_| at >= book.began).map(|it| it.month_end(at));
        closed::close(tx, &Closed { municipality, month: at, at: now, position, counts, month_end }).await?;
        at = at.saturating_add(1.month());
    }
    closed::set_closed_to(tx, municipality, last).await?;
    figure::tidy(tx, municipality, today.first_of_month()).await
}

/// What months of a municipality are published from, as it is known now.
#[derive(Debug)]
pub struct Known {
    pub(super) persons: Vec<Person>,
    pub(super) left: Vec<left::Month>,
}

impl Known {
    /// Reads it.
    pub async fn read(tx: &mut Tx, municipality: MunicipalityId) -> Result<Self, StoreError> {
        let persons = figure::persons(tx, municipality).await?.into_values().collect();
        Ok(Self { persons, left: left::months(tx, municipality).await? })
    }

    /// A month. `month` is its first day.
    pub fn month_end(&self, month: Date) -> MonthEnd {
        let mut all = MonthEnd::of(&self.persons, month.last_of_month());
        for it in self.left.iter().filter(|it| it.month == month || (it.lasts && it.month < month)) {
            // What was done about somebody was done in the month when it was.
            let earlier = MonthEnd { done: Done::default(), ..it.end.clone() };
            all += if it.month == month { &it.end } else { &earlier };
        }
        all
    }
}

/// A month as it is known now, by gender: what it is closed with, and what a month that isn't closed reads as. `end` is
/// its last day.
pub async fn month_counts(tx: &mut Tx, municipality: MunicipalityId, end: Date) -> Result<BTreeMap<Gender, Counts>, StoreError> {
    let parts: Vec<Part> = Gender::ALL.iter().map(|it| Part::Gender(*it)).collect();
    let sums = figure::sums(tx, municipality, &parts, &Ask::of_month(end)).await?;
    let span = Span { from: None, to: end };
    let mut counts = BTreeMap::new();
    for gender in Gender::ALL {
        if let Some(sums) = sums.get(&Part::Gender(*gender)) {
            let of = Counts::from_sums(sums, span)?;
            if !of.is_empty() {
                counts.insert(*gender, of);
            }
        }
    }
    Ok(counts)
}

/// Closes what is due in every municipality, each in a transaction of its own.
pub async fn close_all(db: &Db, now: i64) -> Result<(), StoreError> {
    let last = last_closed(civil::day(now)).first_of_month();
    let mut tx = db.read().await?;
    let behind = closed::behind(&mut tx, last).await?;
    drop(tx);
    for municipality in behind {
        let mut tx = db.begin().await?;
        place::take_positions(&mut tx, municipality, 0).await?;
        close_due(&mut tx, municipality, now).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// Makes the sums of municipalities whose entries were taken in before there were any, or that are kept in an earlier form.
pub async fn catch_up(db: &Db, clock: &Clock) -> Result<(), StoreError> {
    let mut tx = db.read().await?;
    let outdated = closed::outdated(&mut tx).await?;
    drop(tx);
    for municipality in outdated {
        let mut tx = db.begin().await?;
        rebuild(&mut tx, municipality, clock).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// Makes a municipality's sums and lists anew from its entries. Closed months stay as they are.
pub async fn rebuild(tx: &mut Tx, municipality: MunicipalityId, clock: &Clock) -> Result<(), StoreError> {
    place::take_positions(tx, municipality, 0).await?;
    figure::clear(tx, municipality).await?;
    let today = civil::day(clock.now());
    closed::begin(tx, municipality, today.first_of_month()).await?;
    let youths = journal::everyone(tx, municipality, i64::MAX).await?;
    let mut changes = Changes::new(municipality, today);
    for some in youths.chunks(100) {
        for it in some {
            changes.add(tx, it).await?;
        }
        changes.keep(tx).await?;
    }
    let left = left::cells(tx, municipality).await?;
    figure::add(tx, municipality, &left).await?;
    closed::is_renewed(tx, municipality).await
}

/// How often `serve` looks for months to close.
const PAUSE: Duration = Duration::from_secs(600);

/// Closes months as their day comes, as long as the server runs. What fails is tried again.
pub async fn watch(db: Db, clock: Clock) {
    loop {
        if let Err(error) = close_all(&db, clock.now()).await {
            tracing::error!(%error, "a month couldn't be closed");
        }
        tokio::time::sleep(PAUSE).await;
    }
}
