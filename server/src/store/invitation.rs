//! One-time links: to choose a password the first time, or a new one.

use crate::db::{StoreError, Tx, execute, fetch_optional};
use domain::AccountId;

/// A link that was given out. Times are milliseconds since 1970.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    /// Hash of the link's token.
    pub token_hash: String,
    /// Whose password it sets.
    pub account: AccountId,
    /// Who made it; none on the command line.
    pub created_by: Option<AccountId>,
    /// When it was made.
    pub created_at: i64,
    /// When it stops working.
    pub expires_at: i64,
}

/// Adds a link. Earlier unused links of the account stop working: only the latest is good.
pub async fn create(tx: &mut Tx, it: &Invitation) -> Result<(), StoreError> {
    execute!(tx, "delete from invitation where account_id = $1 and used_at is null", it.account)?;
    execute!(
        tx,
        "insert into invitation (token_hash, account_id, created_by, created_at, expires_at) values ($1, $2, $3, $4, $5)",
        it.token_hash,
        it.account,
        it.created_by,
        it.created_at,
        it.expires_at,
    )?;
    Ok(())
}

/// Whose link this is, if it can still be used.
pub async fn open(tx: &mut Tx, token_hash: &str, now: i64) -> Result<Option<AccountId>, StoreError> {
    fetch_optional!(
        tx,
        "select account_id from invitation where token_hash = $1 and used_at is null and expires_at > $2",
        token_hash, now; |row| row.parse("invitation.account_id")
    )
}

/// Uses a link up, and says whose it was. None where it was used, has expired or never was.
pub async fn take(tx: &mut Tx, token_hash: &str, now: i64) -> Result<Option<AccountId>, StoreError> {
    fetch_optional!(
        tx,
        "update invitation set used_at = $2 where token_hash = $1 and used_at is null and expires_at > $2 returning account_id",
        token_hash, now; |row| row.parse("invitation.account_id")
    )
}
