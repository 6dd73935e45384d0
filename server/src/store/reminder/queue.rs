//! What falls due, and whose it is: one server's at a time.

use super::{super::place, Reminder, State, reminder};
use crate::{
    db::{Bind, Row, StoreError, Tx, execute, fetch_all, fetch_optional},
    store::listed::{Listed, asked},
};
use domain::{MessageId, MunicipalityId, YouthId};
use std::collections::BTreeSet;

/// What can't be read, or builds on what can't, waits so long before it is looked at again, in milliseconds: somebody may have mended
/// it then.
pub const ASIDE: i64 = 60 * 60 * 1000;

/// Whose messages can go now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Whose {
    /// Nobody's.
    Nobody,
    /// Theirs who have a browser that takes notifications.
    Subscribers,
    /// Anyone's.
    Anyone,
}

/// Takes at most `limit` messages of a state that are to be looked at, the longest waiting first. They are this server's
/// until `lease`.
pub async fn claim(tx: &mut Tx, state: State, by: &str, now: i64, lease: i64, limit: i64) -> Result<Vec<Reminder>, StoreError> {
    let places = fetch_all!(
        tx,
        "select distinct municipality_id from (
             select municipality_id from reminder where state = $1 and next_at is not null and next_at <= $2 order by next_at limit $3
         ) waiting",
        state.code(), now, limit; |row| row.parse("reminder.municipality_id")
    )?;
    let Some([ids, width, count]) = lock(tx, places).await? else { return Ok(Vec::new()) };
    // With the empty text, so that SQLite goes by `next_at` rather than by municipality.
    let taken = fetch_all!(
        tx,
        asked!(
            "update reminder set leased_by = $5, next_at = $7
             where (municipality_id, id) in (
                 select municipality_id, id from reminder
                 where state = $4 and next_at is not null and next_at <= $6 and (municipality_id || '') in (select id from asked)
                 order by next_at limit $8
             )
             returning *"
        ),
        ids, width, count, state.code(), by, now, lease, limit; read
    )?;
    readable(tx, taken, now).await
}

/// Locks the municipalities of what waits before any of it is taken, as everywhere: what is then taken is of those alone. None where
/// nothing waits.
async fn lock(tx: &mut Tx, places: Vec<MunicipalityId>) -> Result<Option<[Bind; 3]>, StoreError> {
    let places: BTreeSet<MunicipalityId> = places.into_iter().collect();
    place::lock(tx, &places).await?;
    Ok((!places.is_empty()).then(|| Listed::of(&places).binds()))
}

/// Whether a reminder `r` is somebody's who has a browser that takes notifications.
macro_rules! subscribes {
    () => {
        "exists (
             select 1 from youth y join push_subscription p on p.municipality_id = y.municipality_id and p.youth_id = y.id
             where y.municipality_id = r.municipality_id and y.person_id = r.person_id
         )"
    };
}

/// Whether a reminder `r` is planned and can't wait, now that texts have to: the places of now, of late, and of whether subscribers
/// can be reached.
macro_rules! meanwhile {
    ($now:literal, $late:literal, $subscribers:literal) => {
        concat!(
            "r.state = 'planned' and r.next_at is not null and r.next_at <= ",
            $now,
            " and (r.until_at <= ",
            $late,
            " or (",
            $subscribers,
            " and ",
            subscribes!(),
            "))"
        )
    };
}

/// [`claim`] of what is planned, while texts have to wait: what is too late at `late`, and theirs who have a browser that takes
/// notifications where `subscribers` says so.
pub async fn claim_meanwhile(
    tx: &mut Tx,
    by: &str,
    subscribers: bool,
    late: i64,
    now: i64,
    lease: i64,
    limit: i64,
) -> Result<Vec<Reminder>, StoreError> {
    let places = fetch_all!(
        tx,
        concat!(
            "select distinct municipality_id from (select r.municipality_id from reminder r where ",
            meanwhile!("$1", "$2", "$3"),
            " order by r.next_at limit $4) waiting"
        ),
        now, late, subscribers, limit; |row| row.parse("reminder.municipality_id")
    )?;
    let Some([ids, width, count]) = lock(tx, places).await? else { return Ok(Vec::new()) };
    let taken = fetch_all!(
        tx,
        concat!(
            asked!(
                "update reminder set leased_by = $4, next_at = $6
                 where (municipality_id, id) in (
                     select r.municipality_id, r.id from reminder r
                     where (r.municipality_id || '') in (select id from asked) and "
            ),
            meanwhile!("$5", "$7", "$8"),
            " order by r.next_at limit $9
             )
             returning *"
        ),
        ids, width, count, by, now, lease, late, subscribers, limit; read
    )?;
    readable(tx, taken, now).await
}

/// A row that can't be read.
struct Unreadable {
    municipality: String,
    id: String,
    column: &'static str,
}

fn read(row: &Row<'_>) -> Result<Result<Reminder, Unreadable>, StoreError> {
    match reminder(row) {
        Err(StoreError::Corrupt { column }) => {
            Ok(Err(Unreadable { municipality: row.text("reminder.municipality_id")?, id: row.text("reminder.id")?, column }))
        }
        it => it.map(Ok),
    }
}

/// Those that can be read, in turn. One that can't holds up nobody else: it is set aside.
async fn readable(tx: &mut Tx, rows: Vec<Result<Reminder, Unreadable>>, now: i64) -> Result<Vec<Reminder>, StoreError> {
    let mut all = Vec::with_capacity(rows.len());
    for it in rows {
        match it {
            Ok(it) => all.push(it),
            Err(Unreadable { municipality, id, column }) => {
                tracing::error!(municipality, column, "a message can't be read, and is set aside");
                let until = now + ASIDE;
                execute!(
                    tx,
                    "update reminder set leased_by = null, next_at = $3 where municipality_id = $1 and id = $2",
                    municipality,
                    id,
                    until,
                )?;
            }
        }
    }
    all.sort_by_key(|it| (it.due, it.id));
    Ok(all)
}

/// Where messages of a state are to be looked at.
pub async fn places(tx: &mut Tx, state: State, now: i64) -> Result<Vec<MunicipalityId>, StoreError> {
    fetch_all!(
        tx,
        "select distinct municipality_id from reminder where state = $1 and next_at is not null and next_at <= $2 order by municipality_id",
        state.code(), now; |row| row.parse("reminder.municipality_id")
    )
}

/// At most `limit` of a municipality's messages of a state that are to be looked at. Whoever asks holds its lock.
pub async fn due(tx: &mut Tx, municipality: MunicipalityId, state: State, now: i64, limit: i64) -> Result<Vec<Reminder>, StoreError> {
    let found = fetch_all!(
        tx,
        "select * from reminder where municipality_id = $1 and state = $2 and next_at is not null and next_at <= $3
         order by due_at, id limit $4",
        municipality, state.code(), now, limit; read
    )?;
    readable(tx, found, now).await
}

/// Marks a message that this server has leased as being sent. False where it is no longer as it was.
pub async fn begin(tx: &mut Tx, municipality: MunicipalityId, id: MessageId, by: &str, now: i64, lease: i64) -> Result<bool, StoreError> {
    let hit = execute!(
        tx,
        "update reminder set state = 'sending', next_at = $5, changed_at = $4
         where municipality_id = $1 and id = $2 and leased_by = $3 and state in ('planned', 'shown') and next_at > $4",
        municipality,
        id,
        by,
        now,
        lease,
    )?;
    Ok(hit == 1)
}

/// Those of some persons that a server has taken and not begun are to be checked once more, by whoever is next.
pub async fn check_again(
    tx: &mut Tx,
    municipality: MunicipalityId,
    persons: impl IntoIterator<Item = YouthId>,
    now: i64,
) -> Result<(), StoreError> {
    let [ids, width, count] = Listed::of(persons).binds();
    execute!(
        tx,
        asked!(
            "update reminder set leased_by = null, next_at = $5
             where municipality_id = $4 and person_id in (select id from asked)
               and state in ('planned', 'shown') and leased_by is not null"
        ),
        ids,
        width,
        count,
        municipality,
        now,
    )?;
    Ok(())
}

/// Whether any message is to be looked at, or any report worked in. What is to be sent counts where it can go now, and where it
/// is too late at `late`.
pub async fn any_due(tx: &mut Tx, whose: Whose, late: i64, now: i64) -> Result<bool, StoreError> {
    let found = fetch_optional!(
        tx,
        concat!(
            "select 1 as due from reminder r where next_at is not null and next_at <= $1 and (
                 $2 or state not in ('planned', 'shown') or (state = 'planned' and (until_at <= $4 or ($3 and ",
            subscribes!(),
            ")))
             )
             union all select 1 as due from attempt_report where taken_at is null and received_at <= $1 limit 1"
        ),
        now, whose == Whose::Anyone, whose == Whose::Subscribers, late; |_| Ok(())
    )?;
    Ok(found.is_some())
}

/// How many messages of every municipality stand in each state, those that are settled apart.
pub async fn open_counts(tx: &mut Tx) -> Result<Vec<(State, i64)>, StoreError> {
    fetch_all!(
        tx,
        "select state, count(*) as n from reminder where next_at is not null group by state";
        |row| Ok((row.parse("reminder.state")?, row.int("reminder.n")?))
    )
}

/// How many have fallen due before an instant and wait.
pub async fn overdue(tx: &mut Tx, before: i64) -> Result<i64, StoreError> {
    crate::db::fetch_one!(
        tx,
        "select count(*) as n from reminder where state = 'planned' and next_at is not null and due_at < $1",
        before; |row| row.int("reminder.n")
    )
}

/// After a restore: what fell due between the backup and now may have gone, and nobody knows. It is unclear until someone
/// releases it. Returns how many.
pub async fn doubt(tx: &mut Tx, from: i64, until: i64) -> Result<u64, StoreError> {
    execute!(
        tx,
        "update reminder set state = 'unclear', reason = 'restored', next_at = $2, leased_by = null, changed_at = $2
         where state in ('planned', 'shown', 'sending') and next_at is not null and (due_at between $1 and $2 or state <> 'planned')",
        from,
        until,
    )
}

/// How many a restore made unclear.
pub async fn doubted(tx: &mut Tx, municipality: MunicipalityId) -> Result<i64, StoreError> {
    crate::db::fetch_one!(
        tx,
        "select count(*) as n from reminder where municipality_id = $1 and state = 'unclear' and reason = 'restored'",
        municipality; |row| row.int("reminder.n")
    )
}

/// Lets what a restore made unclear be sent after all, if it is still asked for.
pub async fn release(tx: &mut Tx, municipality: MunicipalityId, now: i64) -> Result<u64, StoreError> {
    execute!(
        tx,
        "update reminder set state = 'planned', reason = null, next_at = $2, changed_at = $2
         where municipality_id = $1 and state = 'unclear' and reason = 'restored'",
        municipality,
        now,
    )
}
