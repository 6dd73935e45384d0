//! The routes of the youth's pages. GET changes nothing, since phones fetch links before anybody taps them.

use super::{
    answer::{Act, carry_out},
    calendar::{Event, calendar},
    code::tag_of,
    open::{Opened, enter},
    push,
};
use crate::http::{ApiError, AppState, Path, Peer, Problem, asset::Manifest};
use app::page::youth::{About, Ahead, Around, Calendar, Line, Meeting, Sms, Tongue, Youthful, render};
use axum::{
    Form, Router,
    body::to_bytes,
    extract::{FromRequestParts, Query, Request, State, rejection::FormRejection},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use domain::{CloseReason, civil, fold::Plan};
use jiff::civil::DateTime;
use serde::Deserialize;
use std::{convert::Infallible, sync::LazyLock};

/// Everything under `/y/`.
pub fn router() -> Router<AppState> {
    Router::new()
        .route("/y/push.js", get(push::script))
        .route("/y/sw.js", get(push::worker))
        .route("/y/receipt", post(push::receipt))
        .route("/y/{code}", get(show))
        .route("/y/{code}/about", get(about))
        .route("/y/{code}/calendar.ics", get(event))
        .route("/y/{code}/app.webmanifest", get(push::manifest))
        .route("/y/{code}/push", post(push::on))
        .route("/y/{code}/push-off", post(push::off))
        .route("/y/{code}/push-seen", post(push::seen))
        .route("/y/{code}/{act}", post(take))
}

/// The language that an address asks for, if it asks.
#[derive(Clone, Copy, Debug, Default)]
struct Asked(Option<Tongue>);

impl Asked {
    fn of(uri: &axum::http::Uri) -> Self {
        let query = Query::<Vec<(String, String)>>::try_from_uri(uri).map(|it| it.0).unwrap_or_default();
        Self(query.iter().find(|(name, _)| name == "lang").and_then(|(_, tag)| Tongue::of(tag)))
    }

    /// Else the one that messages are written in, else Swedish.
    fn or_theirs(self, opened: &Opened) -> Tongue {
        self.0.or_else(|| opened.youth.language.get().and_then(|it| Tongue::of(it))).unwrap_or_default()
    }
}

impl<S: Sync> FromRequestParts<S> for Asked {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self::of(&parts.uri))
    }
}

async fn show(State(state): State<AppState>, Peer(from): Peer, asked: Asked, Path(code): Path<String>) -> Result<Response, ApiError> {
    let opened = enter(&state, from, &code).await?;
    let ahead = ahead(&opened, state.clock.now());
    let is_ahead = matches!(ahead, Ahead::At(..));
    let push_key = if is_ahead { Some(state.push.vapid.latest(&state.db).await?) } else { None };
    let page = Meeting {
        coach: opened.coach.clone(),
        ahead,
        calendar: calendar_of(&opened, ahead),
        answer: opened.answer(),
        sms: sms(&opened, &state.youth_phone_key),
        push_key,
    };
    let script = is_ahead.then(|| "/y/push.js".to_owned());
    Ok(answer(StatusCode::OK, asked.or_theirs(&opened), Some(&code), script, page))
}

async fn about(State(state): State<AppState>, Peer(from): Peer, asked: Asked, Path(code): Path<String>) -> Result<Response, ApiError> {
    let opened = enter(&state, from, &code).await?;
    let tongue = asked.or_theirs(&opened);
    Ok(answer(StatusCode::OK, tongue, Some(&code), None, About { coach: opened.coach }))
}

async fn event(State(state): State<AppState>, Peer(from): Peer, asked: Asked, Path(code): Path<String>) -> Result<Response, ApiError> {
    let opened = enter(&state, from, &code).await?;
    let at = opened.time().ok_or(ApiError::NotFound)?;
    let (sequence, changed) = opened.changes();
    let title = match (asked.or_theirs(&opened), &opened.coach) {
        (Tongue::Sv, Some(it)) => format!("Träff med {it}"),
        (Tongue::Sv, None) => "Träff".to_owned(),
        (Tongue::En, Some(it)) => format!("Meeting {it}"),
        (Tongue::En, None) => "Meeting".to_owned(),
        (Tongue::Ar, Some(it)) => format!("لقاء مع {it}"),
        (Tongue::Ar, None) => "لقاء".to_owned(),
    };
    let is_cancelled = opened.meeting().plan.get() == Some(&Plan::Cancelled);
    let uid = format!("{}@{}", tag_of(&state.youth_phone_key, &opened.link.meeting), state.config.youth_url().host());
    let file = calendar(&Event { uid, sequence, changed, at, title, is_cancelled });
    let method = if is_cancelled { "text/calendar; charset=utf-8; method=CANCEL" } else { "text/calendar; charset=utf-8; method=PUBLISH" };
    Ok(([(header::CONTENT_TYPE, method), (header::CONTENT_DISPOSITION, "inline; filename=\"tid.ics\"")], file).into_response())
}

/// What a form of the page carries.
#[derive(Debug, Deserialize)]
struct Tapped {
    /// The time that the page showed.
    at: Option<DateTime>,
}

async fn take(
    State(state): State<AppState>,
    Peer(from): Peer,
    asked: Asked,
    headers: HeaderMap,
    Path((code, act)): Path<(String, String)>,
    form: Result<Form<Tapped>, FormRejection>,
) -> Result<Response, ApiError> {
    check_origin(&state, &headers)?;
    let Form(tapped) = form.map_err(|_| ApiError::Malformed)?;
    let act = Act::of(&act, tapped.at).ok_or(ApiError::NotFound)?;
    let opened = enter(&state, from, &code).await?;
    carry_out(&state, &opened, act).await?;
    let query = asked.0.map(|it| format!("?lang={}", it.tag())).unwrap_or_default();
    Ok(Redirect::to(&format!("/y/{code}{query}")).into_response())
}

/// The code is all that lets in; still, no other site's page may send the form.
pub(super) fn check_origin(state: &AppState, headers: &HeaderMap) -> Result<(), ApiError> {
    let origin = headers.get(header::ORIGIN).and_then(|it| it.to_str().ok());
    if origin.is_some_and(|it| state.config.youth_url().is_same(it)) { Ok(()) } else { Err(ApiError::WrongOrigin) }
}

fn ahead(opened: &Opened, now: i64) -> Ahead {
    let today = civil::day(now);
    match opened.meeting().plan.get() {
        None => Ahead::Unsettled,
        Some(Plan::Cancelled) => Ahead::Cancelled,
        Some(Plan::At { at, .. }) if civil::instant(*at) > now && opened.meeting().is_open() => Ahead::At(*at, today),
        Some(Plan::At { at, .. }) => Ahead::Over(*at, today),
    }
}

/// Whoever has put an earlier time in their calendar has to be given the new one, or have it taken away.
fn calendar_of(opened: &Opened, ahead: Ahead) -> Option<Calendar> {
    match ahead {
        Ahead::At(..) if opened.changes().0 > 0 => Some(Calendar::Update),
        Ahead::At(..) => Some(Calendar::Add),
        Ahead::Cancelled => opened.time().map(|_| Calendar::Remove),
        Ahead::Over(..) | Ahead::Unsettled => None,
    }
}

fn sms(opened: &Opened, tag_key: &[u8; 32]) -> Sms {
    let numbers = opened.numbers(tag_key);
    let closed: Vec<Option<CloseReason>> = numbers.iter().map(|(_, it)| it.closed_for()).collect();
    if closed.is_empty() {
        Sms::Nowhere
    } else if closed.contains(&Some(CloseReason::WrongPerson)) {
        Sms::WrongPerson
    } else if closed.iter().all(Option::is_some) {
        Sms::Stopped
    } else {
        Sms::Open
    }
}

/// Nothing but our own style, pictures and forms; a script and a worker of our own for notifications.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
     worker-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

fn answer(status: StatusCode, tongue: Tongue, code: Option<&str>, script: Option<String>, page: impl Youthful) -> Response {
    static STYLE: LazyLock<Option<String>> = LazyLock::new(|| Manifest::read().address("app.css").map(str::to_owned));
    let around = Around { tongue, style: STYLE.clone(), base: code.map(|it| format!("/y/{it}")), script };
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
        (header::CONTENT_LANGUAGE, HeaderValue::from_static(tongue.tag())),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(CONTENT_SECURITY_POLICY)),
        (HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex, nofollow")),
    ];
    (status, headers, render(around, page)).into_response()
}

/// An error's body is a code and a sentence.
const SMALL: usize = 4096;

/// Turns the JSON of an error into a page that tells nothing. Programs (the page's script) keep the code.
pub async fn dress(request: Request, next: Next) -> Response {
    let accepts = request.headers().get(header::ACCEPT).and_then(|it| it.to_str().ok()).unwrap_or_default();
    let asked = accepts.contains("text/html").then(|| Asked::of(request.uri()));
    let response = next.run(request).await;
    let status = response.status();
    let is_json = response.headers().get(header::CONTENT_TYPE).is_some_and(|it| it == "application/json");
    let Some(Asked(tongue)) = asked.filter(|_| (status.is_client_error() || status.is_server_error()) && is_json) else { return response };
    let (parts, body) = response.into_parts();
    let code = match to_bytes(body, SMALL).await.map(|it| serde_json::from_slice::<Problem>(&it)) {
        Ok(Ok(it)) => it.code,
        _ => String::new(),
    };
    let line = match code.as_str() {
        "not_found" | "wrong_method" => Line::Gone,
        "too_many_tries" | "busy" => Line::Busy,
        _ => Line::Fault,
    };
    let mut dressed = answer(status, tongue.unwrap_or_default(), None, None, line);
    for (name, value) in parts.headers.iter().filter(|(name, _)| **name == header::RETRY_AFTER) {
        dressed.headers_mut().insert(name.clone(), value.clone());
    }
    dressed
}
