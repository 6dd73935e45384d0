//! One round trip with a phone: its entries in, what is new to it out.

mod pull;

pub use pull::{Page, pull};

use crate::{
    db::{Db, StoreError, Tx},
    journal::{self, Caller, Process, Receipts, Sent},
    store::{self, access_log::Access, place::Municipality},
};
use domain::{
    AccountId, Actor, Cursor, Entry, EntryId, MunicipalityId, YouthId,
    sync::{Outcome, PAGE, Read, Reply, Request, Restored, Stored, Verdict},
};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// A sync that couldn't be carried out.
#[derive(Debug, thiserror::Error)]
pub enum ExchangeError {
    /// More than [`PAGE`] entries or reads at once: send them in parts.
    #[error("at most {PAGE} entries and {PAGE} reads at once")]
    TooLarge,
    /// Only somebody with an account, in a municipality that exists, syncs.
    #[error("this caller can't sync")]
    NotAllowed,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A clock that differs by so many milliseconds is wrong, and not only a message that was long on its way.
const WRONG: i64 = 10 * 60 * 1000;

/// Takes in what the phone sends, in one transaction that is committed before anything is answered, and answers with
/// what is new to it: first what to forget, then entries, at most [`PAGE`] or about [`PAGE_BYTES`].
pub async fn exchange(
    db: &Db,
    process: &Process,
    receipts: &Receipts,
    municipality: MunicipalityId,
    caller: &Caller,
    request: Request,
) -> Result<Reply, ExchangeError> {
    exchange_by(db, process, receipts, municipality, caller, request, PAGE).await
}

/// The same, with at most so many entries in the answer.
pub async fn exchange_by(
    db: &Db,
    process: &Process,
    receipts: &Receipts,
    municipality: MunicipalityId,
    caller: &Caller,
    mut request: Request,
    page: usize,
) -> Result<Reply, ExchangeError> {
    let account = admit(caller, &request)?;
    let mut gone = if carries(&request) { restored(db, municipality, request.cursor).await? } else { None };
    if gone.is_some() {
        // What the phone sends may build on what was lost, and what it read be of it: first it gives that back.
        request.entries.clear();
        request.again.clear();
        request.reads.clear();
    }
    let sent: Vec<Sent> = request.entries.iter().map(Sent::read).collect();
    let sent_again: Vec<Option<Entry>> = request.again.iter().map(|it| Entry::deserialize(&it.entry).ok()).collect();
    let mut taken = take_in(db, process, receipts, municipality, caller, &request, &sent).await?;
    // What the server has now, with what was sent under its id.
    let has: Vec<&Entry> = {
        let sent = taken.outcomes.iter().zip(sent.iter().map(|it| it.entry.as_ref().ok()));
        let again = taken.again.iter().zip(sent_again.iter().map(Option::as_ref));
        let has = |it: &Outcome| !matches!(it.verdict, Verdict::Refused { .. });
        sent.chain(again).filter_map(|(it, entry)| entry.filter(|_| has(it))).collect()
    };
    // What was taken in may be about a youth whom the phone was told to forget while it waited: it is told again.
    let about: BTreeSet<YouthId> = has.iter().map(|it| it.youth).collect();
    let earlier = earlier(db, municipality, &taken).await?;
    // What was mended on the phone while an earlier request was on its way is here as it was then: that is what holds. The
    // phone has the rest of what it sent just now, and a receipt for it.
    let (others, held): (Vec<&Entry>, Vec<&Entry>) =
        has.into_iter().partition(|sent| earlier.get(&sent.id).is_some_and(|it| it.entry != **sent));
    let held: BTreeSet<EntryId> = held.into_iter().map(|it| it.id).collect();
    let cursor = request.cursor.map(|it| past(it, &taken.outcomes, &sent));
    let mut page = pull(db, municipality, account, cursor, page, &about).await?;
    page.entries.retain(|it| !held.contains(&it.entry.id));
    for it in others.iter().filter_map(|it| earlier.get(&it.id)) {
        if !page.forget.contains(&it.entry.youth) && !page.entries.iter().any(|other| other.entry.id == it.entry.id) {
            page.entries.push(it.clone());
        }
    }
    if page.starts_over && gone.is_none() {
        gone = restored(db, municipality, request.cursor).await?;
    }
    let epoch = page.cursor.epoch;
    for it in &mut page.entries {
        it.receipt = Some(receipts.of(municipality, epoch, it.position, &it.entry));
    }
    let entries = taken.outcomes.iter_mut().zip(sent.iter().map(|it| it.entry.as_ref().ok()));
    let again = taken.again.iter_mut().zip(sent_again.iter().map(Option::as_ref));
    attest(receipts, municipality, epoch, &earlier, entries.chain(again));
    if request.brief {
        let all = taken.outcomes.iter_mut().chain(&mut taken.again);
        all.filter(|it| !matches!(it.verdict, Verdict::Refused { .. })).for_each(|it| it.id = None);
    }
    Ok(Reply {
        outcomes: taken.outcomes,
        again: taken.again,
        restored: gone,
        forget: page.forget,
        erased: page.erased,
        entries: page.entries,
        cursor: page.cursor,
        more: page.more,
        now: process.clock.now(),
    })
}

/// Whose request it is, if it is somebody's, and of a size that is taken at once.
pub(crate) fn admit(caller: &Caller, request: &Request) -> Result<AccountId, ExchangeError> {
    let Actor::Account(account) = caller.by else { return Err(ExchangeError::NotAllowed) };
    if request.entries.len() + request.again.len() > PAGE || request.reads.len() > PAGE {
        return Err(ExchangeError::TooLarge);
    }
    Ok(account)
}

/// Whether a request has anything to take in.
pub(crate) fn carries(request: &Request) -> bool {
    !request.entries.is_empty() || !request.again.is_empty() || !request.reads.is_empty()
}

/// Whether a cursor is of a journal that is no longer: of another epoch, or from farther on than ours goes (somebody put
/// an older file in its place by hand).
pub(crate) async fn restored(db: &Db, municipality: MunicipalityId, cursor: Option<Cursor>) -> Result<Option<Restored>, ExchangeError> {
    let Some(cursor) = cursor else { return Ok(None) };
    let mut tx = db.read().await?;
    let epoch = store::epoch::find(&mut tx).await?.ok_or(ExchangeError::NotAllowed)?;
    let newest = store::place::municipality_by_id(&mut tx, municipality).await?.ok_or(ExchangeError::NotAllowed)?.position;
    if cursor.epoch == epoch {
        return Ok((cursor.effective > newest).then_some(Restored { kept: None }));
    }
    let known = store::restore::of_epoch(&mut tx, municipality, cursor.epoch).await?;
    drop(tx);
    if known.is_some_and(|it| it.known < cursor.effective) {
        let mut tx = db.begin().await?;
        store::restore::heard(&mut tx, municipality, cursor.epoch, cursor.effective, false).await?;
        tx.commit().await?;
    }
    Ok(Some(Restored { kept: known.map(|it| it.kept) }))
}

/// A cursor moved past what the phone just sent, where that comes straight after all that it has read: it needn't be looked
/// through for what others wrote.
fn past(cursor: Cursor, outcomes: &[Outcome], sent: &[Sent]) -> Cursor {
    let is_plain = |it: &Sent| it.entry.as_ref().is_ok_and(|it| !it.facts.iter().any(journal::decides_reach));
    // In the middle of a large grant there is more at the same effective position.
    if cursor.position != cursor.effective || !sent.iter().all(is_plain) {
        return cursor;
    }
    let positions = outcomes.iter().filter_map(|it| match it.verdict {
        Verdict::Stored { position } => Some(position),
        _ => None,
    });
    let last = positions.fold(cursor.effective, |last, position| if position == last + 1 { position } else { last });
    Cursor { effective: last, position: last, ..cursor }
}

/// What the server had already of what was sent, as it has it.
async fn earlier(db: &Db, municipality: MunicipalityId, taken: &Taken) -> Result<BTreeMap<EntryId, Stored>, StoreError> {
    let all = taken.outcomes.iter().chain(&taken.again);
    let ids: BTreeSet<EntryId> = all.filter(|it| matches!(it.verdict, Verdict::AlreadyStored { .. })).filter_map(|it| it.id).collect();
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let mut tx = db.read().await?;
    store::entry::by_ids(&mut tx, municipality, ids).await
}

/// Puts a receipt beside each entry that the server has: over what it has, whatever was sent.
fn attest<'a>(
    receipts: &Receipts,
    municipality: MunicipalityId,
    epoch: u64,
    earlier: &BTreeMap<EntryId, Stored>,
    sent: impl Iterator<Item = (&'a mut Outcome, Option<&'a Entry>)>,
) {
    for (outcome, sent) in sent {
        outcome.receipt = match (&outcome.verdict, outcome.id) {
            (Verdict::Stored { position }, _) => sent.map(|it| receipts.of(municipality, epoch, *position, it)),
            (Verdict::AlreadyStored { position }, Some(id)) => {
                earlier.get(&id).map(|it| receipts.of(municipality, epoch, *position, &it.entry))
            }
            _ => None,
        };
    }
}

/// What became of what a request carried.
struct Taken {
    outcomes: Vec<Outcome>,
    again: Vec<Outcome>,
}

async fn take_in(
    db: &Db,
    process: &Process,
    receipts: &Receipts,
    municipality: MunicipalityId,
    caller: &Caller,
    request: &Request,
    sent: &[Sent],
) -> Result<Taken, ExchangeError> {
    if !carries(request) {
        return Ok(Taken { outcomes: Vec::new(), again: Vec::new() });
    }
    let mut tx = db.begin().await?;
    let place: Municipality = store::place::municipality_by_id(&mut tx, municipality).await?.ok_or(ExchangeError::NotAllowed)?;
    // First what was lost: what waits may build on it.
    let again = match request.again.as_slice() {
        [] => Vec::new(),
        again => journal::take_again(&mut tx, process, receipts, &place, again).await?,
    };
    let offset = request.now.map_or(0, |it| process.clock.now().saturating_sub(it));
    let outcomes = match sent {
        [] => Vec::new(),
        sent => journal::accept_from(&mut tx, process, &place, caller, sent, offset).await?,
    };
    let fresh: Vec<EntryId> = outcomes.iter().filter(|it| matches!(it.verdict, Verdict::Stored { .. })).filter_map(|it| it.id).collect();
    if offset.abs() >= WRONG && !fresh.is_empty() {
        store::entry::mark_clock(&mut tx, fresh, offset).await?;
    }
    log_reads(&mut tx, process, municipality, caller, &request.reads).await?;
    tx.commit().await?;
    Ok(Taken { outcomes, again })
}

/// Logs which cards were read on a phone.
pub(crate) async fn log_reads(
    tx: &mut Tx,
    process: &Process,
    municipality: MunicipalityId,
    caller: &Caller,
    reads: &[Read],
) -> Result<(), StoreError> {
    // Whoever isn't somebody has no phone to read on.
    let Actor::Account(account) = caller.by else { return Ok(()) };
    if reads.is_empty() {
        return Ok(());
    }
    // What isn't a youth of the municipality is nobody's record.
    let known = store::youth::find_all(tx, municipality, reads.iter().map(|it| it.youth)).await?;
    let reads = reads.iter().filter(|it| known.get(&it.youth).is_some_and(|it| !it.erased)).map(|it| {
        let read_at = journal::possible_instant(it.at);
        (process.clock.id(), Access { account, device: Some(caller.device), youth: it.youth, read_at })
    });
    let reads: Vec<_> = reads.collect();
    store::access_log::log(tx, municipality, &reads, process.clock.now()).await?;
    Ok(())
}
