//! Erasing one youth, in two taps.

use crate::{
    admin,
    auth::Session,
    http::{ApiError, AppState, Path},
    page::{Ask, Done, answer, see},
};
use app::page::{Place, admin::Erase};
use axum::{extract::State, http::StatusCode, response::Response};
use domain::YouthId;

/// The first tap leads here.
pub(super) async fn ask(State(state): State<AppState>, session: Session, ask: Ask, Path(id): Path<YouthId>) -> Result<Response, ApiError> {
    let found = admin::to_erase(&state, &session.account, id).await?;
    let born = found.birth().map(|it| it.to_string()).unwrap_or_default();
    let page = Erase { id: id.to_string(), person: (!found.protected).then_some((found.name, born)) };
    Ok(answer(StatusCode::OK, ask.frame(&state, Place::Assignments, &session.account).await?, page))
}

pub(super) async fn erase(State(state): State<AppState>, session: Session, Path(id): Path<YouthId>) -> Result<Response, ApiError> {
    admin::erase(&state, &session.account, id).await?;
    Ok(see("/admin/assignments", Done::Erased))
}
