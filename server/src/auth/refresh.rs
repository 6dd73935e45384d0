//! Keeping a phone signed in: a token that is used once and replaced. One that comes back although its successor is in
//! use was copied, and ends everything on its device.
//!
//! A reply that is lost on a stairwell may be missed for days, so a token whose successor nobody has used is honoured again.
//! Then its other successors are no longer to be had: whoever comes with one of them, the phone or a thief, ends everything.

use super::{
    SignedIn,
    access::{self, Bearing, Opens},
    opaque,
};
use crate::{
    db::{StoreError, Tx},
    http::{ApiError, AppState},
    store::{
        account,
        audit::Action,
        device,
        refresh_token::{self, RefreshToken},
    },
};
use domain::DeviceId;
use std::time::Duration;

/// A phone that isn't used for so long must sign in again.
pub const LIFETIME: Duration = Duration::from_hours(60 * 24);
/// For so many milliseconds after its first use a token may come again and all that replace it are good: two tabs may ask
/// at once.
pub const GRACE: i64 = 60_000;
/// For so many milliseconds a token may come again while nobody has used what replaced it: a week, as long as a phone
/// works without the server unless a municipality says otherwise.
pub const LOST_REPLY: i64 = 7 * 24 * 60 * 60 * 1000;

/// What a phone gets: a token for calls and one to get the next.
#[derive(Debug)]
pub struct Granted {
    /// For calls.
    pub access_token: String,
    /// For how many seconds.
    pub expires_in: i64,
    /// For the cookie.
    pub refresh_token: String,
}

/// Signs a phone in. The device is added, if it is new.
pub async fn begin(state: &AppState, who: &SignedIn, device: DeviceId, name: &str) -> Result<Granted, ApiError> {
    let (account, now) = (who.account(), state.clock.now());
    let mut tx = state.db.begin().await?;
    if !device::register(&mut tx, device, account.id, name, now).await? {
        return Err(ApiError::DeviceTaken);
    }
    // A phone that was shut out, and then lost what kept it signed in, still has something to hand over. What it is given on a
    // closed account has the epoch of before: it is good for nothing when the account is opened again.
    let is_revoked = device::by_id(&mut tx, device).await?.is_some_and(|it| it.revoked_at.is_some());
    let is_closed = account.disabled_at.is_some();
    let epoch = account.session_epoch - i64::from(is_closed);
    refresh_token::clear(&mut tx, now).await?;
    refresh_token::end_all(&mut tx, device).await?;
    let to = Bearing { account: account.id, device: Some(device), epoch: account.session_epoch, opens: opens(is_revoked || is_closed) };
    let granted = grant(state, &mut tx, to, device, epoch, None).await?;
    state.note(&mut tx, Some(account), Action::SignedIn, device).await?;
    tx.commit().await?;
    Ok(granted)
}

/// Replaces a token.
pub async fn rotate(state: &AppState, token: &str, device: DeviceId) -> Result<Granted, ApiError> {
    let (hash, now) = (opaque::hash(token), state.clock.now());
    let mut tx = state.db.begin().await?;
    let is_first = refresh_token::replace(&mut tx, &hash, now).await?;
    let known = refresh_token::by_hash(&mut tx, &hash).await?.filter(|it| it.device == device && it.expires_at > now);
    let known = known.ok_or(ApiError::SignInAgain)?;
    let phone = device::by_id(&mut tx, device).await?.ok_or(ApiError::SignInAgain)?;
    let account = account::by_id(&mut tx, phone.account).await?.ok_or(ApiError::SignInAgain)?;
    // Who was shut out may still hand over what the phone hasn't sent. What is given for that is good for nothing else, and
    // good for nothing at all when the account is opened again.
    let is_shut_out = phone.revoked_at.is_some() || account.disabled_at.is_some();
    if !is_shut_out && account.session_epoch != known.session_epoch {
        return Err(ApiError::SignInAgain);
    }
    let is_late = known.replaced_at.is_none_or(|it| now - it > LOST_REPLY);
    let was_copied = !is_first && (is_late || refresh_token::successor_used(&mut tx, &hash).await?);
    if was_copied || refresh_token::is_outlived(&mut tx, &hash, GRACE).await? {
        refresh_token::end_all(&mut tx, device).await?;
        state.note(&mut tx, Some(&account), Action::RefreshReused, device).await?;
        tx.commit().await?;
        metrics::counter!("uppsok_refresh_reused_total").increment(1);
        return Err(ApiError::SignInAgain);
    }
    let to = Bearing { account: account.id, device: Some(device), epoch: account.session_epoch, opens: opens(is_shut_out) };
    let granted = grant(state, &mut tx, to, device, known.session_epoch, Some(hash)).await?;
    device::touch(&mut tx, device, now).await?;
    tx.commit().await?;
    Ok(granted)
}

fn opens(is_shut_out: bool) -> Opens {
    if is_shut_out { Opens::Farewell } else { Opens::Everything }
}

/// `epoch` is the account's when the phone signed in.
async fn grant(
    state: &AppState,
    tx: &mut Tx,
    to: Bearing,
    device: DeviceId,
    epoch: i64,
    parent: Option<String>,
) -> Result<Granted, StoreError> {
    let (refresh_token, now) = (opaque::fresh(&state.clock), state.clock.now());
    let lifetime = i64::try_from(LIFETIME.as_millis()).unwrap_or(i64::MAX);
    let row = RefreshToken {
        token_hash: opaque::hash(&refresh_token),
        device,
        session_epoch: epoch,
        parent_hash: parent,
        created_at: now,
        expires_at: now.saturating_add(lifetime),
        replaced_at: None,
    };
    refresh_token::create(tx, &row).await?;
    let (access_token, expires_in) = access::issue(&state.keyring, &state.clock, &state.config.public.to_string(), to);
    Ok(Granted { access_token, expires_in, refresh_token })
}
