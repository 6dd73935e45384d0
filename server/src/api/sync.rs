//! `POST /api/v1/sync`

use super::sync_document::{SyncFarewell, SyncReply, SyncRequest};
use crate::{
    auth::{EvenRevoked, Post},
    farewell,
    http::{ApiError, AppState, Json, Problem},
    journal::{Caller, Reach},
    sync::{ExchangeError, exchange},
};
use axum::{
    Json as Reply,
    extract::State,
    response::{IntoResponse, Response},
};
use domain::{
    Actor, SCHEMA,
    sync::{Farewell, Request},
    sync_core::serve::Turned,
};
use serde::Serialize;

/// One round trip of a phone: its entries in, what is new to it out
///
/// The body may be compressed (`Content-Encoding: gzip`). A phone that was revoked, or whose account was disabled, hands over
/// what it hasn't sent: it is put aside for an administrator (but what the server has held before, which is taken in on its
/// receipt), and the answer is `device_revoked` with what was heard. What isn't named there is to be sent again.
#[utoipa::path(post, path = "/api/v1/sync", tag = "sync", security(("bearer" = [])),
    request_body = SyncRequest,
    responses(
        (status = 200, body = SyncReply),
        (status = 400, description = "malformed", body = Problem),
        (status = 401, description = "not_signed_in, token_expired", body = Problem),
        (status = 403, description = "not_allowed, device_revoked", body = SyncFarewell),
        (status = 413, description = "too_large", body = Problem),
        (status = 415, description = "not_json", body = Problem),
        (status = 503, description = "busy: the database is away; send the same again", body = Problem),
    ),
)]
pub(super) async fn sync(
    State(state): State<AppState>,
    EvenRevoked(caller): EvenRevoked,
    Json(request): Json<Request>,
) -> Result<Response, ApiError> {
    let (Some(municipality), Some(phone)) = (caller.account.post.municipality(), &caller.device) else { return Err(ApiError::NotAllowed) };
    let by = Caller { by: Actor::Account(caller.account.id), device: phone.id, reach: Reach::Units };
    if caller.is_shut_out() {
        let heard = farewell::hear(&state.db, &state.process, &state.receipts, municipality, &by, &request).await?;
        return Ok(last_words(heard));
    }
    if !matches!(caller.account.post, Post::Worker(_)) {
        return Err(ApiError::NotAllowed);
    }
    let schema = request.schema;
    let reply = exchange(&state.db, &state.process, &state.receipts, municipality, &by, request).await?;
    metrics::counter!("uppsok_entries_taken_in_total").increment(reply.outcomes.len() as u64);
    metrics::counter!("uppsok_entries_given_out_total").increment(reply.entries.len() as u64);
    tracing::debug!(schema, own = SCHEMA, sent = reply.outcomes.len(), given = reply.entries.len(), "synced");
    Ok(Reply(reply).into_response())
}

impl From<ExchangeError> for ApiError {
    fn from(error: ExchangeError) -> Self {
        match error {
            ExchangeError::Turned(Turned::TooLarge) => Self::TooLarge,
            ExchangeError::Turned(Turned::NotAllowed) => Self::NotAllowed,
            ExchangeError::Store(error) => error.into(),
        }
    }
}

/// A refusal as every other, and what was heard.
fn last_words(heard: Farewell) -> Response {
    #[derive(Serialize)]
    struct LastWords {
        #[serde(flatten)]
        problem: Problem,
        #[serde(flatten)]
        heard: Farewell,
    }
    let error = ApiError::DeviceRevoked;
    let problem = Problem { code: error.code().to_owned(), message: error.to_string() };
    (error.status_code(), Reply(LastWords { problem, heard })).into_response()
}
