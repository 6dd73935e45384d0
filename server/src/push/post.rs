//! Writing to a browser: encrypted for it alone, signed by us, and what the push service's answer means.

use super::{subscription::Subscription, vapid::Vapid};
use crate::{
    auth::{KeyringError, Sealer},
    clock::Clock,
    config::{Config, Secret},
    db::Db,
    send::http::{CallError, Http, Reach},
    store::push_subscription::PushSubscription,
};
use axum::http::{HeaderValue, Request, StatusCode, header};
use http_body_util::Full;
use std::time::Duration;
use web_push_native::WebPushBuilder;

/// What sends notifications. Cheap to clone.
#[derive(Clone, Debug)]
pub struct PushPost {
    db: Db,
    clock: Clock,
    /// The keys that push services know us by.
    pub vapid: Vapid,
    /// Seals browsers' addresses.
    pub sealer: Sealer,
    /// Whom a push service may turn to (RFC 8292, 2.1).
    contact: String,
    /// Calls what others have given us.
    far: Http,
    /// Calls what tests have opened.
    near: Http,
    opened: Option<String>,
}

/// What the push service's answer means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// It has it, and gives it to the browser within its time to live, or not at all.
    Yes,
    /// The browser is gone, or has said no: nothing more goes there.
    Gone,
    /// Later, at the earliest after so many milliseconds.
    Later {
        /// What it asked for.
        after: Option<i64>,
        /// Nobody answered at all.
        unreachable: bool,
    },
    /// It doesn't take what we send: our keys, or our message. Somebody must look.
    Refused,
    /// It may have it.
    Unknown,
}

/// What a notification is sent with.
#[derive(Clone, Copy, Debug)]
pub struct Way<'a> {
    /// A later one of the same topic replaces one that hasn't arrived: at most 32 letters of base64url (RFC 8030, 5.4).
    pub topic: &'a str,
    /// Milliseconds; after that it isn't delivered.
    pub lives: i64,
    /// Whether it wakes a phone that saves its battery.
    pub is_urgent: bool,
}

impl PushPost {
    /// On a database, with the keys that lie there.
    pub async fn open(db: &Db, secret: &Secret, config: &Config, clock: &Clock) -> Result<Self, KeyringError> {
        Ok(Self {
            db: db.clone(),
            clock: clock.clone(),
            vapid: Vapid::open(db, secret, clock).await?,
            sealer: Sealer::new(secret, "push"),
            contact: config.youth_url().to_string(),
            far: Http::new(Reach::OpenInternet),
            near: Http::new(Reach::Anywhere),
            opened: config.push_test_host.clone(),
        })
    }

    /// The host and port that tests have opened.
    pub fn opened(&self) -> Option<&str> {
        self.opened.as_deref()
    }

    /// Sends to a browser.
    pub async fn send(&self, to: &PushSubscription, payload: &str, way: Way<'_>) -> Result<Taken, KeyringError> {
        let Ok(subscription) = Subscription::open(&self.sealer, &to.endpoint_hash, &to.sealed, self.opened()) else {
            // Let in by earlier rules, or sealed under another secret: nobody can be reached there.
            return Ok(Taken::Gone);
        };
        let now = self.clock.now();
        let signed = self.vapid.authorization(&self.db, &to.kid, &subscription.origin(), &self.contact, now).await?;
        let Some(signed) = signed else { return Ok(Taken::Gone) };
        let seconds = u64::try_from(way.lives / 1000).unwrap_or_default();
        let built = WebPushBuilder::new(subscription.endpoint.clone(), subscription.public, subscription.auth)
            .with_valid_duration(Duration::from_secs(seconds))
            .build(payload);
        let Ok(mut request) = built else { return Ok(Taken::Refused) };
        let headers = request.headers_mut();
        let (Ok(mut signed), Ok(topic)) = (HeaderValue::from_str(&signed), HeaderValue::from_str(way.topic)) else {
            return Ok(Taken::Refused);
        };
        signed.set_sensitive(true);
        headers.insert(header::AUTHORIZATION, signed);
        headers.insert("topic", topic);
        headers.insert("urgency", HeaderValue::from_static(if way.is_urgent { "high" } else { "normal" }));
        let client = if subscription.is_near() { &self.near } else { &self.far };
        let request: Request<Full<axum::body::Bytes>> = request.map(|body| Full::new(body.into()));
        Ok(match client.call(request).await {
            Ok(answer) => taken(answer.status, answer.retry_after()),
            Err(CallError::NotSent) => Taken::Later { after: None, unreachable: true },
            Err(CallError::Unanswered) => Taken::Unknown,
        })
    }
}

fn taken(status: StatusCode, after: Option<i64>) -> Taken {
    match status.as_u16() {
        200..=299 => Taken::Yes,
        404 | 410 => Taken::Gone,
        429 | 500..=599 => Taken::Later { after, unreachable: false },
        // A redirect isn't followed; 400 and 403 are our own fault, and 413 would be.
        _ => Taken::Refused,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_status_means_something() {
        let of = |status: u16| taken(StatusCode::from_u16(status).unwrap(), Some(5000));
        for (status, meaning) in [
            (200, Taken::Yes),
            (201, Taken::Yes),
            (202, Taken::Yes),
            (301, Taken::Refused),
            (307, Taken::Refused),
            (400, Taken::Refused),
            (401, Taken::Refused),
            (403, Taken::Refused),
            (404, Taken::Gone),
            (410, Taken::Gone),
            (413, Taken::Refused),
            (429, Taken::Later { after: Some(5000), unreachable: false }),
            (500, Taken::Later { after: Some(5000), unreachable: false }),
            (503, Taken::Later { after: Some(5000), unreachable: false }),
        ] {
            assert_eq!(of(status), meaning, "{status}");
        }
    }
}
