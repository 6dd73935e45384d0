//! `GET /admin/outbox`

use crate::{
    admin,
    auth::Session,
    config::Provider,
    http::{ApiError, AppState},
    page::{Ask, answer},
    send::hook,
    store::reminder::State as Stage,
};
use app::page::{
    Place,
    admin::{Inbound, Message, MessageState, Outbox},
};
use axum::{extract::State, http::StatusCode, response::Response};
use domain::{Summary, YouthId};

pub(super) async fn show(State(state): State<AppState>, session: Session, ask: Ask) -> Result<Response, ApiError> {
    let by = &session.account;
    let (rows, texts) = admin::messages(&state, by).await?;
    let youths = if rows.is_empty() { Vec::new() } else { admin::everyone(&state, by).await? };
    let messages = rows.into_iter().map(|row| Message {
        to: name(row.person, &youths),
        at: row.changed,
        state: stage(row.state),
        kind: row.kind,
        text: texts.iter().find(|it| it.id == row.id).map(|it| (it.text.clone(), usize::try_from(it.segments).unwrap_or_default())),
    });
    let sms = &state.config.sms;
    let at = |provider, path| Some(Inbound { provider, address: sms.hook.with_key(&state.hooks.of_inbound(), path) });
    let inbound = match sms.provider {
        Provider::Outbox => None,
        Provider::Elks { .. } => at("46elks", hook::ELKS_INBOUND),
        Provider::Kannel { .. } => at("Kannel", hook::KANNEL_INBOUND),
    };
    let page = Outbox { messages: messages.collect(), inbound, price: sms.price, now: state.clock.now() };
    Ok(answer(StatusCode::OK, ask.frame(&state, Place::Outbox, by).await?, page))
}

fn stage(state: Stage) -> MessageState {
    match state {
        Stage::Planned | Stage::Sending | Stage::Dropped => MessageState::Queued,
        Stage::Shown | Stage::Sent => MessageState::Sent,
        Stage::Delivered => MessageState::Delivered,
        Stage::Failed => MessageState::Failed,
        Stage::Unclear => MessageState::Unclear,
    }
}

fn name(youth: YouthId, youths: &[Summary]) -> Option<String> {
    let found = youths.iter().find(|it| it.id == youth || it.members.contains(&youth));
    found.filter(|it| !it.protected).map(|it| it.name.clone())
}
