//! `GET` and `POST /invitation/{code}`: choosing a password from a one-time link. Reading it uses nothing up: programs
//! that look at links before people do would.

use super::{Ask, Done, Form, answer, see};
use crate::{
    account::{self, TakeError},
    auth::{BadPassword, NewPassword, session},
    http::{ApiError, AppState, Path},
};
use app::{
    page::{
        Errors,
        door::{Invitation, LinkGone},
    },
    words::{Text, text},
};
use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
    response::Response,
};

const SHORT: Text =
    text("Lösenordet är för kort. Det behöver minst 12 tecken.", "The password is too short. It needs at least 12 characters.");
const LONG: Text = text("Lösenordet är för långt. Välj ett kortare.", "The password is too long. Choose a shorter one.");

pub(super) async fn show(State(state): State<AppState>, ask: Ask, Path(code): Path<String>) -> Result<Response, ApiError> {
    page(&state, &ask, code, StatusCode::OK, Errors::default()).await
}

pub(super) async fn take(
    State(state): State<AppState>,
    ask: Ask,
    headers: HeaderMap,
    Path(code): Path<String>,
    form: Form,
) -> Result<Response, ApiError> {
    session::check_origin(&state, &headers)?;
    let password = match NewPassword::parse(form.raw("password")) {
        Ok(it) => it,
        Err(bad) => {
            let words = match bad {
                BadPassword::TooShort => SHORT,
                BadPassword::TooLong => LONG,
            };
            return page(&state, &ask, code, StatusCode::UNPROCESSABLE_ENTITY, Errors::of("password", words.get(ask.lang))).await;
        }
    };
    match account::choose_password(&state, &code, password).await {
        Ok(_) => Ok(see("/sign-in", Done::PasswordSet)),
        Err(TakeError::Gone) => Ok(gone(&ask)),
        Err(TakeError::Store(error)) => Err(error.into()),
    }
}

async fn page(state: &AppState, ask: &Ask, code: String, status: StatusCode, errors: Errors) -> Result<Response, ApiError> {
    match account::invited(state, &code).await {
        Ok(it) => Ok(answer(status, ask.outside(), Invitation { code, name: it.name, email: it.email, errors })),
        Err(TakeError::Gone) => Ok(gone(ask)),
        Err(TakeError::Store(error)) => Err(error.into()),
    }
}

fn gone(ask: &Ask) -> Response {
    answer(StatusCode::NOT_FOUND, ask.outside(), LinkGone)
}
