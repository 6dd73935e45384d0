//! What a revoked phone had not sent: taken in, or thrown away.

use super::devices::own;
use crate::{
    http::{ApiError, AppState},
    journal::{self, Caller, Reach},
    store::{account::Account, audit::Action, place, quarantine},
};
use domain::{Actor, DeviceId, sync::Outcome};

/// Takes in what a revoked phone had not sent, as its person's doing, or throws it away. Outcomes say what became of
/// each entry.
pub async fn settle(state: &AppState, by: &Account, id: DeviceId, is_wanted: Wanted) -> Result<Vec<Outcome>, ApiError> {
    let municipality = by.administers()?;
    let mut tx = state.db.begin().await?;
    let (device, owner) = own(&mut tx, municipality, id).await?;
    let entries = quarantine::of_device(&mut tx, device.id).await?;
    let mut outcomes = Vec::new();
    if is_wanted == Wanted::Yes {
        let place = place::municipality_by_id(&mut tx, municipality).await?.ok_or(ApiError::NotFound)?;
        let caller = Caller { by: Actor::Account(owner.id), device: device.id, reach: Reach::Municipality };
        outcomes = journal::accept(&mut tx, &state.process, &place, &caller, &entries).await?;
    }
    quarantine::clear(&mut tx, device.id).await?;
    state.note(&mut tx, Some(by), Action::QuarantineSettled, device.id).await?;
    tx.commit().await?;
    Ok(outcomes)
}

/// Whether the administrator wants it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// Take it in.
    Yes,
    /// Throw it away.
    No,
}
