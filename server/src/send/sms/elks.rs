//! 46elks: a form post with Basic auth (<https://46elks.se/docs/send-sms>).

use super::{
    super::{
        Channel, Letter, Outcome, Problem,
        http::{Answer, CallError},
    },
    Line, form,
};
use crate::{
    config::Login,
    db::{StoreError, Tx},
};
use axum::http::{Request, StatusCode, header};
use base64::{Engine, engine::general_purpose::STANDARD};
use domain::Via;
use futures::future::{BoxFuture, FutureExt};
use serde::Deserialize;

/// 46elks.
#[derive(Clone, Debug)]
pub struct Elks {
    line: Line,
    url: String,
    login: Login,
}

/// What it says of a text that it has taken. It says more; only this is read.
#[derive(Deserialize)]
struct Taken {
    id: String,
    #[serde(default)]
    status: String,
}

impl Elks {
    /// At an address, `https://api.46elks.com/a1`.
    pub fn new(line: Line, url: &str, login: Login) -> Self {
        Self { line, url: url.to_owned(), login }
    }

    fn request(&self, letter: &Letter) -> Option<Request<http_body_util::Full<axum::body::Bytes>>> {
        let (to, from) = (letter.to.as_ref()?, self.line.sender(letter)?);
        let report = self.line.report("46elks", letter, "");
        // The text isn't kept in their log.
        let body =
            form(&[("from", &from), ("to", to.as_str()), ("message", &letter.text), ("whendelivered", &report), ("dontlog", "message")]);
        let login = STANDARD.encode(format!("{}:{}", self.login.user, self.login.password));
        Request::post(format!("{}/sms", self.url))
            .header(header::AUTHORIZATION, format!("Basic {login}"))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(body.into())
            .ok()
    }
}

/// What its answer means. What may have been taken before something failed is unclear, never tried again.
fn read(answer: Result<Answer, CallError>) -> Outcome {
    let retry = |problem, after| Outcome::Retry { problem, after };
    let answer = match answer {
        Ok(it) => it,
        Err(CallError::NotSent) => return retry(Problem::Unreachable, None),
        Err(CallError::Unanswered) => return Outcome::Unclear,
    };
    match answer.status {
        it if it.is_success() => match serde_json::from_slice::<Taken>(&answer.body) {
            Ok(it) if it.status == "failed" => Outcome::Fail { problem: Problem::Refused },
            Ok(it) => Outcome::Ok { reference: Some(it.id), acknowledged_within: None },
            Err(_) => Outcome::Unclear,
        },
        StatusCode::UNAUTHORIZED => retry(Problem::Unauthorised, None),
        StatusCode::PAYMENT_REQUIRED | StatusCode::FORBIDDEN => retry(Problem::Unpaid, None),
        StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE => retry(Problem::Busy, answer.retry_after()),
        StatusCode::BAD_REQUEST if is_about_the_number(&answer.body) => Outcome::Fail { problem: Problem::Refused },
        // A wrong address, a proxy in between, a number of ours that it doesn't know: nothing that is wrong with this one text.
        it if it.is_client_error() || it.is_redirection() => retry(Problem::Broken, None),
        _ => Outcome::Unclear,
    }
}

/// Whether it complains of the number that the text goes to: "Invalid to number", "Missing key to".
fn is_about_the_number(body: &[u8]) -> bool {
    let said = String::from_utf8_lossy(body).to_lowercase();
    let speaks_of = |name: &str| said.split(|it: char| !it.is_alphanumeric()).any(|word| word == name);
    speaks_of("to") && !speaks_of("from")
}

impl Channel for Elks {
    fn via(&self) -> Via {
        Via::Sms
    }

    fn at_once(&self) -> usize {
        self.line.at_once
    }

    fn reaches<'a>(&'a self, _: &'a mut Tx, letter: &'a Letter) -> BoxFuture<'a, Result<bool, StoreError>> {
        async move { Ok(letter.to.is_some()) }.boxed()
    }

    fn send<'a>(&'a self, letter: &'a Letter) -> BoxFuture<'a, Outcome> {
        async move {
            match self.request(letter) {
                Some(request) => read(self.line.http.call(request).await),
                None => Outcome::Fail { problem: Problem::Refused },
            }
        }
        .boxed()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answered(status: u16, body: &'static str) -> Outcome {
        read(Ok(Answer { status: StatusCode::from_u16(status).unwrap(), headers: axum::http::HeaderMap::new(), body: body.into() }))
    }

    #[test]
    fn what_its_answers_mean() {
        let taken = r#"{"status": "created", "direction": "outgoing", "from": "x", "created": "2026", "parts": 1, "to": "y", "cost": 5200, "message": "z", "id": "s70df59406a1b4643b96f3f91e0bfb7b0"}"#;
        assert_eq!(
            answered(200, taken),
            Outcome::Ok { reference: Some("s70df59406a1b4643b96f3f91e0bfb7b0".into()), acknowledged_within: None }
        );
        let retry = |problem| Outcome::Retry { problem, after: None };
        assert_eq!(answered(401, "API access requires Basic HTTP authentication"), retry(Problem::Unauthorised));
        assert_eq!(answered(403, "Not enough credits"), retry(Problem::Unpaid));
        assert_eq!(answered(429, ""), retry(Problem::Busy));
        assert_eq!(answered(503, ""), retry(Problem::Busy));
        for body in ["Invalid to number", "Missing key to"] {
            assert_eq!(answered(400, body), Outcome::Fail { problem: Problem::Refused }, "{body}");
        }
        for body in ["Invalid from number", "Missing key from", "<html>", ""] {
            assert_eq!(answered(400, body), retry(Problem::Broken), "{body}");
        }
        // They would hold for every text.
        for status in [301, 307, 404, 405, 408, 410, 413, 422] {
            assert_eq!(answered(status, "Invalid to number"), retry(Problem::Broken), "{status}");
        }
        for status in [500, 502, 504] {
            assert_eq!(answered(status, ""), Outcome::Unclear, "{status}");
        }
        assert_eq!(answered(200, "<html>"), Outcome::Unclear);
        assert_eq!(read(Err(CallError::NotSent)), retry(Problem::Unreachable));
        assert_eq!(read(Err(CallError::Unanswered)), Outcome::Unclear);
    }
}
