//! Kannel's `sendsms` (Kannel user guide, Using the HTTP interface to send SMS messages).

use super::{
    super::{
        Channel, Letter, Outcome, Problem,
        http::{Answer, CallError},
    },
    Line,
};
use crate::{
    config::Login,
    db::{StoreError, Tx},
};
use axum::http::{Request, StatusCode, header};
use domain::{
    Via,
    message::{self, Encoding},
};
use futures::future::{BoxFuture, FutureExt};

/// A Kannel gateway.
#[derive(Clone, Debug)]
pub struct Kannel {
    line: Line,
    url: String,
    login: Login,
}

/// Delivered, and not; queued at the centre, taken by it, and refused by it (1, 2, 4, 8, 16).
const REPORTS: &str = "31";

impl Kannel {
    /// At the address of its `sendsms`.
    pub fn new(line: Line, url: &str, login: Login) -> Self {
        Self { line, url: url.to_owned(), login }
    }

    fn request(&self, letter: &Letter) -> Option<Request<http_body_util::Full<axum::body::Bytes>>> {
        let (to, from) = (letter.to.as_ref()?, self.line.sender(letter)?);
        // Kannel puts the status in the place of %d.
        let report = self.line.report("kannel", letter, "?status=%d");
        let coding = if message::size(&letter.text).encoding == Encoding::Gsm7 { "0" } else { "2" };
        // As headers and a body, which stand in no access log, as a query would.
        Request::post(&self.url)
            .header(header::CONTENT_TYPE, "text/plain; charset=UTF-8")
            .header("x-kannel-username", &self.login.user)
            .header("x-kannel-password", &self.login.password)
            .header("x-kannel-from", from)
            .header("x-kannel-to", to.as_str())
            .header("x-kannel-coding", coding)
            .header("x-kannel-dlr-mask", REPORTS)
            .header("x-kannel-dlr-url", report)
            .body(letter.text.clone().into())
            .ok()
    }
}

fn read(answer: Result<Answer, CallError>) -> Outcome {
    let retry = |problem, after| Outcome::Retry { problem, after };
    let answer = match answer {
        Ok(it) => it,
        Err(CallError::NotSent) => return retry(Problem::Unreachable, None),
        Err(CallError::Unanswered) => return Outcome::Unclear,
    };
    match answer.status {
        // "0: Accepted for delivery" and "3: Queued for later delivery", with an id since 1.4.5.
        StatusCode::ACCEPTED | StatusCode::OK => Outcome::Ok { reference: None, acknowledged_within: None },
        StatusCode::FORBIDDEN | StatusCode::UNAUTHORIZED => retry(Problem::Unauthorised, None),
        StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE => retry(Problem::Busy, answer.retry_after()),
        it if it.is_client_error() => Outcome::Fail { problem: Problem::Refused },
        _ => Outcome::Unclear,
    }
}

impl Channel for Kannel {
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
