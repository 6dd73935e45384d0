//! Messages to youths.

use crate::{
    http::{ApiError, AppState},
    store::{
        account::Account,
        outbox::{self, Outgoing},
        reminder::{self, Reminder},
    },
};

/// More than this nobody reads on a page.
const MOST: i64 = 500;

/// The latest messages, newest first, and the texts of those that no provider took.
pub async fn messages(state: &AppState, by: &Account) -> Result<(Vec<Reminder>, Vec<Outgoing>), ApiError> {
    let municipality = by.administers()?;
    let mut tx = state.db.read().await?;
    Ok((reminder::latest(&mut tx, municipality, MOST).await?, outbox::latest(&mut tx, municipality, MOST).await?))
}
