//! Register files that were taken in.

use crate::db::{Row, StoreError, Tx, execute, fetch_all, fetch_optional};
use domain::{Actor, EntryId, MunicipalityId, YouthId, register_file::Change};
use std::collections::BTreeMap;
use uuid::Uuid;

/// What one file did in one municipality.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Batch {
    /// Which.
    pub id: Uuid,
    /// Where.
    pub municipality: MunicipalityId,
    /// Who took the file in.
    pub by: Actor,
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// Rows of youths that weren't there.
    pub new: i64,
    /// Rows that the register didn't know all of.
    pub changed: i64,
    /// Rows that said nothing new.
    pub unchanged: i64,
    /// Rows that the journal refused.
    pub refused: i64,
    /// When it was undone, if it was.
    pub undone_at: Option<i64>,
}

impl Batch {
    /// A batch without rows.
    pub fn new(id: Uuid, municipality: MunicipalityId, by: Actor, at: i64) -> Self {
        Self { id, municipality, by, at, new: 0, changed: 0, unchanged: 0, refused: 0, undone_at: None }
    }

    /// Counts a row.
    pub fn count(&mut self, change: Option<Change>) {
        match change {
            Some(Change::New) => self.new += 1,
            Some(Change::Changed) => self.changed += 1,
            Some(Change::Unchanged) => self.unchanged += 1,
            None => self.refused += 1,
        }
    }
}

fn batch(row: &Row<'_>) -> Result<Batch, StoreError> {
    Ok(Batch {
        id: row.parse("import_batch.id")?,
        municipality: row.parse("import_batch.municipality_id")?,
        by: row.parse("import_batch.made_by")?,
        at: row.int("import_batch.made_at")?,
        new: row.int("import_batch.new_count")?,
        changed: row.int("import_batch.changed_count")?,
        unchanged: row.int("import_batch.unchanged_count")?,
        refused: row.int("import_batch.refused_count")?,
        undone_at: row.maybe_int("import_batch.undone_at")?,
    })
}

/// Writes a batch, or its counts anew.
pub async fn put(tx: &mut Tx, it: &Batch) -> Result<(), StoreError> {
    execute!(
        tx,
        "insert into import_batch (municipality_id, id, made_by, made_at, new_count, changed_count, unchanged_count, refused_count)
         values ($1, $2, $3, $4, $5, $6, $7, $8)
         on conflict (municipality_id, id) do update set
             new_count = excluded.new_count, changed_count = excluded.changed_count,
             unchanged_count = excluded.unchanged_count, refused_count = excluded.refused_count",
        it.municipality,
        it.id.to_string(),
        it.by.to_string(),
        it.at,
        it.new,
        it.changed,
        it.unchanged,
        it.refused,
    )?;
    Ok(())
}

/// Adds an entry that the batch made.
pub async fn add(tx: &mut Tx, batch: &Batch, entry: EntryId) -> Result<(), StoreError> {
    execute!(
        tx,
        "insert into import_entry (municipality_id, batch_id, entry_id) values ($1, $2, $3)",
        batch.municipality,
        batch.id.to_string(),
        entry,
    )?;
    Ok(())
}

/// A batch of a municipality.
pub async fn find(tx: &mut Tx, municipality: MunicipalityId, id: Uuid) -> Result<Option<Batch>, StoreError> {
    fetch_optional!(tx, "select * from import_batch where municipality_id = $1 and id = $2", municipality, id.to_string(); batch)
}

/// A municipality's batches, the latest first.
pub async fn all(tx: &mut Tx, municipality: MunicipalityId) -> Result<Vec<Batch>, StoreError> {
    fetch_all!(tx, "select * from import_batch where municipality_id = $1 order by made_at desc, id desc", municipality; batch)
}

/// The entries that a batch made, in positions' order.
pub async fn entries(tx: &mut Tx, batch: &Batch) -> Result<Vec<EntryId>, StoreError> {
    fetch_all!(
        tx,
        "select i.entry_id from import_entry i join entry e on e.id = i.entry_id
         where i.municipality_id = $1 and i.batch_id = $2 order by e.position",
        batch.municipality, batch.id.to_string(); |row| row.parse("import_entry.entry_id")
    )
}

/// The entries of a person that files made, and whether their file was undone since.
pub async fn files_of(tx: &mut Tx, municipality: MunicipalityId, person: YouthId) -> Result<BTreeMap<EntryId, bool>, StoreError> {
    let rows = fetch_all!(
        tx,
        "select i.entry_id, b.undone_at from youth y
         join entry e on e.municipality_id = y.municipality_id and e.youth_id = y.id
         join import_entry i on i.municipality_id = e.municipality_id and i.entry_id = e.id
         join import_batch b on b.municipality_id = i.municipality_id and b.id = i.batch_id
         where y.municipality_id = $1 and y.person_id = $2",
        municipality, person;
        |row| Ok((row.parse("import_entry.entry_id")?, row.maybe_int("import_batch.undone_at")?.is_some()))
    )?;
    Ok(rows.into_iter().collect())
}

/// Marks a batch as undone. False where it was already.
pub async fn set_undone(tx: &mut Tx, batch: &Batch, now: i64) -> Result<bool, StoreError> {
    let hit = execute!(
        tx,
        "update import_batch set undone_at = $3 where municipality_id = $1 and id = $2 and undone_at is null",
        batch.municipality,
        batch.id.to_string(),
        now,
    )?;
    Ok(hit == 1)
}
