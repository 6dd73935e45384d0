//! Letting messages go that a restore made unclear, in two taps.

use crate::{
    admin,
    auth::Session,
    http::{ApiError, AppState},
    page::{Ask, Done, answer, done::see_counted, see},
};
use app::page::{Place, admin::Release};
use axum::{extract::State, http::StatusCode, response::Response};

/// The first tap leads here.
pub(super) async fn ask(State(state): State<AppState>, session: Session, ask: Ask) -> Result<Response, ApiError> {
    let page = Release { unclear: admin::unclear(&state, &session.account).await? };
    Ok(answer(StatusCode::OK, ask.frame(&state, Place::Outbox, &session.account).await?, page))
}

pub(super) async fn release(State(state): State<AppState>, session: Session) -> Result<Response, ApiError> {
    Ok(match admin::release(&state, &session.account).await? {
        0 => see("/admin", Done::ReleasedNone),
        1 => see("/admin", Done::ReleasedOne),
        n => see_counted("/admin", Done::Released, Some(n)),
    })
}
