//! What is known of restores from backups: how much of a lost journal has come back.

use crate::db::{Row, StoreError, Tx, execute, fetch_all, fetch_one, fetch_optional};
use domain::{MunicipalityId, civil};
use jiff::civil::Date;

/// A restore, as one municipality knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Restore {
    /// Whose journal.
    pub municipality: MunicipalityId,
    /// The epoch of the journal that was lost.
    pub epoch: u64,
    /// The epoch that began then.
    pub next: u64,
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// The last position of the lost epoch that the backup held.
    pub kept: i64,
    /// The last position of it that any phone has told of.
    pub known: i64,
    /// Entries after `kept` that phones have given back.
    pub returned: i64,
}

impl Restore {
    /// How many positions of the lost journal phones have told of that haven't come back. Some were no entries: a worker who
    /// joined or left a unit has one too. What no phone had heard of isn't among them.
    pub fn missing(&self) -> i64 {
        (self.known - self.kept - self.returned).max(0)
    }
}

fn restore(row: &Row<'_>) -> Result<Restore, StoreError> {
    let epoch = |column| row.int(column).and_then(|it| u64::try_from(it).map_err(|_| StoreError::Corrupt { column }));
    Ok(Restore {
        municipality: row.parse("restore.municipality_id")?,
        epoch: epoch("restore.epoch")?,
        next: epoch("restore.next_epoch")?,
        at: row.int("restore.restored_at")?,
        kept: row.int("restore.kept")?,
        known: row.int("restore.known")?,
        returned: row.int("restore.returned")?,
    })
}

fn int(epoch: u64) -> i64 {
    i64::try_from(epoch).unwrap_or(i64::MAX)
}

/// Notes that every municipality was restored to where it is now.
pub async fn begin(tx: &mut Tx, epoch: u64, next: u64, at: i64) -> Result<(), StoreError> {
    execute!(
        tx,
        "insert into restore (municipality_id, epoch, next_epoch, restored_at, kept, known)
         select id, $1, $2, $3, position, position from municipality",
        int(epoch),
        int(next),
        at,
    )?;
    Ok(())
}

/// The latest restore that lost an epoch.
pub async fn of_epoch(tx: &mut Tx, municipality: MunicipalityId, epoch: u64) -> Result<Option<Restore>, StoreError> {
    fetch_optional!(
        tx,
        "select * from restore where municipality_id = $1 and epoch = $2 order by restored_at desc limit 1",
        municipality, int(epoch); restore
    )
}

/// A municipality's restores, the latest first.
pub async fn all(tx: &mut Tx, municipality: MunicipalityId) -> Result<Vec<Restore>, StoreError> {
    fetch_all!(tx, "select * from restore where municipality_id = $1 order by restored_at desc", municipality; restore)
}

/// When the last entry that the backup held had come in, in milliseconds since 1970. None where it held none.
pub async fn reached(tx: &mut Tx, it: &Restore) -> Result<Option<i64>, StoreError> {
    fetch_optional!(
        tx,
        "select received_at from entry where municipality_id = $1 and position <= $2 order by position desc limit 1",
        it.municipality, it.kept; |row| row.int("entry.received_at")
    )
}

/// A phone has told of a position of a lost epoch, and perhaps given back an entry after what was kept.
pub async fn heard(tx: &mut Tx, municipality: MunicipalityId, epoch: u64, position: i64, returned: bool) -> Result<(), StoreError> {
    execute!(
        tx,
        "update restore set known = case when known < $3 then $3 else known end,
                            returned = returned + case when $4 and kept < $3 then 1 else 0 end
         where municipality_id = $1 and epoch = $2",
        municipality,
        int(epoch),
        position,
        returned,
    )?;
    Ok(())
}

/// What follows for a person of whom a phone has given something back may have followed before the restore: it is unclear
/// until somebody releases it. Reminders so many hours before a meeting that are yet to come can't have gone. `since` is when
/// it began to be taken in, and `now` what it is now, in milliseconds since 1970.
pub async fn doubt_reminders_of(
    tx: &mut Tx,
    municipality: MunicipalityId,
    person: domain::YouthId,
    since: i64,
    now: i64,
) -> Result<u64, StoreError> {
    execute!(
        tx,
        "update reminder set state = 'unclear', reason = 'restored', next_at = $4, leased_by = null, changed_at = $4
         where municipality_id = $1 and person_id = $2 and state = 'planned'
           and (due_at <= $4 or (made_at >= $3 and step not in ('72', '24')))",
        municipality,
        person,
        since,
        now,
    )
}

/// What was made for a person since an instant and follows at once may have followed before the restore, too.
pub async fn doubt_made_since(tx: &mut Tx, municipality: MunicipalityId, person: domain::YouthId, since: i64) -> Result<u64, StoreError> {
    execute!(
        tx,
        "update reminder set state = 'unclear', reason = 'restored', next_at = $3, leased_by = null, changed_at = $3
         where municipality_id = $1 and person_id = $2 and state = 'planned' and made_at >= $3 and step not in ('72', '24')",
        municipality,
        person,
        since,
    )
}

/// After a restore phones give back what the backup hadn't, as they come: for so many days no month is closed or published,
/// since it would be without that for ever. Phones come every day, and their workers have holidays.
const COMING_BACK: i32 = 14;

/// Whether what a restore lost may still be coming back to a municipality, or to any.
pub async fn is_coming_back(tx: &mut Tx, municipality: Option<MunicipalityId>, today: Date) -> Result<bool, StoreError> {
    let latest = match municipality {
        Some(it) => latest(tx, it).await?,
        None => fetch_one!(tx, "select max(restored_at) as restored_at from restore"; |row| row.maybe_int("restore.restored_at"))?,
    };
    Ok(latest.is_some_and(|it| today < civil::days_after(civil::day(it), COMING_BACK)))
}

/// When a municipality was last restored, in milliseconds since 1970.
pub async fn latest(tx: &mut Tx, municipality: MunicipalityId) -> Result<Option<i64>, StoreError> {
    fetch_one!(
        tx,
        "select max(restored_at) as restored_at from restore where municipality_id = $1",
        municipality; |row| row.maybe_int("restore.restored_at")
    )
}
