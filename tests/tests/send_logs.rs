//! No line of the log tells of anyone, at the most detailed level that a server can be set to: the whole way out and back, over
//! 46elks, Kannel and a push service. One test: a process has one log.

use axum::{
    Router,
    body::Body,
    extract::State,
    http::{HeaderMap, Request, StatusCode},
    routing::post,
};
use base64::{Engine, engine::general_purpose::STANDARD};
use domain::{Answer, CloseReason, Phone as Number};
use jiff::civil::datetime;
use server::{
    config::Config,
    http::AppState,
    send::{Post, hook},
    store::reminder::State as Stage,
};
use std::{
    io,
    sync::{Arc, Mutex},
};
use tests::{
    PushService, both,
    indoors::SECRET,
    story::{ALVA, Story},
};
use tracing_subscriber::EnvFilter;

const BO: &str = "+46701740615";
/// What a youth writes.
const WORDS: &str = "Orkar inte i dag 🙂";
/// Where youths' pages are, which no page of a worker's is.
const HOST: &str = "localhost:3000";

/// What has been logged.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Log {
    /// As a server logs to a file when `RUST_LOG` is `trace`; but for the client that the tests call it with.
    fn begin() -> Self {
        let log = Self::default();
        let filter = EnvFilter::new("trace,ureq=off,ureq_proto=off");
        let to = log.clone();
        let all = tracing_subscriber::fmt().with_env_filter(filter).with_writer(move || to.clone()).with_target(false);
        all.json().flatten_event(true).with_span_list(false).init();
        log
    }

    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

/// A gateway that takes everything: what it was told.
#[derive(Clone, Default)]
struct Gateway(Arc<Mutex<Vec<(HeaderMap, String)>>>);

impl Gateway {
    async fn start(&self) -> String {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/cgi-bin/sendsms", listener.local_addr().unwrap());
        let router = Router::new().route("/cgi-bin/sendsms", post(take)).with_state(self.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        url
    }
}

async fn take(State(it): State<Gateway>, headers: HeaderMap, body: String) -> StatusCode {
    it.0.lock().unwrap().push((headers, body));
    StatusCode::ACCEPTED
}

/// The code of the page that a text leads to.
fn code(text: &str) -> String {
    let (_, code) = text.split_once("/y/").expect("a link");
    code.split_whitespace().next().unwrap_or(code).to_owned()
}

/// The path and the key of an address that carries one.
fn keyed(address: &str) -> (String, String) {
    let (login, rest) = address.split_once('@').expect("a key");
    let (_, path) = rest.split_once('/').expect("a path");
    (format!("/{path}"), login.rsplit_once(':').expect("a key").1.to_owned())
}

fn basic(key: &str) -> String {
    format!("Basic {}", STANDARD.encode(format!("uppsok:{key}")))
}

/// A server that texts through a gateway, on the story's database and by its clock.
async fn by_kannel(story: &Story, url: &str) -> Post {
    let settings = [
        ("UPPSOK_SECRET", SECRET),
        ("UPPSOK_YOUTH_URL", "http://localhost:3000"),
        ("UPPSOK_SMS", "kannel"),
        ("UPPSOK_KANNEL_URL", url),
        ("UPPSOK_KANNEL_USER", "uppsok"),
        ("UPPSOK_KANNEL_PASSWORD", "hush-hush"),
        ("UPPSOK_SMS_FROM", "+46701740699"),
        ("UPPSOK_SMS_HOOK_URL", story.hook.as_str()),
    ];
    let config = Config::read(|name| Ok(settings.iter().find(|it| it.0 == name).map(|it| it.1.to_owned()))).unwrap();
    let house = &story.house.state;
    Post::new(&AppState::with(house.db.clone(), config, house.clock.clone()).await.unwrap())
}

/// Lives it all, and returns what no line may hold.
async fn live(story: &mut Story, service: &PushService) -> Vec<String> {
    let mut secrets: Vec<String> =
        ["701740614", "701740615", "Alva", "Då säger vi", "i morgon", "Orkar", "Påminnelse", "hush-hush"].map(str::to_owned).into();
    let house = story.house.clone();
    let inbound = house.state.hooks.of_inbound();
    secrets.extend([inbound.clone(), basic(&inbound), STANDARD.encode("u1:hush")]);

    assert_eq!(house.ask("GET", "/healthz", &[], None).await.status, 200, "what is logged at the finest level alone");

    // A booking by 46elks, and its report.
    let alva = story.youth(ALVA).await;
    let meeting = story.book(alva, datetime(2026, 11, 26, 14, 0, 0, 0)).await;
    story.work_until("delivered", async || story.rows().await.iter().any(|it| it.state == Stage::Delivered)).await;
    let page = code(&story.texts()[0].1);
    secrets.extend([page.clone(), keyed(&story.elks.taken()[0].whendelivered).1]);

    // One by Kannel, its report, and what is written back.
    let gateway = Gateway::default();
    let post = by_kannel(story, &gateway.start().await).await;
    let bo = story.youth(BO).await;
    story.book(bo, datetime(2026, 11, 26, 15, 0, 0, 0)).await;
    assert_eq!(post.work().await.unwrap().called, 1);
    let (headers, text) = gateway.0.lock().unwrap().remove(0);
    let (path, key) = keyed(headers["x-kannel-dlr-url"].to_str().unwrap());
    let reported = house.ask("GET", &path.replace("%d", "1"), &[("authorization", &basic(&key))], None).await;
    assert_eq!(reported.status, 204);
    secrets.extend([code(&text), key]);
    let request = Request::post(format!("{}?id=1&at=1", hook::KANNEL_INBOUND)).header("authorization", basic(&inbound));
    let said = house.call(request.header("x-kannel-from", BO).body(Body::from(WORDS)).unwrap()).await;
    assert_eq!(said.status, 200);

    // A notification, and its receipt.
    let at = [("host", HOST), ("origin", "http://localhost:3000"), ("accept", "text/html")];
    assert_eq!(house.ask("GET", &format!("/y/{page}"), &at, None).await.status, 200);
    let offered = service.offered("phone", &house.state.push.vapid.latest(&house.state.db).await.unwrap());
    assert_eq!(house.ask("POST", &format!("/y/{page}/push"), &at, Some(&offered)).await.status, 204);
    story.go_to(datetime(2026, 11, 25, 14, 1, 0, 0));
    story.work().await;
    let opened = service.take().remove(0).open();
    let of = |it: &serde_json::Value| it.as_str().unwrap().to_owned();
    let receipt = of(&opened["payload"]["receipt"]);
    secrets.extend([of(&offered["keys"]["auth"]), of(&offered["keys"]["p256dh"]), "/to/phone".to_owned()]);
    secrets.extend([code(&of(&opened["payload"]["notification"]["navigate"])), receipt.clone()]);
    let request = Request::post("/y/receipt").header("host", HOST).body(Body::from(receipt)).unwrap();
    assert_eq!(house.call(request).await.status, 204);

    // Answers, and the last word.
    for (id, words) in [("s1", "Nej"), ("s2", WORDS), ("s3", "STOPP")] {
        assert_eq!(story.writes(id, ALVA, words).await, 204);
    }
    story.work().await;
    let youth = story.synced(alva).await;
    assert_eq!(youth.meetings[&meeting].answers.iter().map(|it| it.answer).collect::<Vec<_>>(), [Answer::NotComing]);
    assert_eq!(youth.phones[&Number::stored(ALVA).unwrap()].closed_for(), Some(CloseReason::Stop));
    secrets
}

#[tokio::test]
async fn no_line_tells_of_anyone() {
    let log = Log::begin();
    let log = &log;
    both(move |db| async move {
        let service = PushService::start().await;
        let settings = [("UPPSOK_YOUTH_URL", "http://localhost:3000"), ("UPPSOK_PUSH_TEST_HOST", service.host.as_str())];
        let mut story = Story::with(db, &settings).await;
        let secrets = live(&mut story, &service).await;
        let text = log.text();
        // What is looked through is all that there is: our own lines, the driver's and the finest.
        for part in ["\"answered\"", "insert into reminder", "\"TRACE\""] {
            assert!(text.contains(part), "{part} isn't logged");
        }
        for secret in secrets {
            let found = text.lines().find(|it| it.contains(&secret));
            assert!(found.is_none(), "{secret} in {found:?}");
        }
    })
    .await;
}
