//! All that is stored of a youth, for whoever asks to see it, and who has read it.

use crate::{
    http::{ApiError, AppState},
    journal,
    store::{
        self,
        access_log::{self, Access},
        account::Account,
        place,
    },
};
use domain::{Summary, Youth, YouthId, sync::Stored};

/// A youth's record.
#[derive(Clone, Debug)]
pub struct Record {
    /// As lists show them.
    pub summary: Summary,
    /// Folded.
    pub youth: Youth,
    /// Every entry, by position.
    pub entries: Vec<Stored>,
    /// Every read, by its time, this one among them.
    pub reads: Vec<Access>,
}

/// A youth's record, which counts as a read of it. None where the identity is protected: nobody reads that on a page.
pub async fn record(state: &AppState, by: &Account, id: YouthId) -> Result<Option<Record>, ApiError> {
    let municipality = by.administers()?;
    let mut tx = state.db.begin().await?;
    let place = place::municipality_by_id(&mut tx, municipality).await?.ok_or(ApiError::NotFound)?;
    let summary = store::youth::summary_of(&mut tx, municipality, id).await?.ok_or(ApiError::NotFound)?;
    let youth = journal::youth(&mut tx, &place, id).await?.ok_or(ApiError::NotFound)?;
    if summary.protected {
        return Ok(None);
    }
    state.note_read(&mut tx, municipality, by, [summary.id]).await?;
    let mut reads = Vec::new();
    for member in &youth.members {
        reads.extend(access_log::of_youth(&mut tx, municipality, *member).await?);
    }
    reads.sort_by_key(|it| it.read_at);
    let entries = store::entry::of_person(&mut tx, municipality, summary.id).await?;
    tx.commit().await?;
    Ok(Some(Record { summary, youth, entries, reads }))
}

/// Notes that somebody has been shown who youths are.
pub async fn note_read(state: &AppState, by: &Account, youths: impl IntoIterator<Item = YouthId>) -> Result<(), ApiError> {
    let municipality = by.administers()?;
    let mut tx = state.db.begin().await?;
    state.note_read(&mut tx, municipality, by, youths).await?;
    Ok(tx.commit().await?)
}
