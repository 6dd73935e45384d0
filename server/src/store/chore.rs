//! What servers do now and then, one of them at a time.

use crate::db::{StoreError, Tx, execute};
use jiff::civil::Date;

/// Claims a chore until a moment, where it isn't done today and nobody else is at it. `now` and `until` are milliseconds
/// since 1970. What a clock that ran ahead has left (done on a day to come, claimed for longer than anybody claims) counts for
/// nothing.
pub async fn claim(tx: &mut Tx, name: &str, today: Date, now: i64, until: i64) -> Result<bool, StoreError> {
    execute!(tx, "insert into chore (name) values ($1) on conflict (name) do nothing", name)?;
    let hit = execute!(
        tx,
        "update chore set claimed_until = $4 where name = $1 and (claimed_until < $3 or claimed_until > $4 + ($4 - $3)) and (done_on is null or done_on <> $2)",
        name,
        today,
        now,
        until,
    )?;
    Ok(hit == 1)
}

/// The chore is done for today.
pub async fn done(tx: &mut Tx, name: &str, today: Date) -> Result<(), StoreError> {
    execute!(tx, "update chore set done_on = $2, claimed_until = 0 where name = $1", name, today)?;
    Ok(())
}
