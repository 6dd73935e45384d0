//! What a worker's phone gets, in the order of effective positions, and what it must forget.
//!
//! A worker reaches a youth through a path: a unit has the youth and the worker has the unit, both now. What a phone
//! gets is ordered by the greatest of the entry's own position, the earliest of the paths' beginnings, and the lifting
//! of a protection. While any path lasts that order never moves backwards for an entry, so that a cursor of the pair
//! (effective position, own position) misses nothing.

use crate::db::{StoreError, Tx, fetch_all};
use domain::{AccountId, Cursor, MunicipalityId, YouthId, sync::Stored};

/// An entry with its effective position.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fed {
    /// What the page is ordered by, before the entry's own position.
    pub effective: i64,
    /// Its own position.
    pub position: i64,
    /// How long it is as it is stored.
    pub bytes: usize,
    /// The entry. None where its row is damaged: it is passed over, rather than keep the rest from the worker for ever.
    pub stored: Option<Stored>,
}

/// The next `limit` entries after a cursor. The cost follows what is new to the worker: youths that came to them since
/// the cursor are gone through whole, of the others only what was stored since. What has been read of a page's youths is
/// passed over in the index, where the page is chosen too; no entry is read but the page's own. (The municipality is carried
/// from table to table rather than compared with $1 in each: SQLite would take the constant for selective and read the whole
/// journal. A cross join keeps its order there.)
pub async fn page(
    tx: &mut Tx,
    municipality: MunicipalityId,
    account: AccountId,
    after: Cursor,
    limit: i64,
) -> Result<Vec<Fed>, StoreError> {
    // No entry comes before its own position. So where what is effective is the same, what is behind the position has been read.
    let position = after.position.min(after.effective);
    fetch_all!(
        tx,
        "with mine as (
             select municipality_id, unit_id, from_position from membership
             where municipality_id = $1 and account_id = $2 and to_position is null
         ),
         -- Youths that may have come to the worker since: with a unit, to a unit, out of protection.
         candidate as (
             select g.municipality_id, g.youth_id from mine join youth_grant g
                 on g.municipality_id = mine.municipality_id and g.unit_id = mine.unit_id and g.to_position is null
             where mine.from_position >= $3
             union
             select g.municipality_id, g.youth_id from mine join youth_grant g
                 on g.municipality_id = mine.municipality_id and g.unit_id = mine.unit_id
                 and g.to_position is null and g.from_position >= $3
             union
             select y.municipality_id, y.id from youth y where y.municipality_id = $1 and y.visible_from >= $3
         ),
         come as (
             select c.municipality_id, c.youth_id,
                    min(case when g.from_position > mine.from_position then g.from_position else mine.from_position end) as path_from
             from candidate c
             join youth_grant g on g.municipality_id = c.municipality_id and g.youth_id = c.youth_id and g.to_position is null
             join mine on mine.municipality_id = g.municipality_id and mine.unit_id = g.unit_id
             group by c.municipality_id, c.youth_id
         ),
         came as (
             select come.municipality_id, come.youth_id,
                    case when y.visible_from > come.path_from then y.visible_from else come.path_from end as reach_from
             from come join youth y on y.municipality_id = come.municipality_id and y.id = come.youth_id and not y.protected
         ),
         fed as (
             select came.municipality_id, e.position,
                    case when e.position > came.reach_from then e.position else came.reach_from end as effective
             from came cross join entry e
             where e.municipality_id = came.municipality_id and e.youth_id = came.youth_id and came.reach_from >= $3
               and e.position > case when came.reach_from > $3 then 0 else $4 end
             union all
             select * from (
                 select e.municipality_id, e.position, e.position as effective
                 from entry e cross join youth y
                 where y.municipality_id = e.municipality_id and y.id = e.youth_id
                   and e.municipality_id = $1 and e.position >= $3 and e.position > $4 and not y.protected and y.visible_from < $3
                   and exists (
                       select 1 from youth_grant g join mine on mine.municipality_id = g.municipality_id and mine.unit_id = g.unit_id
                       where g.municipality_id = e.municipality_id and g.youth_id = e.youth_id and g.to_position is null
                         and g.from_position < $3 and mine.from_position < $3
                   )
                 order by e.position limit $5
             ) stayed
         ),
         -- What is on the page is chosen before any of it is read.
         chosen as (
             select municipality_id, position, effective from fed order by effective, position limit $5
         )
         select e.position, e.body, chosen.effective from chosen cross join entry e
         where e.municipality_id = chosen.municipality_id and e.position = chosen.position
         order by chosen.effective, e.position",
        municipality, account, after.effective, position, limit;
        |row| {
            let (position, body) = (row.int("entry.position")?, row.text("entry.body")?);
            let entry = serde_json::from_str(&body).ok();
            Ok(Fed {
                effective: row.int("entry.effective")?,
                position,
                bytes: body.len(),
                stored: entry.map(|entry| Stored { position, entry, receipt: None }),
            })
        }
    )
}

/// The youths that the worker reached at some time, lost since a position, and doesn't reach now.
pub async fn forget(tx: &mut Tx, municipality: MunicipalityId, account: AccountId, since: i64) -> Result<Vec<YouthId>, StoreError> {
    fetch_all!(
        tx,
        "with had as (
             select g.municipality_id, g.youth_id from membership m
             join youth_grant g on g.municipality_id = m.municipality_id and g.unit_id = m.unit_id and g.to_position > $3
             where m.municipality_id = $1 and m.account_id = $2
               and g.to_position > m.from_position and (m.to_position is null or m.to_position > g.from_position)
             union
             select g.municipality_id, g.youth_id from membership m
             join youth_grant g on g.municipality_id = m.municipality_id and g.unit_id = m.unit_id
             where m.municipality_id = $1 and m.account_id = $2 and m.to_position > $3
               and m.to_position > g.from_position and (g.to_position is null or g.to_position > m.from_position)
             union
             select y.municipality_id, y.id from youth y
             join youth_grant g on g.municipality_id = y.municipality_id and g.youth_id = y.id
             join membership m on m.municipality_id = g.municipality_id and m.unit_id = g.unit_id and m.account_id = $2
             where y.municipality_id = $1 and y.protected and y.protected_from > $3
               and (g.to_position is null or g.to_position > m.from_position)
               and (m.to_position is null or m.to_position > g.from_position)
         )
         select had.youth_id from had join youth y on y.municipality_id = had.municipality_id and y.id = had.youth_id
         where y.protected or not exists (
             select 1 from youth_grant g join membership m on m.municipality_id = g.municipality_id and m.unit_id = g.unit_id
             where g.municipality_id = had.municipality_id and g.youth_id = had.youth_id and g.to_position is null
               and m.account_id = $2 and m.to_position is null
         )
         order by had.youth_id",
        municipality, account, since; |row| row.parse("youth_grant.youth_id")
    )
}
