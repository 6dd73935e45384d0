//! `GET /admin/units/{id}`, its name, and who works there.

use super::{
    load::{is_worker, people, units, youths},
    units::wrong,
};
use crate::{
    admin,
    auth::Session,
    http::{ApiError, AppState, Path},
    page::{Ask, Done, Form, answer, see},
    store::account::Account,
};
use app::page::{
    Errors, Place,
    admin::{Choice, Member, Unit},
};
use axum::{extract::State, http::StatusCode, response::Response};
use domain::{AccountId, UnitId};

pub(super) async fn show(State(state): State<AppState>, session: Session, ask: Ask, Path(id): Path<UnitId>) -> Result<Response, ApiError> {
    page(&state, &session.account, &ask, id, None).await
}

pub(super) async fn rename(
    State(state): State<AppState>,
    session: Session,
    ask: Ask,
    Path(id): Path<UnitId>,
    form: Form,
) -> Result<Response, ApiError> {
    match admin::rename_unit(&state, &session.account, id, form.text("name")).await {
        Ok(()) => Ok(see(&format!("/admin/units/{id}"), Done::UnitRenamed)),
        Err(error) => {
            let errors = wrong(error, ask.lang)?;
            page(&state, &session.account, &ask, id, Some((form.text("name").to_owned(), errors))).await
        }
    }
}

pub(super) async fn join(
    State(state): State<AppState>,
    session: Session,
    Path(id): Path<UnitId>,
    form: Form,
) -> Result<Response, ApiError> {
    session.account.administers()?;
    admin::join(&state, &session.account, id, form.parse("account")?).await?;
    Ok(see(&format!("/admin/units/{id}"), Done::MemberJoined))
}

pub(super) async fn leave(
    State(state): State<AppState>,
    session: Session,
    Path((id, account)): Path<(UnitId, AccountId)>,
) -> Result<Response, ApiError> {
    admin::leave(&state, &session.account, id, account).await?;
    Ok(see(&format!("/admin/units/{id}"), Done::MemberLeft))
}

/// The page, with a name that was written and is wrong.
async fn page(state: &AppState, by: &Account, ask: &Ask, id: UnitId, written: Option<(String, Errors)>) -> Result<Response, ApiError> {
    let found = units(state, by).await?.into_iter().find(|it| it.unit.id == id).ok_or(ApiError::NotFound)?;
    let (people, youths) = (people(state, by).await?, youths(state, by).await?);
    let members = people.iter().filter(|it| found.workers.contains(&it.id));
    let others = people.iter().filter(|it| is_worker(it) && !found.workers.contains(&it.id));
    let status = if written.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let (written, errors) = written.unwrap_or_else(|| (found.unit.name.clone(), Errors::default()));
    let page = Unit {
        id: id.to_string(),
        name: found.unit.name,
        written,
        youths: youths.iter().filter(|it| it.units.contains(&id)).count(),
        members: members.map(|it| Member { id: it.id.to_string(), name: it.name.clone(), is_disabled: it.disabled_at.is_some() }).collect(),
        others: others.map(|it| Choice { value: it.id.to_string(), words: it.name.clone(), is_chosen: false }).collect(),
        errors,
    };
    Ok(answer(status, ask.frame(state, Place::Units, by).await?, page))
}
