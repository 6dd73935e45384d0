//! `GET /lead/rows/registrations.csv` and `acts.csv`: what a lead's figures are counted from, with the same choices. They are
//! sent as they are read, however many they are: a browser shows how far it has come, and who stops it stops the reading.

use super::{Ask, ask::today, file::form, lead::Choices};
use crate::{
    auth::Session,
    http::{ApiError, AppState, Path},
    report::rows::{Rows, Wanted, rows},
    store::audit::Action,
};
use axum::{
    body::Body,
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};

pub(super) async fn download(
    State(state): State<AppState>,
    session: Session,
    ask: Ask,
    Path(file): Path<String>,
) -> Result<Response, ApiError> {
    let (of, name) = match file.as_str() {
        "registrations.csv" => (Rows::Registrations, "registreringar"),
        "acts.csv" => (Rows::Acts, "insatser"),
        _ => return Err(ApiError::NotFound),
    };
    let choices = Choices::read(&state, &session, &ask).await?;
    if choices.error.is_some() {
        return Err(ApiError::Malformed);
    }
    let span = choices.period.span(choices.as_of.unwrap_or(today(&state)));
    let wanted = Wanted { rows: of, municipality: choices.municipality.id, choice: choices.choice, span, form: form(&ask)? };
    let mut tx = state.db.begin().await?;
    state.note(&mut tx, Some(&session.account), Action::Downloaded, choices.municipality.id).await?;
    tx.commit().await?;
    let disposition = format!("attachment; filename=\"{name}-{}.csv\"", span.to);
    let heads = [(header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()), (header::CONTENT_DISPOSITION, disposition)];
    Ok((heads, Body::from_stream(rows(state.db.clone(), wanted))).into_response())
}
