//! Taking in a reply: all of it, or nothing, in one transaction.

use super::{
    JOURNAL, Parcel, meta, part,
    records::{Counter, Progress, Tray},
    refold::{Refolded, refold},
    seq_id,
    tx::Tx,
    unsent::outbox,
    write::same_person,
};
use crate::phone::{json, model::Failure};
use domain::{DeviceId, Entry, Summary, YouthId, sync_core::Plan};
use std::collections::{BTreeMap, BTreeSet};

/// How many youths are folded in the transaction of the reply itself. More are folded afterwards, a few at a time.
const FOLD_AT_ONCE: usize = 20;

impl super::Store {
    /// Carries out what a reply says: receipts, then forgetting, then what is new, then how far we have read.
    pub async fn take(&self, plan: &Plan, parcel: &Parcel, now: i64) -> Result<Vec<Refolded>, Failure> {
        let mut parts = JOURNAL.to_vec();
        parts.push(part::READ);
        self.write(&parts, async |tx| {
            let mut progress: Progress = tx.get(part::META, meta::PROGRESS).await?.unwrap_or_default();
            let mut touched = BTreeSet::new();
            if progress.cursor.is_some_and(|it| it.epoch != plan.cursor.epoch) {
                offer_again(tx, self.device_in(tx).await?).await?;
            }
            receipts(tx, plan, parcel, &progress, &mut touched).await?;
            for (id, _) in &parcel.reads {
                tx.delete(part::READ, id)?;
            }
            for youth in &plan.forget {
                forget(tx, *youth, &mut progress).await?;
                touched.insert(*youth);
            }
            take_entries(tx, &plan.take, &mut progress, &mut touched, now).await?;
            drop_forgotten(tx, &mut progress).await?;
            progress.cursor = Some(plan.cursor);
            if !plan.more {
                progress.heard = Some(now);
            }
            progress.dirty.append(&mut touched);
            let mut done = Vec::new();
            if !plan.more && progress.dirty.len() <= FOLD_AT_ONCE {
                while let Some(youth) = progress.dirty.first().copied() {
                    let refolded = refold(tx, &progress, youth).await?;
                    progress.dirty.retain(|it| !refolded.members.contains(it));
                    done.push(refolded);
                }
            }
            if plan.cloned {
                let mut lock = self.lock_in(tx).await?;
                lock.cloned = true;
                tx.put_clear(part::META, meta::LOCK, &json::write(&lock)?)?;
            }
            tx.put(part::META, meta::PROGRESS, &progress)?;
            Ok(done)
        })
        .await
    }
}

/// What the server has leaves the outbox, what it didn't take goes to the tray.
async fn receipts(tx: &Tx, plan: &Plan, parcel: &Parcel, progress: &Progress, touched: &mut BTreeSet<YouthId>) -> Result<(), Failure> {
    let seqs: BTreeMap<String, String> = outbox(tx).await?.into_iter().map(|(seq, id)| (id, seq)).collect();
    let sent: BTreeMap<_, _> = parcel.entries.iter().map(|it| (it.id, it.youth)).collect();
    for id in plan.settled.iter().chain(plan.refused.iter().map(|it| &it.0)) {
        if let Some(seq) = seqs.get(&id.to_string()) {
            tx.delete(part::OUTBOX, seq)?;
        }
    }
    for (id, refusal) in &plan.refused {
        let name = match sent.get(id) {
            Some(youth) => name_of(tx, progress, *youth).await?,
            None => None,
        };
        tx.put(part::REFUSED, &id.to_string(), &Tray { refusal: *refusal, name })?;
        touched.extend(sent.get(id));
    }
    Ok(())
}

/// What a youth is called in lists, as of now.
async fn name_of(tx: &Tx, progress: &Progress, youth: YouthId) -> Result<Option<String>, Failure> {
    for member in progress.person(youth) {
        if let Some(summary) = tx.get::<Summary>(part::SUMMARY, &member.to_string()).await? {
            return Ok(Some(summary.name));
        }
    }
    Ok(None)
}

/// The server was restored from a backup and may lack what it had given receipts for: everything that this phone made
/// goes again. What the server has it knows by its id.
async fn offer_again(tx: &Tx, device: DeviceId) -> Result<(), Failure> {
    let refused: BTreeSet<String> = tx.ids(part::REFUSED).await?.into_iter().collect();
    for entry in tx.all_indexed::<Entry>(part::ENTRY).await? {
        let id = entry.id.to_string();
        if entry.device == device && !refused.contains(&id) {
            tx.put_clear(part::OUTBOX, &seq_id(entry.seq), &id)?;
        }
    }
    Ok(())
}

/// Forgets a youth, all but what is unsent about them.
async fn forget(tx: &Tx, youth: YouthId, progress: &mut Progress) -> Result<(), Failure> {
    let unsent = unsent(tx).await?;
    for id in tx.found_ids(part::ENTRY, ("youth", &youth.to_string())).await? {
        if unsent.contains(&id) {
            progress.forgotten.insert(youth);
        } else {
            tx.delete(part::ENTRY, &id)?;
        }
    }
    Ok(())
}

/// What was unsent about a forgotten youth goes too, once the server has it.
async fn drop_forgotten(tx: &Tx, progress: &mut Progress) -> Result<(), Failure> {
    if progress.forgotten.is_empty() {
        return Ok(());
    }
    let unsent = unsent(tx).await?;
    for youth in progress.forgotten.clone() {
        let ids = tx.found_ids(part::ENTRY, ("youth", &youth.to_string())).await?;
        let (kept, gone): (Vec<String>, Vec<String>) = ids.into_iter().partition(|it| unsent.contains(it));
        for id in gone {
            tx.delete(part::ENTRY, &id)?;
        }
        if kept.is_empty() {
            progress.forgotten.remove(&youth);
        }
    }
    Ok(())
}

/// The ids of what waits or lies in the tray.
async fn unsent(tx: &Tx) -> Result<BTreeSet<String>, Failure> {
    let mut unsent: BTreeSet<String> = outbox(tx).await?.into_iter().map(|it| it.1).collect();
    unsent.extend(tx.ids(part::REFUSED).await?);
    Ok(unsent)
}

/// Entries are immutable, so that one which is here already comes out the same. Our own unsent ones are left alone:
/// only a receipt moves them.
async fn take_entries(
    tx: &Tx,
    entries: &[Entry],
    progress: &mut Progress,
    touched: &mut BTreeSet<YouthId>,
    now: i64,
) -> Result<(), Failure> {
    let mut counter: Counter = tx.get(part::META, meta::COUNTER).await?.unwrap_or_default();
    let unsent = unsent(tx).await?;
    for entry in entries {
        let id = entry.id.to_string();
        progress.forgotten.remove(&entry.youth);
        progress.same.extend(entry.facts.iter().filter_map(same_person).map(|other| (entry.youth, other)));
        counter.clock = counter.clock.observe(entry.at, now);
        touched.insert(entry.youth);
        if !unsent.contains(&id) {
            tx.put_indexed(part::ENTRY, &id, ("youth", &entry.youth.to_string()), entry)?;
        }
    }
    tx.put(part::META, meta::COUNTER, &counter)
}
