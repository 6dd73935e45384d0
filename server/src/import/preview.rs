//! What a file would do. Nothing is written.

use super::{ImportError, Reason, Report, RowReport, Table, places};
use crate::{
    db::{Db, StoreError, Tx},
    journal::is_dialable,
    store::{self, place::Municipality},
};
use domain::{
    EntryId, MunicipalityId, RegistrationId, UnitId, Youth,
    register_file::{Column, Columns, Doubt, Finding, Known, Plan, Reject, Row, plan},
};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// What the importer may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Permission {
    /// The only municipality whose rows may go in: an administrator's own. None on the command line.
    pub only: Option<MunicipalityId>,
    /// Whether places that the file names may be made.
    pub create_places: bool,
}

/// Reads a file as of a day and says what it would do. Writes nothing.
pub async fn preview(db: &Db, bytes: &[u8], permission: Permission, today: Date) -> Result<Report, ImportError> {
    let rows = read(bytes, today)?;
    let mut tx = db.read().await?;
    let known = places::by_name(&mut tx).await?;
    let mut report = Report::default();
    let mut named = BTreeSet::new();
    for line in rows {
        report.rows.push(match line.row {
            Err(finding) => refused(line.line, finding),
            Ok(row) => match admit(&known, permission, &row) {
                Err(finding) => refused(line.line, finding),
                Ok(municipality) => {
                    let unit = match municipality {
                        Some(it) if !row.unit.is_empty() => places::unit(&mut tx, it.id, &row.unit).await?.map(|it| it.id),
                        _ => None,
                    };
                    match missing(&row, municipality, unit) {
                        Some(finding) if !permission.create_places => refused(line.line, finding),
                        lacks => {
                            if lacks.is_some() {
                                note_new(&mut tx, &mut report.new_places, &mut named, &row, municipality).await?;
                            }
                            let plan = plan_row(&mut tx, &row, municipality.map(|it| it.id), unit, RegistrationId::new(0, [0; 10])).await?;
                            RowReport { line: line.line, change: Some(plan.1.change), refused: None, warnings: row.doubts }
                        }
                    }
                }
            },
        });
    }
    Ok(report)
}

/// A line, read.
pub(super) struct Line {
    pub(super) line: usize,
    pub(super) row: Result<Row, Finding<Reject>>,
}

/// Reads every row. A personal number stands once in a municipality: the first line that can be read has it.
pub(super) fn read(bytes: &[u8], today: Date) -> Result<Vec<Line>, ImportError> {
    let table = Table::read(bytes)?;
    let columns = Columns::find(&table.headings).map_err(super::Unreadable::from)?;
    let mut first_lines = BTreeMap::new();
    let rows = table.rows.iter().map(|(line, cells)| {
        let row = Row::read(&columns, cells, today).map(only_dialable).and_then(|row| {
            if let Some(first) = first_lines.get(&row.key()) {
                return Err(Finding { column: Column::Number, what: Reject::Duplicate { line: *first } });
            }
            first_lines.insert(row.key(), *line);
            Ok(row)
        });
        Line { line: *line, row }
    });
    Ok(rows.collect())
}

/// A number that no plan holds is as unreadable as letters.
fn only_dialable(mut row: Row) -> Row {
    if row.phone.as_ref().is_some_and(|it| !is_dialable(it)) {
        row.phone = None;
        row.doubts.push(Finding { column: Column::Phone, what: Doubt::Phone });
    }
    row
}

/// Refuses a row of another municipality than the administrator's own.
pub(super) fn admit<'a>(
    known: &'a BTreeMap<String, Municipality>,
    permission: Permission,
    row: &Row,
) -> Result<Option<&'a Municipality>, Finding<Reject>> {
    let municipality = known.get(&row.municipality.to_lowercase());
    match permission.only {
        Some(only) if municipality.is_none_or(|it| it.id != only) => {
            Err(Finding { column: Column::Municipality, what: Reject::OtherMunicipality })
        }
        _ if municipality.is_none() && row.region.is_empty() => Err(Finding { column: Column::Region, what: Reject::UnknownPlace }),
        _ => Ok(municipality),
    }
}

fn missing(row: &Row, municipality: Option<&Municipality>, unit: Option<UnitId>) -> Option<Finding<Reject>> {
    let column = match (municipality, unit) {
        (None, _) => Column::Municipality,
        (Some(_), None) if !row.unit.is_empty() => Column::Unit,
        _ => return None,
    };
    Some(Finding { column, what: Reject::UnknownPlace })
}

async fn note_new(
    tx: &mut Tx,
    places: &mut Vec<String>,
    named: &mut BTreeSet<String>,
    row: &Row,
    municipality: Option<&Municipality>,
) -> Result<(), StoreError> {
    let mut path = Vec::new();
    if municipality.is_none() {
        if store::place::region_named(tx, &row.region).await?.is_none() {
            path.push(row.region.clone());
        }
        path.push(format!("{} › {}", row.region, row.municipality));
    }
    if !row.unit.is_empty() {
        path.push(format!("{} › {} › {}", row.region, row.municipality, row.unit));
    }
    places.extend(path.into_iter().filter(|it| named.insert(it.to_lowercase())));
    Ok(())
}

/// Plans a row against what the register knows of its person, and says whose record that is.
pub(super) async fn plan_row(
    tx: &mut Tx,
    row: &Row,
    municipality: Option<MunicipalityId>,
    unit: Option<UnitId>,
    registration: RegistrationId,
) -> Result<(Option<Youth>, Plan), StoreError> {
    let known = match municipality {
        Some(municipality) => known(tx, municipality, row).await?,
        None => None,
    };
    let plan = plan(row, unit, known.as_ref().map(|(youth, files)| Known { youth, files }), registration);
    Ok((known.map(|it| it.0), plan))
}

/// A row's person, with those of its entries that files made.
async fn known(tx: &mut Tx, municipality: MunicipalityId, row: &Row) -> Result<Option<(Youth, BTreeMap<EntryId, bool>)>, StoreError> {
    let records = store::youth::with_number(tx, municipality, &row.number).await?;
    let Some(record) = records.first() else { return Ok(None) };
    let entries = store::entry::of_person(tx, municipality, record.person).await?;
    let Some(youth) = Youth::fold(entries.iter().map(|it| &it.entry)) else { return Ok(None) };
    Ok(Some((youth, store::import::files_of(tx, municipality, record.person).await?)))
}

pub(super) fn refused(line: usize, finding: Finding<Reject>) -> RowReport {
    let refused = Some((Some(finding.column), Reason::Row(finding.what)));
    RowReport { line, change: None, refused, warnings: Vec::new() }
}
