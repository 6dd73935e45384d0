//! The server's keys, sealed.

use crate::db::{StoreError, Tx, execute, fetch_all};

/// A key as it lies in the database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecretKey {
    /// What tokens call it.
    pub kid: String,
    /// Sealed under a key derived from `UPPSOK_SECRET`, base64.
    pub sealed: String,
    /// Milliseconds since 1970.
    pub created_at: i64,
}

/// Adds a key.
pub async fn create(tx: &mut Tx, purpose: &str, it: &SecretKey) -> Result<(), StoreError> {
    execute!(
        tx,
        "insert into secret_key (kid, purpose, sealed, created_at) values ($1, $2, $3, $4)",
        it.kid,
        purpose,
        it.sealed,
        it.created_at,
    )?;
    Ok(())
}

/// The keys of a purpose that are in use, latest first.
pub async fn in_use(tx: &mut Tx, purpose: &str) -> Result<Vec<SecretKey>, StoreError> {
    fetch_all!(
        tx,
        "select kid, sealed, created_at from secret_key where purpose = $1 and retired_at is null order by created_at desc, kid",
        purpose; |row| Ok(SecretKey {
            kid: row.text("secret_key.kid")?,
            sealed: row.text("secret_key.sealed")?,
            created_at: row.int("secret_key.created_at")?,
        })
    )
}

/// Retires the keys of a purpose that another followed before an instant. Returns how many.
pub async fn retire(tx: &mut Tx, purpose: &str, followed_before: i64, now: i64) -> Result<u64, StoreError> {
    execute!(
        tx,
        "update secret_key set retired_at = $3 where purpose = $1 and retired_at is null and exists (
             select 1 from secret_key later
             where later.purpose = $1 and later.retired_at is null
                 and later.created_at > secret_key.created_at and later.created_at < $2
         )",
        purpose,
        followed_before,
        now,
    )
}
