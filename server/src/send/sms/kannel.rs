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
        StatusCode::BAD_REQUEST if is_about_the_number(&answer.body) => Outcome::Fail { problem: Problem::Refused },
        // A wrong address, a proxy in between, a setting of ours: nothing that is wrong with this one text.
        it if it.is_client_error() || it.is_redirection() => retry(Problem::Broken, None),
        _ => Outcome::Unclear,
    }
}

/// Whether it complains of the number that the text goes to: "Empty receiver number not allowed, rejected", "Number(s) has/have been
/// denied by white- and/or black-lists."
fn is_about_the_number(body: &[u8]) -> bool {
    let said = String::from_utf8_lossy(body).to_lowercase();
    said.contains("receiver number") || said.contains("number(s)")
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

#[cfg(test)]
mod tests {
    use super::*;

    fn answered(status: u16, body: &'static str) -> Outcome {
        read(Ok(Answer { status: StatusCode::from_u16(status).unwrap(), headers: axum::http::HeaderMap::new(), body: body.into() }))
    }

    #[test]
    fn what_its_answers_mean() {
        let retry = |problem| Outcome::Retry { problem, after: None };
        assert_eq!(answered(202, "0: Accepted for delivery"), Outcome::Ok { reference: None, acknowledged_within: None });
        assert_eq!(answered(403, "Authorization failed for sendsms"), retry(Problem::Unauthorised));
        assert_eq!(answered(503, "Temporal failure, try again later."), retry(Problem::Busy));
        for body in ["Empty receiver number not allowed, rejected", "Number(s) has/have been denied by white- and/or black-lists."] {
            assert_eq!(answered(400, body), Outcome::Fail { problem: Problem::Refused }, "{body}");
        }
        for body in ["Sender missing and no global set, rejected", "DLR-Mask field misformed, rejected", ""] {
            assert_eq!(answered(400, body), retry(Problem::Broken), "{body}");
        }
        // They would hold for every text.
        for status in [302, 404, 405, 408] {
            assert_eq!(answered(status, "Unknown request."), retry(Problem::Broken), "{status}");
        }
        assert_eq!(answered(500, "Sending failed."), Outcome::Unclear);
    }
}
