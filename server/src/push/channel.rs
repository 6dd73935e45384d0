//! Notifications as a way out for reminders, before a text.

use super::{
    ack::Receipt,
    post::{PushPost, Taken, Way},
};
use crate::{
    clock::Clock,
    config::Config,
    db::{Db, StoreError, Tx},
    http::AppState,
    send::{Channel, HookKeys, Letter, Outcome, Problem},
    store::{
        push_subscription::{self, PushSubscription},
        reminder,
    },
    youth,
};
use domain::{MessageKind, Via, civil, message};
use futures::future::{BoxFuture, FutureExt, join_all};
use jiff::civil::DateTime;
use serde_json::json;

/// A notification that hasn't been acknowledged within so long becomes a text, while there is time.
const LIVES: i64 = 60 * 60 * 1000;
/// So much must be left to the meeting, so that a text still comes in time.
const LEFT: i64 = 3 * 60 * 60 * 1000;

/// See the module.
#[derive(Clone, Debug)]
pub struct PushChannel {
    db: Db,
    clock: Clock,
    post: PushPost,
    config: Config,
    phone_key: [u8; 32],
    keys: HookKeys,
}

impl PushChannel {
    /// Of a server.
    pub fn new(state: &AppState) -> Self {
        Self {
            db: state.db.clone(),
            clock: state.clock.clone(),
            post: state.push.clone(),
            config: state.config.clone(),
            phone_key: state.youth_phone_key,
            keys: state.hooks.clone(),
        }
    }

    async fn deliver(&self, letter: &Letter, at: DateTime) -> Result<Outcome, crate::auth::KeyringError> {
        let now = self.clock.now();
        let mut tx = self.db.begin().await?;
        let to: Vec<PushSubscription> = push_subscription::of_person(&mut tx, letter.municipality, letter.person)
            .await?
            .into_iter()
            .filter(|it| is_trusted(it, now))
            .collect();
        let meeting = reminder::find(&mut tx, letter.municipality, letter.message).await?.and_then(|it| it.meeting);
        let Some(meeting) = meeting.filter(|_| !to.is_empty()) else { return Ok(Outcome::Fail { problem: Problem::Refused }) };
        let about = (letter.municipality, letter.person, meeting);
        let code = youth::mint(&mut tx, &self.clock, &self.phone_key, about, at, letter.to.as_ref()).await?;
        let page = youth::link(&self.config, &code);
        let lives = LIVES.min((letter.until - now) / 2).max(0);
        // Before they are made: a receipt may come before the call has ended.
        for it in &to {
            push_subscription::sent(&mut tx, &it.endpoint_hash, now + lives).await?;
        }
        tx.commit().await?;
        let topic = self.keys.hash(format!("topic {meeting}").as_bytes());
        let way = Way { topic: &topic, lives, is_urgent: true };
        let title = message::notification(at, civil::day(now), &letter.language);
        let calls = to.iter().map(|it| {
            let receipt = Receipt { attempt: letter.attempt, endpoint_hash: it.endpoint_hash.clone() };
            let payload = payload(&title, &letter.language, &page, &topic, &receipt.sign(&self.keys));
            async move { (it, self.post.send(it, &payload, way).await) }
        });
        let mut came = Vec::with_capacity(to.len());
        for (it, taken) in join_all(calls).await {
            // Without a key there was no call.
            let taken = taken.unwrap_or_else(|error| {
                crate::http::ApiError::internal(error).log();
                Taken::Later { after: None, unreachable: false }
            });
            came.push((it, taken));
        }
        // What came of the calls stands, whether or not it can be written.
        if let Err(error) = self.note(&came, now + lives).await {
            crate::http::ApiError::internal(error).log();
        }
        // One browser that has it is enough; else what may still come is better than what never will.
        let rank = |it: &Outcome| match it {
            Outcome::Ok { .. } => 0,
            Outcome::Unanswered { .. } | Outcome::Unclear => 1,
            Outcome::Retry { .. } => 2,
            Outcome::Fail { problem: Problem::Unauthorised } => 3,
            Outcome::Fail { .. } => 4,
        };
        Ok(came.into_iter().map(|(_, taken)| outcome(taken, lives)).min_by_key(rank).unwrap_or(Outcome::Fail { problem: Problem::Refused }))
    }

    /// Forgets browsers that are gone, and waits for no receipt of what wasn't taken.
    async fn note(&self, came: &[(&PushSubscription, Taken)], waiting_until: i64) -> Result<(), StoreError> {
        if came.iter().all(|it| matches!(it.1, Taken::Yes | Taken::Unknown)) {
            return Ok(());
        }
        let mut tx = self.db.begin().await?;
        for (it, taken) in came {
            match taken {
                Taken::Yes | Taken::Unknown => {}
                Taken::Gone => push_subscription::remove(&mut tx, &it.endpoint_hash).await.map(drop)?,
                Taken::Later { .. } | Taken::Refused => push_subscription::not_sent(&mut tx, &it.endpoint_hash, waiting_until).await?,
            }
        }
        tx.commit().await
    }
}

/// Whether a browser can be counted on: it has acknowledged what it was sent, or still has the time to.
fn is_trusted(it: &PushSubscription, now: i64) -> bool {
    it.waiting_until.is_none_or(|until| until > now)
}

/// What it means for the message. That it may have come changes nothing for it: it is acknowledged in time, or a text follows. But
/// a service that never answers is one that fails.
fn outcome(taken: Taken, lives: i64) -> Outcome {
    match taken {
        Taken::Yes => Outcome::Ok { reference: None, acknowledged_within: Some(lives) },
        Taken::Unknown => Outcome::Unanswered { acknowledged_within: lives },
        Taken::Gone => Outcome::Fail { problem: Problem::Refused },
        Taken::Later { unreachable: true, .. } => Outcome::Retry { problem: Problem::Unreachable, after: None },
        Taken::Later { after, .. } => Outcome::Retry { problem: Problem::Busy, after },
        Taken::Refused => Outcome::Fail { problem: Problem::Unauthorised },
    }
}

/// Declarative Web Push: a browser that knows it shows it by itself, and our service worker reads the same (W3C Push API,
/// "declarative push message"). Nothing in it but a day, a time and where to answer.
fn payload(title: &str, language: &str, page: &str, tag: &str, receipt: &str) -> String {
    let direction = if message::is_right_to_left(language) { "rtl" } else { "ltr" };
    json!({
        "web_push": 8030,
        "notification": { "title": title, "lang": language, "dir": direction, "navigate": page, "tag": tag, "silent": false },
        // So that the service worker, where there is one, gives the receipt.
        "mutable": true,
        "receipt": receipt,
    })
    .to_string()
}

impl Channel for PushChannel {
    fn via(&self) -> Via {
        Via::Push
    }

    /// More than any provider of texts takes.
    fn at_once(&self) -> usize {
        64
    }

    fn reaches<'a>(&'a self, tx: &'a mut Tx, letter: &'a Letter) -> BoxFuture<'a, Result<bool, StoreError>> {
        async move {
            let now = self.clock.now();
            // What is new must be read as it is: a notification says only "reminder".
            let is_reminder = matches!(letter.kind, MessageKind::ThreeDays | MessageKind::DayBefore) && letter.meeting.is_some();
            if !is_reminder || !letter.push || letter.until - now < LEFT {
                return Ok(false);
            }
            Ok(push_subscription::of_person(tx, letter.municipality, letter.person).await?.iter().any(|it| is_trusted(it, now)))
        }
        .boxed()
    }

    fn send<'a>(&'a self, letter: &'a Letter) -> BoxFuture<'a, Outcome> {
        async move {
            let Some(at) = letter.meeting else { return Outcome::Fail { problem: Problem::Refused } };
            match self.deliver(letter, at).await {
                Ok(outcome) => outcome,
                Err(error) => {
                    crate::http::ApiError::internal(error).log();
                    // Before any call: ours to mend, and nothing went.
                    Outcome::Retry { problem: Problem::Busy, after: None }
                }
            }
        }
        .boxed()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_notification_as_browsers_read_it() {
        let expected = r#"{"mutable":true,"notification":{"dir":"ltr","lang":"sv","navigate":"https://hej.example/y/a","silent":false,"tag":"t","title":"Påminnelse · torsdag kl 14.00"},"receipt":"r","web_push":8030}"#;
        let title = message::notification(jiff::civil::datetime(2026, 11, 26, 14, 0, 0, 0), jiff::civil::date(2026, 11, 23), "sv");
        assert_eq!(payload(&title, "sv", "https://hej.example/y/a", "t", "r"), expected);
    }
}
