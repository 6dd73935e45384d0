//! Notifications: what goes to the push service, what its answers mean, and what happens when nobody acknowledges.

use domain::{Actor, Fact, MessageKind, Via, fold::MessageState};
use serde_json::{Value, json};
use server::{
    config::Secret,
    db::Db,
    push::Vapid,
    send::{Post, Problem},
    store::{channel_health, outbox, push_subscription},
};
use tests::{Indoors, Invited, PushService, both, indoors::SECRET, story::HOUR};

/// From the house's Monday morning to a minute past Wednesday at two: the day before the meeting.
const TO_THE_DAY_BEFORE: i64 = 52 * HOUR + 60_000;

/// A youth with a link, a push service that is let in, and a post that tries notifications first.
async fn begin(db: Db) -> (Invited, PushService, Post) {
    with(db, PushService::start().await).await
}

async fn with(db: Db, service: PushService) -> (Invited, PushService, Post) {
    let settings = [("UPPSOK_YOUTH_URL", "http://localhost:3000"), ("UPPSOK_PUSH_TEST_HOST", service.host.as_str())];
    let it = Invited::to(&Indoors::with(db, &settings).await).await;
    let post = Post::new(&it.house.state);
    (it, service, post)
}

async fn latest(it: &Invited) -> String {
    it.house.state.push.vapid.latest(&it.house.state.db).await.unwrap()
}

async fn subscribe(it: &Invited, service: &PushService, browser: &str) {
    let offered = service.offered(browser, &latest(it).await);
    let said = it.script("push", &offered).await;
    assert_eq!(said.status, 204, "{}", said.text());
}

async fn subscriptions(it: &Invited) -> usize {
    let mut tx = it.house.state.db.read().await.unwrap();
    push_subscription::of_person(&mut tx, it.house.municipality, it.youth).await.unwrap().len()
}

/// The message of the day before: how far it came, and how.
async fn reminder(it: &Invited) -> (MessageState, Option<Via>) {
    let youth = it.house.know(it.youth).await;
    let found = youth.messages.values().find(|it| it.template == Some(domain::MessageKind::DayBefore)).expect("a reminder");
    (found.state, found.via)
}

async fn health(it: &Invited) -> Option<channel_health::Health> {
    let mut tx = it.house.state.db.read().await.unwrap();
    channel_health::all(&mut tx).await.unwrap().into_iter().find(|it| it.via == Via::Push)
}

async fn texts(it: &Invited) -> Vec<String> {
    let mut tx = it.house.state.db.read().await.unwrap();
    let all = outbox::latest(&mut tx, it.house.municipality, 100).await.unwrap();
    all.into_iter().map(|it| it.text).filter(|it| it.contains("i morgon")).collect()
}

/// Lets what falls due at once go, and waits until the day before.
async fn the_day_before(it: &Invited, post: &Post) {
    post.work().await.unwrap();
    it.house.pass(TO_THE_DAY_BEFORE);
}

/// A youth whose browser has subscribed, on the day before.
async fn due(db: Db) -> (Invited, PushService, Post) {
    let (it, service, post) = begin(db).await;
    subscribe(&it, &service, "phone").await;
    the_day_before(&it, &post).await;
    (it, service, post)
}

async fn acknowledge(it: &Invited, receipt: &str) {
    let request = axum::http::Request::post("/y/receipt").header("host", "localhost:3000");
    let said = it.house.call(request.body(axum::body::Body::from(receipt.to_owned())).unwrap()).await;
    assert_eq!(said.status, 204);
}

#[tokio::test]
async fn a_reminder_goes_as_a_notification_that_another_program_opens() {
    both(|db| async move {
        let (it, service, post) = due(db).await;
        post.work().await.unwrap();
        let pushed = service.take();
        assert_eq!(pushed.len(), 1);
        let opened = pushed[0].open();
        assert_eq!(opened["payload"]["notification"]["title"], "Påminnelse · i morgon kl 14.00");
        assert_eq!((&opened["payload"]["web_push"], &opened["payload"]["mutable"]), (&json!(8030), &json!(true)));
        assert_eq!((&opened["scheme"], &opened["head"]["alg"]), (&json!("vapid"), &json!("ES256")));
        assert_eq!(opened["key"], latest(&it).await.as_str());
        assert_eq!(opened["claims"]["aud"], format!("http://{}", service.host).as_str());
        let left = opened["claims"]["exp"].as_i64().unwrap() - it.house.state.clock.now() / 1000;
        assert!((1..=24 * 3600).contains(&left), "{left}");
        let headers = ["ttl", "urgency", "content-encoding"].map(|name| pushed[0].header(name));
        assert_eq!(headers, ["3600", "high", "aes128gcm"]);
        let topic = pushed[0].header("topic");
        assert!(topic.len() == 32 && topic.bytes().all(|it| it.is_ascii_alphanumeric()), "{topic}");
        // Nothing in it tells who it is to, or from whom; but what follows from chance may spell a short word.
        let whole = opened["payload"].to_string();
        assert!(!whole.contains("701740621") && !whole.contains(&it.phone.to_string()), "{whole}");
        let opaque = ["/receipt", "/notification/tag", "/notification/navigate"];
        let shown = opaque.iter().fold(whole, |shown, it| shown.replace(opened["payload"].pointer(it).unwrap().as_str().unwrap(), ""));
        for word in ["Alva", "Sara", "070", "Klippan", "kafé"] {
            assert!(!shown.contains(word), "{word} in {shown}");
        }
        // The address in it is a page of the youth's own.
        let page = opened["payload"]["notification"]["navigate"].as_str().unwrap();
        let path = page.strip_prefix("http://localhost:3000").expect("the youths' host");
        assert!(it.get(path).await.text().contains("torsdag 14.00"));
        assert_eq!((reminder(&it).await, texts(&it).await.len()), ((MessageState::Sent, Some(Via::Push)), 0));
        acknowledge(&it, opened["payload"]["receipt"].as_str().unwrap()).await;
        post.work().await.unwrap();
        assert_eq!(reminder(&it).await, (MessageState::Delivered, Some(Via::Push)));
        it.house.pass(2 * HOUR);
        post.work().await.unwrap();
        assert_eq!((texts(&it).await.len(), service.take().len()), (0, 0), "and no text follows");
    })
    .await;
}

#[tokio::test]
async fn what_nobody_acknowledges_becomes_a_text_when_its_time_is_out() {
    both(|db| async move {
        let (it, service, post) = due(db).await;
        post.work().await.unwrap();
        assert_eq!(service.take().len(), 1);
        it.house.pass(HOUR - 60_000);
        post.work().await.unwrap();
        assert_eq!(texts(&it).await.len(), 0, "there is time left");
        it.house.pass(2 * 60_000);
        post.work().await.unwrap();
        assert_eq!((texts(&it).await.len(), service.take().len()), (1, 0));
        // The browser isn't counted on until it gives a sign.
        let (state, via) = reminder(&it).await;
        assert_eq!((state, via), (MessageState::Sent, Some(Via::Sms)));
    })
    .await;
}

#[tokio::test]
async fn what_a_worker_asks_to_have_sent_goes_as_the_text_that_they_saw() {
    both(|db| async move {
        let (it, service, post) = due(db).await;
        let message = it.house.state.clock.id();
        let asked = Fact::MessageAsked { message, template: MessageKind::DayBefore, meeting: Some(it.meeting), at: None };
        it.house.write(Actor::Account(it.coach), it.youth, vec![asked]).await;
        post.work().await.unwrap();
        let youth = it.house.know(it.youth).await;
        assert_eq!((youth.messages[&message].state, youth.messages[&message].via), (MessageState::Sent, Some(Via::Sms)));
        assert_eq!((texts(&it).await.len(), service.take().len()), (1, 0), "and takes the place of the day's other");
        assert!(youth.messages.values().all(|it| it.state != MessageState::Failed), "for which nobody need call");
    })
    .await;
}

#[tokio::test]
async fn what_the_push_service_says_is_heeded() {
    for (status, extra, kept, goes_as_text, problem) in [
        (410, None, 0, true, None),
        (404, None, 0, true, None),
        (403, None, 1, true, Some(Problem::Unauthorised)),
        (400, None, 1, true, Some(Problem::Unauthorised)),
        (302, Some("http://127.0.0.1:1/inside"), 1, true, Some(Problem::Unauthorised)),
        (429, Some("120"), 1, false, Some(Problem::Busy)),
        (503, Some("120"), 1, false, Some(Problem::Busy)),
    ] {
        both(move |db| async move {
            let (it, service, post) = due(db).await;
            service.answer(status, extra);
            post.work().await.unwrap();
            assert_eq!(service.take().len(), 1, "{status}");
            assert_eq!((subscriptions(&it).await, texts(&it).await.len() == 1), (kept, goes_as_text), "{status}");
            let push = health(&it).await.and_then(|it| it.problem);
            assert_eq!(push.as_deref(), problem.map(Problem::code), "{status}");
            if !goes_as_text {
                service.answer(201, None);
                it.house.pass(119_000);
                post.work().await.unwrap();
                assert_eq!(service.take().len(), 0, "{status}: it asked to be left alone");
                // Within a quarter of an hour, however the waiting is spread.
                it.house.pass(15 * 60_000);
                post.work().await.unwrap();
                assert_eq!(service.take().len(), 1, "{status}");
            }
        })
        .await;
    }
}

#[tokio::test]
async fn a_push_service_that_never_answers_fails_and_the_text_still_goes() {
    both(|db| async move {
        let (it, service, post) = with(db, PushService::silent().await).await;
        subscribe(&it, &service, "phone").await;
        the_day_before(&it, &post).await;
        assert_eq!(post.work().await.unwrap().called, 1);
        let now = it.house.state.clock.now();
        let health = health(&it).await.expect("it was tried");
        assert_eq!((health.problem.as_deref(), health.failing_since, health.failures), (Some("unanswered"), Some(now), 1));
        assert!(!health.is_alarming(now) && health.is_alarming(now + 2 * 60_000), "an alarm when it has been so for a while");
        // It may have come: the text waits as long as for one that was taken, and then goes.
        assert_eq!((texts(&it).await.len(), subscriptions(&it).await), (0, 1));
        it.house.pass(HOUR + 60_000);
        post.work().await.unwrap();
        assert_eq!((texts(&it).await.len(), reminder(&it).await), (1, (MessageState::Sent, Some(Via::Sms))));
    })
    .await;
}

#[tokio::test]
async fn a_browser_keeps_the_key_that_it_subscribed_with() {
    both(|db| async move {
        let (it, service, post) = begin(db).await;
        let old = latest(&it).await;
        subscribe(&it, &service, "old").await;
        it.house.pass(1);
        // By a program of its own: this server has to hear of it.
        let state = &it.house.state;
        let other = Vapid::open(&state.db, &Secret::load(Some(SECRET), "", &state.clock).unwrap(), &state.clock).await.unwrap();
        other.rotate(&state.db, &state.clock).await.unwrap();
        let new = latest(&it).await;
        assert_ne!(old, new);
        assert!(it.read().await.contains(&new));
        subscribe(&it, &service, "new").await;
        the_day_before(&it, &post).await;
        post.work().await.unwrap();
        let mut keys: Vec<(String, Value)> = service.take().iter().map(|it| (it.browser.clone(), it.open()["key"].clone())).collect();
        keys.sort_by(|a, b| a.0.cmp(&b.0));
        assert_eq!(keys, [("new".to_owned(), json!(new)), ("old".to_owned(), json!(old))]);
    })
    .await;
}

#[tokio::test]
async fn what_is_no_subscription_is_refused_and_one_is_turned_off_by_its_own_page() {
    both(|db| async move {
        let (it, service, _) = begin(db).await;
        let key = latest(&it).await;
        let with = |field: &str, value: &str| {
            let mut offered = service.offered("phone", &key);
            match field.split_once('.') {
                Some((outer, inner)) => offered[outer][inner] = json!(value),
                None => offered[field] = json!(value),
            }
            offered
        };
        for (field, value) in [
            ("endpoint", "https://evil.example/x"),
            ("endpoint", "http://127.0.0.1:1/x"),
            ("endpoint", "https://169.254.169.254/latest"),
            ("keys.p256dh", "AAAA"),
            ("keys.auth", "AAAA"),
            ("key", "nobodys-key"),
        ] {
            let said = it.script("push", &with(field, value)).await;
            assert_eq!(said.refusal(), (422, "invalid_value".to_owned()), "{field}");
            assert!(!said.text().contains(value), "what was written isn't repeated");
        }
        assert_eq!(it.script("push", &json!({})).await.status, 400);
        let elsewhere = [("host", "localhost:3000"), ("origin", "https://evil.example")];
        let said = it.house.ask("POST", &format!("{}/push", it.page()), &elsewhere, Some(&with("key", &key))).await;
        assert_eq!(said.refusal(), (403, "wrong_origin".to_owned()));
        assert_eq!(subscriptions(&it).await, 0);
        for browser in ["a", "b", "c", "d"] {
            subscribe(&it, &service, browser).await;
        }
        subscribe(&it, &service, "a").await;
        assert_eq!(it.script("push", &service.offered("e", &key)).await.refusal(), (409, "wrong_state".to_owned()), "enough is enough");
        let other = json!({ "endpoint": format!("http://{}/to/z", service.host) });
        for (off, left) in [(other, 4), (json!({ "endpoint": format!("http://{}/to/a", service.host) }), 3)] {
            assert_eq!(it.script("push-off", &off).await.status, 204);
            assert_eq!(subscriptions(&it).await, left);
        }
    })
    .await;
}

#[tokio::test]
async fn a_browser_that_missed_one_is_counted_on_again_when_its_page_is_opened() {
    both(|db| async move {
        let (it, service, post) = due(db).await;
        post.work().await.unwrap();
        it.house.pass(HOUR + 60_000);
        post.work().await.unwrap();
        let waits = async || {
            let mut tx = it.house.state.db.read().await.unwrap();
            push_subscription::of_person(&mut tx, it.house.municipality, it.youth).await.unwrap()[0].waiting_until
        };
        assert!(waits().await.is_some_and(|until| until < it.house.state.clock.now()), "it isn't counted on");
        let browser = |name: &str| json!({ "endpoint": format!("http://{}/to/{name}", service.host) });
        assert_eq!(it.script("push-seen", &browser("another's")).await.refusal(), (409, "wrong_state".to_owned()));
        assert!(waits().await.is_some());
        assert_eq!(it.script("push-seen", &browser("phone")).await.status, 204);
        assert_eq!(waits().await, None);
    })
    .await;
}
