//! What is new to a worker's phone since its cursor.

use super::ExchangeError;
use crate::{
    db::Db,
    store::{self, feed::Fed},
};
use domain::{
    AccountId, Cursor, MunicipalityId, YouthId,
    sync::{PAGE_BYTES, Stored},
};
use std::collections::BTreeSet;

/// What is new to a worker's phone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Youths to forget, before the entries are taken in.
    pub forget: Vec<YouthId>,
    /// Youths who were erased since.
    pub erased: Vec<YouthId>,
    /// What is new.
    pub entries: Vec<Stored>,
    /// How far that reaches.
    pub cursor: Cursor,
    /// Whether there is more to fetch at once.
    pub more: bool,
    /// The cursor was of a journal that is no longer.
    pub starts_over: bool,
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
        return Ok(Page { forget: unseen, erased: Vec::new(), entries: Vec::new(), cursor: end, more: false, starts_over: false });
    }
    // After a restore, or from a journal that is longer than ours, a phone starts over.
    let starts_over = sent.is_some_and(|it| it.epoch != epoch || it.effective > newest);
    let after = sent.filter(|_| !starts_over).unwrap_or(Cursor { epoch, ..Cursor::default() });
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
        Some(last) if more => Cursor { epoch, effective: last.effective, position: last.position },
        _ => end,
    };
    // Each with the page that reaches so far. Also for a phone that has never heard a reply: what it wrote may have been taken in,
    // and its copy lie aside.
    let erased = store::youth::erased_between(&mut tx, municipality, after.effective, cursor.effective).await?;
    if let Some(damaged) = fed[..fits].iter().find(|it| it.stored.is_none()) {
        tracing::error!(position = damaged.position, "an entry can't be read: `uppsok verify` tells more");
    }
    let entries = fed.into_iter().take(fits).filter_map(|it| it.stored).collect();
    Ok(Page { forget, erased, entries, cursor, more, starts_over })
}

/// How many entries go in one reply: at most `limit`, and no more once [`PAGE_BYTES`] are reached, but always one.
fn how_many_fit(fed: &[Fed], limit: usize) -> usize {
    let mut bytes = 0;
    let mut count = 0;
    for it in fed.iter().take(limit) {
        bytes += it.bytes;
        if bytes > PAGE_BYTES && count > 0 {
            break;
        }
        count += 1;
    }
    count
}
