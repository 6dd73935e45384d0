//! Doing again what the ledger has noted, on what a backup held.

use super::Restored;
use crate::{
    db::{Note, StoreError, Tx},
    erase::erase,
    journal::{self, Process},
    store::{self, place::Municipality},
};
use domain::{AccountId, Actor, Address, CloseReason, DeviceId, Fact, FactRef, MunicipalityId, UnitId, YouthId, fold::Register};
use std::collections::BTreeMap;

/// What notes come to: the last word on each thing.
#[derive(Debug, Default)]
pub(super) struct Last<'a> {
    erased: Vec<(MunicipalityId, YouthId)>,
    protected: BTreeMap<(MunicipalityId, YouthId), bool>,
    channels: BTreeMap<(MunicipalityId, YouthId, &'a Address), &'a Fact>,
    revoked: Vec<(DeviceId, AccountId)>,
    disabled: BTreeMap<AccountId, bool>,
    members: BTreeMap<(MunicipalityId, AccountId, UnitId), bool>,
    passwords: BTreeMap<AccountId, &'a str>,
}

impl<'a> Last<'a> {
    pub(super) fn of(notes: &'a [Note]) -> Self {
        let mut last = Self::default();
        for note in notes {
            match note {
                Note::Erased(place, youth) => last.erased.push((*place, *youth)),
                Note::Protected(place, youth, is) => drop(last.protected.insert((*place, *youth), *is)),
                Note::Channel(place, youth, fact) => {
                    if let Fact::ChannelClosed { address, .. } | Fact::ChannelOpened { address, .. } = fact.as_ref() {
                        last.channels.insert((*place, *youth, address), fact);
                    }
                }
                Note::Revoked(device, account) => last.revoked.push((*device, *account)),
                Note::Disabled(account, is) => drop(last.disabled.insert(*account, *is)),
                Note::Member(place, account, unit, is) => drop(last.members.insert((*place, *account, *unit), *is)),
                Note::Password(account, hash) => drop(last.passwords.insert(*account, hash)),
            }
        }
        last
    }
}

/// Does the notes again, in the restore's own transaction. Only what shuts out, closes or erases: what was opened since
/// comes back with what phones give back.
pub(super) async fn carry_out(tx: &mut Tx, process: &Process, last: &Last<'_>) -> Result<Restored, StoreError> {
    let (mut restored, now) = (Restored::default(), process.clock.now());
    for (device, account) in &last.revoked {
        store::device::revoke_again(tx, *device, *account, now).await?;
        restored.revoked += 1;
    }
    for (account, hash) in &last.passwords {
        restored.passwords += usize::from(store::account::set_password_again(tx, *account, hash).await?);
    }
    for ((place, account, unit), _) in last.members.iter().filter(|it| !*it.1) {
        // The municipality may have come after the backup.
        if store::place::municipality_by_id(tx, *place).await?.is_some() {
            restored.left += usize::from(store::membership::leave(tx, *place, *account, *unit).await?);
        }
    }
    for (account, _) in last.disabled.iter().filter(|it| *it.1) {
        restored.disabled += usize::from(store::account::disable(tx, *account, now).await?);
    }
    for (place, youth) in &last.erased {
        let Some(place) = store::place::municipality_by_id(tx, *place).await? else { continue };
        restored.erased += usize::from(erase_again(tx, process, &place, *youth).await?);
    }
    for ((place, youth), _) in last.protected.iter().filter(|it| *it.1) {
        let Some((place, known)) = known(tx, *place, *youth).await? else { continue };
        if !known.as_ref().is_some_and(domain::Youth::is_protected) {
            let saw = known.map(|it| it.protection.saw()).unwrap_or_default();
            journal::write_again(tx, process, &place, *youth, Fact::ProtectionSet { saw }).await?;
            restored.protected += 1;
        }
    }
    for ((place, youth, address), fact) in &last.channels {
        let Fact::ChannelClosed { reason, .. } = fact else { continue };
        let Some((place, known)) = known(tx, *place, *youth).await? else { continue };
        let (saw, is_closed) = known.as_ref().map(|it| channel(it, address)).unwrap_or_default();
        if !is_closed {
            let fact = Fact::ChannelClosed { address: (*address).clone(), reason: *reason, saw };
            journal::write_again(tx, process, &place, *youth, fact).await?;
            restored.closed += 1;
        }
    }
    Ok(restored)
}

/// Protections and closed channels that the backup holds and that were lifted and opened since, which the restore has undone:
/// they hold once more, and that is to be the ledger's last word, so that who goes back further finds them so. What phones give
/// back lifts and opens them again.
pub(super) async fn shut(tx: &mut Tx, last: &Last<'_>) -> Result<Vec<Note>, StoreError> {
    let mut shut = Vec::new();
    for ((place, youth), _) in last.protected.iter().filter(|it| !*it.1) {
        let Some((_, Some(known))) = known(tx, *place, *youth).await? else { continue };
        if known.is_protected() {
            shut.push(Note::Protected(*place, *youth, true));
        }
    }
    for ((place, youth, address), _) in last.channels.iter().filter(|it| matches!(it.1, Fact::ChannelOpened { .. })) {
        let Some((_, Some(known))) = known(tx, *place, *youth).await? else { continue };
        if let Some(reason) = closed(&known, address).and_then(|it| it.heads().iter().find_map(|head| head.value)) {
            let fact = Fact::ChannelClosed { address: (*address).clone(), reason, saw: Vec::new() };
            shut.push(Note::Channel(*place, *youth, Box::new(fact)));
        }
    }
    Ok(shut)
}

/// A youth that isn't there, because they came after the backup, is erased too: phones that still have them give them
/// back in vain.
async fn erase_again(tx: &mut Tx, process: &Process, place: &Municipality, youth: YouthId) -> Result<bool, StoreError> {
    if store::youth::find(tx, place.id, youth).await?.is_some() {
        return Ok(erase(tx, process, place, youth, Actor::System).await?.is_some());
    }
    journal::write_again(tx, process, place, youth, Fact::Erased {}).await?;
    Ok(true)
}

/// A youth who isn't erased, as far as they are known; none known where they came after the backup. None where they are
/// erased, or the municipality came after the backup.
async fn known(tx: &mut Tx, place: MunicipalityId, youth: YouthId) -> Result<Option<(Municipality, Option<domain::Youth>)>, StoreError> {
    let Some(place) = store::place::municipality_by_id(tx, place).await? else { return Ok(None) };
    let Some(record) = store::youth::find(tx, place.id, youth).await? else { return Ok(Some((place, None))) };
    if record.erased {
        return Ok(None);
    }
    let known = journal::youth(tx, &place, youth).await?;
    Ok(Some((place, known)))
}

/// Whether a channel is closed, and why.
fn closed<'a>(youth: &'a domain::Youth, address: &Address) -> Option<&'a Register<Option<CloseReason>>> {
    match address {
        Address::Phone { phone } => youth.phones.get(phone).map(|it| &it.closed),
        other => youth.closed.get(other),
    }
}

/// What was said of a channel, and whether it is closed.
fn channel(youth: &domain::Youth, address: &Address) -> (Vec<FactRef>, bool) {
    closed(youth, address).map(|it| (it.saw(), it.heads().iter().any(|head| head.value.is_some()))).unwrap_or_default()
}
