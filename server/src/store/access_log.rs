//! Who read whose record.

use super::listed::InRows;
use crate::db::{StoreError, ToBind, Tx, fetch_all};
use domain::{AccountId, DeviceId, MunicipalityId, YouthId};

/// A read of a youth's record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Access {
    /// Who read.
    pub account: AccountId,
    /// On which phone; none for a page.
    pub device: Option<DeviceId>,
    /// Whose record.
    pub youth: YouthId,
    /// When, in milliseconds since 1970, as the device claims.
    pub read_at: i64,
}

static LOG: InRows = InRows::new(
    "insert into access_log (id, municipality_id, account_id, device_id, youth_id, read_at, logged_at) values",
    7,
    "on conflict (device_id, youth_id, read_at) do nothing",
);

/// Logs reads, each with the id that its row gets. The same read sent twice from a phone is one.
pub async fn log(tx: &mut Tx, municipality: MunicipalityId, reads: &[(uuid::Uuid, Access)], now: i64) -> Result<(), StoreError> {
    let mut rest = reads;
    while let Some((some, later)) = InRows::split(rest) {
        let mut binds = Vec::with_capacity(some.len() * 7);
        for (id, it) in some {
            binds.extend([
                id.hyphenated().to_string().to_bind(),
                municipality.to_bind(),
                it.account.to_bind(),
                it.device.to_bind(),
                it.youth.to_bind(),
                it.read_at.to_bind(),
                now.to_bind(),
            ]);
        }
        tx.execute(LOG.of(some.len()), binds).await?;
        rest = later;
    }
    Ok(())
}

/// Every read of a youth's record, oldest first.
pub async fn of_youth(tx: &mut Tx, municipality: MunicipalityId, youth: YouthId) -> Result<Vec<Access>, StoreError> {
    fetch_all!(
        tx,
        "select account_id, device_id, youth_id, read_at from access_log
         where municipality_id = $1 and youth_id = $2 order by read_at, id",
        municipality, youth; |row| Ok(Access {
            account: row.parse("access_log.account_id")?,
            device: row.maybe_parse("access_log.device_id")?,
            youth: row.parse("access_log.youth_id")?,
            read_at: row.int("access_log.read_at")?,
        })
    )
}
