//! Where providers call us: what became of a text, and what youths write. Each call carries a key; the same call again
//! changes nothing, and reports may come in any order.

use super::{
    answer::{self, Inbound},
    key::carries,
};
use crate::{
    http::{ApiError, AppState, Path, Peer, Query},
    store::{
        attempt::{self, Reported},
        sign_in_try,
    },
};
use axum::{
    Form, Router,
    body::Bytes,
    extract::{State, rejection::FormRejection},
    http::{HeaderMap, StatusCode},
    response::IntoResponse,
    routing::{get, post},
};
use domain::Phone;
use encoding_rs::{Encoding, UTF_8};
use serde::Deserialize;
use uuid::Uuid;

/// Where 46elks calls with what youths write.
pub const ELKS_INBOUND: &str = "/hook/46elks/in";
/// And Kannel.
pub const KANNEL_INBOUND: &str = "/hook/kannel/in";

/// The routes.
pub fn router() -> Router<AppState> {
    Router::new()
        .route("/hook/46elks/report/{attempt}", post(elks_report))
        .route(ELKS_INBOUND, post(elks_inbound))
        .route("/hook/kannel/report/{attempt}", get(kannel_report))
        .route(KANNEL_INBOUND, post(kannel_inbound))
}

/// Wrong keys from one address, within a quarter of an hour.
const WRONG: i64 = 30;
const WINDOW: i64 = 15 * 60 * 1000;

/// Refuses a call without the key; whoever guesses is slowed down.
async fn check(state: &AppState, headers: &HeaderMap, peer: Peer, key: &str) -> Result<(), ApiError> {
    if carries(headers, key) {
        return Ok(());
    }
    let now = state.clock.now();
    let bucket = state.hooks.hash(format!("wrong key {}", peer.0).as_bytes());
    let mut tx = state.db.begin().await?;
    let counted = sign_in_try::count(&mut tx, &bucket, now - WINDOW, now).await?;
    tx.commit().await?;
    if counted.failures > WRONG {
        return Err(ApiError::TooManyTries { retry_after: ((counted.started_at + WINDOW - now + 999) / 1000).max(1) });
    }
    Err(ApiError::NotSignedIn)
}

async fn report(state: &AppState, attempt: Uuid, status: Option<Reported>) -> Result<StatusCode, ApiError> {
    if let Some(status) = status {
        let mut tx = state.db.begin().await?;
        attempt::report(&mut tx, attempt, status, state.clock.now()).await?;
        tx.commit().await?;
    }
    Ok(StatusCode::NO_CONTENT)
}

/// A form of a provider's: <https://46elks.se/docs/sms-delivery-reports>, <https://46elks.se/docs/receive-sms>.
#[derive(Deserialize)]
struct Fields {
    #[serde(default)]
    id: String,
    #[serde(default)]
    status: String,
    #[serde(default)]
    from: String,
    #[serde(default)]
    message: String,
}

async fn elks_report(
    State(state): State<AppState>,
    peer: Peer,
    Path(attempt): Path<Uuid>,
    headers: HeaderMap,
    form: Result<Form<Fields>, FormRejection>,
) -> Result<impl IntoResponse, ApiError> {
    check(&state, &headers, peer, &state.hooks.of_attempt(attempt)).await?;
    let Form(fields) = form.map_err(|_| ApiError::Malformed)?;
    report(&state, attempt, fields.status.parse().ok()).await
}

async fn elks_inbound(
    State(state): State<AppState>,
    peer: Peer,
    headers: HeaderMap,
    form: Result<Form<Fields>, FormRejection>,
) -> Result<impl IntoResponse, ApiError> {
    check(&state, &headers, peer, &state.hooks.of_inbound()).await?;
    let Form(fields) = form.map_err(|_| ApiError::Malformed)?;
    if let (Some(from), false) = (number(&fields.from), fields.id.is_empty()) {
        let inbound = Inbound { reference: format!("46elks {}", fields.id), from, text: fields.message };
        answer::take_in(&state, &state.hooks, &inbound).await?;
    }
    // A body would be sent to the youth.
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize)]
struct Status {
    status: u32,
}

async fn kannel_report(
    State(state): State<AppState>,
    peer: Peer,
    Path(attempt): Path<Uuid>,
    headers: HeaderMap,
    Query(it): Query<Status>,
) -> Result<impl IntoResponse, ApiError> {
    check(&state, &headers, peer, &state.hooks.of_attempt(attempt)).await?;
    let status = match it.status {
        1 => Some(Reported::Delivered),
        2 | 16 => Some(Reported::Failed),
        8 => Some(Reported::Sent),
        _ => None,
    };
    report(&state, attempt, status).await
}

/// `post-url = "…?id=%I&at=%T"` in Kannel's configuration: its own id of the message, and when it came, since the same text may
/// come twice in earnest. Whose it is and what it says stand in no address.
#[derive(Deserialize)]
struct Mobile {
    #[serde(default)]
    id: String,
    #[serde(default)]
    at: String,
}

async fn kannel_inbound(
    State(state): State<AppState>,
    peer: Peer,
    headers: HeaderMap,
    Query(it): Query<Mobile>,
    body: Bytes,
) -> Result<impl IntoResponse, ApiError> {
    check(&state, &headers, peer, &state.hooks.of_inbound()).await?;
    let header = |name: &str| headers.get(name).and_then(|it| it.to_str().ok());
    // Only sent where `send-sender = true`: without it nobody's texts would ever come, which Kannel's log should show.
    let sender = header("x-kannel-from").ok_or_else(|| ApiError::invalid("x-kannel-from", "send-sender = true is missing"))?;
    if let Some(from) = number(sender) {
        let text = decode(&body, header("content-type").unwrap_or_default());
        let reference = ["kannel", &it.id, &it.at, sender, &text].join("\0");
        answer::take_in(&state, &state.hooks, &Inbound { reference, from, text }).await?;
    }
    // Kannel sends a body on to the youth too, unless it is told not to.
    Ok(StatusCode::OK)
}

/// A text in the charset that its content type names.
fn decode(body: &[u8], content_type: &str) -> String {
    let named = content_type.split(';').filter_map(|it| it.trim().split_once('=')).find(|it| it.0.eq_ignore_ascii_case("charset"));
    let encoding = named.and_then(|it| Encoding::for_label(it.1.trim_matches('"').as_bytes())).unwrap_or(UTF_8);
    encoding.decode_without_bom_handling(body).0.into_owned()
}

/// The number that a text is from: in E.164, as in Sweden, or in E.164 without its plus. A word as a sender is nobody.
fn number(text: &str) -> Option<Phone> {
    let text = text.trim();
    Phone::parse(text).or_else(|_| Phone::parse(&format!("+{text}"))).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_read_in_its_charset() {
        for (content_type, body) in [
            ("text/plain", "Går det på fredag?".as_bytes()),
            ("text/plain; charset=UTF-8", "Går det på fredag?".as_bytes()),
            ("text/plain; charset=\"ISO-8859-1\"", b"G\xe5r det p\xe5 fredag?"),
            ("text/plain; charset=\"UTF-16BE\"", b"\0G\0\xe5\0r\0 \0d\0e\0t\0 \0p\0\xe5\0 \0f\0r\0e\0d\0a\0g\0?"),
        ] {
            assert_eq!(decode(body, content_type), "Går det på fredag?", "{content_type}");
        }
        assert_eq!(decode(b"\xff\xfe", "text/plain; charset=mystery"), "\u{fffd}\u{fffd}");
    }
}
