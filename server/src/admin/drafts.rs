//! A register file between the look at it and the yes: sealed, its uploader's alone, and gone within an hour.

use crate::{
    http::{ApiError, AppState},
    import::{Table, Unreadable},
    store::{account::Account, draft},
};
use domain::register_file::Columns;
use uuid::Uuid;

/// How long a file waits for an answer, in milliseconds.
const LIFETIME: i64 = 60 * 60 * 1000;

/// Keeps a file that can be read, in the place of the one that was looked at before.
pub async fn keep_draft(state: &AppState, by: &Account, bytes: &[u8]) -> Result<Result<Uuid, Unreadable>, ApiError> {
    by.administers()?;
    if let Err(unreadable) = check(bytes) {
        return Ok(Err(unreadable));
    }
    let (id, now): (Uuid, i64) = (state.clock.id(), state.clock.now());
    let sealed = state.drafts.seal(&state.clock, &id.to_string(), bytes);
    let mut tx = state.db.begin().await?;
    draft::clear(&mut tx, now - LIFETIME).await?;
    draft::put(&mut tx, id, by.id, &sealed, now).await?;
    tx.commit().await?;
    Ok(Ok(id))
}

/// Whether it is a table with the headings that are needed.
fn check(bytes: &[u8]) -> Result<(), Unreadable> {
    // Pictures and documents read as text would lack a heading; that they are no table is the plainer word.
    let is_table = bytes.starts_with(b"PK") || bytes.starts_with(&[0xd0, 0xcf]) || bytes.starts_with(&[0xff, 0xfe]) || !bytes.contains(&0);
    if !is_table || bytes.starts_with(b"%PDF") {
        return Err(Unreadable::Form);
    }
    let table = Table::read(bytes)?;
    Columns::find(&table.headings)?;
    Ok(())
}

/// The file, for who left it here.
pub async fn draft(state: &AppState, by: &Account, id: Uuid) -> Result<Vec<u8>, ApiError> {
    by.administers()?;
    let mut tx = state.db.read().await?;
    let sealed = draft::find(&mut tx, id, by.id, state.clock.now() - LIFETIME).await?.ok_or(ApiError::NotFound)?;
    state.drafts.open(&id.to_string(), &sealed).map_err(ApiError::internal)
}

/// Throws the file away. False where it was gone.
pub async fn drop_draft(state: &AppState, by: &Account, id: Uuid) -> Result<bool, ApiError> {
    by.administers()?;
    let mut tx = state.db.begin().await?;
    let was_there = draft::remove(&mut tx, id, by.id).await?;
    tx.commit().await?;
    Ok(was_there)
}
