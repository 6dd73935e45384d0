//! One round trip with a phone: its entries in, what is new to it out.

use crate::{
    db::{Db, StoreError},
    journal::{self, Caller, Process},
    store::{self, access_log::Access, feed::Fed, place::Municipality},
};
use domain::{
    AccountId, Actor, Cursor, EntryId, MunicipalityId, YouthId,
    sync::{Outcome, PAGE, PAGE_BYTES, Reply, Request, Stored, Verdict},
};
use std::collections::BTreeSet;

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

/// Takes in what the phone sends, in one transaction that is committed before anything is answered, and answers with
/// what is new to it: first what to forget, then entries, at most [`PAGE`] or about [`PAGE_BYTES`].
pub async fn exchange(
    db: &Db,
    process: &Process,
    municipality: MunicipalityId,
    caller: &Caller,
    request: Request,
) -> Result<Reply, ExchangeError> {
    exchange_by(db, process, municipality, caller, request, PAGE).await
}

/// The same, with at most so many entries in the answer.
pub async fn exchange_by(
    db: &Db,
    process: &Process,
    municipality: MunicipalityId,
    caller: &Caller,
    request: Request,
    page: usize,
) -> Result<Reply, ExchangeError> {
    let Actor::Account(account) = caller.by else { return Err(ExchangeError::NotAllowed) };
    if request.entries.len() > PAGE || request.reads.len() > PAGE {
        return Err(ExchangeError::TooLarge);
    }
    let outcomes = take_in(db, process, municipality, caller, account, &request).await?;
    let taken = || outcomes.iter().zip(&request.entries).filter(|(it, _)| !matches!(it.verdict, Verdict::Refused { .. }));
    // What was taken in may be about a youth whom the phone was told to forget while it waited: it is told again.
    let about: BTreeSet<YouthId> = taken().filter_map(|(_, entry)| entry["youth"].as_str()?.parse().ok()).collect();
    let mut page = pull(db, municipality, account, request.cursor, page, &about).await?;
    // The phone has what it sent just now, and a receipt for it.
    let held: BTreeSet<EntryId> = taken().filter_map(|(it, _)| it.id).collect();
    page.entries.retain(|it| !held.contains(&it.entry.id));
    Ok(Reply { outcomes, forget: page.forget, entries: page.entries, cursor: page.cursor, more: page.more, now: process.clock.now() })
}

async fn take_in(
    db: &Db,
    process: &Process,
    municipality: MunicipalityId,
    caller: &Caller,
    account: AccountId,
    request: &Request,
) -> Result<Vec<Outcome>, ExchangeError> {
    if request.entries.is_empty() && request.reads.is_empty() {
        return Ok(Vec::new());
    }
    let mut tx = db.begin().await?;
    let place: Municipality = store::place::municipality_by_id(&mut tx, municipality).await?.ok_or(ExchangeError::NotAllowed)?;
    let outcomes = match request.entries.as_slice() {
        [] => Vec::new(),
        entries => journal::accept(&mut tx, process, &place, caller, entries).await?,
    };
    for read in &request.reads {
        // What isn't a youth of the municipality is nobody's record.
        if store::youth::find(&mut tx, municipality, read.youth).await?.is_some() {
            let access = Access { account, device: Some(caller.device), youth: read.youth, read_at: read.at };
            store::access_log::log(&mut tx, municipality, process.clock.id(), &access, process.clock.now()).await?;
        }
    }
    tx.commit().await?;
    Ok(outcomes)
}

/// What is new to a worker's phone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Youths to forget, before the entries are taken in.
    pub forget: Vec<YouthId>,
    /// What is new.
    pub entries: Vec<Stored>,
    /// How far that reaches.
    pub cursor: Cursor,
    /// Whether there is more to fetch at once.
    pub more: bool,
}

/// What is new to a worker's phone since a cursor: at most `limit` entries, or about [`PAGE_BYTES`]. Nothing new is
/// found without reading any entry. Of the youths in `about`, those that the worker doesn't see are to be forgotten too.
pub async fn pull(
    db: &Db,
    municipality: MunicipalityId,
    account: AccountId,
    sent: Option<Cursor>,
    limit: usize,
    about: &BTreeSet<YouthId>,
) -> Result<Page, ExchangeError> {
    let mut tx = db.read().await?;
    let epoch = store::epoch::find(&mut tx).await?.ok_or(ExchangeError::NotAllowed)?;
    let newest = store::place::municipality_by_id(&mut tx, municipality).await?.ok_or(ExchangeError::NotAllowed)?.position;
    let end = Cursor { epoch, effective: newest, position: newest };
    let mut unseen: Vec<YouthId> = store::grant::unseen(&mut tx, municipality, account, about).await?.into_iter().collect();
    if sent == Some(end) {
        return Ok(Page { forget: unseen, entries: Vec::new(), cursor: end, more: false });
    }
    // After a restore, or from a journal that is longer than ours, a phone starts over.
    let after = sent.filter(|it| it.epoch == epoch && it.effective <= newest).unwrap_or(Cursor { epoch, ..Cursor::default() });
    let mut forget = match sent {
        None => Vec::new(),
        Some(_) => store::feed::forget(&mut tx, municipality, account, after.effective).await?,
    };
    unseen.retain(|it| !forget.contains(it));
    forget.append(&mut unseen);
    let one_more = i64::try_from(limit.saturating_add(1)).unwrap_or(i64::MAX);
    let fed = store::feed::page(&mut tx, municipality, account, after, one_more).await?;
    let fits = how_many_fit(&fed, limit);
    let more = fits < fed.len();
    let cursor = match fed[..fits].last() {
        Some(last) if more => Cursor { epoch, effective: last.effective, position: last.stored.position },
        _ => end,
    };
    let entries = fed.into_iter().take(fits).map(|it| it.stored).collect();
    Ok(Page { forget, entries, cursor, more })
}

/// How many entries go in one reply: at most `limit`, and no more once [`PAGE_BYTES`] are reached, but always one.
fn how_many_fit(fed: &[Fed], limit: usize) -> usize {
    let mut bytes = 0;
    let mut count = 0;
    for it in fed.iter().take(limit) {
        bytes += serde_json::to_string(&it.stored).map_or(0, |it| it.len());
        if bytes > PAGE_BYTES && count > 0 {
            break;
        }
        count += 1;
    }
    count
}
