//! Taking back what a file did.

use crate::{
    db::{Db, StoreError},
    journal::{self, Process, Reach},
    store,
};
use domain::{Actor, Entry, EntryId, Fact, FactRef, MunicipalityId, YouthId, sync::Verdict};
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
    let made: BTreeSet<EntryId> = store::import::entries(&mut tx, &batch).await?.into_iter().collect();
    let mut undone = Undone::default();
    for id in &made {
        let Some(stored) = store::entry::by_id(&mut tx, municipality, *id).await? else { continue };
        let youth = stored.entry.youth;
        let person = store::youth::find(&mut tx, municipality, youth).await?.map_or(youth, |it| it.person);
        let entries = store::entry::of_person(&mut tx, municipality, person).await?;
        let is_touched =
            entries.iter().any(|it| it.position > stored.position && !made.contains(&it.entry.id) && touches(&it.entry, &made));
        if is_touched {
            undone.kept.push(youth);
            continue;
        }
        let facts = (0u16..).zip(&stored.entry.facts).map(|(index, _)| Fact::Withdrawn { target: FactRef { entry: *id, index } }).collect();
        let (_, verdict) = journal::write(&mut tx, process, &place, by, Reach::Municipality, youth, facts).await?;
        match verdict {
            Verdict::Stored { .. } | Verdict::AlreadyStored { .. } => undone.withdrawn += 1,
            Verdict::Refused { .. } => undone.kept.push(youth),
        }
    }
    tx.commit().await?;
    Ok(Some(undone))
}

/// Whether an entry is somebody's doing: not our own link between records, nor this undoing.
fn touches(entry: &Entry, made: &BTreeSet<EntryId>) -> bool {
    !entry.facts.iter().all(|it| match it {
        Fact::SamePersonAs { .. } => entry.by == Actor::System,
        Fact::Withdrawn { target } => made.contains(&target.entry),
        _ => false,
    })
}
