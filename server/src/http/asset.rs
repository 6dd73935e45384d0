//! The built app, embedded: the shell that works offline, its parts under names that carry their content's hash, the
//! service worker.

use super::ApiError;
use axum::{
    Router,
    body::Body,
    extract::Path,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use rust_embed::{EmbeddedFile, RustEmbed};
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(RustEmbed)]
#[folder = "../target/site"]
#[allow_missing = true]
struct Site;

/// What the bundle says of itself: where each file is, by the name that it had before its hash.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Manifest {
    /// Hash of everything.
    pub version: String,
    /// "app.css" → "/style/app.0123abcd.css".
    pub files: BTreeMap<String, String>,
}

impl Manifest {
    /// Reads the embedded manifest; an empty one where the app wasn't built.
    pub fn read() -> Self {
        Site::get("manifest.json").and_then(|it| serde_json::from_slice(&it.data).ok()).unwrap_or_default()
    }

    /// The address of a file.
    pub fn address(&self, name: &str) -> Option<&str> {
        self.files.get(name).map(String::as_str)
    }
}

const SHELL: &str = "app/index.html";
const WORKER: &str = "app/sw.js";

/// The style sheet alone.
pub fn style<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new().route(
        "/style/{*path}",
        get(|headers: HeaderMap, Path(path): Path<String>| async move { serve(&headers, &format!("style/{path}")) }),
    )
}

/// The routes of everything that is embedded.
pub fn router<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new()
        .merge(style())
        .route("/app", get(shell))
        .route("/app/", get(|| async { Redirect::permanent("/app") }))
        .route("/app/{*path}", get(within_app))
        .route(
            "/icons/{*path}",
            get(|headers: HeaderMap, Path(path): Path<String>| async move { serve(&headers, &format!("icons/{path}")) }),
        )
        .route("/manifest.webmanifest", get(|headers: HeaderMap| async move { serve(&headers, "manifest.webmanifest") }))
}

async fn shell(headers: HeaderMap) -> Response {
    serve(&headers, SHELL)
}

/// A file has an extension; every other address under `/app` is the app's own, and the shell knows what to do with it.
async fn within_app(headers: HeaderMap, Path(path): Path<String>) -> Response {
    let is_file = path.rsplit('/').next().is_some_and(|it| it.contains('.'));
    serve(&headers, &if is_file { format!("app/{path}") } else { SHELL.to_owned() })
}

fn accepts(headers: &HeaderMap, coding: &str) -> bool {
    let offered = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|it| it.to_str().ok()).flat_map(|it| it.split(','));
    offered.into_iter().any(|it| {
        let (name, quality) = it.split_once(';').unwrap_or((it, ""));
        name.trim().eq_ignore_ascii_case(coding) && !matches!(quality.trim(), "q=0" | "q=0.0")
    })
}

/// A smaller form of a file that the browser takes.
fn compressed(headers: &HeaderMap, path: &str) -> Option<(EmbeddedFile, &'static str)> {
    [("br", "br"), ("gzip", "gz")].into_iter().filter(|(coding, _)| accepts(headers, coding)).find_map(|(coding, ending)| {
        let file = Site::get(&format!("{path}.{ending}"))?;
        Some((file, coding))
    })
}

/// `name.0123456789abcdef.js`: at least eight hexadecimal digits before the ending.
fn is_hashed(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.split('.').rev().skip(1).any(|it| it.len() >= 8 && it.bytes().all(|it| it.is_ascii_hexdigit()))
}

fn serve(headers: &HeaderMap, path: &str) -> Response {
    let Some(plain) = Site::get(path) else { return ApiError::NotFound.into_response() };
    let tag = format!("\"{}\"", hex::encode(&plain.metadata.sha256_hash()[..16]));
    let mut response = if headers.get(header::IF_NONE_MATCH).is_some_and(|it| it.as_bytes() == tag.as_bytes()) {
        StatusCode::NOT_MODIFIED.into_response()
    } else if let Some((file, coding)) = compressed(headers, path) {
        ([(header::CONTENT_ENCODING, coding)], Body::from(file.data)).into_response()
    } else {
        Body::from(plain.data).into_response()
    };
    let kept = if is_hashed(path) { "public, max-age=31536000, immutable" } else { "no-cache" };
    let out = response.headers_mut();
    out.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type(path)));
    out.insert(header::CACHE_CONTROL, HeaderValue::from_static(kept));
    out.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        out.insert(header::ETAG, tag);
    }
    if path == WORKER {
        // Its own folder is /app/, and the app begins at /app.
        out.insert("service-worker-allowed", HeaderValue::from_static("/app"));
    }
    response
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "webmanifest" => "application/manifest+json",
        "json" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_with_a_hash_are_kept_for_ever() {
        assert!(is_hashed("app/pkg/app.0123456789abcdef.wasm") && is_hashed("style/app.deadbeef.css"));
        assert!(!is_hashed("app/sw.js") && !is_hashed("app/index.html") && !is_hashed("manifest.webmanifest"));
    }

    #[test]
    fn a_browser_says_what_it_takes() {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static("gzip, br;q=0"));
        assert!(accepts(&headers, "gzip") && !accepts(&headers, "br"));
    }
}
