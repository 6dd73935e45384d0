//! What is known of each request afterwards: a log line and two metrics, with the route's template and never its values,
//! its query or its body.

use super::ApiError;
use axum::{
    extract::{MatchedPath, Request},
    http::HeaderMap,
    middleware::Next,
    response::{IntoResponse, Response},
};
use std::time::{Duration, Instant};
use tower_http::request_id::RequestId;
use tracing::Instrument;

/// A handler that takes longer is given up.
const PATIENCE: Duration = Duration::from_mins(1);

/// Logs and counts a request, and gives it up when it takes too long.
pub async fn watch(request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().map_or("unmatched", |it| it.as_str()).to_owned();
    let method = request.method().as_str().to_owned();
    let id = request.extensions().get::<RequestId>().and_then(|it| it.header_value().to_str().ok()).unwrap_or_default().to_owned();
    let span = tracing::info_span!("request", id, method, route);
    let begun = Instant::now();
    let answered = tokio::time::timeout(PATIENCE, next.run(request).instrument(span.clone())).await;
    let response = answered.unwrap_or_else(|_| ApiError::Busy.into_response());
    let (status, took) = (response.status().as_u16(), begun.elapsed());
    let ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    let _within = span.enter();
    match status {
        500.. => tracing::warn!(status, ms, "answered"),
        // Whoever asks whether the server is there does so often.
        _ if route == "/healthz" || route == "/readyz" => tracing::trace!(status, ms, "answered"),
        _ => tracing::info!(status, ms, "answered"),
    }
    let labels = [("route", route), ("method", method), ("status", status.to_string())];
    metrics::counter!("uppsok_requests_total", &labels).increment(1);
    metrics::histogram!("uppsok_request_seconds", &labels[..2]).record(took.as_secs_f64());
    response
}

/// A panic becomes an answer that says nothing about it.
#[expect(clippy::needless_pass_by_value, reason = "the panic is handed over")]
pub fn after_panic(panic: Box<dyn std::any::Any + Send>) -> Response {
    let place = if panic.is::<String>() || panic.is::<&str>() { "a message" } else { "no message" };
    // The message isn't logged: it may hold what was being worked on. The panic hook has written where it was.
    tracing::error!(with = place, "a handler panicked");
    ApiError::Internal(None).into_response()
}

/// What a client may choose for its request's id: short and plain, so that it can't write into the log.
pub fn plain_id(headers: &HeaderMap) -> bool {
    headers.get("x-request-id").is_none_or(|it| it.len() <= 64 && it.as_bytes().iter().all(|it| it.is_ascii_alphanumeric() || *it == b'-'))
}
