//! Publishing months, in order and once.

use super::Books;
use crate::{
    clock::Clock,
    db::{Db, StoreError, Tx},
    figures::{Known, close_all},
    store::{
        closed,
        outcome::Reach,
        place,
        published::{self, Counted, Published},
        restore,
    },
};
use domain::{
    MunicipalityId, civil,
    disclose::{Closing, KEEP, Work, close},
    figures::{MonthEnd, last_closed},
};
use jiff::{ToSpan, civil::Date};
use std::{collections::BTreeMap, time::Duration};
use tokio::sync::Mutex;

/// Publishes every month that is closed and hasn't been published, in order. The first is the last that is closed: a month that
/// comes before one that has been published is never published, since what is hidden in the later one doesn't know of it.
pub async fn publish_due(db: &Db, today: Date) -> Result<(), StoreError> {
    let mut tx = db.read().await?;
    if published::months(&mut tx).await?.first().is_some_and(|it| *it >= last_closed(today)) {
        return Ok(());
    }
    drop(tx);
    // A task of its own: who asked may lose patience, and what has been computed isn't thrown away.
    let work = tokio::spawn(publish_all(db.clone(), today));
    work.await.map_err(|_| StoreError::Corrupt { column: "published_month" })?
}

/// The same for whoever asks for a page, who waits for it only where there is no month to show meanwhile.
pub async fn publish_soon(db: &Db, today: Date) -> Result<(), StoreError> {
    let mut tx = db.read().await?;
    let months = published::months(&mut tx).await?;
    drop(tx);
    let Some(latest) = months.first() else { return publish_due(db, today).await };
    if *latest < last_closed(today) && PUBLISHING.try_lock().is_ok() {
        let db = db.clone();
        tokio::spawn(async move {
            if let Err(error) = publish_due(&db, today).await {
                tracing::error!(%error, "a month couldn't be published");
            }
        });
    }
    Ok(())
}

/// One at a time in a process: it is heavy, and who waits finds it done.
static PUBLISHING: Mutex<()> = Mutex::const_new(());

async fn publish_all(db: Db, today: Date) -> Result<(), StoreError> {
    let _turn = PUBLISHING.lock().await;
    let last = last_closed(today);
    loop {
        let mut tx = db.read().await?;
        let latest = published::months(&mut tx).await?.into_iter().next();
        let next = latest.map_or(last, |it| it.saturating_add(1.day()).last_of_month());
        if next > last || restore::is_coming_back(&mut tx, None, today).await? {
            return Ok(());
        }
        drop(tx);
        close_all(&db, civil::instant(today.to_datetime(jiff::civil::Time::midnight()))).await?;
        let month = compute(db.read().await?, next, today).await?;
        // Before anyone has been counted there is nothing to publish: the first month is one with figures.
        if latest.is_none() && month.counts.iter().all(|it| it.stands.as_ref().is_none_or(BTreeMap::is_empty)) {
            return Ok(());
        }
        let mut tx = db.begin().await?;
        // Somebody else may have been quicker: theirs stands.
        if published::publish(&mut tx, &month).await? {
            tracing::info!(month = %next, hidden = month.hidden.len(), "a month was published");
        }
        tx.commit().await?;
    }
}

async fn compute(mut tx: Tx, month: Date, today: Date) -> Result<Published, StoreError> {
    let counts = counted(&mut tx, month).await?;
    let books = Books::of(&counts);
    let mut before = Vec::new();
    for earlier in published::months(&mut tx).await?.into_iter().take(KEEP) {
        if let Some(it) = published::month(&mut tx, earlier).await? {
            before.push(books.carried(&it));
        }
    }
    // Who reads for minutes holds up whoever writes.
    drop(tx);
    // It takes seconds, or minutes for a nation: not where others wait, and not so that a server that is asked to end waits for it
    // (which it would for a blocking task). Left half done, it is done again.
    let (done, work) = tokio::sync::oneshot::channel();
    std::thread::spawn(move || {
        let hidden = close(Closing { exact: &books.exact, before: &before });
        let work = Work { places: &books.exact.places, done: &books.done, growth: &hidden.growth }.hide();
        let _ = done.send(books.stored(&hidden).into_iter().chain(books.stored_work(&work)).collect::<Vec<_>>());
    });
    let hidden = work.await.map_err(|_| StoreError::Corrupt { column: "published_month.hidden" })?;
    Ok(Published { month, closed_on: today, counts, hidden })
}

/// Everything that is published of a month, by municipality, as each has closed it. One that began with Uppsök later tells
/// what it knows now.
async fn counted(tx: &mut Tx, month: Date) -> Result<Vec<Counted>, StoreError> {
    let mut places = place::municipalities(tx).await?;
    places.sort_unstable_by_key(|it| it.id);
    let closed = closed::of_month(tx, Reach::Nation, month.first_of_month()).await?;
    let mut ends: BTreeMap<MunicipalityId, MonthEnd> = closed.into_iter().filter_map(|it| Some((it.municipality, it.month_end?))).collect();
    let mut all = Vec::with_capacity(places.len());
    for it in places {
        let end = match ends.remove(&it.id) {
            Some(end) => end,
            None => Known::read(tx, it.id).await?.month_end(month.first_of_month()),
        };
        all.push(Counted::of(it.id, it.region, end));
    }
    Ok(all)
}

/// How often `serve` looks for months to publish.
const PAUSE: Duration = Duration::from_mins(10);

/// Publishes months as they are closed, as long as the server runs. What fails is tried again.
pub async fn watch(db: Db, clock: Clock) {
    loop {
        // At once when it starts: whoever asks for the month shouldn't have to wait for it.
        if let Err(error) = publish_due(&db, civil::day(clock.now())).await {
            tracing::error!(%error, "a month couldn't be published");
        }
        tokio::time::sleep(PAUSE).await;
    }
}
