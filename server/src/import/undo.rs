//! Taking back what a file did.

use crate::{
    db::{Db, StoreError, Tx},
    journal::{Process, Reach, Writing},
    store::{self, import::Batch},
};
use domain::{
    Actor, Entry, EntryId, Fact, FactRef, MunicipalityId, YouthId,
    sync::{Stored, Verdict},
};
use std::collections::BTreeSet;
use uuid::Uuid;

/// What an undoing did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Undone {
    /// How many of the file's entries were withdrawn.
    pub withdrawn: usize,
    /// The youths whose entries stay, because somebody has touched them since.
    pub kept: Vec<YouthId>,
}

/// Withdraws what a batch wrote about youths whom nobody has touched since; the others are listed and stay. None where
/// there is no such batch, or it was undone before.
pub async fn undo(db: &Db, process: &Process, municipality: MunicipalityId, batch: Uuid, by: Actor) -> Result<Option<Undone>, StoreError> {
    let mut tx = db.begin().await?;
    store::place::take_positions(&mut tx, municipality, 0).await?;
    let Some(place) = store::place::municipality_by_id(&mut tx, municipality).await? else { return Ok(None) };
    let Some(batch) = store::import::find(&mut tx, municipality, batch).await? else { return Ok(None) };
    if !store::import::set_undone(&mut tx, &batch, process.clock.now()).await? {
        return Ok(None);
    }
    let plan = plan(&mut tx, &batch).await?;
    let mut undone = Undone { withdrawn: 0, kept: plan.kept };
    let mut writing = Writing::begin(&mut tx, process, &place, by, Reach::Municipality).await?;
    for Stored { entry, .. } in plan.going {
        let targets = (0u16..).zip(&entry.facts).map(|(index, _)| Fact::Withdrawn { target: FactRef { entry: entry.id, index } });
        let (_, verdict) = writing.write(&mut tx, entry.youth, targets.collect()).await?;
        match verdict {
            Verdict::Stored { .. } | Verdict::AlreadyStored { .. } => undone.withdrawn += 1,
            Verdict::Refused { .. } => undone.kept.push(entry.youth),
        }
    }
    writing.finish(&mut tx).await?;
    tx.commit().await?;
    Ok(Some(undone))
}

/// What undoing a batch would do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// Its entries that would be withdrawn.
    pub going: Vec<Stored>,
    /// The youths whose entries would stay.
    pub kept: Vec<YouthId>,
}

/// What undoing a batch would do. Nothing is written.
pub async fn plan(tx: &mut Tx, batch: &Batch) -> Result<Plan, StoreError> {
    let municipality = batch.municipality;
    let made: BTreeSet<EntryId> = store::import::entries(tx, batch).await?.into_iter().collect();
    let mut plan = Plan::default();
    for id in &made {
        let Some(stored) = store::entry::by_id(tx, municipality, *id).await? else { continue };
        let youth = stored.entry.youth;
        let person = store::youth::find(tx, municipality, youth).await?.map_or(youth, |it| it.person);
        let entries = store::entry::of_person(tx, municipality, person).await?;
        let is_later = |it: &Stored| it.position > stored.position && !made.contains(&it.entry.id);
        if entries.iter().any(|it| is_later(it) && touches(&it.entry, &made)) {
            plan.kept.push(youth);
        } else {
            plan.going.push(stored);
        }
    }
    Ok(plan)
}

/// Whether an entry is somebody's doing: not our own link between records, nor this undoing.
fn touches(entry: &Entry, made: &BTreeSet<EntryId>) -> bool {
    !entry.facts.iter().all(|it| match it {
        Fact::SamePersonAs { .. } => entry.by == Actor::System,
        Fact::Withdrawn { target } => made.contains(&target.entry),
        _ => false,
    })
}
