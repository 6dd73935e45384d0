//! Slowing down whoever guesses codes, and whoever answers without end. Counted in the database, so that several servers
//! count together.

use crate::{
    auth::throttle::{address, bucket},
    http::{ApiError, AppState},
    store::sign_in_try,
};
use std::net::IpAddr;

/// How long tries count, in milliseconds.
const WINDOW: i64 = 15 * 60 * 1000;
/// Wrong codes from one address. A mobile network's customers share addresses, and old links are tapped in good faith.
const WRONG: i64 = 60;
/// Answers by one code.
const ANSWERS: i64 = 30;

/// Counts a wrong code, and refuses an address that has brought too many. Those that are refused count no further, so that
/// they cost no write.
pub(super) async fn count_wrong(state: &AppState, from: IpAddr) -> Result<(), ApiError> {
    let (now, bucket) = (state.clock.now(), wrong(state, from));
    let counted = {
        let mut tx = state.db.read().await?;
        sign_in_try::find(&mut tx, &bucket, now - WINDOW).await?
    };
    if let Some(it) = counted.filter(|it| it.failures >= WRONG) {
        return Err(too_many(it.started_at, now));
    }
    let mut tx = state.db.begin().await?;
    sign_in_try::count(&mut tx, &bucket, now - WINDOW, now).await?;
    Ok(tx.commit().await?)
}

/// Counts an answer, and refuses it where there were too many.
pub(super) async fn count_answer(state: &AppState, code_hash: &str) -> Result<(), ApiError> {
    let (now, bucket) = (state.clock.now(), bucket(&state.throttle_key, "youth-answer", code_hash, ""));
    let mut tx = state.db.begin().await?;
    let counted = sign_in_try::count(&mut tx, &bucket, now - WINDOW, now).await?;
    tx.commit().await?;
    if counted.failures > ANSWERS { Err(too_many(counted.started_at, now)) } else { Ok(()) }
}

fn wrong(state: &AppState, from: IpAddr) -> String {
    bucket(&state.throttle_key, "youth-code", "", &address(from))
}

fn too_many(started_at: i64, now: i64) -> ApiError {
    ApiError::TooManyTries { retry_after: ((started_at + WINDOW - now + 999) / 1000).max(1) }
}
