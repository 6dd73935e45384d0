//! Notifications on the youth's page: turned on and off by the page's small script, and acknowledged by its service worker.

use super::{
    open::{Opened, enter},
    page::check_origin,
};
use crate::{
    db::{StoreError, Tx},
    http::{ApiError, AppState, Json, Path, Peer},
    push::{BadSubscription, Offered, Subscription, acknowledge},
    store::push_subscription::{self, PushSubscription, Whose},
};
use axum::{
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Deserialize;

/// More browsers than a youth has.
const MOST: i64 = 4;
/// A receipt is shorter.
const LONGEST_RECEIPT: usize = 256;

/// Turns notifications on for the browser that asks.
pub(super) async fn on(
    State(state): State<AppState>,
    Peer(from): Peer,
    headers: HeaderMap,
    Path(code): Path<String>,
    Json(offered): Json<Offered>,
) -> Result<StatusCode, ApiError> {
    check_origin(&state, &headers)?;
    let opened = enter(&state, from, &code).await?;
    let subscription = Subscription::parse(offered, state.push.opened()).map_err(invalid)?;
    let kid = state.push.vapid.kid_of(&state.db, subscription.key()).await?;
    let kid = kid.ok_or_else(|| ApiError::invalid("key", "the browser subscribed with another server's key"))?;
    let (municipality, youth, hash) = (opened.municipality.id, opened.link.youth, subscription.hash());
    let mut tx = state.db.begin().await?;
    if push_subscription::count_others(&mut tx, municipality, youth, &hash).await? >= MOST {
        return Err(ApiError::WrongState);
    }
    let row = PushSubscription {
        sealed: subscription.seal(&state.push.sealer, &state.clock),
        endpoint_hash: hash,
        municipality,
        whose: Whose::Youth(youth),
        kid,
        made_at: state.clock.now(),
        waiting_until: None,
    };
    push_subscription::put(&mut tx, &row).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Which browser.
#[derive(Debug, Deserialize)]
pub(super) struct Browser {
    endpoint: String,
}

/// The browser that has the page open takes notifications: it is counted on again, even if it has missed one. Whether it is this
/// youth's is answered, since a browser may be several persons'.
pub(super) async fn seen(
    State(state): State<AppState>,
    Peer(from): Peer,
    headers: HeaderMap,
    Path(code): Path<String>,
    Json(browser): Json<Browser>,
) -> Result<StatusCode, ApiError> {
    check_origin(&state, &headers)?;
    let opened = enter(&state, from, &code).await?;
    let mut tx = state.db.begin().await?;
    let Some(hash) = own(&mut tx, &opened, &browser).await? else { return Err(ApiError::WrongState) };
    push_subscription::acknowledged(&mut tx, &hash, state.clock.now()).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What the database knows a browser by that is this youth's.
async fn own(tx: &mut Tx, opened: &Opened, browser: &Browser) -> Result<Option<String>, StoreError> {
    let hash = crate::auth::opaque::hash(&browser.endpoint);
    let found = push_subscription::by_hash(tx, &hash).await?;
    let is_own = found.is_some_and(|it| it.municipality == opened.municipality.id && it.whose == Whose::Youth(opened.link.youth));
    Ok(is_own.then_some(hash))
}

/// Turns them off for the browser that asks.
pub(super) async fn off(
    State(state): State<AppState>,
    Peer(from): Peer,
    headers: HeaderMap,
    Path(code): Path<String>,
    Json(browser): Json<Browser>,
) -> Result<StatusCode, ApiError> {
    check_origin(&state, &headers)?;
    let opened = enter(&state, from, &code).await?;
    let mut tx = state.db.begin().await?;
    if let Some(hash) = own(&mut tx, &opened, &browser).await? {
        push_subscription::remove(&mut tx, &hash).await?;
    }
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A notification has come. No origin: the receipt is proof enough, and a service worker may send it after the page is gone.
pub(super) async fn receipt(State(state): State<AppState>, body: Bytes) -> Result<StatusCode, ApiError> {
    let text = std::str::from_utf8(&body).ok().filter(|it| it.len() <= LONGEST_RECEIPT).ok_or(ApiError::Malformed)?;
    // Whether it was one of ours isn't told.
    acknowledge(&state, text).await?;
    Ok(StatusCode::NO_CONTENT)
}

pub(super) fn invalid(bad: BadSubscription) -> ApiError {
    let field = match bad {
        BadSubscription::Endpoint => "endpoint",
        BadSubscription::Public => "keys.p256dh",
        BadSubscription::Auth => "keys.auth",
    };
    ApiError::invalid(field, bad.to_string())
}

/// The page's script.
pub(super) async fn script() -> Response {
    file("text/javascript; charset=utf-8", include_str!("../../../public/youth/push.js"))
}

/// Its service worker, which sees `/y/` alone.
pub(super) async fn worker() -> Response {
    file("text/javascript; charset=utf-8", include_str!("../../../public/youth/sw.js"))
}

fn file(kind: &'static str, text: &'static str) -> Response {
    ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "no-cache")], text).into_response()
}

/// What makes the page one that can be put on a home screen, which iOS wants for notifications. Its name tells nothing.
pub(super) async fn manifest(State(state): State<AppState>, Peer(from): Peer, Path(code): Path<String>) -> Result<Response, ApiError> {
    enter(&state, from, &code).await?;
    let start = format!("/y/{code}");
    let manifest = serde_json::json!({
        "name": "Påminnelse", "short_name": "Påminnelse", "id": "/y/", "start_url": start, "scope": "/y/", "display": "standalone",
    });
    Ok(([(header::CONTENT_TYPE, "application/manifest+json")], manifest.to_string()).into_response())
}
