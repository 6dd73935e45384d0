//! `GET /lead/outcomes.csv`: the figures of `/lead` as a file, with the same choices.

use super::{Ask, lead::Choice};
use crate::{
    auth::Session,
    http::{ApiError, AppState},
    report::{
        csv::{self, Form, Whose},
        filtered,
    },
    store::{audit::Action, outcome::Reach},
};
use axum::{
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};

pub(super) async fn download(State(state): State<AppState>, session: Session, ask: Ask) -> Result<Response, ApiError> {
    let choice = Choice::read(&state, &session, &ask).await?;
    if choice.bad_day.is_some() {
        return Err(ApiError::Malformed);
    }
    let form = match ask.get("format") {
        None => Form::Excel(ask.lang),
        Some("machine") => Form::Machine,
        Some(_) => return Err(ApiError::Malformed),
    };
    let municipality = choice.municipality.id;
    let outcomes = filtered(&state.db, Reach::Municipality(municipality), choice.filter, choice.as_of).await?;
    let [unit, gender, reason] = choice.words(ask.lang);
    let (gender, reason) = match form {
        Form::Excel(_) => (gender, reason),
        Form::Machine => {
            (choice.filter.gender.map_or("", |it| it.code()).to_owned(), choice.filter.reason.map_or("", |it| it.code()).to_owned())
        }
    };
    let whose = Whose { municipality: choice.municipality.name, unit, gender, reason };
    let mut tx = state.db.begin().await?;
    state.note(&mut tx, Some(&session.account), Action::Downloaded, municipality).await?;
    tx.commit().await?;
    let name = format!("attachment; filename=\"fore-efter-{}.csv\"", choice.as_of);
    let headers = [(header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()), (header::CONTENT_DISPOSITION, name)];
    Ok((headers, csv::outcomes(&outcomes, &whose, choice.as_of, form)).into_response())
}
