//! An error that a person meets is a page in words. Programs get the code: whatever is under `/api`, and whoever doesn't
//! ask for a page.

use super::{Ask, answer};
use crate::http::Problem;
use app::page::problem;
use axum::{
    body::to_bytes,
    extract::Request,
    http::{HeaderMap, header},
    middleware::Next,
    response::Response,
};

/// An error's body is a code and a sentence.
const SMALL: usize = 4096;

fn is_for_a_person(path: &str, headers: &HeaderMap) -> bool {
    let accepts = headers.get(header::ACCEPT).and_then(|it| it.to_str().ok()).unwrap_or_default();
    !path.starts_with("/api/") && !path.starts_with("/app") && accepts.contains("text/html")
}

/// Turns the JSON of an error into a page.
pub async fn dress(request: Request, next: Next) -> Response {
    let asked = is_for_a_person(request.uri().path(), request.headers()).then(|| Ask::of(request.headers(), request.uri()));
    let response = next.run(request).await;
    let status = response.status();
    let is_error = status.is_client_error() || status.is_server_error();
    let is_json = response.headers().get(header::CONTENT_TYPE).is_some_and(|it| it == "application/json");
    let Some(ask) = asked.filter(|_| is_error && is_json) else { return response };
    let (parts, body) = response.into_parts();
    let code = match to_bytes(body, SMALL).await.map(|it| serde_json::from_slice::<Problem>(&it)) {
        Ok(Ok(it)) => it.code,
        _ => String::new(),
    };
    let mut dressed = answer(status, ask.outside(), problem::Problem::of(&code));
    // What says when to try again, or how to sign in, still holds.
    for (name, value) in parts.headers.iter().filter(|(name, _)| **name == header::RETRY_AFTER) {
        dressed.headers_mut().insert(name.clone(), value.clone());
    }
    dressed
}
