//! What keeps a phone signed in. Each token is used once and replaced.

use crate::db::{Row, StoreError, Tx, execute, fetch_one, fetch_optional};
use domain::DeviceId;

/// A refresh token. Times are milliseconds since 1970.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefreshToken {
    /// Hash of the cookie.
    pub token_hash: String,
    /// The phone that it keeps signed in.
    pub device: DeviceId,
    /// The account's epoch when it signed in.
    pub session_epoch: i64,
    /// The token that it replaced.
    pub parent_hash: Option<String>,
    /// When it was made.
    pub created_at: i64,
    /// When it stops working.
    pub expires_at: i64,
    /// When it was first used.
    pub replaced_at: Option<i64>,
}

fn token(row: &Row<'_>) -> Result<RefreshToken, StoreError> {
    Ok(RefreshToken {
        token_hash: row.text("refresh_token.token_hash")?,
        device: row.parse("refresh_token.device_id")?,
        session_epoch: row.int("refresh_token.session_epoch")?,
        parent_hash: row.maybe_text("refresh_token.parent_hash")?,
        created_at: row.int("refresh_token.created_at")?,
        expires_at: row.int("refresh_token.expires_at")?,
        replaced_at: row.maybe_int("refresh_token.replaced_at")?,
    })
}

/// Adds a token.
pub async fn create(tx: &mut Tx, it: &RefreshToken) -> Result<(), StoreError> {
    execute!(
        tx,
        "insert into refresh_token (token_hash, device_id, session_epoch, parent_hash, created_at, expires_at)
         values ($1, $2, $3, $4, $5, $6)",
        it.token_hash,
        it.device,
        it.session_epoch,
        it.parent_hash,
        it.created_at,
        it.expires_at,
    )?;
    Ok(())
}

/// The token of a hash.
pub async fn by_hash(tx: &mut Tx, token_hash: &str) -> Result<Option<RefreshToken>, StoreError> {
    fetch_optional!(tx, "select * from refresh_token where token_hash = $1", token_hash; token)
}

/// Marks a token as used. False where it was used already: of two at once, one gets true.
pub async fn replace(tx: &mut Tx, token_hash: &str, now: i64) -> Result<bool, StoreError> {
    let hit = execute!(tx, "update refresh_token set replaced_at = $2 where token_hash = $1 and replaced_at is null", token_hash, now)?;
    Ok(hit == 1)
}

/// Whether one that replaced this token has been used itself: then the phone got it, and nobody honest needs this one.
pub async fn successor_used(tx: &mut Tx, token_hash: &str) -> Result<bool, StoreError> {
    fetch_one!(
        tx,
        "select exists (select 1 from refresh_token where parent_hash = $1 and replaced_at is not null) as used",
        token_hash; |row| row.flag("refresh_token.used")
    )
}

/// Whether the token that this one replaced was replaced again more than `grace` milliseconds later: the phone had not got
/// this one.
pub async fn is_outlived(tx: &mut Tx, token_hash: &str, grace: i64) -> Result<bool, StoreError> {
    fetch_one!(
        tx,
        "select exists (
             select 1 from refresh_token this join refresh_token other on other.parent_hash = this.parent_hash
             where this.token_hash = $1 and other.created_at > this.created_at + $2
         ) as outlived",
        token_hash, grace; |row| row.flag("refresh_token.outlived")
    )
}

/// Ends every token of a phone.
pub async fn end_all(tx: &mut Tx, device: DeviceId) -> Result<(), StoreError> {
    execute!(tx, "delete from refresh_token where device_id = $1", device)?;
    Ok(())
}

/// Clears away what has expired.
pub async fn clear(tx: &mut Tx, now: i64) -> Result<(), StoreError> {
    execute!(tx, "delete from refresh_token where expires_at < $1", now)?;
    Ok(())
}
