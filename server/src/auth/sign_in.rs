//! From an e-mail address and a password to somebody who is signed in.

use super::throttle::{TooMany, Try};
use crate::{
    http::{ApiError, AppState},
    store::account::{self, Account},
};
use std::net::IpAddr;

/// Somebody who has shown who they are. Only this module makes one, so that a second factor, when there is one, is
/// asked for here and nowhere else.
#[derive(Debug)]
pub struct SignedIn(Account);

impl SignedIn {
    /// Who.
    pub fn account(&self) -> &Account {
        &self.0
    }
}

/// Checks a password. Every failure takes as long and says the same, whatever was wrong.
pub async fn by_password(state: &AppState, email: &str, password: &str, from: IpAddr) -> Result<SignedIn, ApiError> {
    let attempt = Try::new(&state.throttle_key, email, from);
    if let Err(TooMany(retry_after)) = attempt.begin(&state.db, &state.clock).await? {
        metrics::counter!("uppsok_sign_ins_throttled_total").increment(1);
        return Err(ApiError::TooManyTries { retry_after });
    }
    let mut tx = state.db.read().await?;
    let found = account::by_email(&mut tx, email).await?.filter(|it| it.disabled_at.is_none());
    drop(tx);
    let hash = found.as_ref().and_then(|it| it.password_hash.as_deref());
    let is_right = state.passwords.verify(password, hash).await;
    match found {
        Some(account) if is_right => {
            attempt.was_right(&state.db).await?;
            Ok(SignedIn(account))
        }
        _ => {
            metrics::counter!("uppsok_sign_ins_wrong_total").increment(1);
            Err(ApiError::WrongCredentials)
        }
    }
}
