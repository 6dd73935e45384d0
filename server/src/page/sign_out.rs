//! `POST /sign-out`

use super::{Done, see};
use crate::{
    auth::session,
    http::{ApiError, AppState},
};
use axum::{
    extract::State,
    http::HeaderMap,
    response::{IntoResponse, Response},
};
use axum_extra::extract::cookie::CookieJar;

pub(super) async fn take(State(state): State<AppState>, headers: HeaderMap) -> Result<Response, ApiError> {
    session::check_origin(&state, &headers)?;
    let cookie = session::end(&state, &headers).await?;
    Ok((CookieJar::new().add(cookie), see("/sign-in", Done::SignedOut)).into_response())
}
