//! After an update: what another version of the fold derived is derived anew while the server serves. Until a youth's turn
//! comes it is as that version had it, as until its next entry.

use super::{Process, person, project};
use crate::{
    db::{Db, StoreError, Tx},
    figures::{Changes, close_due},
    store,
};
use domain::{MunicipalityId, Youth, YouthId, civil};
use std::time::Duration;

/// So many records are derived in one transaction: whoever writes waits no longer than that.
const AT_ONCE: i64 = 50;
/// What failed is tried again after so long.
const PAUSE: Duration = Duration::from_secs(60);

/// What was done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Renewed {
    /// Persons who were derived anew.
    pub persons: usize,
    /// Persons whom others would reach now: that waits for the next entry.
    pub waiting: usize,
    /// Persons of whom something can't be read. They stand in nobody's way, and `uppsok verify` names them.
    pub failed: usize,
}

/// Does it when the server starts, until it is done.
pub async fn watch(db: Db, process: Process) {
    loop {
        match run(&db, &process).await {
            Ok(renewed) => {
                if let Some(Renewed { persons, waiting, failed }) = renewed {
                    tracing::info!(persons, waiting, failed, "derived anew");
                }
                return;
            }
            Err(error) => tracing::error!(error = &error as &dyn std::error::Error, "deriving has failed and is tried again"),
        }
        tokio::time::sleep(PAUSE).await;
    }
}

/// Derives anew what another version derived, a few records at a time. Whoever is interrupted goes on where it was; servers
/// that do it at once share it, and one that a newer version has overtaken stops. None where this version has derived
/// everything. A municipality where it fails is told of when the others are done.
pub async fn run(db: &Db, process: &Process) -> Result<Option<Renewed>, StoreError> {
    let mut tx = db.read().await?;
    let outdated = store::fold::outdated(&mut tx).await?;
    drop(tx);
    let mut renewed = Renewed::default();
    let mut failed = None;
    for municipality in &outdated {
        if let Err(error) = all(db, process, *municipality, &mut renewed).await {
            failed = Some(error);
        }
    }
    match failed {
        Some(error) => Err(error),
        None => Ok((!outdated.is_empty()).then_some(renewed)),
    }
}

async fn all(db: &Db, process: &Process, municipality: MunicipalityId, renewed: &mut Renewed) -> Result<(), StoreError> {
    let mut tx = db.begin().await?;
    store::place::take_positions(&mut tx, municipality, 0).await?;
    store::fold::begin(&mut tx, municipality).await?;
    tx.commit().await?;
    while some(db, process, municipality, renewed).await? {}
    Ok(())
}

/// The next records of a municipality. False when none was left.
async fn some(db: &Db, process: &Process, municipality: MunicipalityId, renewed: &mut Renewed) -> Result<bool, StoreError> {
    let mut tx = db.begin().await?;
    store::place::take_positions(&mut tx, municipality, 0).await?;
    close_due(&mut tx, municipality, process.clock.now()).await?;
    let next = store::fold::next(&mut tx, municipality, AT_ONCE).await?;
    let mut done = *renewed;
    for id in &next {
        let mark = tx.mark().await?;
        match one(&mut tx, process, municipality, *id).await {
            Ok(Turn::Derived) => done.persons += 1,
            Ok(Turn::Waits) => done.waiting += 1,
            Ok(Turn::Passed) => {}
            Err(StoreError::Corrupt { column }) => {
                tx.undo(mark).await?;
                tracing::error!(%municipality, column, "somebody can't be derived");
                done.failed += 1;
                continue;
            }
            Err(error) => return Err(error),
        }
        tx.keep(mark).await?;
    }
    store::fold::set_to(&mut tx, municipality, next.last().copied()).await?;
    tx.commit().await?;
    *renewed = done;
    Ok(!next.is_empty())
}

/// What came of a record's turn.
enum Turn {
    Derived,
    Waits,
    /// It is erased, or a part of a person whose turn is another's.
    Passed,
}

async fn one(tx: &mut Tx, process: &Process, municipality: MunicipalityId, id: YouthId) -> Result<Turn, StoreError> {
    let Some(record) = store::youth::find(tx, municipality, id).await? else { return Ok(Turn::Passed) };
    if record.erased || record.person != id {
        return Ok(Turn::Passed);
    }
    // Phones hear of who reaches whom by positions, and there is none before the next entry.
    if !is_reached_as_before(tx, municipality, id).await? {
        return Ok(Turn::Waits);
    }
    let position = store::place::take_positions(tx, municipality, 0).await?;
    let now = process.clock.now();
    let mut changes = Changes::new(municipality, civil::day(now));
    project::project(tx, process, municipality, id, position, &mut changes).await?;
    changes.keep(tx).await?;
    if store::restore::is_coming_back(tx, Some(municipality), civil::day(now)).await? {
        store::restore::doubt_made_since(tx, municipality, id, now).await?;
    }
    Ok(Turn::Derived)
}

/// Whether deriving a record, and all that is derived with it, changes nothing of who is whom and who reaches them.
async fn is_reached_as_before(tx: &mut Tx, municipality: MunicipalityId, id: YouthId) -> Result<bool, StoreError> {
    let (records, entries) = project::neighbourhood(tx, municipality, id, 0).await?;
    for members in person::persons(records.iter().map(|it| it.id), &person::links(&entries)) {
        let own = entries.iter().filter(|it| members.contains(&it.entry.youth));
        let Some(youth) = Youth::fold(own.map(|it| &it.entry)) else { return Ok(false) };
        let units = youth.units();
        for it in records.iter().filter(|it| members.contains(&it.id)) {
            let is_same = it.person == youth.id && it.protected == youth.is_protected() && it.erased == youth.erased;
            if !is_same || units != store::grant::units_of(tx, municipality, it.id).await? {
                return Ok(false);
            }
        }
    }
    Ok(true)
}
