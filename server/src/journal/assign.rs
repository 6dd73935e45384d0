//! Giving a youth to a unit, and to somebody in it.

use super::{Process, Reach, write};
use crate::{
    db::{StoreError, Tx},
    store::{self, place::Municipality},
};
use domain::{AccountId, Actor, Entry, Fact, UnitId, Youth, YouthId, sync::Verdict};

/// A person as the journal has them. None where the municipality has no such youth, or it has been erased.
pub async fn youth(tx: &mut Tx, municipality: &Municipality, id: YouthId) -> Result<Option<Youth>, StoreError> {
    let Some(record) = store::youth::find(tx, municipality.id, id).await? else { return Ok(None) };
    let stored = store::entry::of_person(tx, municipality.id, record.person).await?;
    let entries: Vec<Entry> = stored.into_iter().map(|it| it.entry).collect();
    Ok(Youth::fold(&entries).filter(|it| !it.erased))
}

/// Gives a youth to a unit, whoever had it before. None where there is no such youth, or it is so already.
pub async fn assign(
    tx: &mut Tx,
    process: &Process,
    municipality: &Municipality,
    by: Actor,
    id: YouthId,
    unit: UnitId,
    worker: Option<AccountId>,
) -> Result<Option<Verdict>, StoreError> {
    // Taken before the youth is read: what is seen is then all that there is.
    store::place::take_positions(tx, municipality.id, 0).await?;
    let Some(youth) = youth(tx, municipality, id).await? else { return Ok(None) };
    if youth.assignment.get().is_some_and(|it| it.unit == unit && it.worker == worker) {
        return Ok(None);
    }
    let fact = Fact::Assigned { unit, worker, saw: youth.assignment.saw() };
    let (_, verdict) = write(tx, process, municipality, by, Reach::Municipality, id, vec![fact]).await?;
    Ok(Some(verdict))
}
