//! What a phone that was shut out had not sent: taken in, or thrown away.

use super::devices::own;
use crate::{
    farewell,
    http::{ApiError, AppState},
    store::{account::Account, audit::Action, place, quarantine},
};
use domain::{DeviceId, sync::Outcome};

/// Takes in what a revoked phone had not sent, as its person's doing, or throws it away. Outcomes say what became of
/// each entry; what was refused stays, with the reason.
pub async fn settle(state: &AppState, by: &Account, id: DeviceId, is_wanted: Wanted) -> Result<Vec<Outcome>, ApiError> {
    let municipality = by.administers()?;
    let mut tx = state.db.begin().await?;
    let (device, owner) = own(&mut tx, municipality, id).await?;
    let outcomes = match is_wanted {
        Wanted::Yes => {
            let place = place::municipality_by_id(&mut tx, municipality).await?.ok_or(ApiError::NotFound)?;
            farewell::take_in(&mut tx, &state.process, &place, owner.id, device.id).await?
        }
        Wanted::No => {
            quarantine::clear(&mut tx, device.id).await?;
            Vec::new()
        }
    };
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
