//! A push service on this machine: it keeps what it is given, and answers as it is told.

use crate::python;
use axum::{
    Router,
    body::Bytes,
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
    routing::post,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};
use tokio::net::TcpListener;

/// The keys of the browser that subscribes: those of RFC 8291, appendix A.
pub const PRIVATE: &str = "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94";
pub const P256DH: &str = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
pub const AUTH: &str = "BTBZMqHH6r4Tts7J_aSIgg";

/// See the module.
#[derive(Clone, Debug)]
pub struct PushService {
    /// Host and port.
    pub host: String,
    held: Arc<Mutex<Held>>,
}

#[derive(Debug)]
struct Held {
    answer: (u16, Option<&'static str>),
    got: Vec<Pushed>,
}

/// What came.
#[derive(Clone, Debug)]
pub struct Pushed {
    pub browser: String,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl PushService {
    /// One that hears everybody out and answers nobody.
    pub async fn silent() -> Self {
        let (listener, service) = Self::listen().await;
        tokio::spawn(async move {
            while let Ok((caller, _)) = listener.accept().await {
                caller.readable().await.unwrap();
            }
        });
        service
    }

    async fn listen() -> (TcpListener, Self) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let host = listener.local_addr().unwrap().to_string();
        let held = Arc::new(Mutex::new(Held { answer: (201, None), got: Vec::new() }));
        (listener, Self { host, held })
    }

    pub async fn start() -> Self {
        let (listener, service) = Self::listen().await;
        let held = service.held.clone();
        let router = Router::new().route("/to/{browser}", post(take)).with_state(held);
        tokio::spawn(async move { axum::serve(listener, router).await });
        service
    }

    /// From now on it answers with a status, and what else that says.
    pub fn answer(&self, status: u16, retry_after: Option<&'static str>) {
        self.held.lock().unwrap().answer = (status, retry_after);
    }

    /// What has come since it was last asked.
    pub fn take(&self) -> Vec<Pushed> {
        std::mem::take(&mut self.held.lock().unwrap().got)
    }

    /// What a browser there offers, subscribed with a key of ours.
    pub fn offered(&self, browser: &str, key: &str) -> Value {
        json!({ "endpoint": format!("http://{}/to/{browser}", self.host), "keys": { "p256dh": P256DH, "auth": AUTH }, "key": key })
    }
}

async fn take(State(held): State<Arc<Mutex<Held>>>, Path(browser): Path<String>, headers: HeaderMap, body: Bytes) -> Response {
    let mut held = held.lock().unwrap();
    held.got.push(Pushed { browser, headers, body: body.to_vec() });
    let (status, retry_after) = held.answer;
    let status = StatusCode::from_u16(status).unwrap();
    match retry_after {
        Some(it) if status.is_redirection() => (status, [("location", it)]).into_response(),
        Some(it) => (status, [("retry-after", it)]).into_response(),
        None => status.into_response(),
    }
}

impl Pushed {
    /// Opened and checked by another implementation.
    pub fn open(&self) -> Value {
        let asked = json!({
            "private": PRIVATE, "auth": AUTH, "body": URL_SAFE_NO_PAD.encode(&self.body),
            "authorization": self.headers["authorization"].to_str().unwrap(),
        });
        python::run("open_push", asked.to_string().as_bytes())
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers[name].to_str().unwrap()
    }
}
