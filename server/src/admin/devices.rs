//! Phones: what is out there, revoking one, and the way back from a forgotten passphrase.

use crate::{
    db::Tx,
    http::{ApiError, AppState},
    store::{
        account::{self, Account},
        audit::Action,
        device::{self, Device, Recovery},
        entry,
        quarantine::{self, Pile},
    },
};
use domain::{DeviceId, MunicipalityId};

/// A phone, whose it is, and what lies aside from it.
#[derive(Clone, Debug)]
pub struct OwnDevice {
    /// The phone.
    pub device: Device,
    /// Its person's name.
    pub owner: String,
    /// What it handed over after it was shut out.
    pub put_aside: Pile,
    /// By how many milliseconds its clock was behind at its latest entry, where it was wrong.
    pub clock_behind: Option<i64>,
}

/// The municipality's phones, latest seen first.
pub async fn devices(state: &AppState, by: &Account) -> Result<Vec<OwnDevice>, ApiError> {
    let municipality = by.administers()?;
    let mut tx = state.db.read().await?;
    let people = account::of_municipality(&mut tx, municipality).await?;
    let clocks = entry::clocks_behind(&mut tx, municipality).await?;
    let mut all = Vec::new();
    for device in device::of_municipality(&mut tx, municipality).await? {
        let owner = people.iter().find(|it| it.id == device.account).map(|it| it.name.clone()).unwrap_or_default();
        let put_aside = quarantine::pile(&mut tx, device.id).await?;
        let clock_behind = clocks.get(&device.id).copied();
        all.push(OwnDevice { device, owner, put_aside, clock_behind });
    }
    Ok(all)
}

/// Revokes a phone: the next time it is online it hands over what it hasn't sent, and wipes itself.
pub async fn revoke(state: &AppState, by: &Account, id: DeviceId) -> Result<(), ApiError> {
    let municipality = by.administers()?;
    let mut tx = state.db.begin().await?;
    own(&mut tx, municipality, id).await?;
    if device::revoke(&mut tx, id, state.clock.now()).await? {
        state.note(&mut tx, Some(by), Action::DeviceRevoked, id).await?;
    }
    Ok(tx.commit().await?)
}

/// Says yes or no to a phone whose passphrase is forgotten.
pub async fn answer_recovery(state: &AppState, by: &Account, id: DeviceId, answer: Recovery) -> Result<(), ApiError> {
    let municipality = by.administers()?;
    let action = match answer {
        Recovery::Released => Action::RecoveryReleased,
        Recovery::Refused => Action::RecoveryRefused,
        Recovery::Waiting => return Err(ApiError::WrongState),
    };
    let mut tx = state.db.begin().await?;
    own(&mut tx, municipality, id).await?;
    if !device::answer_recovery(&mut tx, id, answer).await? {
        return Err(ApiError::WrongState);
    }
    state.note(&mut tx, Some(by), action, id).await?;
    Ok(tx.commit().await?)
}

/// A phone of the municipality, with its person. Another's phones aren't there.
pub(super) async fn own(tx: &mut Tx, municipality: MunicipalityId, id: DeviceId) -> Result<(Device, Account), ApiError> {
    let device = device::by_id(tx, id).await?.ok_or(ApiError::NotFound)?;
    let owner = account::by_id(tx, device.account).await?.filter(|it| it.post.municipality() == Some(municipality));
    Ok((device, owner.ok_or(ApiError::NotFound)?))
}
