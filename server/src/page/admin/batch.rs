//! `GET /admin/import/{id}`, and undoing it.

use super::load::people;
use crate::{
    admin,
    auth::Session,
    http::{ApiError, AppState, Path},
    page::{Ask, Done, answer, done::see_counted},
    store::{account::Account, import},
};
use app::page::{
    Place,
    admin::{Batch, Imported, Undo},
};
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::Actor;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// A file as its pages show it.
pub(super) fn imported(it: &import::Batch, people: &[Account]) -> Imported {
    let by = match it.by {
        Actor::Account(id) => people.iter().find(|it| it.id == id).map(|it| it.name.clone()),
        _ => None,
    };
    Imported {
        id: it.id.to_string(),
        at: it.at,
        by,
        new: it.new,
        changed: it.changed,
        unchanged: it.unchanged,
        is_undone: it.undone_at.is_some(),
    }
}

pub(super) async fn show(State(state): State<AppState>, session: Session, ask: Ask, Path(id): Path<Uuid>) -> Result<Response, ApiError> {
    let by = &session.account;
    let batch = admin::batches(&state, by).await?.into_iter().find(|it| it.id == id).ok_or(ApiError::NotFound)?;
    let page = Batch { file: imported(&batch, &people(&state, by).await?), now: state.clock.now() };
    Ok(answer(StatusCode::OK, ask.frame(&state, Place::Imports, by).await?, page))
}

/// What undoing would do, before it is done.
pub(super) async fn ask(State(state): State<AppState>, session: Session, ask: Ask, Path(id): Path<Uuid>) -> Result<Response, ApiError> {
    let by = &session.account;
    let Some(plan) = admin::undo_plan(&state, by, id).await? else {
        return Ok(Redirect::to(&format!("/admin/import/{id}")).into_response());
    };
    let all = admin::everyone(&state, by).await?;
    // A youth stands in the list as the person that several records may be.
    let persons: BTreeMap<_, _> = all.iter().flat_map(|it| it.members.iter().chain([&it.id]).map(move |id| (*id, it))).collect();
    let staying: BTreeSet<_> = plan.kept.iter().filter_map(|id| persons.get(id).map(|it| it.id)).collect();
    let names = all.iter().filter(|it| staying.contains(&it.id)).map(|it| (!it.protected).then(|| it.name.clone()));
    let page = Undo { id: id.to_string(), going: plan.going.len(), staying: names.collect() };
    Ok(answer(StatusCode::OK, ask.frame(&state, Place::Imports, by).await?, page))
}

pub(super) async fn undo(State(state): State<AppState>, session: Session, Path(id): Path<Uuid>) -> Result<Response, ApiError> {
    let undone = admin::undo(&state, &session.account, id).await?;
    Ok(see_counted(&format!("/admin/import/{id}"), Done::ImportUndone, Some(undone.withdrawn)))
}
