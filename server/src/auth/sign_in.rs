//! From an e-mail address and a password to somebody who is signed in.

use super::throttle::{TooMany, Try};
use crate::{
    db::{StoreError, Tx},
    http::{ApiError, AppState},
    store::{
        account::{self, Account},
        device,
    },
};
use domain::{AccountId, DeviceId};
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

/// Checks a password. Every failure takes as long and says the same, whatever was wrong. Whose account was closed gets in on
/// a phone that is known as theirs: it may have something to hand over, and a restore ends what had kept it signed in.
pub async fn by_password(
    state: &AppState,
    email: &str,
    password: &str,
    phone: Option<DeviceId>,
    from: IpAddr,
) -> Result<SignedIn, ApiError> {
    let attempt = Try::new(&state.throttle_key, email, from);
    if let Err(TooMany(retry_after)) = attempt.begin(&state.db, &state.clock).await? {
        metrics::counter!("uppsok_sign_ins_throttled_total").increment(1);
        return Err(ApiError::TooManyTries { retry_after });
    }
    let mut tx = state.db.read().await?;
    let mut found = account::by_email(&mut tx, email).await?;
    let closed = found.as_ref().filter(|it| it.disabled_at.is_some()).map(|it| it.id);
    if let Some(closed) = closed
        && !is_phone_of(&mut tx, phone, closed).await?
    {
        found = None;
    }
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

async fn is_phone_of(tx: &mut Tx, phone: Option<DeviceId>, account: AccountId) -> Result<bool, StoreError> {
    let Some(phone) = phone else { return Ok(false) };
    Ok(device::by_id(tx, phone).await?.is_some_and(|it| it.account == account))
}
