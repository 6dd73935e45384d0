//! `GET` and `POST /admin/import/draft/{id}`: what a file would do, and the yes or no to it.

use crate::{
    admin::{self, NewUnits},
    auth::Session,
    http::{ApiError, AppState, Path},
    import::{Report, RowReport},
    page::{
        Ask, Done, Form, answer,
        done::{see, see_counted},
    },
};
use app::page::{
    Place,
    admin::{Draft, Line, LineKind},
};
use axum::{extract::State, http::StatusCode, response::Response};
use domain::{Lang, register_file::Change};
use uuid::Uuid;

/// More remarks than this nobody reads on a page.
const MOST: usize = 1000;

pub(super) async fn show(State(state): State<AppState>, session: Session, ask: Ask, Path(id): Path<Uuid>) -> Result<Response, ApiError> {
    let by = &session.account;
    let bytes = admin::draft(&state, by, id).await?;
    let report = admin::preview(&state, by, &bytes, NewUnits::Create).await?;
    let rows_of_new_units = if report.new_places.is_empty() {
        0
    } else {
        admin::preview(&state, by, &bytes, NewUnits::Refuse).await?.refused().saturating_sub(report.refused())
    };
    let lines: Vec<Line> = report.rows.iter().flat_map(|it| remarks(it, ask.lang)).collect();
    let all_lines = lines.len();
    let page = Draft {
        id: id.to_string(),
        new: report.count(Change::New),
        changed: report.count(Change::Changed),
        unchanged: report.count(Change::Unchanged),
        refused: report.refused(),
        new_units: new_units(&report),
        rows_of_new_units,
        lines: lines.into_iter().take(MOST).collect(),
        all_lines,
    };
    Ok(answer(StatusCode::OK, ask.frame(&state, Place::Imports, by).await?, page))
}

/// The last part of each place's path: the municipality is the reader's own.
fn new_units(report: &Report) -> Vec<String> {
    report.new_places.iter().map(|it| it.rsplit(" › ").next().unwrap_or(it).to_owned()).collect()
}

fn remarks(it: &RowReport, lang: Lang) -> Vec<Line> {
    let refused = it.refused.map(|(column, reason)| Line {
        line: it.line,
        column: column.map_or("", domain::register_file::Column::heading),
        sentence: reason.sentence(lang),
        kind: LineKind::Refused,
    });
    let doubts = it.warnings.iter().map(|doubt| Line {
        line: it.line,
        column: doubt.column.heading(),
        sentence: doubt.what.sentence(lang).to_owned(),
        kind: LineKind::Doubtful,
    });
    refused.into_iter().chain(doubts).collect()
}

/// Takes the file in. It goes on if the browser gives up: a file half taken in would have to be taken in again.
pub(super) async fn confirm(
    State(state): State<AppState>,
    session: Session,
    Path(id): Path<Uuid>,
    form: Form,
) -> Result<Response, ApiError> {
    let by = session.account;
    let units = if form.text("create") == "yes" { NewUnits::Create } else { NewUnits::Refuse };
    let bytes = admin::draft(&state, &by, id).await?;
    let applied = tokio::spawn(async move {
        let applied = admin::apply(&state, &by, &bytes, units).await?;
        admin::drop_draft(&state, &by, id).await?;
        Ok::<_, ApiError>(applied)
    });
    let applied = applied.await.map_err(ApiError::internal)??;
    let refused = Some(applied.report.refused());
    Ok(match applied.batches.first() {
        Some((_, batch)) => see_counted(&format!("/admin/import/{batch}"), Done::ImportApplied, refused),
        None => see_counted(super::UPLOAD, Done::ImportNothing, refused),
    })
}

pub(super) async fn discard(State(state): State<AppState>, session: Session, Path(id): Path<Uuid>) -> Result<Response, ApiError> {
    let was_there = admin::drop_draft(&state, &session.account, id).await?;
    if was_there { Ok(see(super::UPLOAD, Done::ImportDropped)) } else { Err(ApiError::NotFound) }
}
