//! Messages to youths.

use crate::{
    http::{ApiError, AppState},
    store::{
        account::Account,
        audit::Action,
        outbox::{self, Outgoing},
        place,
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

/// How many messages a restore made unclear: nobody knows whether they were sent before it.
pub async fn unclear(state: &AppState, by: &Account) -> Result<usize, ApiError> {
    let municipality = by.administers()?;
    let mut tx = state.db.read().await?;
    Ok(reminder::doubted(&mut tx, municipality).await?.try_into().unwrap_or_default())
}

/// Lets those go, as far as they still hold. Returns how many.
pub async fn release(state: &AppState, by: &Account) -> Result<usize, ApiError> {
    let municipality = by.administers()?;
    let mut tx = state.db.begin().await?;
    place::take_positions(&mut tx, municipality, 0).await?;
    let released = reminder::release(&mut tx, municipality, state.clock.now()).await?;
    if released > 0 {
        state.note(&mut tx, Some(by), Action::MessagesReleased, released).await?;
    }
    tx.commit().await?;
    Ok(released.try_into().unwrap_or_default())
}
