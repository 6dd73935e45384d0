//! `GET /region/outcomes.csv` and `.xlsx`, `/nation/…` and `/open/…`: before and after as files.

use super::{
    Ask,
    file::{File, form},
    level::{Named, Read, seen},
};
use crate::{
    auth::Session,
    http::{ApiError, AppState},
    report::{
        csv::{self, Form, PublishedPart},
        xlsx,
    },
};
use app::page::level::Parts;
use axum::{
    extract::{OriginalUri, State},
    response::Response,
};
use domain::figures::Topic;

pub(super) async fn region(state: State<AppState>, session: Session, ask: Ask, uri: OriginalUri) -> Result<Response, ApiError> {
    let read = Read::region(&state, &session).await?;
    file(&state, &ask, read, &uri).await
}

pub(super) async fn nation(state: State<AppState>, session: Session, ask: Ask, uri: OriginalUri) -> Result<Response, ApiError> {
    file(&state, &ask, Read::nation(&session)?, &uri).await
}

pub(super) async fn open(state: State<AppState>, ask: Ask, uri: OriginalUri) -> Result<Response, ApiError> {
    file(&state, &ask, Read::open(), &uri).await
}

async fn file(state: &AppState, ask: &Ask, read: Read, uri: &OriginalUri) -> Result<Response, ApiError> {
    let form = form(ask)?;
    let is_workbook = uri.path().ends_with(".xlsx");
    let is_for_programs = form == Form::Machine && !is_workbook;
    let table = read.table(state, ask).await?;
    let whole = table.group(read.whole());
    let seen = seen(whole.clone());
    let whole = PublishedPart { by: ["all", "Alla", "All"], name: read.region.clone().unwrap_or_default(), group: whole };
    let line = |it: Named| {
        let by = match it.by {
            Parts::Region => ["region", "Region", "Region"],
            Parts::Municipality => ["municipality", "Kommun", "Municipality"],
            Parts::Gender => ["gender", "Kön", "Gender"],
        };
        PublishedPart { by, name: if is_for_programs { it.code } else { it.name }, group: table.group(it.of) }
    };
    let parts = read.parts(state, ask.lang).await?.into_iter().map(line);
    let lines: Vec<PublishedPart> = std::iter::once(whole).chain(parts).collect();
    let file = if is_workbook {
        File::workbook(xlsx::published(&lines, read.region.as_deref(), table.month, seen.as_ref(), ask.lang))?
    } else {
        File::Csv(csv::published(&lines, table.month, form))
    };
    Ok(file.of(Topic::Outcomes, table.month))
}
