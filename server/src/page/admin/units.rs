//! `GET` and `POST /admin/units`

use super::load::{names, people, units, youths};
use crate::{
    admin,
    auth::Session,
    http::{ApiError, AppState},
    page::{Ask, Done, Form, answer, see},
    store::account::Account,
};
use app::{
    page::{
        Errors, Place,
        admin::{UnitRow, Units},
    },
    words::{Text, text},
};
use axum::{extract::State, http::StatusCode, response::Response};
use domain::Lang;

const NAME: Text = text("Skriv ett namn med högst 100 tecken.", "Write a name of at most 100 characters.");
const TAKEN: Text = text("Det finns redan en enhet med det namnet.", "There is a unit of that name already.");

/// What is wrong with a unit's name, where it is that.
pub(super) fn wrong(error: ApiError, lang: Lang) -> Result<Errors, ApiError> {
    match error {
        ApiError::InvalidValue { field: "name", .. } => Ok(Errors::of("name", NAME.get(lang))),
        ApiError::AlreadyExists => Ok(Errors::of("name", TAKEN.get(lang))),
        error => Err(error),
    }
}

pub(super) async fn show(State(state): State<AppState>, session: Session, ask: Ask) -> Result<Response, ApiError> {
    page(&state, &session.account, &ask, StatusCode::OK, "", Errors::default()).await
}

pub(super) async fn create(State(state): State<AppState>, session: Session, ask: Ask, form: Form) -> Result<Response, ApiError> {
    match admin::create_unit(&state, &session.account, form.text("name")).await {
        Ok(_) => Ok(see("/admin/units", Done::UnitCreated)),
        Err(error) => {
            let errors = wrong(error, ask.lang)?;
            page(&state, &session.account, &ask, StatusCode::UNPROCESSABLE_ENTITY, form.text("name"), errors).await
        }
    }
}

async fn page(state: &AppState, by: &Account, ask: &Ask, status: StatusCode, name: &str, errors: Errors) -> Result<Response, ApiError> {
    let (people, units, youths) = (people(state, by).await?, units(state, by).await?, youths(state, by).await?);
    let rows = units.into_iter().map(|it| UnitRow {
        id: it.unit.id.to_string(),
        workers: names(&people, &it.workers),
        youths: youths.iter().filter(|youth| youth.units.contains(&it.unit.id)).count(),
        name: it.unit.name,
    });
    let page = Units { units: rows.collect(), name: name.to_owned(), errors };
    Ok(answer(status, ask.frame(state, Place::Units, by).await?, page))
}
