//! `GET /region/outcomes.csv`, `/nation/outcomes.csv` and `/open/outcomes.csv`: the figures of the page as a file.

use super::{
    Ask,
    file::{File, form},
    level::{Named, Read},
};
use crate::{
    auth::Session,
    http::{ApiError, AppState},
    report::csv::{Form, PublishedPart, published},
};
use app::page::level::Parts;
use axum::{extract::State, response::Response};
use domain::figures::Topic;

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
    let form = form(ask)?;
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
    Ok(File::Csv(published(&lines, table.month, form)).of(Topic::Outcomes, table.month))
}
