//! What youths write, for 30 days.

use crate::db::{Row, StoreError, Tx, execute, fetch_all, fetch_one};
use domain::{AccountId, MessageId, MunicipalityId, YouthId};

/// How long it is kept, in milliseconds.
pub const KEPT: i64 = 30 * 24 * 60 * 60 * 1000;

/// What a youth wrote.
#[derive(Clone, PartialEq, Eq)]
pub struct Received {
    /// The message in the journal.
    pub id: MessageId,
    /// From whom.
    pub person: YouthId,
    /// What.
    pub text: String,
    /// When, in milliseconds since 1970.
    pub at: i64,
}

/// A text in a log is a leak.
impl std::fmt::Debug for Received {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Received").field("id", &self.id).field("at", &self.at).finish_non_exhaustive()
    }
}

fn received(row: &Row<'_>) -> Result<Received, StoreError> {
    Ok(Received {
        id: row.parse("message_received.id")?,
        person: row.parse("message_received.person_id")?,
        text: row.text("message_received.text")?,
        at: row.int("message_received.received_at")?,
    })
}

/// Keeps one.
pub async fn add(tx: &mut Tx, municipality: MunicipalityId, it: &Received) -> Result<(), StoreError> {
    execute!(
        tx,
        "insert into message_received (municipality_id, id, person_id, text, received_at) values ($1, $2, $3, $4, $5)",
        municipality,
        it.id,
        it.person,
        it.text,
        it.at,
    )?;
    Ok(())
}

/// What is kept of a person's, newest first.
pub async fn of_person(tx: &mut Tx, municipality: MunicipalityId, person: YouthId) -> Result<Vec<Received>, StoreError> {
    fetch_all!(
        tx,
        "select id, person_id, text, received_at from message_received where municipality_id = $1 and person_id = $2
         order by received_at desc, id",
        municipality, person; received
    )
}

/// What is kept of the youths whom a worker has through any unit now, newest first. Protected youths stand in no list.
pub async fn of_worker(tx: &mut Tx, municipality: MunicipalityId, account: AccountId) -> Result<Vec<Received>, StoreError> {
    fetch_all!(
        tx,
        "select r.id, r.person_id, r.text, r.received_at from message_received r
         join youth y on y.municipality_id = r.municipality_id and y.id = r.person_id and not y.protected
         where r.municipality_id = $1 and exists (
             select 1 from youth_grant g
             join membership m on m.municipality_id = g.municipality_id and m.unit_id = g.unit_id and m.to_position is null
             where g.municipality_id = r.municipality_id and g.youth_id = r.person_id and g.to_position is null and m.account_id = $2
         )
         order by r.received_at desc, r.id",
        municipality, account; received
    )
}

/// Whether this has come in already; from now on it has. `hash` is a keyed hash of what the provider calls it.
pub async fn is_seen(tx: &mut Tx, hash: &str, now: i64) -> Result<bool, StoreError> {
    let hit = execute!(tx, "insert into message_seen (hash, received_at) values ($1, $2) on conflict (hash) do nothing", hash, now)?;
    Ok(hit == 0)
}

/// Forgets what is as old as an instant, or older. Returns how many texts that were.
pub async fn clear(tx: &mut Tx, until: i64) -> Result<u64, StoreError> {
    execute!(tx, "delete from message_seen where received_at <= $1", until)?;
    execute!(tx, "delete from message_received where received_at <= $1", until)
}

/// How many are kept.
pub async fn count(tx: &mut Tx) -> Result<i64, StoreError> {
    fetch_one!(tx, "select count(*) as n from message_received"; |row| row.int("message_received.n"))
}
