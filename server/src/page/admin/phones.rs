//! `GET /admin/devices`

use super::load::people;
use crate::{
    admin,
    auth::Session,
    http::{ApiError, AppState},
    page::{Ask, answer},
    store::{device::Recovery, quarantine::TERM},
};
use app::page::{
    Place,
    admin::{Devices, Left, Phone, PhoneState, Waiting},
};
use axum::{extract::State, http::StatusCode, response::Response};

pub(super) async fn show(State(state): State<AppState>, session: Session, ask: Ask) -> Result<Response, ApiError> {
    let by = &session.account;
    let (all, people) = (admin::devices(&state, by).await?, people(&state, by).await?);
    let waits = all.iter().filter(|it| it.device.recovery == Some(Recovery::Waiting) && it.device.revoked_at.is_none());
    let waiting = waits.map(|it| Waiting { id: it.device.id.to_string(), name: it.device.name.clone(), owner: it.owner.clone() });
    let can_sign_in = |id| people.iter().any(|it| it.id == id && it.disabled_at.is_none());
    let phones = all.iter().map(|it| Phone {
        id: it.device.id.to_string(),
        name: it.device.name.clone(),
        owner: it.owner.clone(),
        seen_at: it.device.seen_at,
        clock_behind: it.clock_behind,
        state: match it.device.revoked_at {
            Some(_) => PhoneState::Revoked,
            None if can_sign_in(it.device.account) => PhoneState::Used,
            None => PhoneState::LeftBehind,
        },
        left: Left {
            entries: it.put_aside.entries,
            refused: it.put_aside.refused.clone(),
            goes_at: it.put_aside.oldest.map(|it| it.saturating_add(TERM)),
        },
    });
    let page = Devices { waiting: waiting.collect(), phones: phones.collect(), now: state.clock.now() };
    Ok(answer(StatusCode::OK, ask.frame(&state, Place::Devices, by).await?, page))
}
