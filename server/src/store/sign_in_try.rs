//! Tries to sign in that failed, counted in the database so that several servers count together.

use crate::db::{StoreError, Tx, execute, fetch_one, fetch_optional};

/// How many failures a bucket has in the window that began at or after `since`.
pub async fn failures(tx: &mut Tx, bucket: &str, since: i64) -> Result<i64, StoreError> {
    let found = fetch_optional!(
        tx,
        "select failures from sign_in_try where bucket = $1 and started_at > $2",
        bucket, since; |row| row.int("sign_in_try.failures")
    )?;
    Ok(found.unwrap_or(0))
}

/// Counts a failure; a window that began before `since` is over, and a new one begins. Returns how many there are now.
pub async fn count(tx: &mut Tx, bucket: &str, since: i64, now: i64) -> Result<i64, StoreError> {
    fetch_one!(
        tx,
        "insert into sign_in_try (bucket, failures, started_at) values ($1, 1, $3)
         on conflict (bucket) do update set
             failures = case when sign_in_try.started_at > $2 then sign_in_try.failures + 1 else 1 end,
             started_at = case when sign_in_try.started_at > $2 then sign_in_try.started_at else $3 end
         returning failures",
        bucket, since, now; |row| row.int("sign_in_try.failures")
    )
}

/// Takes back what was counted, after the right password.
pub async fn forgive(tx: &mut Tx, bucket: &str) -> Result<(), StoreError> {
    execute!(tx, "delete from sign_in_try where bucket = $1", bucket)?;
    Ok(())
}

/// Clears away windows that are over.
pub async fn clear(tx: &mut Tx, since: i64) -> Result<(), StoreError> {
    execute!(tx, "delete from sign_in_try where started_at <= $1", since)?;
    Ok(())
}
