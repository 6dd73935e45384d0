//! Browsers that take notifications.

use crate::db::{Row, StoreError, Tx, execute, fetch_all, fetch_optional};
use domain::{DeviceId, MunicipalityId, YouthId};

/// Whose browser it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// A youth's.
    Youth(YouthId),
    /// A worker's phone.
    Device(DeviceId),
}

/// A browser that takes notifications.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PushSubscription {
    /// The hash of its address.
    pub endpoint_hash: String,
    /// Where.
    pub municipality: MunicipalityId,
    /// Whose.
    pub whose: Whose,
    /// Address and keys, sealed.
    pub sealed: String,
    /// The key of ours that it knows.
    pub kid: String,
    /// Milliseconds since 1970.
    pub made_at: i64,
    /// When the time ends for the first notification that it hasn't acknowledged.
    pub waiting_until: Option<i64>,
}

fn subscription(row: &Row<'_>) -> Result<PushSubscription, StoreError> {
    let column = "push_subscription.youth_id";
    let whose = match (row.maybe_parse(column)?, row.maybe_parse("push_subscription.device_id")?) {
        (Some(youth), None) => Whose::Youth(youth),
        (None, Some(device)) => Whose::Device(device),
        _ => return Err(StoreError::Corrupt { column }),
    };
    Ok(PushSubscription {
        endpoint_hash: row.text("push_subscription.endpoint_hash")?,
        municipality: row.parse("push_subscription.municipality_id")?,
        whose,
        sealed: row.text("push_subscription.sealed")?,
        kid: row.text("push_subscription.kid")?,
        made_at: row.int("push_subscription.made_at")?,
        waiting_until: row.maybe_int("push_subscription.waiting_until")?,
    })
}

/// Keeps a browser, whoever it was before: the last who said yes on it is whose it is.
pub async fn put(tx: &mut Tx, it: &PushSubscription) -> Result<(), StoreError> {
    let (youth, device) = match it.whose {
        Whose::Youth(youth) => (Some(youth), None),
        Whose::Device(device) => (None, Some(device)),
    };
    execute!(
        tx,
        "insert into push_subscription (endpoint_hash, municipality_id, youth_id, device_id, sealed, kid, made_at)
         values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (endpoint_hash) do update set
             municipality_id = excluded.municipality_id, youth_id = excluded.youth_id, device_id = excluded.device_id,
             sealed = excluded.sealed, kid = excluded.kid, made_at = excluded.made_at, waiting_until = null",
        it.endpoint_hash,
        it.municipality,
        youth,
        device,
        it.sealed,
        it.kid,
        it.made_at,
    )?;
    Ok(())
}

/// How many browsers a youth has, other than one.
pub async fn count_others(tx: &mut Tx, municipality: MunicipalityId, youth: YouthId, endpoint_hash: &str) -> Result<i64, StoreError> {
    crate::db::fetch_one!(
        tx,
        "select count(*) as others from push_subscription where municipality_id = $1 and youth_id = $2 and endpoint_hash <> $3",
        municipality, youth, endpoint_hash; |row| row.int("push_subscription.others")
    )
}

/// The browsers of a person's records.
pub async fn of_person(tx: &mut Tx, municipality: MunicipalityId, person: YouthId) -> Result<Vec<PushSubscription>, StoreError> {
    fetch_all!(
        tx,
        "select p.* from push_subscription p join youth y on y.municipality_id = p.municipality_id and y.id = p.youth_id
         where y.municipality_id = $1 and y.person_id = (select person_id from youth where municipality_id = $1 and id = $2)
         order by p.made_at, p.endpoint_hash",
        municipality, person; subscription
    )
}

/// The phones of the workers who have a youth now, and who want to know.
pub async fn of_workers(tx: &mut Tx, municipality: MunicipalityId, youth: YouthId) -> Result<Vec<PushSubscription>, StoreError> {
    fetch_all!(
        tx,
        "select p.* from push_subscription p
         join device d on d.id = p.device_id and d.revoked_at is null
         join account a on a.id = d.account_id and a.disabled_at is null
         where p.municipality_id = $1 and exists (
             select 1 from membership m join youth_grant g on g.municipality_id = m.municipality_id and g.unit_id = m.unit_id
             where m.municipality_id = $1 and m.account_id = a.id and m.to_position is null
                 and g.youth_id = $2 and g.to_position is null
         )
         order by p.made_at, p.endpoint_hash",
        municipality, youth; subscription
    )
}

/// A browser by the hash of its address.
pub async fn by_hash(tx: &mut Tx, endpoint_hash: &str) -> Result<Option<PushSubscription>, StoreError> {
    fetch_optional!(tx, "select * from push_subscription where endpoint_hash = $1", endpoint_hash; subscription)
}

/// A notification went to it, which it has until an instant to acknowledge.
pub async fn sent(tx: &mut Tx, endpoint_hash: &str, until: i64) -> Result<(), StoreError> {
    execute!(
        tx,
        "update push_subscription set waiting_until = coalesce(waiting_until, $2) where endpoint_hash = $1",
        endpoint_hash,
        until,
    )?;
    Ok(())
}

/// The one that was to be acknowledged until an instant didn't go.
pub async fn not_sent(tx: &mut Tx, endpoint_hash: &str, until: i64) -> Result<(), StoreError> {
    execute!(
        tx,
        "update push_subscription set waiting_until = null where endpoint_hash = $1 and waiting_until = $2",
        endpoint_hash,
        until,
    )?;
    Ok(())
}

/// It said that it got one. False where it is gone.
pub async fn acknowledged(tx: &mut Tx, endpoint_hash: &str, now: i64) -> Result<bool, StoreError> {
    let hit = execute!(
        tx,
        "update push_subscription set waiting_until = null, acknowledged_at = $2 where endpoint_hash = $1",
        endpoint_hash,
        now,
    )?;
    Ok(hit == 1)
}

/// Takes a browser away. False where it was gone.
pub async fn remove(tx: &mut Tx, endpoint_hash: &str) -> Result<bool, StoreError> {
    Ok(execute!(tx, "delete from push_subscription where endpoint_hash = $1", endpoint_hash)? == 1)
}

/// Takes away every browser of a youth's record.
pub async fn forget_youth(tx: &mut Tx, municipality: MunicipalityId, youth: YouthId) -> Result<u64, StoreError> {
    execute!(tx, "delete from push_subscription where municipality_id = $1 and youth_id = $2", municipality, youth)
}

/// Takes away a phone's.
pub async fn forget_device(tx: &mut Tx, device: DeviceId) -> Result<u64, StoreError> {
    execute!(tx, "delete from push_subscription where device_id = $1", device)
}
