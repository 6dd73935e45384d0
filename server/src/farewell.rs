//! The last words of a phone that was shut out (revoked, or of an account that was closed). What it hasn't sent is put aside,
//! and an administrator takes it in or throws it away; what the server has held before comes back on its receipt.

use crate::{
    db::{Db, StoreError, Tx},
    journal::{self, Caller, Process, Reach, Receipts},
    store::{self, audit, place::Municipality, quarantine},
    sync::{ExchangeError, log_reads, restored},
};
use domain::{
    AccountId, Actor, DeviceId, EntryId, MunicipalityId, YouthId,
    sync::{Farewell, Outcome, Refusal, Request, Verdict},
    sync_core::serve::{Turned, admit, carries},
};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

/// Hears a phone out, in one transaction that is committed before anything is answered. What isn't named in the answer
/// wasn't heard: the phone keeps it and says it again.
pub async fn hear(
    db: &Db,
    process: &Process,
    receipts: &Receipts,
    municipality: MunicipalityId,
    caller: &Caller,
    request: &Request,
) -> Result<Farewell, ExchangeError> {
    let account = admit(caller.by, request)?;
    // What it sends may build on what was lost: first it gives that back.
    if let Some(restored) = restored(db, municipality, request.cursor).await? {
        return Ok(Farewell { heard: Vec::new(), restored: Some(restored) });
    }
    if !carries(request) {
        return Ok(Farewell::default());
    }
    let mut tx = db.begin().await?;
    let place = store::place::municipality_by_id(&mut tx, municipality).await?.ok_or(Turned::NotAllowed)?;
    // The lock comes first: whoever is being erased just now has been when the rest is looked at.
    store::place::take_positions(&mut tx, municipality, 0).await?;
    let mut heard = Vec::new();
    let mut left: Vec<&Value> = Vec::new();
    if !request.again.is_empty() {
        let outcomes = journal::take_again(&mut tx, process, receipts, &place, &request.again).await?;
        for (outcome, sent) in outcomes.iter().zip(&request.again) {
            // By person rather than by device: the phone may have had another name when it made it.
            let is_own =
                sent.entry.get("by").and_then(Value::as_str) == Some(account.to_string().as_str()) || is_of(&sent.entry, caller.device);
            match outcome.verdict {
                // On its own word alone it is for the administrator to judge. What others made, others give back.
                Verdict::Refused { code } if code != Refusal::Erased && is_own => left.push(&sent.entry),
                _ => heard.extend(outcome.id),
            }
        }
    }
    left.extend(&request.entries);
    let about: BTreeSet<YouthId> = left.iter().flat_map(|it| youths(it)).collect();
    let records = store::youth::find_all(&mut tx, municipality, about).await?;
    let is_erased = |it: YouthId| records.get(&it).is_some_and(|it| it.erased);
    let mut was_added = false;
    for entry in left {
        let id = entry.get("id").and_then(|it| it.as_str()?.parse::<EntryId>().ok());
        // Of whom nothing may be kept, nothing is kept here either.
        let is_heard = if youths(entry).into_iter().any(is_erased) {
            true
        } else {
            let body = entry.to_string();
            let key = id.map_or_else(|| hex::encode(Sha256::digest(body.as_bytes())), |it| it.to_string());
            let is_added = quarantine::add(&mut tx, caller.device, &key, &body, process.clock.now()).await?;
            was_added |= is_added;
            is_added
        };
        heard.extend(id.filter(|_| is_heard));
    }
    log_reads(&mut tx, process, municipality, caller, &request.reads).await?;
    if was_added {
        let deed = audit::Deed {
            id: process.clock.id(),
            at: process.clock.now(),
            by: Some(account),
            municipality: Some(municipality),
            action: audit::Action::Quarantined,
            subject: caller.device.to_string(),
        };
        audit::add(&mut tx, &deed).await?;
    }
    tx.commit().await?;
    Ok(Farewell { heard, restored: None })
}

/// Whatever in an entry may be a youth's id.
fn youths(entry: &Value) -> Vec<YouthId> {
    match entry {
        Value::String(text) => text.parse().into_iter().collect(),
        Value::Array(all) => all.iter().flat_map(youths).collect(),
        Value::Object(all) => all.values().flat_map(youths).collect(),
        _ => Vec::new(),
    }
}

/// Takes in what a phone left, as its person's doing. What the journal has afterwards, or may not have, leaves the pile; the
/// rest stays with the reason, for another day. One outcome for each, in the order that they were made.
pub async fn take_in(
    tx: &mut Tx,
    process: &Process,
    place: &Municipality,
    owner: AccountId,
    device: DeviceId,
) -> Result<Vec<Outcome>, StoreError> {
    let mut asides = quarantine::of_device(tx, device).await?;
    asides.sort_by(|one, other| (one.seq(), &one.key).cmp(&(other.seq(), &other.key)));
    let (keys, mut bodies): (Vec<String>, Vec<Value>) = asides.into_iter().map(|it| (it.key, it.body)).unzip();
    let caller = |device| Caller { by: Actor::Account(owner), device, reach: Reach::Municipality };
    let mut outcomes = journal::accept(tx, process, place, &caller(device), &bodies).await?;
    // A copy of the phone has used the number, or the phone had another name then. The entry is whole and its id its own: it goes
    // in under a number of ours.
    for (outcome, body) in outcomes.iter_mut().zip(&mut bodies).filter(|it| is_misnamed(it.0, it.1, device)) {
        body["device"] = process.device.to_string().into();
        body["seq"] = store::server_device::next_seq(tx, process.device).await?.into();
        *outcome = journal::accept(tx, process, place, &caller(process.device), std::slice::from_ref(body)).await?.remove(0);
    }
    // What built on one of those came too early.
    for (outcome, body) in outcomes.iter_mut().zip(&bodies).filter(|it| is_refused(it.0, Refusal::UnknownReference)) {
        let by = if is_of(body, process.device) { process.device } else { device };
        *outcome = journal::accept(tx, process, place, &caller(by), std::slice::from_ref(body)).await?.remove(0);
    }
    for (outcome, key) in outcomes.iter().zip(&keys) {
        match outcome.verdict {
            Verdict::Refused { code } if code != Refusal::Erased => quarantine::refuse(tx, device, key, code).await?,
            _ => quarantine::remove(tx, device, key).await?,
        }
    }
    Ok(outcomes)
}

/// Whether an entry says that a device made it.
fn is_of(entry: &Value, device: DeviceId) -> bool {
    entry.get("device").and_then(Value::as_str) == Some(device.to_string().as_str())
}

/// Whether an entry was refused for the name or the number that it was made under.
fn is_misnamed(outcome: &Outcome, entry: &Value, device: DeviceId) -> bool {
    is_refused(outcome, Refusal::DeviceCloned) || (is_refused(outcome, Refusal::NotAllowed) && !is_of(entry, device))
}

fn is_refused(outcome: &Outcome, with: Refusal) -> bool {
    matches!(outcome.verdict, Verdict::Refused { code } if code == with)
}
