//! How the ways out are, as every server has found them.

use crate::db::{Row, StoreError, Tx, execute, fetch_all};
use domain::Via;

/// How a way out is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Health {
    /// Which.
    pub via: Via,
    /// The first failure since it last worked, milliseconds since 1970; none while it works.
    pub failing_since: Option<i64>,
    /// Failures since it last worked, and messages that it has refused since.
    pub failures: i64,
    /// When it last worked.
    pub worked_at: Option<i64>,
    /// What was wrong last: a stable code.
    pub problem: Option<String>,
}

/// A way out that has failed so long is dead, in milliseconds.
const DEAD: i64 = 2 * 60 * 1000;
/// One that refuses a message has something against that one; one that refuses so many and takes none fails.
const MANY: i64 = 10;

impl Health {
    /// Whether somebody must do something: it has failed for a while, or in a way that doesn't pass by itself.
    pub fn is_alarming(&self, now: i64) -> bool {
        let needs_hands = matches!(self.problem.as_deref(), Some("unauthorised" | "unpaid"));
        self.failing_since.is_some_and(|it| needs_hands || now - it >= DEAD)
    }
}

fn health(row: &Row<'_>) -> Result<Health, StoreError> {
    Ok(Health {
        via: row.parse("channel_health.via")?,
        failing_since: row.maybe_int("channel_health.failing_since")?,
        failures: row.int("channel_health.failures")?,
        worked_at: row.maybe_int("channel_health.worked_at")?,
        problem: row.maybe_text("channel_health.problem")?,
    })
}

/// It worked.
pub async fn works(tx: &mut Tx, via: Via, now: i64) -> Result<(), StoreError> {
    execute!(
        tx,
        "insert into channel_health (via, failures, worked_at, changed_at) values ($1, 0, $2, $2)
         on conflict (via) do update set failing_since = null, failures = 0, worked_at = $2, problem = null, changed_at = $2",
        via.code(),
        now,
    )?;
    Ok(())
}

/// It failed so many times more.
pub async fn fails(tx: &mut Tx, via: Via, problem: &str, times: i64, now: i64) -> Result<(), StoreError> {
    execute!(
        tx,
        "insert into channel_health (via, failing_since, failures, problem, changed_at) values ($1, $4, $3, $2, $4)
         on conflict (via) do update set
             failing_since = coalesce(channel_health.failing_since, $4), failures = channel_health.failures + $3, problem = $2, changed_at = $4",
        via.code(),
        problem,
        times,
        now,
    )?;
    Ok(())
}

/// It refused so many messages more, each by itself: it neither works nor fails by that, until they are many in a row.
pub async fn refuses(tx: &mut Tx, via: Via, times: i64, now: i64) -> Result<(), StoreError> {
    execute!(
        tx,
        "insert into channel_health (via, failures, changed_at) values ($1, $2, $3)
         on conflict (via) do update set failures = channel_health.failures + $2, changed_at = $3",
        via.code(),
        times,
        now,
    )?;
    execute!(
        tx,
        "update channel_health set failing_since = $2, problem = 'refused' where via = $1 and failing_since is null and failures >= $3",
        via.code(),
        now,
        MANY,
    )?;
    Ok(())
}

/// All that have been used.
pub async fn all(tx: &mut Tx) -> Result<Vec<Health>, StoreError> {
    fetch_all!(tx, "select * from channel_health order by via"; health)
}
