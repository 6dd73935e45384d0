//! `GET /admin/outbox`

use crate::{
    admin,
    auth::Session,
    http::{ApiError, AppState},
    page::{Ask, answer},
};
use app::page::{
    Place,
    admin::{Message, MessageState, Outbox},
};
use axum::{extract::State, http::StatusCode, response::Response};
use domain::{Fact, MessageId, Summary, YouthId, sync::Stored};
use std::collections::BTreeMap;

pub(super) async fn show(State(state): State<AppState>, session: Session, ask: Ask) -> Result<Response, ApiError> {
    let by = &session.account;
    let entries = admin::messages(&state, by).await?;
    let youths = if entries.is_empty() { Vec::new() } else { admin::everyone(&state, by).await? };
    let page = Outbox { messages: messages(&entries, &youths), now: state.clock.now() };
    Ok(answer(StatusCode::OK, ask.frame(&state, Place::Outbox, by).await?, page))
}

/// The messages that entries tell of, newest first: each with what last became of it.
fn messages(entries: &[Stored], youths: &[Summary]) -> Vec<Message> {
    let mut states: BTreeMap<MessageId, MessageState> = BTreeMap::new();
    let mut messages = Vec::new();
    for Stored { entry, .. } in entries {
        for fact in entry.facts.iter().rev() {
            let (id, state) = match fact {
                Fact::MessageQueued { message, .. } => (*message, MessageState::Queued),
                Fact::MessageSent { message, .. } => (*message, MessageState::Sent),
                Fact::MessageDelivered { message } => (*message, MessageState::Delivered),
                Fact::MessageFailed { message, .. } => (*message, MessageState::Failed),
                Fact::MessageUnclear { message } => (*message, MessageState::Unclear),
                _ => continue,
            };
            // Newest first: what came of a message is met before the message.
            let state = *states.entry(id).or_insert(state);
            if matches!(fact, Fact::MessageQueued { .. }) {
                messages.push(Message { to: name(entry.youth, youths), at: entry.at.ms, state });
            }
        }
    }
    messages
}

fn name(youth: YouthId, youths: &[Summary]) -> Option<String> {
    let found = youths.iter().find(|it| it.id == youth || it.members.contains(&youth));
    found.filter(|it| !it.protected).map(|it| it.name.clone())
}
