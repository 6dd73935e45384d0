//! After a restore: what phones give back of a journal that was lost, and what the ledger says of it.

use super::{Process, Receipts, channels, project};
use crate::{
    db::{StoreError, Tx},
    figures::Changes,
    store::{self, entry::Placed, place::Municipality},
};
use domain::{
    Actor, Entry, EntryId, Fact, MunicipalityId, YouthId, civil,
    sync::{Again, Outcome, Refusal, Verdict},
};
use std::collections::BTreeSet;

/// Takes in what a server of ours has taken in before, on its receipt alone: who may say what was judged then, and the
/// assignment that let them may not have come back yet. Nobody can make a receipt, so that nobody can forge another's entry.
pub async fn take_again(
    tx: &mut Tx,
    process: &Process,
    receipts: &Receipts,
    place: &Municipality,
    sent: &[Again],
) -> Result<Vec<Outcome>, StoreError> {
    store::place::take_positions(tx, place.id, 0).await?;
    let since = process.clock.now();
    let mut outcomes = Vec::with_capacity(sent.len());
    let (mut touched, mut newcomers, mut spoken_of) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for Again { entry, receipt } in sent {
        let id: Option<EntryId> = entry.get("id").and_then(|it| it.as_str()?.parse().ok());
        let verdict = match serde_json::from_value::<Entry>(entry.clone()) {
            Ok(entry) if receipts.is_ours(place.id, receipt, &entry) => {
                let verdict = take(tx, process, place, &entry, &mut newcomers).await?;
                let is_stored = matches!(verdict, Verdict::Stored { .. });
                if is_stored {
                    touched.insert(entry.youth);
                    if channels::are_spoken_of(&entry) {
                        spoken_of.insert(entry.youth);
                    }
                }
                store::restore::heard(tx, place.id, receipt.epoch, receipt.position, is_stored).await?;
                verdict
            }
            Ok(_) => Verdict::Refused { code: Refusal::NotAllowed },
            Err(_) => Verdict::Refused { code: Refusal::Malformed },
        };
        outcomes.push(Outcome { id, verdict, receipt: None });
    }
    derive(tx, process, place, touched.clone(), &newcomers).await?;
    doubt(tx, process, place.id, touched, since).await?;
    // The ledger may have been lost too.
    channels::note(tx, place, spoken_of).await?;
    Ok(outcomes)
}

async fn take(
    tx: &mut Tx,
    process: &Process,
    place: &Municipality,
    entry: &Entry,
    newcomers: &mut BTreeSet<YouthId>,
) -> Result<Verdict, StoreError> {
    let refused = |code| Ok(Verdict::Refused { code });
    if let Some(known) = store::entry::find(tx, entry.id).await? {
        let is_same = known.municipality == place.id && known.youth == entry.youth;
        return if is_same { Ok(Verdict::AlreadyStored { position: known.position }) } else { refused(Refusal::NotYourYouth) };
    }
    match store::youth::find(tx, place.id, entry.youth).await? {
        Some(record) if record.erased => return refused(Refusal::Erased),
        Some(_) => {}
        None if store::youth::stands_elsewhere(tx, place.id, entry.youth).await? => return refused(Refusal::NotYourYouth),
        None => drop(newcomers.insert(entry.youth)),
    }
    let position = store::place::take_positions(tx, place.id, 1).await?;
    let seq = i64::try_from(entry.seq).unwrap_or(i64::MAX);
    // A copy of a phone may have used the number since the restore. The entry is whole and its id its own, so that it goes
    // in under a number of this process.
    let number = match store::entry::of_device(tx, entry.device, seq).await? {
        Some(_) => (process.device, store::server_device::next_seq(tx, process.device).await?),
        None => (entry.device, entry.seq),
    };
    let placed = Placed { number, ..Placed::new(position, process.clock.now(), process.clock.random(), entry) };
    store::entry::append(tx, place.id, &[placed]).await?;
    Ok(Verdict::Stored { position })
}

/// Derives youths anew; those too who are said to be one person with somebody that had not come back before.
async fn derive(
    tx: &mut Tx,
    process: &Process,
    place: &Municipality,
    mut touched: BTreeSet<YouthId>,
    newcomers: &BTreeSet<YouthId>,
) -> Result<(), StoreError> {
    if !newcomers.is_empty() {
        for stored in store::entry::links(tx, place.id).await? {
            let is_waited_for = |it: &Fact| matches!(it, Fact::SamePersonAs { other } if newcomers.contains(other));
            if stored.entry.facts.iter().any(is_waited_for) {
                touched.insert(stored.entry.youth);
            }
        }
    }
    // Those who came anew have a record first, so that a link finds it.
    let (first, then): (Vec<YouthId>, Vec<YouthId>) = touched.into_iter().partition(|it| newcomers.contains(it));
    let mut changes = Changes::new(place.id, civil::day(process.clock.now()));
    for youth in first.iter().chain(&then).chain(&first) {
        let position = store::place::take_positions(tx, place.id, 0).await?;
        project::project(tx, process, place.id, *youth, position, &mut changes).await?;
    }
    changes.keep(tx).await
}

/// What follows at once from what was said of youths before a restore may have followed then, and who knew is lost: it is
/// unclear until somebody releases it. `since` is when that began to be taken in.
pub(super) async fn doubt(
    tx: &mut Tx,
    process: &Process,
    municipality: MunicipalityId,
    youths: BTreeSet<YouthId>,
    since: i64,
) -> Result<(), StoreError> {
    for youth in youths {
        if let Some(record) = store::youth::find(tx, municipality, youth).await? {
            store::restore::doubt_reminders_of(tx, municipality, record.person, since, process.clock.now()).await?;
        }
    }
    Ok(())
}

/// Writes a fact that the ledger holds, about a youth whether or not anything else of them has come back.
pub async fn write_again(tx: &mut Tx, process: &Process, place: &Municipality, youth: YouthId, fact: Fact) -> Result<EntryId, StoreError> {
    let entry = process.entry(tx, Actor::System, youth, vec![fact]).await?;
    super::intake::append(tx, process, place.id, &entry).await?;
    derive_again(tx, process, place, youth).await?;
    Ok(entry.id)
}

/// Derives a youth anew from what is there now.
pub async fn derive_again(tx: &mut Tx, process: &Process, place: &Municipality, youth: YouthId) -> Result<(), StoreError> {
    let position = store::place::take_positions(tx, place.id, 0).await?;
    let mut changes = Changes::new(place.id, civil::day(process.clock.now()));
    project::project(tx, process, place.id, youth, position, &mut changes).await?;
    changes.keep(tx).await
}
