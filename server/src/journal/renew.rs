//! After an update: what another version of the fold derived is derived anew while the server serves. Until a youth's turn
//! comes it is as that version had it, as until its next entry.

use super::{
    Process,
    project::{Neighbourhood, project_read},
};
use crate::{
    db::{Db, StoreError, Tx},
    figures::{Changes, close_due},
    store,
};
use domain::{MunicipalityId, YouthId, civil};
use std::{ops::AddAssign, time::Duration};

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

impl AddAssign for Renewed {
    fn add_assign(&mut self, it: Self) {
        self.persons += it.persons;
        self.waiting += it.waiting;
        self.failed += it.failed;
    }
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
    let now = process.clock.now();
    close_due(&mut tx, municipality, now).await?;
    let next = store::fold::next(&mut tx, municipality, AT_ONCE).await?;
    let is_coming_back = store::restore::is_coming_back(&mut tx, Some(municipality), civil::day(now)).await?;
    let batch = Batch { process, municipality, now, is_coming_back };
    let mark = tx.mark().await?;
    let done = match batch.derive(&mut tx, &next).await {
        Err(StoreError::Corrupt { .. }) => {
            tx.undo(mark).await?;
            batch.derive_each(&mut tx, &next).await?
        }
        done => {
            let done = done?;
            tx.keep(mark).await?;
            done
        }
    };
    store::fold::set_to(&mut tx, municipality, next.last().copied()).await?;
    tx.commit().await?;
    *renewed += done;
    Ok(!next.is_empty())
}

/// What came of a record's turn.
enum Turn {
    Derived,
    Waits,
    /// It is erased, or a part of a person whose turn is another's.
    Passed,
}

/// Records that are derived in one transaction, which holds the municipality's lock.
struct Batch<'a> {
    process: &'a Process,
    municipality: MunicipalityId,
    /// When it began, in milliseconds since 1970.
    now: i64,
    /// Whether what a restore lost may still be coming back.
    is_coming_back: bool,
}

impl Batch<'_> {
    /// Derives records, and keeps their figures once for all of them.
    async fn derive(&self, tx: &mut Tx, records: &[YouthId]) -> Result<Renewed, StoreError> {
        let mut changes = Changes::new(self.municipality, civil::day(self.now));
        let mut done = Renewed::default();
        for id in records {
            match self.one(tx, *id, &mut changes).await? {
                Turn::Derived => done.persons += 1,
                Turn::Waits => done.waiting += 1,
                Turn::Passed => {}
            }
        }
        changes.keep(tx).await?;
        Ok(done)
    }

    /// Derives records by themselves, when something of one can't be read. Each has changes of its own: they hold what a record
    /// added before it failed, which undoing the transaction to a mark doesn't take out again.
    async fn derive_each(&self, tx: &mut Tx, records: &[YouthId]) -> Result<Renewed, StoreError> {
        let municipality = self.municipality;
        let mut done = Renewed::default();
        for id in records {
            let mark = tx.mark().await?;
            match self.derive(tx, std::slice::from_ref(id)).await {
                Err(StoreError::Corrupt { column }) => {
                    tx.undo(mark).await?;
                    tracing::error!(%municipality, column, "somebody can't be derived");
                    done.failed += 1;
                }
                one => {
                    done += one?;
                    tx.keep(mark).await?;
                }
            }
        }
        Ok(done)
    }

    async fn one(&self, tx: &mut Tx, id: YouthId, changes: &mut Changes) -> Result<Turn, StoreError> {
        let Self { process, municipality, now, is_coming_back } = *self;
        let Some(record) = store::youth::find(tx, municipality, id).await? else { return Ok(Turn::Passed) };
        if record.erased || record.person != id {
            return Ok(Turn::Passed);
        }
        let position = store::place::take_positions(tx, municipality, 0).await?;
        let around = Neighbourhood::read(tx, municipality, id, position).await?;
        // Phones hear of who reaches whom by positions, and there is none before the next entry.
        if !around.is_reached_as_before(tx, municipality).await? {
            return Ok(Turn::Waits);
        }
        project_read(tx, process, municipality, &around, changes).await?;
        if is_coming_back {
            // Of those who are derived with it, too: to a later batch, where their own turn may come, what was made now is old.
            for person in around.persons() {
                store::restore::doubt_made_since(tx, municipality, person, now).await?;
            }
        }
        Ok(Turn::Derived)
    }
}
