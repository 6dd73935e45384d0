//! Links to youths' own pages. The database has their codes' hashes only.

use crate::db::{StoreError, Tx, execute, fetch_optional};
use domain::{MeetingId, MunicipalityId, YouthId};

/// A link that was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct YouthLink {
    /// The hash of its code.
    pub code_hash: String,
    /// Where the youth is registered.
    pub municipality: MunicipalityId,
    /// Whose page.
    pub youth: YouthId,
    /// About which meeting.
    pub meeting: MeetingId,
    /// A keyed hash of the number that it was sent to.
    pub phone_tag: Option<String>,
    /// Milliseconds since 1970.
    pub made_at: i64,
    /// When it ends, as the meeting stood when it was made.
    pub expires_at: i64,
}

/// Adds a link.
pub async fn create(tx: &mut Tx, it: &YouthLink) -> Result<(), StoreError> {
    execute!(
        tx,
        "insert into youth_link (code_hash, municipality_id, youth_id, meeting_id, phone_tag, made_at, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7)",
        it.code_hash,
        it.municipality,
        it.youth,
        it.meeting,
        it.phone_tag,
        it.made_at,
        it.expires_at,
    )?;
    Ok(())
}

/// The link of a code's hash.
pub async fn by_hash(tx: &mut Tx, code_hash: &str) -> Result<Option<YouthLink>, StoreError> {
    fetch_optional!(tx, "select * from youth_link where code_hash = $1", code_hash; |row| Ok(YouthLink {
        code_hash: row.text("youth_link.code_hash")?,
        municipality: row.parse("youth_link.municipality_id")?,
        youth: row.parse("youth_link.youth_id")?,
        meeting: row.parse("youth_link.meeting_id")?,
        phone_tag: row.maybe_text("youth_link.phone_tag")?,
        made_at: row.int("youth_link.made_at")?,
        expires_at: row.int("youth_link.expires_at")?,
    }))
}

/// Takes away every link of a youth's.
pub async fn forget(tx: &mut Tx, municipality: MunicipalityId, youth: YouthId) -> Result<u64, StoreError> {
    execute!(tx, "delete from youth_link where municipality_id = $1 and youth_id = $2", municipality, youth)
}

/// Takes away links that ended at a moment or before.
pub async fn clear(tx: &mut Tx, ended_until: i64) -> Result<u64, StoreError> {
    execute!(tx, "delete from youth_link where expires_at <= $1", ended_until)
}
