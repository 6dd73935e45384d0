//! Taking a file in.

use super::{
    ImportError, Permission, Reason, Report, RowReport,
    places::{self, Place},
    preview::{Line, admit, plan_row, read, refused},
};
use crate::{
    db::{Db, StoreError, Tx},
    journal::{Process, Reach, Writing},
    store::{self, import::Batch},
};
use domain::{
    Actor, MunicipalityId,
    register_file::{Column, Finding, Reject, Row},
    sync::Verdict,
};
use jiff::civil::Date;
use std::collections::BTreeMap;
use uuid::Uuid;

/// Rows in one transaction: phones of the municipality wait for no longer than that.
const AT_ONCE: usize = 100;

/// A file that went in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Applied {
    /// What became of each row.
    pub report: Report,
    /// What can be undone: a batch for each municipality that was changed.
    pub batches: Vec<(MunicipalityId, Uuid)>,
}

/// Takes a file in: the rows that can be read, on behalf of `by`. Each is one entry, whole or not at all; each
/// municipality's go in transactions of their own. Broken off, what went in stays, and taking the file in again
/// brings the rest.
pub async fn apply(
    db: &Db,
    process: &Process,
    bytes: &[u8],
    permission: Permission,
    by: Actor,
    today: Date,
) -> Result<Applied, ImportError> {
    let mut reports = BTreeMap::new();
    let mut groups: BTreeMap<MunicipalityId, Vec<(usize, Row, Place)>> = BTreeMap::new();
    for Line { line, row } in read(bytes, today)? {
        match row {
            Err(finding) => drop(reports.insert(line, refused(line, finding))),
            Ok(row) => match place(db, process, permission, &row).await? {
                Err(finding) => drop(reports.insert(line, refused(line, finding))),
                Ok(place) => groups.entry(place.municipality).or_default().push((line, row, place)),
            },
        }
    }
    let mut applied = Applied::default();
    for (municipality, rows) in groups {
        let mut batch = Batch::new(process.clock.id(), municipality, by, process.clock.now());
        let mut has_changed = false;
        for part in rows.chunks(AT_ONCE) {
            let mut tx = db.begin().await?;
            let changed = take_in(&mut tx, process, &mut batch, part, &mut reports).await?;
            if changed {
                tx.commit().await?;
            } else {
                tx.rollback().await?;
            }
            has_changed |= changed;
        }
        if has_changed {
            applied.batches.push((municipality, batch.id));
        }
    }
    applied.report.rows = reports.into_values().collect();
    Ok(applied)
}

/// The row's places, made where they are missing and may be.
async fn place(db: &Db, process: &Process, permission: Permission, row: &Row) -> Result<Result<Place, Finding<Reject>>, StoreError> {
    let mut tx = db.read().await?;
    let known = places::by_name(&mut tx).await?;
    let municipality = match admit(&known, permission, row) {
        Err(finding) => return Ok(Err(finding)),
        Ok(municipality) => municipality.map(|it| it.id),
    };
    let unit = match municipality {
        Some(it) if !row.unit.is_empty() => places::unit(&mut tx, it, &row.unit).await?.map(|it| it.id),
        _ => None,
    };
    drop(tx);
    match (municipality, unit) {
        (Some(municipality), unit) if unit.is_some() || row.unit.is_empty() => Ok(Ok(Place { municipality, unit })),
        _ if permission.create_places => {
            let mut tx = db.begin().await?;
            let place = places::create(&mut tx, &process.clock, row).await?;
            tx.commit().await?;
            Ok(Ok(place))
        }
        (None, _) => Ok(Err(Finding { column: Column::Municipality, what: Reject::UnknownPlace })),
        (Some(_), _) => Ok(Err(Finding { column: Column::Unit, what: Reject::UnknownPlace })),
    }
}

/// Takes some rows of one municipality in. Whether anything was written.
async fn take_in(
    tx: &mut Tx,
    process: &Process,
    batch: &mut Batch,
    rows: &[(usize, Row, Place)],
    reports: &mut BTreeMap<usize, RowReport>,
) -> Result<bool, StoreError> {
    // The lock first, so that a plan isn't made from what changes before it is carried out.
    store::place::take_positions(tx, batch.municipality, 0).await?;
    let Some(municipality) = store::place::municipality_by_id(tx, batch.municipality).await? else { return Ok(false) };
    let mut writing = Writing::begin(tx, process, &municipality, batch.by, Reach::Municipality).await?;
    let mut entries = Vec::new();
    for (line, row, place) in rows {
        let (known, plan) = plan_row(tx, row, Some(batch.municipality), place.unit, process.clock.id()).await?;
        let mut report = RowReport { line: *line, change: Some(plan.change), refused: None, warnings: row.doubts.clone() };
        if !plan.facts.is_empty() {
            let youth = known.map_or_else(|| process.clock.id(), |it| it.id);
            match writing.write(tx, youth, plan.facts).await? {
                (entry, Verdict::Stored { .. } | Verdict::AlreadyStored { .. }) => entries.push(entry),
                (_, Verdict::Refused { code }) => {
                    report = RowReport { line: *line, change: None, refused: Some((None, Reason::Journal(code))), warnings: Vec::new() };
                }
            }
        }
        batch.count(report.change);
        reports.insert(*line, report);
    }
    writing.finish(tx).await?;
    if entries.is_empty() {
        return Ok(false);
    }
    store::import::put(tx, batch).await?;
    for entry in &entries {
        store::import::add(tx, batch, *entry).await?;
    }
    Ok(true)
}
