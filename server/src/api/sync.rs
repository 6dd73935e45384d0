//! `POST /api/v1/sync`

use super::sync_document::{SyncReply, SyncRequest};
use crate::{
    auth::{EvenRevoked, Post},
    http::{ApiError, AppState, Json, Problem},
    journal::{Caller, Reach},
    store::{audit::Action, device, quarantine, refresh_token},
    sync::{ExchangeError, exchange},
};
use axum::{Json as Reply, extract::State};
use domain::{
    Actor, SCHEMA,
    sync::{PAGE, Request},
};
use serde_json::Value;

/// One round trip of a phone: its entries in, what is new to it out
///
/// The body may be compressed (`Content-Encoding: gzip`). A revoked phone may send what it hasn't sent, once: it is put
/// aside for an administrator, and the answer is `device_revoked`.
#[utoipa::path(post, path = "/api/v1/sync", tag = "sync", security(("bearer" = [])),
    request_body = SyncRequest,
    responses(
        (status = 200, body = SyncReply),
        (status = 400, description = "malformed", body = Problem),
        (status = 401, description = "not_signed_in, token_expired", body = Problem),
        (status = 403, description = "not_allowed, device_revoked", body = Problem),
        (status = 413, description = "too_large", body = Problem),
        (status = 415, description = "not_json", body = Problem),
        (status = 503, description = "busy: the database is away; send the same again", body = Problem),
    ),
)]
pub(super) async fn sync(
    State(state): State<AppState>,
    EvenRevoked(caller): EvenRevoked,
    Json(request): Json<Request>,
) -> Result<Reply<domain::sync::Reply>, ApiError> {
    let (Post::Worker(municipality), Some(phone)) = (caller.account.post, &caller.device) else { return Err(ApiError::NotAllowed) };
    if phone.revoked_at.is_some() {
        return Err(put_aside(&state, phone, &caller.account, &request).await.err().unwrap_or(ApiError::DeviceRevoked));
    }
    let by = Caller { by: Actor::Account(caller.account.id), device: phone.id, reach: Reach::Units };
    let schema = request.schema;
    match exchange(&state.db, &state.process, &state.receipts, municipality, &by, request).await {
        Ok(reply) => {
            metrics::counter!("uppsok_entries_taken_in_total").increment(reply.outcomes.len() as u64);
            metrics::counter!("uppsok_entries_given_out_total").increment(reply.entries.len() as u64);
            tracing::debug!(schema, own = SCHEMA, sent = reply.outcomes.len(), given = reply.entries.len(), "synced");
            Ok(Reply(reply))
        }
        Err(ExchangeError::TooLarge) => Err(ApiError::TooLarge),
        Err(ExchangeError::NotAllowed) => Err(ApiError::NotAllowed),
        Err(ExchangeError::Store(error)) => Err(error.into()),
    }
}

/// A revoked phone is signed out by its first push: what it hadn't sent is put aside, and nothing more comes in.
async fn put_aside(
    state: &AppState,
    phone: &device::Device,
    account: &crate::store::account::Account,
    request: &Request,
) -> Result<(), ApiError> {
    let now = state.clock.now();
    let mut tx = state.db.begin().await?;
    // Of what it gives back after a restore it is no longer believed.
    for entry in request.entries.iter().take(PAGE) {
        let id = entry.get("id").and_then(Value::as_str).filter(|it| it.len() <= 64);
        quarantine::add(&mut tx, phone.id, id.unwrap_or_default(), &entry.to_string(), now).await?;
    }
    // A phone with more than fits in one request sends the rest before its access token runs out.
    refresh_token::end_all(&mut tx, phone.id).await?;
    if !request.entries.is_empty() {
        state.note(&mut tx, Some(account), Action::Quarantined, phone.id.to_string()).await?;
    }
    tx.commit().await?;
    Ok(())
}
