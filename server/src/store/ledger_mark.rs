//! Which ledger belongs to the database.

use crate::db::{StoreError, Tx, execute, fetch_optional};

/// Which, once a server has served it.
pub async fn find(tx: &mut Tx) -> Result<Option<String>, StoreError> {
    fetch_optional!(tx, "select id from ledger_mark where only_one = 1"; |row| row.text("ledger_mark.id"))
}

/// From now on it is this one.
pub async fn set(tx: &mut Tx, id: &str) -> Result<(), StoreError> {
    execute!(tx, "insert into ledger_mark (only_one, id) values (1, $1) on conflict (only_one) do update set id = excluded.id", id,)?;
    Ok(())
}
