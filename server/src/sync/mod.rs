//! One round trip with a phone: its entries in, what is new to it out. What is to be done is
//! [decided elsewhere](domain::sync_core::serve); here it is done.

mod pull;

pub use pull::pull;

use crate::{
    db::{Db, StoreError, Tx},
    journal::{self, Caller, Process, Receipts, Sent},
    store::{self, access_log::Access},
};
use domain::{
    Actor, Cursor, Entry, MunicipalityId,
    sync::{PAGE, Read, Reply, Request, Restored},
    sync_core::serve::{self, Judged, Lost, Standing, Step, Taken, Taking, Turned},
};
use serde::Deserialize;

/// A sync that couldn't be carried out.
#[derive(Debug, thiserror::Error)]
pub enum ExchangeError {
    /// It isn't heard at all.
    #[error(transparent)]
    Turned(#[from] Turned),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Takes in what the phone sends, in one transaction that is committed before anything is answered, and answers with
/// what is new to it: first what to forget, then entries, at most [`PAGE`] or about
/// [`PAGE_BYTES`](domain::sync::PAGE_BYTES).
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
    request: Request,
    page: usize,
) -> Result<Reply, ExchangeError> {
    let mut step = serve::begin(caller.by, request)?;
    loop {
        step = match step {
            Step::Look(it) => {
                let standing = look(db, municipality, it.cursor()).await?;
                it.found(&standing)
            }
            Step::TakeIn(it) => {
                let taken = take_in(db, process, receipts, municipality, caller, &it).await?;
                it.taken(taken)
            }
            Step::Recall(it) => {
                let mut tx = db.read().await?;
                let earlier = store::entry::by_ids(&mut tx, municipality, it.ids().iter().copied()).await?;
                it.recalled(earlier)
            }
            Step::Read(it) => {
                let read = pull(db, municipality, it.account(), it.cursor(), page, &it.about()).await?;
                it.read(read)
            }
            Step::Answer(it) => {
                let sign = |epoch, position, entry: &Entry| receipts.of(municipality, epoch, position, entry);
                return Ok(it.sealed(process.clock.now(), sign));
            }
        };
    }
}

/// Whether a cursor is of a journal that is no longer, and what is left of that.
pub(crate) async fn restored(db: &Db, municipality: MunicipalityId, cursor: Option<Cursor>) -> Result<Option<Restored>, ExchangeError> {
    let Some(cursor) = cursor else { return Ok(None) };
    Ok(look(db, municipality, cursor).await?.gone(cursor))
}

/// Where the journal stands. Where the cursor tells of more of a lost one than anybody has, that is noted.
async fn look(db: &Db, municipality: MunicipalityId, cursor: Cursor) -> Result<Standing, ExchangeError> {
    let mut tx = db.read().await?;
    let epoch = store::epoch::find(&mut tx).await?.ok_or(Turned::NotAllowed)?;
    let newest = store::place::municipality_by_id(&mut tx, municipality).await?.ok_or(Turned::NotAllowed)?.position;
    let lost = match cursor.epoch {
        it if it == epoch => None,
        other => store::restore::of_epoch(&mut tx, municipality, other).await?,
    };
    drop(tx);
    let standing = Standing { epoch, newest, lost: lost.map(|it| Lost { kept: it.kept, known: it.known }) };
    if standing.is_told_more(cursor) {
        let mut tx = db.begin().await?;
        store::restore::heard(&mut tx, municipality, cursor.epoch, cursor.effective, false).await?;
        tx.commit().await?;
    }
    Ok(standing)
}

async fn take_in(
    db: &Db,
    process: &Process,
    receipts: &Receipts,
    municipality: MunicipalityId,
    caller: &Caller,
    taking: &Taking,
) -> Result<Taken, ExchangeError> {
    let request = taking.request();
    let sent: Vec<Sent> = request.entries.iter().map(Sent::read).collect();
    let mut tx = db.begin().await?;
    let place = store::place::municipality_by_id(&mut tx, municipality).await?.ok_or(Turned::NotAllowed)?;
    let again = match request.again.as_slice() {
        [] => Vec::new(),
        again => journal::take_again(&mut tx, process, receipts, &place, again).await?,
    };
    let behind = taking.behind(process.clock.now());
    let outcomes = match sent.as_slice() {
        [] => Vec::new(),
        sent => journal::accept_from(&mut tx, process, &place, caller, sent, behind, request.before).await?,
    };
    let misdated = serve::misdated(behind, &outcomes);
    if !misdated.is_empty() {
        store::entry::mark_clock(&mut tx, misdated, behind).await?;
    }
    log_reads(&mut tx, process, municipality, caller, &request.reads).await?;
    tx.commit().await?;
    let is_plain = sent.iter().all(|it| it.entry.as_ref().is_ok_and(|it| !it.facts.iter().any(journal::decides_reach)));
    let entries = outcomes.into_iter().zip(sent).map(|(outcome, it)| Judged { outcome, entry: it.entry.ok() });
    let again = again.into_iter().zip(&request.again).map(|(outcome, it)| Judged { outcome, entry: Entry::deserialize(&it.entry).ok() });
    Ok(Taken { entries: entries.collect(), again: again.collect(), is_plain })
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
