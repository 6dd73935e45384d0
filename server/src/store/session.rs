//! Signed-in browsers.

use crate::db::{StoreError, Tx, execute, fetch_optional};
use domain::AccountId;

/// A signed-in browser. Times are milliseconds since 1970.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Hash of the cookie.
    pub token_hash: String,
    /// Whose.
    pub account: AccountId,
    /// The account's epoch when it signed in.
    pub session_epoch: i64,
    /// When it signed in.
    pub created_at: i64,
    /// When it was last used, to the minute.
    pub used_at: i64,
}

/// Adds a session.
pub async fn create(tx: &mut Tx, it: &Session) -> Result<(), StoreError> {
    execute!(
        tx,
        "insert into session (token_hash, account_id, session_epoch, created_at, used_at) values ($1, $2, $3, $4, $5)",
        it.token_hash,
        it.account,
        it.session_epoch,
        it.created_at,
        it.used_at,
    )?;
    Ok(())
}

/// The session of a cookie's hash.
pub async fn by_hash(tx: &mut Tx, token_hash: &str) -> Result<Option<Session>, StoreError> {
    fetch_optional!(tx, "select * from session where token_hash = $1", token_hash; |row| Ok(Session {
        token_hash: row.text("session.token_hash")?,
        account: row.parse("session.account_id")?,
        session_epoch: row.int("session.session_epoch")?,
        created_at: row.int("session.created_at")?,
        used_at: row.int("session.used_at")?,
    }))
}

/// Notes that a session was used.
pub async fn touch(tx: &mut Tx, token_hash: &str, now: i64) -> Result<(), StoreError> {
    execute!(tx, "update session set used_at = $2 where token_hash = $1 and used_at < $2", token_hash, now)?;
    Ok(())
}

/// Ends a session.
pub async fn end(tx: &mut Tx, token_hash: &str) -> Result<(), StoreError> {
    execute!(tx, "delete from session where token_hash = $1", token_hash)?;
    Ok(())
}

/// Clears away sessions begun before a moment.
pub async fn clear(tx: &mut Tx, created_before: i64) -> Result<(), StoreError> {
    execute!(tx, "delete from session where created_at < $1", created_before)?;
    Ok(())
}
