//! What is new to a worker's phone since its cursor.

use super::ExchangeError;
use crate::{db::Db, store};
use domain::{
    AccountId, Cursor, MunicipalityId, YouthId,
    sync_core::serve::{Page, Place, Start, Turned},
};
use std::collections::BTreeSet;

/// What is new to a worker's phone since a cursor: at most `limit` entries, or about
/// [`PAGE_BYTES`](domain::sync::PAGE_BYTES). Nothing new is found without reading any entry. Of the youths in `about`, those
/// that the worker doesn't see are to be forgotten too.
pub async fn pull(
    db: &Db,
    municipality: MunicipalityId,
    account: AccountId,
    sent: Option<Cursor>,
    limit: usize,
    about: &BTreeSet<YouthId>,
) -> Result<Page, ExchangeError> {
    let mut tx = db.read().await?;
    let epoch = store::epoch::find(&mut tx).await?.ok_or(Turned::NotAllowed)?;
    let newest = store::place::municipality_by_id(&mut tx, municipality).await?.ok_or(Turned::NotAllowed)?.position;
    let end = Cursor { epoch, effective: newest, position: newest };
    let mut unseen: Vec<YouthId> = store::grant::unseen(&mut tx, municipality, account, about).await?.into_iter().collect();
    let Some(start) = Start::of(sent, end) else {
        return Ok(Page { forget: unseen, erased: Vec::new(), entries: Vec::new(), cursor: end, more: false, starts_over: false });
    };
    let mut forget = match sent {
        None => Vec::new(),
        Some(_) => store::feed::forget(&mut tx, municipality, account, start.after.effective).await?,
    };
    unseen.retain(|it| !forget.contains(it));
    forget.append(&mut unseen);
    let one_more = i64::try_from(limit.saturating_add(1)).unwrap_or(i64::MAX);
    let fed = store::feed::page(&mut tx, municipality, account, start.after, one_more).await?;
    let places: Vec<Place> = fed.iter().map(|it| Place { effective: it.effective, position: it.position, bytes: it.bytes }).collect();
    let cut = start.cut(&places, limit);
    // Each with the page that reaches so far. Also for a phone that has never heard a reply: what it wrote may have been taken in,
    // and its copy lie aside.
    let erased = store::youth::erased_between(&mut tx, municipality, start.after.effective, cut.cursor.effective).await?;
    if let Some(damaged) = fed[..cut.count].iter().find(|it| it.stored.is_none()) {
        tracing::error!(position = damaged.position, "an entry can't be read: `uppsok verify` tells more");
    }
    let entries = fed.into_iter().take(cut.count).filter_map(|it| it.stored).collect();
    Ok(Page { forget, erased, entries, cursor: cut.cursor, more: cut.more, starts_over: start.starts_over })
}
