//! `GET /region/outcomes.csv`, `/nation/outcomes.csv` and `/open/outcomes.csv`: the figures of the page as a file.

use super::{
    Ask,
    level::{Named, Read},
};
use crate::{
    auth::Session,
    http::{ApiError, AppState},
    report::csv::{Form, PublishedPart, published},
};
use app::page::level::Parts;
use axum::{
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};

pub(super) async fn region(State(state): State<AppState>, session: Session, ask: Ask) -> Result<Response, ApiError> {
    let read = Read::region(&state, &session).await?;
    file(&state, &ask, read).await
}

pub(super) async fn nation(State(state): State<AppState>, session: Session, ask: Ask) -> Result<Response, ApiError> {
    file(&state, &ask, Read::nation(&session)?).await
}

pub(super) async fn open(State(state): State<AppState>, ask: Ask) -> Result<Response, ApiError> {
    file(&state, &ask, Read::open()).await
}

async fn file(state: &AppState, ask: &Ask, read: Read) -> Result<Response, ApiError> {
    let form = match ask.get("format") {
        None => Form::Excel(ask.lang),
        Some("machine") => Form::Machine,
        Some(_) => return Err(ApiError::Malformed),
    };
    let table = read.table(state, ask).await?;
    let whole =
        PublishedPart { by: ["all", "Alla", "All"], name: read.region.clone().unwrap_or_default(), group: table.group(read.whole()) };
    let line = |it: Named| {
        let by = match it.by {
            Parts::Region => ["region", "Region", "Region"],
            Parts::Municipality => ["municipality", "Kommun", "Municipality"],
            Parts::Gender => ["gender", "Kön", "Gender"],
        };
        PublishedPart { by, name: if form == Form::Machine { it.code } else { it.name }, group: table.group(it.of) }
    };
    let parts = read.parts(state, ask.lang).await?.into_iter().map(line);
    let lines: Vec<PublishedPart> = std::iter::once(whole).chain(parts).collect();
    let name = format!("attachment; filename=\"fore-efter-{}.csv\"", table.month);
    let headers = [(header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()), (header::CONTENT_DISPOSITION, name)];
    Ok((headers, published(&lines, table.month, form)).into_response())
}
