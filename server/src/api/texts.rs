//! `GET /api/v1/texts`

use crate::{
    auth::PhoneCaller,
    http::{ApiError, AppState, Problem},
    store::received,
};
use axum::{Json as Reply, extract::State};
use domain::{MessageId, YouthId};
use serde::Serialize;
use utoipa::ToSchema;

/// What a youth wrote.
#[derive(Serialize, ToSchema)]
#[schema(as = ReceivedText)]
pub(super) struct Text {
    /// The message in the journal, `message_received`.
    #[schema(value_type = uuid::Uuid)]
    message: MessageId,
    #[schema(value_type = uuid::Uuid)]
    youth: YouthId,
    text: String,
    /// Milliseconds since 1970. It is gone 30 days later.
    at: i64,
}

/// What youths of the worker's units have written in the last 30 days, newest first
#[utoipa::path(get, path = "/api/v1/texts", tag = "phone", security(("bearer" = [])), responses(
    (status = 200, body = Vec<Text>),
    (status = 401, description = "not_signed_in, token_expired", body = Problem),
    (status = 403, description = "not_allowed, device_revoked", body = Problem),
))]
pub(super) async fn texts(State(state): State<AppState>, caller: PhoneCaller) -> Result<Reply<Vec<Text>>, ApiError> {
    let mut tx = state.db.read().await?;
    let all = received::of_worker(&mut tx, caller.municipality, caller.account.id).await?;
    Ok(Reply(all.into_iter().map(|it| Text { message: it.id, youth: it.person, text: it.text, at: it.at }).collect()))
}
