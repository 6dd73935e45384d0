//! `GET` and `POST /admin/import`: files that were taken in, and a new one to look at.

use super::{batch::imported, load::people};
use crate::{
    admin,
    auth::Session,
    http::{ApiError, AppState, Held},
    import::Unreadable,
    page::{Ask, answer},
    store::account::Account,
};
use app::{
    page::{Errors, Place, admin::Imports},
    words::{Text, text},
};
use axum::{
    extract::{Multipart, State, multipart::MultipartRejection},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};

/// What a register file may hold, in bytes.
const LIMIT: usize = 10_000_000;

const NONE: Text = text("Välj en fil först.", "Choose a file first.");
const TOO_LARGE: Text = text("Filen är större än 10 MB. Dela upp den i flera.", "The file is larger than 10 MB. Divide it into several.");
const FORM: Text = text(
    "Filen går inte att läsa. Spara den som CSV eller Excel (.xlsx) och försök igen.",
    "The file can't be read. Save it as CSV or Excel (.xlsx) and try again.",
);
const COLUMN: Text = text(
    "Filen saknar kolumnen {column}. Är det rätt fil, och står rubrikerna på första raden?",
    "The file has no column {column}. Is it the right file, and do the headings stand on the first line?",
);

pub(super) async fn show(State(state): State<AppState>, session: Session, ask: Ask) -> Result<Response, ApiError> {
    page(&state, &session.account, &ask, StatusCode::OK, Errors::default()).await
}

pub(super) async fn take(
    State(state): State<AppState>,
    session: Session,
    ask: Ask,
    form: Result<Multipart, MultipartRejection>,
) -> Result<Response, ApiError> {
    let by = &session.account;
    by.administers()?;
    let form = form.map_err(|_| ApiError::Malformed)?;
    let (status, words) = match file(form).await? {
        Sent::Nothing => (StatusCode::UNPROCESSABLE_ENTITY, NONE.get(ask.lang).to_owned()),
        Sent::TooMuch => (StatusCode::PAYLOAD_TOO_LARGE, TOO_LARGE.get(ask.lang).to_owned()),
        Sent::File(bytes) => match admin::keep_draft(&state, by, &bytes).await? {
            Ok(id) => return Ok(Redirect::to(&format!("/admin/import/draft/{id}")).into_response()),
            Err(Unreadable::Form) => (StatusCode::UNPROCESSABLE_ENTITY, FORM.get(ask.lang).to_owned()),
            Err(Unreadable::Column(missing)) => {
                (StatusCode::UNPROCESSABLE_ENTITY, COLUMN.fill(ask.lang, &[("column", missing.0.heading())]))
            }
        },
    };
    page(&state, by, &ask, status, Errors::of("file", words)).await
}

enum Sent {
    Nothing,
    File(Vec<u8>),
    TooMuch,
}

/// The file of a form, within the limit.
async fn file(mut form: Multipart) -> Result<Sent, ApiError> {
    while let Some(mut field) = form.next_field().await.map_err(|_| ApiError::Malformed)? {
        if field.name() != Some("file") {
            continue;
        }
        let mut held = Held::within(LIMIT);
        while let Some(part) = field.chunk().await.map_err(|_| ApiError::Malformed)? {
            if !held.take(&part) {
                break;
            }
        }
        return Ok(match held.whole() {
            Some(file) if file.is_empty() => Sent::Nothing,
            Some(file) => Sent::File(file),
            None => Sent::TooMuch,
        });
    }
    Ok(Sent::Nothing)
}

async fn page(state: &AppState, by: &Account, ask: &Ask, status: StatusCode, errors: Errors) -> Result<Response, ApiError> {
    let (files, people) = (admin::batches(state, by).await?, people(state, by).await?);
    let files = files.iter().map(|it| imported(it, &people)).collect();
    let page = Imports { files, now: state.clock.now(), errors };
    Ok(answer(status, ask.frame(state, Place::Imports, by).await?, page))
}
