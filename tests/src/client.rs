//! A client as a script would be one: JSON in and out, a bearer token, and a jar of cookies.

use serde_json::Value;
use ureq::{Agent, Body, RequestBuilder, http::Response, typestate::WithBody};

/// Keeps its cookies between calls.
#[derive(Debug)]
pub struct Client {
    agent: Agent,
    base: String,
    token: Option<String>,
}

/// What came back; a refusal is an answer too.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error} in {}: {}", self.status, self.body))
    }

    /// The first header of that name, in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The stable code of a refusal.
    pub fn code(&self) -> String {
        self.json()["code"].as_str().unwrap_or_default().to_owned()
    }
}

impl Client {
    pub fn new(base: &str) -> Self {
        let settings = Agent::config_builder().http_status_as_error(false).max_redirects(0).max_redirects_will_error(false);
        Self { agent: settings.build().new_agent(), base: base.to_owned(), token: None }
    }

    /// From now on another address is asked.
    pub fn turn_to(&mut self, base: &str) {
        base.clone_into(&mut self.base);
    }

    /// From now on every call carries this token.
    pub fn set_token(&mut self, token: &str) {
        self.token = Some(token.to_owned());
    }

    pub fn get(&self, path: &str) -> Answer {
        let request = self.agent.get(format!("{}{path}", self.base));
        let request = match &self.token {
            Some(token) => request.header("authorization", format!("Bearer {token}")),
            None => request,
        };
        answer(request.call())
    }

    /// Fetches what needn't be text, to its end; its status.
    pub fn fetch(&self, path: &str) -> u16 {
        let mut response = self.agent.get(format!("{}{path}", self.base)).call().expect("the server answers");
        response.body_mut().with_config().limit(100_000_000).read_to_vec().expect("to the end");
        response.status().as_u16()
    }

    pub fn post(&self, path: &str, body: &Value) -> Answer {
        self.send(path, "application/json", body.to_string().as_bytes())
    }

    /// The same where there may be no answer, or half of one.
    pub fn try_post(&self, path: &str, body: &Value) -> Result<Answer, ureq::Error> {
        read(self.request(path, "application/json").send(body.to_string().as_bytes())?)
    }

    /// A page's form.
    pub fn form(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let request = self.agent.post(format!("{}{path}", self.base)).header("origin", &self.base);
        answer(request.send_form(fields.iter().copied()))
    }

    pub fn send(&self, path: &str, content_type: &str, body: &[u8]) -> Answer {
        answer(self.request(path, content_type).send(body))
    }

    fn request(&self, path: &str, content_type: &str) -> RequestBuilder<WithBody> {
        let request = self.agent.post(format!("{}{path}", self.base)).header("content-type", content_type);
        match &self.token {
            Some(token) => request.header("authorization", format!("Bearer {token}")),
            None => request,
        }
    }
}

fn answer(result: Result<Response<Body>, ureq::Error>) -> Answer {
    result.and_then(read).expect("the server answers, with text")
}

fn read(mut response: Response<Body>) -> Result<Answer, ureq::Error> {
    let headers = response.headers().iter().map(|(name, value)| (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned()));
    let (status, headers) = (response.status().as_u16(), headers.collect());
    // A whole caseload is larger than what is read unasked.
    let body = response.body_mut().with_config().limit(100_000_000).read_to_string()?;
    Ok(Answer { status, headers, body })
}
