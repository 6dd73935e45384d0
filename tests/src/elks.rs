//! 46elks on loopback, answering as its documentation says (<https://46elks.se/docs>), and failing as providers do: slow,
//! with errors, silent after having taken a text, with reports out of order and twice.

use axum::{
    Form, Json, Router,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
    routing::post,
};
use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::json;
use std::{
    collections::{BTreeMap, VecDeque},
    net::SocketAddr,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};
use tokio::net::TcpListener;

/// What it does with a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Takes it.
    Take,
    /// Takes it and answers late.
    TakeSlowly(u64),
    /// Takes it, and never answers.
    TakeAndHang,
    /// Fails in a way that tells nothing.
    Break,
    /// Has too much to do.
    Busy,
    /// Has no money to take for it.
    Unpaid,
    /// Finds something wrong with it.
    Refuse,
    /// Answers with a status that isn't in its documentation, as another program at its address would.
    Say(u16),
}

/// How it reports what became of a text that it took.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reports {
    /// "sent", then "delivered".
    InOrder,
    /// "delivered", then "sent".
    Reversed,
    /// Each of them twice.
    Twice,
    /// "failed".
    Failed,
    /// Nothing.
    None,
}

/// A text that it has taken.
#[derive(Clone, Debug)]
pub struct Taken {
    pub id: String,
    pub from: String,
    pub to: String,
    pub message: String,
    pub whendelivered: String,
    pub since: Instant,
}

/// The server. It goes with the test's runtime.
#[derive(Clone, Debug)]
pub struct Elks {
    address: SocketAddr,
    inner: Arc<Mutex<Inner>>,
}

#[derive(Debug)]
struct Inner {
    taken: Vec<Taken>,
    asked: usize,
    refused: usize,
    script: VecDeque<Act>,
    /// Of a hundred, by the number of the text: how many hang, and how many are reported twice.
    hangs: usize,
    twice: usize,
    reports: Reports,
    latency: Duration,
    /// The least time between two texts: its ceiling.
    pace: Option<Duration>,
    next: Option<Instant>,
}

impl Elks {
    /// Starts one that takes everything at once and reports in order.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let inner = Inner {
            taken: Vec::new(),
            asked: 0,
            refused: 0,
            script: VecDeque::new(),
            hangs: 0,
            twice: 0,
            reports: Reports::InOrder,
            latency: Duration::ZERO,
            pace: None,
            next: None,
        };
        let elks = Self { address: listener.local_addr().unwrap(), inner: Arc::new(Mutex::new(inner)) };
        let router = Router::new().route("/a1/sms", post(sms)).with_state(elks.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        elks
    }

    /// For `UPPSOK_46ELKS_URL`.
    pub fn url(&self) -> String {
        format!("http://{}/a1", self.address)
    }

    /// The settings that lead to it.
    pub fn settings(&self) -> Vec<(&'static str, String)> {
        vec![
            ("UPPSOK_SMS", "46elks".to_owned()),
            ("UPPSOK_46ELKS_URL", self.url()),
            ("UPPSOK_46ELKS_USER", "u1".to_owned()),
            ("UPPSOK_46ELKS_PASSWORD", "hush".to_owned()),
            ("UPPSOK_SMS_FROM", "+46701740699".to_owned()),
        ]
    }

    /// What it does with the next texts, before it takes all again.
    pub fn script(&self, acts: &[Act]) {
        self.inner.lock().unwrap().script.extend(acts);
    }

    pub fn report(&self, reports: Reports) {
        self.inner.lock().unwrap().reports = reports;
    }

    /// Of a hundred texts so many are taken without an answer, and so many are reported twice.
    pub fn fail(&self, hangs: usize, twice: usize) {
        let mut inner = self.inner.lock().unwrap();
        (inner.hangs, inner.twice) = (hangs, twice);
    }

    /// How long it takes to answer, and how many a second it takes at most.
    pub fn pace(&self, latency: Duration, a_second: u32) {
        let mut inner = self.inner.lock().unwrap();
        (inner.latency, inner.pace) = (latency, Some(Duration::from_secs(1) / a_second));
    }

    pub fn taken(&self) -> Vec<Taken> {
        self.inner.lock().unwrap().taken.clone()
    }

    /// How many it has taken.
    pub fn count(&self) -> usize {
        self.inner.lock().unwrap().taken.len()
    }

    /// How often it was called.
    pub fn asked(&self) -> usize {
        self.inner.lock().unwrap().asked
    }

    /// How often each number was texted.
    pub fn by_number(&self) -> BTreeMap<String, usize> {
        let mut all = BTreeMap::new();
        for it in self.taken() {
            *all.entry(it.to).or_default() += 1;
        }
        all
    }

    /// How often each text was sent.
    pub fn by_text(&self) -> BTreeMap<String, usize> {
        let mut all = BTreeMap::new();
        for it in self.taken() {
            *all.entry(it.message).or_default() += 1;
        }
        all
    }

    /// Reports a text again, as it may for hours.
    pub async fn report_again(&self, taken: &Taken, status: &str) -> u16 {
        tell(&taken.whendelivered, &[("id", &taken.id), ("status", status)]).await
    }
}

async fn sms(State(elks): State<Elks>, headers: HeaderMap, Form(fields): Form<BTreeMap<String, String>>) -> Response {
    let login = format!("Basic {}", STANDARD.encode("u1:hush"));
    if headers.get("authorization").and_then(|it| it.to_str().ok()) != Some(&login) {
        return (StatusCode::UNAUTHORIZED, "API access requires Basic HTTP authentication").into_response();
    }
    let field = |name: &str| fields.get(name).cloned().unwrap_or_default();
    if !field("to").starts_with('+') || field("from").is_empty() || field("message").is_empty() {
        return (StatusCode::BAD_REQUEST, "Missing key to").into_response();
    }
    let (act, latency, wait, reports, id) = {
        let mut inner = elks.inner.lock().unwrap();
        inner.asked += 1;
        let number = inner.asked;
        let act = match inner.script.pop_front() {
            Some(act) => act,
            None if number % 100 < inner.hangs => Act::TakeAndHang,
            None => Act::Take,
        };
        let reports = if (number + 50) % 100 < inner.twice { Reports::Twice } else { inner.reports };
        let wait = inner.pace.map(|pace| {
            let now = Instant::now();
            let slot = inner.next.map_or(now, |it| it.max(now));
            inner.next = Some(slot + pace);
            slot - now
        });
        (act, inner.latency, wait.unwrap_or_default(), reports, format!("s{number:032}"))
    };
    tokio::time::sleep(wait + latency).await;
    match act {
        Act::Break => return (StatusCode::INTERNAL_SERVER_ERROR, "").into_response(),
        Act::Busy => return (StatusCode::SERVICE_UNAVAILABLE, "").into_response(),
        Act::Unpaid => return (StatusCode::FORBIDDEN, "Not enough credits").into_response(),
        Act::Say(status) => return (StatusCode::from_u16(status).unwrap(), "").into_response(),
        Act::Refuse => {
            elks.inner.lock().unwrap().refused += 1;
            return (StatusCode::BAD_REQUEST, "Invalid to number").into_response();
        }
        Act::Take | Act::TakeSlowly(_) | Act::TakeAndHang => {}
    }
    let taken = Taken {
        id: id.clone(),
        from: field("from"),
        to: field("to"),
        message: field("message"),
        whendelivered: field("whendelivered"),
        since: Instant::now(),
    };
    elks.inner.lock().unwrap().taken.push(taken.clone());
    tokio::spawn(async move {
        let statuses: &[&str] = match reports {
            Reports::InOrder => &["sent", "delivered"],
            Reports::Reversed => &["delivered", "sent"],
            Reports::Twice => &["sent", "sent", "delivered", "delivered"],
            Reports::Failed => &["failed"],
            Reports::None => &[],
        };
        for status in statuses {
            tell(&taken.whendelivered, &[("id", &taken.id), ("status", status), ("delivered", "2026-11-23T09:00:00")]).await;
        }
    });
    match act {
        Act::TakeAndHang => std::future::pending().await,
        Act::TakeSlowly(ms) => tokio::time::sleep(Duration::from_millis(ms)).await,
        _ => {}
    }
    let [from, to, message] = ["from", "to", "message"].map(field);
    Json(json!({"status": "created", "direction": "outgoing", "from": from, "created": "2026-11-23T09:00:00.000000", "parts": 1, "to": to, "cost": 5200, "message": message, "id": id}))
        .into_response()
}

/// Calls an address that carries a name and a password, as 46elks does; tries again when nobody answers.
pub async fn tell(address: &str, fields: &[(&str, &str)]) -> u16 {
    let (scheme, rest) = address.split_once("://").unwrap();
    let (login, rest) = rest.split_once('@').map_or(("", rest), |it| it);
    let (address, login, fields) = (
        format!("{scheme}://{rest}"),
        STANDARD.encode(login),
        fields.iter().map(|it| (it.0.to_owned(), it.1.to_owned())).collect::<Vec<_>>(),
    );
    tokio::task::spawn_blocking(move || {
        let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
        for _ in 0..50 {
            let sent = agent
                .post(&address)
                .header("authorization", format!("Basic {login}"))
                .send_form(fields.iter().map(|it| (it.0.as_str(), it.1.as_str())));
            if let Ok(response) = sent {
                return response.status().as_u16();
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        0
    })
    .await
    .unwrap()
}
