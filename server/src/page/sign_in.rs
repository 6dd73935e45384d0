//! `GET` and `POST /sign-in`

use super::{Ask, Form, answer, ask::local};
use crate::{
    auth::{Post, session, sign_in::by_password},
    http::{ApiError, AppState, Peer},
};
use app::{
    page::{Errors, door::SignIn},
    words::{Text, text},
};
use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Redirect, Response},
};
use axum_extra::extract::cookie::CookieJar;

const WRONG: Text = text(
    "E-postadressen eller lösenordet stämmer inte. Kontrollera båda och försök igen.",
    "The e-mail address or the password is wrong. Check both and try again.",
);
const WAIT: Text = text("För många försök. Vänta {minutes} min och försök igen.", "Too many tries. Wait {minutes} min and try again.");

pub(super) async fn show(ask: Ask) -> Response {
    let page = SignIn { next: ask.get("next").and_then(local).map(str::to_owned), ..SignIn::default() };
    answer(StatusCode::OK, ask.outside(), page)
}

pub(super) async fn take(
    State(state): State<AppState>,
    Peer(from): Peer,
    ask: Ask,
    headers: HeaderMap,
    form: Form,
) -> Result<Response, ApiError> {
    session::check_origin(&state, &headers)?;
    let next = local(form.text("next")).map(str::to_owned);
    let (status, words) = match by_password(&state, form.text("email"), form.raw("password"), None, from).await {
        Ok(who) => {
            let to = next.unwrap_or_else(|| home(who.account().post).to_owned());
            let cookie = session::begin(&state, &who).await?;
            return Ok((CookieJar::new().add(cookie), Redirect::to(&to)).into_response());
        }
        Err(ApiError::WrongCredentials) => (StatusCode::UNPROCESSABLE_ENTITY, WRONG.get(ask.lang).to_owned()),
        Err(ApiError::TooManyTries { retry_after }) => {
            let minutes = ((retry_after + 59) / 60).to_string();
            (StatusCode::TOO_MANY_REQUESTS, WAIT.fill(ask.lang, &[("minutes", &minutes)]))
        }
        Err(error) => return Err(error),
    };
    let page = SignIn { email: form.text("email").to_owned(), next, errors: Errors::of("password", words) };
    Ok(answer(status, ask.outside(), page))
}

/// Where somebody's work is.
fn home(post: Post) -> &'static str {
    match post {
        Post::Worker(_) => "/app",
        Post::Lead(_) => "/lead",
        Post::Region(_) => "/region",
        Post::Nation => "/nation",
        Post::Administrator(_) => "/admin",
    }
}
