//! Which unit keeps in touch with which youth.

use super::accounts::own;
use crate::{
    http::{ApiError, AppState},
    journal,
    store::{account::Account, audit::Action, membership, place, youth},
};
use domain::{AccountId, Actor, Summary, UnitId, YouthId, sync::Verdict};

/// A youth in the administrator's list. Protected youths stand in no list.
pub type Listed = Summary;

/// What became of one assignment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Assigned {
    /// Given to the unit.
    Done,
    /// The unit has it already.
    Unchanged,
    /// There is no such youth here.
    Unknown,
    /// The journal didn't take it.
    Refused(domain::sync::Refusal),
}

/// The municipality's youths, but for the protected.
pub async fn youths(state: &AppState, by: &Account) -> Result<Vec<Listed>, ApiError> {
    let municipality = by.administers()?;
    let mut tx = state.db.read().await?;
    let all = youth::summaries(&mut tx, municipality).await?;
    Ok(all.into_iter().filter(|it| !it.protected).collect())
}

/// Every youth of the municipality, the protected too: for pages that show those without name and number.
pub async fn everyone(state: &AppState, by: &Account) -> Result<Vec<Summary>, ApiError> {
    let municipality = by.administers()?;
    let mut tx = state.db.read().await?;
    Ok(youth::summaries(&mut tx, municipality).await?)
}

/// Gives youths to a unit, and to a worker of it if one is named. One transaction: all that can be done is done, or
/// nothing.
pub async fn assign(
    state: &AppState,
    by: &Account,
    ids: &[YouthId],
    unit: UnitId,
    worker: Option<AccountId>,
) -> Result<Vec<(YouthId, Assigned)>, ApiError> {
    let municipality = by.administers()?;
    let mut tx = state.db.begin().await?;
    let place = place::municipality_by_id(&mut tx, municipality).await?.ok_or(ApiError::NotFound)?;
    place::unit_by_id(&mut tx, unit).await?.filter(|it| it.municipality == municipality).ok_or(ApiError::NotFound)?;
    if let Some(worker) = worker {
        own(&mut tx, municipality, worker).await?;
        if !membership::workers_of(&mut tx, municipality, unit).await?.contains(&worker) {
            return Err(ApiError::invalid("worker", "a worker of the unit"));
        }
    }
    let mut done = Vec::new();
    for id in ids {
        let outcome = match youth::find(&mut tx, municipality, *id).await? {
            None => Assigned::Unknown,
            Some(_) => match journal::assign(&mut tx, &state.process, &place, Actor::Account(by.id), *id, unit, worker).await? {
                None => Assigned::Unchanged,
                Some(Verdict::Refused { code }) => Assigned::Refused(code),
                Some(Verdict::Stored { .. } | Verdict::AlreadyStored { .. }) => Assigned::Done,
            },
        };
        done.push((*id, outcome));
    }
    if done.iter().any(|(_, it)| *it == Assigned::Done) {
        state.note(&mut tx, Some(by), Action::Assigned, unit).await?;
    }
    tx.commit().await?;
    Ok(done)
}
