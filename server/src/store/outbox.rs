//! What would have gone out, where no provider is set.

use crate::db::{Row, StoreError, Tx, execute, fetch_all};
use domain::{MessageId, MunicipalityId, YouthId};

/// A text that would have gone out.
#[derive(Clone, PartialEq, Eq)]
pub struct Outgoing {
    /// The message in the journal.
    pub id: MessageId,
    /// To whom.
    pub person: YouthId,
    /// What.
    pub text: String,
    /// In how many segments.
    pub segments: i64,
    /// When, in milliseconds since 1970.
    pub at: i64,
}

/// A text in a log is a leak.
impl std::fmt::Debug for Outgoing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Outgoing").field("id", &self.id).field("at", &self.at).finish_non_exhaustive()
    }
}

fn outgoing(row: &Row<'_>) -> Result<Outgoing, StoreError> {
    Ok(Outgoing {
        id: row.parse("outbox.id")?,
        person: row.parse("outbox.person_id")?,
        text: row.text("outbox.text")?,
        segments: row.int("outbox.segments")?,
        at: row.int("outbox.sent_at")?,
    })
}

/// Puts one there, where its reminder still stands.
pub async fn add(tx: &mut Tx, municipality: MunicipalityId, it: &Outgoing) -> Result<(), StoreError> {
    execute!(
        tx,
        "insert into outbox (municipality_id, id, person_id, text, segments, sent_at) select $1, $2, $3, $4, $5, $6
         where exists (select 1 from reminder where municipality_id = $1 and id = $2)",
        municipality,
        it.id,
        it.person,
        it.text,
        it.segments,
        it.at,
    )?;
    Ok(())
}

/// A municipality's latest, newest first.
pub async fn latest(tx: &mut Tx, municipality: MunicipalityId, count: i64) -> Result<Vec<Outgoing>, StoreError> {
    fetch_all!(
        tx,
        "select id, person_id, text, segments, sent_at from outbox where municipality_id = $1 order by sent_at desc, id limit $2",
        municipality, count; outgoing
    )
}

/// Forgets what is as old as an instant, or older.
pub async fn clear(tx: &mut Tx, until: i64) -> Result<(), StoreError> {
    execute!(tx, "delete from outbox where sent_at <= $1", until)?;
    Ok(())
}
