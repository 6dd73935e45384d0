//! Who may say what of whom.

use super::{Caller, Reach, ahead::Ahead};
use crate::{
    db::{StoreError, Tx},
    store::{self, youth::Record},
};
use domain::{Actor, Entry, Fact, MunicipalityId, UnitId, sync::Refusal};

/// Refuses what the caller may not say. `targets` are the facts that the entry corrects or withdraws.
pub(super) fn check_facts(caller: &Caller, entry: &Entry, targets: &[(usize, Fact)]) -> Result<(), Refusal> {
    let own = entry.facts.iter().try_for_each(|it| check_fact(caller.reach, it));
    let others = targets.iter().try_for_each(|(place, target)| {
        match &entry.facts[*place] {
            // A correction says the same kind of thing, rightly.
            Fact::Corrected { fact, .. } if said(target).kind() != fact.kind() => return Err(Refusal::InvalidValue),
            Fact::HoursCorrected { .. } if said(target).kind() != "contact_logged" => return Err(Refusal::InvalidValue),
            _ => {}
        }
        // Withdrawing that somebody is protected is lifting the protection.
        let lifts = matches!(said(target), Fact::ProtectionSet { .. });
        if lifts && caller.reach == Reach::Units { Err(Refusal::NotAllowed) } else { check_fact(caller.reach, target) }
    });
    own.and(others)
}

/// What a fact says: a correction says what it puts in the place of the other.
fn said(fact: &Fact) -> &Fact {
    match fact {
        Fact::Corrected { fact, .. } => fact,
        fact => fact,
    }
}

fn check_fact(reach: Reach, fact: &Fact) -> Result<(), Refusal> {
    let may = match said(fact) {
        Fact::Erased {}
        | Fact::MessageQueued { .. }
        | Fact::MessageSent { .. }
        | Fact::MessageDelivered { .. }
        | Fact::MessageFailed { .. }
        | Fact::MessageUnclear { .. }
        | Fact::MessageReceived { .. } => reach == Reach::System,
        Fact::ProtectionCleared { .. } => reach != Reach::Units,
        _ => true,
    };
    if may { Ok(()) } else { Err(Refusal::NotAllowed) }
}

/// Refuses a youth out of the caller's reach, and units and workers out of the municipality's.
pub(super) async fn check_youth(
    tx: &mut Tx,
    municipality: MunicipalityId,
    caller: &Caller,
    ahead: &Ahead,
    record: Option<&Record>,
    entry: &Entry,
) -> Result<Result<(), Refusal>, StoreError> {
    let is_new = record.is_none();
    if is_new && store::youth::stands_elsewhere(tx, municipality, entry.youth).await? {
        return Ok(Err(Refusal::NotYourYouth));
    }
    if is_new && !entry.facts.iter().any(|it| matches!(it, Fact::Registered { .. })) {
        return Ok(Err(Refusal::UnknownReference));
    }
    for fact in &entry.facts {
        if let Fact::Assigned { unit, worker, .. } = said(fact) {
            let exists = store::place::unit_by_id(tx, *unit).await?.is_some_and(|it| it.municipality == municipality);
            let works_there = match worker {
                Some(worker) => store::membership::ever(tx, municipality, *worker, *unit).await?,
                None => true,
            };
            if !exists || !works_there {
                return Ok(Err(Refusal::UnknownReference));
            }
        }
    }
    let account = match (caller.reach, caller.by) {
        (Reach::Municipality | Reach::System, _) => return Ok(Ok(())),
        (Reach::Units, Actor::Account(account)) => account,
        (Reach::Units, Actor::Youth | Actor::System) => return Ok(Err(Refusal::NotAllowed)),
    };
    let reaches = if is_new {
        let units = store::membership::units_of(tx, municipality, account).await?;
        let assigned: Vec<UnitId> = entry.facts.iter().filter_map(assigns).collect();
        !assigned.is_empty() && assigned.iter().all(|it| units.contains(it))
    } else {
        ahead.reaches(tx, municipality, account, entry.youth).await?
    };
    if !reaches {
        return Ok(Err(Refusal::NotYourYouth));
    }
    for fact in &entry.facts {
        if let Fact::SamePersonAs { other } = fact
            && !ahead.reaches(tx, municipality, account, *other).await?
        {
            return Ok(Err(Refusal::NotYourYouth));
        }
    }
    Ok(Ok(()))
}

fn assigns(fact: &Fact) -> Option<UnitId> {
    match fact {
        Fact::Assigned { unit, .. } => Some(*unit),
        _ => None,
    }
}
