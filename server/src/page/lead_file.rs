//! `GET /lead/TOPIC.csv` and `.xlsx`: the figures of a lead's page as files, with the same choices.

use super::{
    Ask,
    file::{File, form},
    lead::Choices,
};
use crate::{
    auth::Session,
    http::{ApiError, AppState, Path},
    report::{csv, xlsx},
    store::audit::Action,
};
use axum::{extract::State, response::Response};
use domain::figures::Topic;

pub(super) async fn download(
    State(state): State<AppState>,
    session: Session,
    ask: Ask,
    Path(file): Path<String>,
) -> Result<Response, ApiError> {
    let (topic, extension) = file.rsplit_once('.').ok_or(ApiError::NotFound)?;
    let topic: Topic = topic.parse().map_err(|_| ApiError::NotFound)?;
    let choices = Choices::read(&state, &session, &ask).await?;
    if choices.error.is_some() {
        return Err(ApiError::Malformed);
    }
    let form = form(&ask)?;
    let report = choices.report(&state, topic, ask.lang).await?;
    let file = match extension {
        "csv" => File::Csv(csv::report(&report, form)),
        "xlsx" => File::workbook(xlsx::workbook(&report, ask.lang))?,
        _ => return Err(ApiError::NotFound),
    };
    let mut tx = state.db.begin().await?;
    state.note(&mut tx, Some(&session.account), Action::Downloaded, choices.municipality.id).await?;
    tx.commit().await?;
    Ok(file.of(topic, report.span.to))
}
