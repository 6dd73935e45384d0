//! A browser that is signed in to the pages.

use super::{SignedIn, cookie, opaque};
use crate::{
    db::StoreError,
    http::{ApiError, AppState},
    store::{
        account::{self, Account},
        audit::Action,
        session::{self, Session as Row},
    },
};
use axum::http::{HeaderMap, Method, header};
use axum_extra::extract::cookie::{Cookie, CookieJar};

/// A session that isn't used for so long has ended, in milliseconds.
pub const IDLE: i64 = 2 * HOUR;
/// However busy, a session ends after so long, in milliseconds.
pub const ABSOLUTE: i64 = 12 * HOUR;
const HOUR: i64 = 60 * 60 * 1000;
const MINUTE: i64 = 60_000;

/// Begins a session; the cookie is for the browser.
pub async fn begin(state: &AppState, who: &SignedIn) -> Result<Cookie<'static>, StoreError> {
    let (account, now, token) = (who.account(), state.clock.now(), opaque::fresh(&state.clock));
    let row =
        Row { token_hash: opaque::hash(&token), account: account.id, session_epoch: account.session_epoch, created_at: now, used_at: now };
    let mut tx = state.db.begin().await?;
    session::clear(&mut tx, now - ABSOLUTE).await?;
    session::create(&mut tx, &row).await?;
    state.note(&mut tx, Some(account), Action::SignedIn, account.id).await?;
    tx.commit().await?;
    Ok(cookie::session(&state.config.public, token))
}

/// Ends the session that a browser sends, if it sends one; the cookie makes it forget it.
pub async fn end(state: &AppState, headers: &HeaderMap) -> Result<Cookie<'static>, StoreError> {
    if let Some(token) = token(state, headers) {
        let mut tx = state.db.begin().await?;
        session::end(&mut tx, &opaque::hash(&token)).await?;
        tx.commit().await?;
    }
    Ok(cookie::no_session(&state.config.public))
}

/// Whether the request carries a session cookie at all, good or not.
pub fn is_sent(state: &AppState, headers: &HeaderMap) -> bool {
    token(state, headers).is_some()
}

fn token(state: &AppState, headers: &HeaderMap) -> Option<String> {
    CookieJar::from_headers(headers).get(cookie::session_name(&state.config.public)).map(|it| it.value().to_owned())
}

/// Whose session a request carries. What changes something must come from our own pages.
pub async fn find(state: &AppState, method: &Method, headers: &HeaderMap) -> Result<Account, ApiError> {
    let token = token(state, headers).ok_or(ApiError::NotSignedIn)?;
    if !method.is_safe() {
        check_origin(state, headers)?;
    }
    let (hash, now) = (opaque::hash(&token), state.clock.now());
    let mut tx = state.db.read().await?;
    let row = session::by_hash(&mut tx, &hash).await?;
    let row = row.filter(|it| now - it.used_at < IDLE && now - it.created_at < ABSOLUTE).ok_or(ApiError::NotSignedIn)?;
    let account = account::by_id(&mut tx, row.account).await?;
    drop(tx);
    let account = account.filter(|it| it.disabled_at.is_none() && it.session_epoch == row.session_epoch).ok_or(ApiError::NotSignedIn)?;
    if now - row.used_at >= MINUTE {
        let mut tx = state.db.begin().await?;
        session::touch(&mut tx, &hash, now).await?;
        tx.commit().await?;
    }
    Ok(account)
}

/// Whatever a cookie authenticates must come from this server's own pages: browsers say so in `Origin`, and no page can
/// change what it says (RFC 6454).
pub fn check_origin(state: &AppState, headers: &HeaderMap) -> Result<(), ApiError> {
    let origin = headers.get(header::ORIGIN).and_then(|it| it.to_str().ok());
    if origin.is_some_and(|it| state.config.public.is_same(it)) { Ok(()) } else { Err(ApiError::WrongOrigin) }
}
