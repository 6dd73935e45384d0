//! Messages to youths.

use crate::{
    http::{ApiError, AppState},
    store::{account::Account, message},
};
use domain::sync::Stored;

/// More than this nobody reads on a page.
const MOST: i64 = 500;

/// The latest entries that speak of messages, newest first.
pub async fn messages(state: &AppState, by: &Account) -> Result<Vec<Stored>, ApiError> {
    let municipality = by.administers()?;
    let mut tx = state.db.read().await?;
    Ok(message::latest(&mut tx, municipality, MOST).await?)
}
