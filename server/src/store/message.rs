//! Messages to youths, as the journal tells of them.

use super::entry::stored;
use crate::db::{StoreError, Tx, fetch_all};
use domain::{MunicipalityId, sync::Stored};

/// The latest entries that speak of messages, newest first. Only servers make such, so that others' aren't searched.
pub async fn latest(tx: &mut Tx, municipality: MunicipalityId, count: i64) -> Result<Vec<Stored>, StoreError> {
    fetch_all!(
        tx,
        "select position, body from entry
         where municipality_id = $1 and device_id in (select id from server_device) and body like '%\"kind\":\"message_%'
         order by position desc limit $2",
        municipality, count; stored
    )
}
