//! Who read whose record.

use super::listed::{Listed, asked};
use crate::db::{StoreError, Tx, execute, fetch_all};
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

/// Logs a read. The same read sent twice is one.
pub async fn log(tx: &mut Tx, municipality: MunicipalityId, id: uuid::Uuid, it: &Access, now: i64) -> Result<(), StoreError> {
    execute!(
        tx,
        "insert into access_log (id, municipality_id, account_id, device_id, youth_id, read_at, logged_at)
         values ($1, $2, $3, $4, $5, $6, $7) on conflict (device_id, youth_id, read_at) do nothing",
        id.hyphenated().to_string(),
        municipality,
        it.account,
        it.device,
        it.youth,
        it.read_at,
        now,
    )?;
    Ok(())
}

/// Logs that somebody was shown records on a page: each with the id that its row gets.
pub async fn log_all(
    tx: &mut Tx,
    municipality: MunicipalityId,
    account: AccountId,
    reads: Vec<(uuid::Uuid, YouthId)>,
    now: i64,
) -> Result<(), StoreError> {
    if reads.is_empty() {
        return Ok(());
    }
    let [ids, width, count] = Listed::of(reads.iter().map(|(id, youth)| format!("{}{youth}", id.hyphenated()))).binds();
    execute!(
        tx,
        asked!(
            "insert into access_log (id, municipality_id, account_id, device_id, youth_id, read_at, logged_at)
             select substr(id, 1, 36), $4, $5, null, substr(id, 37), $6, $6 from asked"
        ),
        ids,
        width,
        count,
        municipality,
        account,
        now,
    )?;
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
