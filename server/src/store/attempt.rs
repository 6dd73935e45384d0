//! Calls to providers, and what they reported.

use super::listed::{Listed, asked};
use crate::db::{Row, StoreError, Tx, execute, fetch_all, fetch_optional};
use domain::{MessageId, MunicipalityId, Via};
use std::collections::BTreeSet;
use uuid::Uuid;

/// A call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// Which.
    pub id: Uuid,
    /// Whose journal.
    pub municipality: MunicipalityId,
    /// For which message.
    pub reminder: MessageId,
    /// Over what.
    pub via: Via,
    /// When it began.
    pub begun: i64,
    /// `sending`, `ok`, `retry`, `fail` or `unclear`.
    pub outcome: String,
    /// How it ended, as the provider reported.
    pub reported: Option<Reported>,
}

/// What a provider reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reported {
    /// It is on its way.
    Sent,
    /// It didn't reach the phone.
    Failed,
    /// It reached the phone.
    Delivered,
}

impl Reported {
    /// The code that is stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Delivered => "delivered",
            Self::Failed => "failed",
        }
    }
}

impl std::str::FromStr for Reported {
    type Err = ();

    fn from_str(code: &str) -> Result<Self, ()> {
        [Self::Sent, Self::Delivered, Self::Failed].into_iter().find(|it| it.code() == code).ok_or(())
    }
}

fn attempt(row: &Row<'_>) -> Result<Attempt, StoreError> {
    Ok(Attempt {
        id: row.parse("attempt.id")?,
        municipality: row.parse("attempt.municipality_id")?,
        reminder: row.parse("attempt.reminder_id")?,
        via: row.parse("attempt.via")?,
        begun: row.int("attempt.begun_at")?,
        outcome: row.text("attempt.outcome")?,
        reported: row.maybe_parse("attempt.reported")?,
    })
}

/// Writes that a call begins.
pub async fn begin(tx: &mut Tx, id: Uuid, municipality: MunicipalityId, reminder: MessageId, via: Via, now: i64) -> Result<(), StoreError> {
    execute!(
        tx,
        "insert into attempt (id, municipality_id, reminder_id, via, begun_at, outcome) values ($1, $2, $3, $4, $5, 'sending')",
        id.to_string(),
        municipality,
        reminder,
        via.code(),
        now,
    )?;
    Ok(())
}

/// Writes how a call ended; returns what has been reported of it meanwhile. None where it isn't under way any more.
pub async fn end(tx: &mut Tx, id: Uuid, outcome: &str, reference: Option<&str>, now: i64) -> Result<Option<Option<Reported>>, StoreError> {
    fetch_optional!(
        tx,
        "update attempt set outcome = $2, reference = $3, ended_at = $4 where id = $1 and outcome = 'sending' returning reported",
        id.to_string(), outcome, reference, now; |row| row.maybe_parse("attempt.reported")
    )
}

/// The calls for a message, oldest first.
pub async fn of_reminder(tx: &mut Tx, municipality: MunicipalityId, reminder: MessageId) -> Result<Vec<Attempt>, StoreError> {
    fetch_all!(
        tx,
        "select * from attempt where municipality_id = $1 and reminder_id = $2 order by begun_at, id",
        municipality, reminder; attempt
    )
}

/// Takes a report in; the same again, or one of a call that isn't ours, changes nothing.
pub async fn report(tx: &mut Tx, id: Uuid, status: Reported, now: i64) -> Result<(), StoreError> {
    execute!(
        tx,
        "insert into attempt_report (attempt_id, status, received_at)
         select id, $2, $3 from attempt where id = $1
         on conflict (attempt_id, status) do nothing",
        id.to_string(),
        status.code(),
        now,
    )?;
    Ok(())
}

/// Whether the provider has reported that a call's text is on its way, or more.
pub async fn is_known_of(tx: &mut Tx, id: Uuid) -> Result<bool, StoreError> {
    let found = fetch_optional!(tx, "select 1 as known from attempt_report where attempt_id = $1", id.to_string(); |_| Ok(()))?;
    Ok(found.is_some())
}

/// Calls with reports that haven't been worked in, oldest first, and whose they are: their municipalities are to be locked
/// before the reports are taken.
pub async fn reported(tx: &mut Tx, limit: i64, now: i64) -> Result<Vec<(Uuid, MunicipalityId)>, StoreError> {
    fetch_all!(
        tx,
        "select r.attempt_id, a.municipality_id from attempt_report r join attempt a on a.id = r.attempt_id
         where r.taken_at is null and r.received_at <= $2 order by r.received_at, r.attempt_id limit $1",
        limit, now; |row| Ok((row.parse("attempt_report.attempt_id")?, row.parse("attempt.municipality_id")?))
    )
}

/// Leaves what was reported of a call until an instant.
pub async fn put_off(tx: &mut Tx, id: Uuid, until: i64) -> Result<(), StoreError> {
    execute!(tx, "update attempt_report set received_at = $2 where attempt_id = $1 and taken_at is null", id.to_string(), until)?;
    Ok(())
}

/// The reports of some calls that haven't been worked in, now taken by the caller; each with its call as it was before.
pub async fn take_reports(tx: &mut Tx, calls: &BTreeSet<Uuid>, now: i64) -> Result<Vec<(Attempt, Reported)>, StoreError> {
    let [ids, width, count] = Listed::of(calls).binds();
    let taken = fetch_all!(
        tx,
        asked!(
            "update attempt_report set taken_at = $4 where taken_at is null and attempt_id in (select id from asked)
             returning attempt_id, status"
        ),
        ids, width, count, now; |row| Ok((row.parse::<Uuid>("attempt_report.attempt_id")?, row.parse::<Reported>("attempt_report.status")?))
    )?;
    let mut reports = Vec::with_capacity(taken.len());
    for (id, status) in taken {
        let found = fetch_optional!(tx, "select * from attempt where id = $1", id.to_string(); attempt)?;
        let Some(found) = found else { continue };
        if status != Reported::Sent {
            // The first end counts, but that it did arrive outweighs that it didn't.
            execute!(
                tx,
                "update attempt set reported = $2 where id = $1 and (reported is null or $2 = 'delivered')",
                id.to_string(),
                status.code(),
            )?;
        }
        reports.push((found, status));
    }
    Ok(reports)
}
