//! Register files that are looked at before they go in. What is kept is sealed.

use crate::db::{StoreError, Tx, execute, fetch_optional};
use domain::AccountId;
use uuid::Uuid;

/// Keeps a sealed file, in the place of what the account looked at before.
pub async fn put(tx: &mut Tx, id: Uuid, account: AccountId, sealed: &str, now: i64) -> Result<(), StoreError> {
    execute!(tx, "delete from import_draft where account_id = $1", account)?;
    execute!(
        tx,
        "insert into import_draft (id, account_id, made_at, sealed) values ($1, $2, $3, $4)",
        id.to_string(),
        account,
        now,
        sealed,
    )?;
    Ok(())
}

/// What an account's draft holds, where it was made after a moment.
pub async fn find(tx: &mut Tx, id: Uuid, account: AccountId, made_after: i64) -> Result<Option<String>, StoreError> {
    fetch_optional!(
        tx,
        "select sealed from import_draft where id = $1 and account_id = $2 and made_at > $3",
        id.to_string(), account, made_after; |row| row.text("import_draft.sealed")
    )
}

/// Throws an account's draft away. False where it isn't there.
pub async fn remove(tx: &mut Tx, id: Uuid, account: AccountId) -> Result<bool, StoreError> {
    Ok(execute!(tx, "delete from import_draft where id = $1 and account_id = $2", id.to_string(), account)? == 1)
}

/// Throws away what was made at a moment or before.
pub async fn clear(tx: &mut Tx, made_until: i64) -> Result<(), StoreError> {
    execute!(tx, "delete from import_draft where made_at <= $1", made_until)?;
    Ok(())
}
