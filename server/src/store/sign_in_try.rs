//! Tries to sign in that failed, counted in the database so that several servers count together.

use crate::db::{StoreError, Tx, execute, fetch_one, fetch_optional};

/// What a bucket holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counted {
    /// Wrong tries in the window.
    pub failures: i64,
    /// When the window began, milliseconds since 1970.
    pub started_at: i64,
}

/// Counts a failure; a window that began at `since` or before is over, and a new one begins.
pub async fn count(tx: &mut Tx, bucket: &str, since: i64, now: i64) -> Result<Counted, StoreError> {
    fetch_one!(
        tx,
        "insert into sign_in_try (bucket, failures, started_at) values ($1, 1, $3)
         on conflict (bucket) do update set
             failures = case when sign_in_try.started_at > $2 then sign_in_try.failures + 1 else 1 end,
             started_at = case when sign_in_try.started_at > $2 then sign_in_try.started_at else $3 end
         returning failures, started_at",
        bucket, since, now; |row| Ok(Counted { failures: row.int("sign_in_try.failures")?, started_at: row.int("sign_in_try.started_at")? })
    )
}

/// What a bucket holds, in a window that began after `since`.
pub async fn find(tx: &mut Tx, bucket: &str, since: i64) -> Result<Option<Counted>, StoreError> {
    fetch_optional!(
        tx,
        "select failures, started_at from sign_in_try where bucket = $1 and started_at > $2",
        bucket, since; |row| Ok(Counted { failures: row.int("sign_in_try.failures")?, started_at: row.int("sign_in_try.started_at")? })
    )
}

/// Takes one failure back.
pub async fn take_back(tx: &mut Tx, bucket: &str) -> Result<(), StoreError> {
    execute!(tx, "update sign_in_try set failures = failures - 1 where bucket = $1 and failures > 0", bucket)?;
    Ok(())
}

/// Takes back all of a bucket's.
pub async fn forgive(tx: &mut Tx, bucket: &str) -> Result<(), StoreError> {
    execute!(tx, "delete from sign_in_try where bucket = $1", bucket)?;
    Ok(())
}

/// Clears away windows that are over.
pub async fn clear(tx: &mut Tx, since: i64) -> Result<(), StoreError> {
    execute!(tx, "delete from sign_in_try where started_at <= $1", since)?;
    Ok(())
}
