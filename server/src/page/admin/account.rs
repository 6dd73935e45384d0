//! `GET /admin/accounts/{id}`, and what can be done with the account.

use super::{
    accounts::shown,
    load::{people, units},
};
use crate::{
    admin,
    auth::Session,
    http::{ApiError, AppState, Path},
    page::{Ask, Done, answer, see},
};
use app::page::{Place, admin::LinkMade};
use axum::{extract::State, http::StatusCode, response::Response};
use domain::AccountId;

pub(super) async fn show(
    State(state): State<AppState>,
    session: Session,
    ask: Ask,
    Path(id): Path<AccountId>,
) -> Result<Response, ApiError> {
    let by = &session.account;
    let people = people(&state, by).await?;
    let found = people.iter().find(|it| it.id == id).ok_or(ApiError::NotFound)?;
    let page = shown(found, by, &units(&state, by).await?, ask.lang);
    Ok(answer(StatusCode::OK, ask.frame(&state, Place::Accounts, by).await?, page))
}

/// Answers with the link itself: it is shown once and kept nowhere, so that there is no page to lead to.
pub(super) async fn link(
    State(state): State<AppState>,
    session: Session,
    ask: Ask,
    Path(id): Path<AccountId>,
) -> Result<Response, ApiError> {
    let by = &session.account;
    let made = admin::renew_link(&state, by, id).await?;
    let name = people(&state, by).await?.into_iter().find(|it| it.id == id).map(|it| it.name).unwrap_or_default();
    let page = LinkMade { name, link: made.link, expires_at: made.expires_at };
    Ok(answer(StatusCode::OK, ask.frame(&state, Place::Accounts, by).await?, page))
}

pub(super) async fn disable(State(state): State<AppState>, session: Session, Path(id): Path<AccountId>) -> Result<Response, ApiError> {
    admin::disable(&state, &session.account, id).await?;
    Ok(see(&format!("/admin/accounts/{id}"), Done::AccountDisabled))
}

pub(super) async fn enable(State(state): State<AppState>, session: Session, Path(id): Path<AccountId>) -> Result<Response, ApiError> {
    admin::enable(&state, &session.account, id).await?;
    Ok(see(&format!("/admin/accounts/{id}"), Done::AccountEnabled))
}
