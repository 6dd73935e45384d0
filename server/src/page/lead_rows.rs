//! `GET /lead/rows/registrations.csv` and `acts.csv`: what a lead's figures are counted from, with the same choices, unless somebody
//! is protected (`report/rows.rs`). They are sent as they are read, however many they are: a browser shows how much has come, and
//! who stops it stops the reading.

use super::{
    Ask,
    ask::today,
    file::form,
    lead::{Choices, address},
};
use crate::{
    auth::Session,
    figures::{self, Wanted as Counted},
    http::{ApiError, AppState, Path},
    report::rows::{Rows, WHOSE, Wanted, rows},
    store::{audit::Action, figure},
};
use app::page::lead::RowByRow;
use axum::{
    body::Body,
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use domain::figures::{Choice, Report, Topic};

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
    // Where a period goes on, status is of another day than the rest.
    let topic = match of {
        Rows::Registrations => ask.get("topic").map_or(Ok(Topic::Outcomes), str::parse::<Topic>).map_err(|_| ApiError::Malformed)?,
        Rows::Acts => Topic::Work,
    };
    let span = topic.span(choices.period, choices.as_of.unwrap_or(today(&state)));
    let wanted = Wanted { rows: of, municipality: choices.municipality.id, choice: choices.choice, span, form: form(&ask)? };
    let mut tx = state.db.begin().await?;
    state.note(&mut tx, Some(&session.account), Action::Downloaded, choices.municipality.id).await?;
    tx.commit().await?;
    let disposition = format!("attachment; filename=\"{name}-{}.csv\"", span.to);
    let heads = [(header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()), (header::CONTENT_DISPOSITION, disposition)];
    Ok((heads, Body::from_stream(rows(state.db.clone(), wanted))).into_response())
}

/// Where a page's rows are, and how many at the most: protected persons have none, and what was alike on one day is one.
pub(super) async fn row_by_row(state: &AppState, ask: &Ask, choices: &Choices, report: &Report) -> Result<RowByRow, ApiError> {
    let mut tx = state.db.read().await?;
    let municipality = choices.municipality.id;
    let has_protected = figure::has_protected(&mut tx, municipality).await?;
    let choice = if has_protected { Choice::default() } else { choices.choice };
    // The rows are of every registration within the period, whatever the page counts of them: each is in one pair.
    let topic = if report.topic == Topic::Work { Topic::Work } else { Topic::Outcomes };
    let counted;
    let counts = if report.topic == topic && choice == choices.choice {
        &report.now
    } else {
        let wanted = Counted { municipality, choice: &choice, span: report.span, of: topic.series() };
        counted = figures::counts(&mut tx, wanted).await?;
        &counted
    };
    let of_status = if report.topic == Topic::Status { report.topic.code() } else { "" };
    let dropped = WHOSE.into_iter().filter(|_| has_protected).map(|it| (it, ""));
    let changed: Vec<(&str, &str)> = std::iter::once(("topic", of_status)).chain(dropped).collect();
    let (path, most, bytes_each) = if topic == Topic::Work {
        let met = counts.work.meetings.iter().filter(|it| it.0.came.is_some()).map(|it| it.1).sum::<u64>();
        ("/lead/rows/acts.csv", counts.work.touches.values().sum::<u64>() + met, 70)
    } else {
        ("/lead/rows/registrations.csv", counts.pairs.values().sum::<u64>(), 100)
    };
    Ok(RowByRow { href: address(ask, path, &changed), most, bytes_each, has_protected })
}
