//! One request to the server.

use crate::phone::{js, json, model::Failure, platform};
use domain::sync::Farewell;
use serde::{Serialize, de::DeserializeOwned};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, Headers, Request, RequestInit, Response};

/// How long to wait for an answer, in milliseconds: a slow network is a network, a silent one isn't.
const PATIENCE: u32 = 45_000;

/// What is longer than this, in bytes, is sent compressed: fifty contacts become a ninth, a question gets no shorter.
const SHORT: usize = 1_000;

/// An answer.
#[derive(Debug)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// `Retry-After`, in seconds.
    pub retry_after: Option<u32>,
    /// The body.
    pub body: String,
}

/// What the server says when it says no.
#[derive(Debug, serde::Deserialize)]
struct Refusal {
    code: String,
}

impl Answer {
    /// Whether it went well.
    pub fn is_ok(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// The stable code of a refusal.
    pub fn code(&self) -> String {
        json::read::<Refusal>(self.body.as_bytes()).map_or_else(|_| format!("http_{}", self.status), |it| it.code)
    }

    /// The body of an answer that went well, or the failure that it is.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, Failure> {
        if self.is_ok() {
            return json::read(self.body.as_bytes()).map_err(|_| Failure::Server("unreadable_answer".to_owned()));
        }
        Err(self.failure())
    }

    /// What a server that shut us out has heard; none where the answer isn't that.
    pub fn farewell(&self) -> Option<Farewell> {
        let is_said = self.status == 403 && self.code() == "device_revoked";
        json::read(self.body.as_bytes()).ok().filter(|_| is_said)
    }

    /// The failure that a refusal is.
    pub fn failure(&self) -> Failure {
        match (self.status, self.code().as_str()) {
            (_, "wrong_credentials") => Failure::WrongCredentials,
            (_, "device_revoked") => Failure::Revoked,
            (429, _) => Failure::TooManyTries { wait: self.retry_after },
            (401, _) => Failure::SignInAgain,
            (502..=504, _) => Failure::Offline,
            (_, code) => Failure::Server(code.to_owned()),
        }
    }
}

/// Asks the server. `Offline` is any failure to get an answer at all.
pub async fn ask(method: &str, path: &str, token: Option<&str>, body: Option<&impl Serialize>) -> Result<Answer, Failure> {
    let body = body.map(json::write).transpose()?;
    send(method, path, token, body).await.map_err(|_| Failure::Offline)
}

async fn send(method: &str, path: &str, token: Option<&str>, body: Option<String>) -> Result<Answer, JsValue> {
    let init = RequestInit::new();
    init.set_method(method);
    init.set_signal(Some(&AbortSignal::timeout_with_u32(PATIENCE)));
    let headers = Headers::new()?;
    if let Some(token) = token {
        headers.set("authorization", &format!("Bearer {token}"))?;
    }
    if let Some(body) = body {
        headers.set("content-type", "application/json")?;
        init.set_body(&packed(body, &headers).await?);
    }
    init.set_headers(&headers);
    let request = Request::new_with_str_and_init(path, &init)?;
    read(JsFuture::from(platform::window().fetch_with_request(&request)).await).await
}

/// A body as it is sent. A browser without streams that compress (older than 2023) sends it as it is.
async fn packed(body: String, headers: &Headers) -> Result<JsValue, JsValue> {
    if body.len() <= SHORT {
        return Ok(body.into());
    }
    let Ok(compressor) = js::construct("CompressionStream", &["gzip".into()]) else { return Ok(body.into()) };
    let plain = js::get(&js::construct("Response", &[body.into()])?, "body");
    let stream = js::call(&plain, "pipeThrough", &[compressor])?;
    let packed = js::call_async(&js::construct("Response", &[stream])?, "arrayBuffer", &[]).await?;
    headers.set("content-encoding", "gzip")?;
    Ok(packed)
}

async fn read(response: Result<JsValue, JsValue>) -> Result<Answer, JsValue> {
    let response: Response = response?.dyn_into()?;
    let retry_after = response.headers().get("retry-after")?.and_then(|it| it.parse().ok());
    let body = js::call_async(&response, "text", &[]).await?.as_string().unwrap_or_default();
    Ok(Answer { status: response.status(), retry_after, body })
}
