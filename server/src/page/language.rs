//! `GET /language/{lang}?back=`: keeps the choice in a cookie and goes back.

use super::ask::{Ask, LANGUAGE, language, local};
use crate::http::{ApiError, AppState, Path};
use axum::{
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};
use std::time::Duration;

const YEAR: Duration = Duration::from_hours(365 * 24);

pub(super) async fn choose(State(state): State<AppState>, ask: Ask, Path(code): Path<String>) -> Result<Response, ApiError> {
    let lang = language(&code).ok_or(ApiError::NotFound)?;
    let mut cookie = Cookie::new(LANGUAGE, lang.tag());
    cookie.set_path("/");
    cookie.set_same_site(SameSite::Lax);
    cookie.set_http_only(true);
    cookie.set_secure(state.config.public.is_secure());
    if let Ok(age) = YEAR.try_into() {
        cookie.set_max_age(Some(age));
    }
    let back = ask.get("back").and_then(local).unwrap_or("/");
    Ok((CookieJar::new().add(cookie), Redirect::to(back)).into_response())
}
