//! Somebody signed in to the pages, as a browser without scripts would be.

use crate::indoors::{Indoors, PASSWORD, Said};
use axum::{body::Body, http::Request};

/// Where the pages are.
pub const ORIGIN: &str = "http://127.0.0.1:3000";

/// Somebody signed in to the pages.
#[derive(Clone, Debug)]
pub struct Visitor {
    house: Indoors,
    cookie: String,
}

impl Said {
    /// Where the answer leads.
    pub fn leads_to(&self) -> &str {
        let location = self.headers.get("location").unwrap_or_else(|| panic!("{}: {}", self.status, self.text()));
        location.to_str().unwrap()
    }
}

/// A form's fields as they are sent.
fn encoded(fields: &[(&str, &str)]) -> String {
    let part = |text: &str| {
        let byte = |it: u8| if it.is_ascii_alphanumeric() { char::from(it).to_string() } else { format!("%{it:02X}") };
        text.bytes().map(byte).collect::<String>()
    };
    fields.iter().map(|(name, value)| format!("{}={}", part(name), part(value))).collect::<Vec<_>>().join("&")
}

impl Visitor {
    pub async fn sign_in(house: &Indoors, email: &str) -> Self {
        let anyone = Self { house: house.clone(), cookie: String::new() };
        let said = anyone.form("/sign-in", &[("email", email), ("password", PASSWORD)]).await;
        assert_eq!(said.status, 303, "{}", said.text());
        Self { cookie: said.cookie(), ..anyone }
    }

    /// Somebody who hasn't signed in.
    pub fn outside(house: &Indoors) -> Self {
        Self { house: house.clone(), cookie: String::new() }
    }

    pub async fn get(&self, path: &str) -> Said {
        let headers = [("cookie", self.cookie.as_str()), ("accept", "text/html")];
        self.house.ask("GET", path, &headers, None).await
    }

    /// The page, which must be there.
    pub async fn read(&self, path: &str) -> String {
        let said = self.get(path).await;
        assert_eq!(said.status, 200, "{path}: {}", said.text());
        said.text()
    }

    pub async fn form(&self, path: &str, fields: &[(&str, &str)]) -> Said {
        self.form_from(ORIGIN, path, fields).await
    }

    /// A form that another site's page sends.
    pub async fn form_from(&self, origin: &str, path: &str, fields: &[(&str, &str)]) -> Said {
        self.send(origin, path, "application/x-www-form-urlencoded", encoded(fields).into_bytes()).await
    }

    /// A file, as the page for it sends it.
    pub async fn upload(&self, bytes: &[u8]) -> Said {
        let mut body = b"--fence\r\nContent-Disposition: form-data; name=\"file\"; filename=\"register.csv\"\r\n\r\n".to_vec();
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n--fence--\r\n");
        self.send(ORIGIN, "/admin/import", "multipart/form-data; boundary=fence", body).await
    }

    async fn send(&self, origin: &str, path: &str, kind: &str, body: Vec<u8>) -> Said {
        let request = Request::post(path)
            .header("cookie", &self.cookie)
            .header("origin", origin)
            .header("accept", "text/html")
            .header("content-type", kind)
            .header("content-length", body.len());
        self.house.call(request.body(Body::from(body)).unwrap()).await
    }
}
