//! `GET /admin/accounts`

use super::load::{people, units};
use crate::{
    admin::UnitWithWorkers,
    auth::Session,
    http::{ApiError, AppState},
    page::{Ask, answer},
    store,
};
use app::page::{
    Place,
    admin::{Account, Accounts, State as Stands},
};
use axum::{extract::State, http::StatusCode, response::Response};
use domain::Lang;

pub(super) async fn show(State(state): State<AppState>, session: Session, ask: Ask) -> Result<Response, ApiError> {
    let by = &session.account;
    let (people, units) = (people(&state, by).await?, units(&state, by).await?);
    let people = people.iter().map(|it| shown(it, by, &units, ask.lang)).collect();
    Ok(answer(StatusCode::OK, ask.frame(&state, Place::Accounts, by).await?, Accounts { people }))
}

/// An account as its pages show it.
pub(super) fn shown(it: &store::account::Account, by: &store::account::Account, units: &[UnitWithWorkers], lang: Lang) -> Account {
    let state = match (it.disabled_at, &it.password_hash) {
        (Some(_), _) => Stands::Disabled,
        (None, None) => Stands::Invited,
        (None, Some(_)) => Stands::Active,
    };
    Account {
        id: it.id.to_string(),
        name: it.name.clone(),
        email: it.email.clone(),
        role: it.post.role().word(lang),
        units: units.iter().filter(|unit| unit.workers.contains(&it.id)).map(|it| it.unit.name.clone()).collect(),
        state,
        is_own: it.id == by.id,
    }
}
