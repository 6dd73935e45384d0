//! Reading a request's body: within a limit that counts what comes out of decompression, and with our own error codes.

use super::ApiError;
use axum::{
    body::{Body, Bytes},
    extract::{FromRequest, Request},
    http::{HeaderMap, header},
};
use futures::StreamExt;
use serde::de::DeserializeOwned;

/// What a call takes, in bytes.
pub const LIMIT: usize = 2_000_000;

/// What is read and thrown away of a body that is too large: a client that is still sending when the connection closes
/// would see a broken connection instead of the answer.
const DRAINED: usize = 64_000_000;

/// A body as it comes in: kept up to a limit, and beyond it only read.
#[derive(Debug)]
pub(crate) struct Held {
    limit: usize,
    bytes: Vec<u8>,
    seen: usize,
}

impl Held {
    /// Nothing yet.
    pub(crate) fn within(limit: usize) -> Self {
        Self { limit, bytes: Vec::new(), seen: 0 }
    }

    /// Takes the next part; whether there is any use in reading on.
    pub(crate) fn take(&mut self, part: &[u8]) -> bool {
        self.seen = self.seen.saturating_add(part.len());
        if self.seen <= self.limit {
            self.bytes.extend_from_slice(part);
        } else {
            self.bytes = Vec::new();
        }
        self.seen <= DRAINED
    }

    /// The whole; none where it was larger than the limit.
    pub(crate) fn whole(self) -> Option<Vec<u8>> {
        (self.seen <= self.limit).then_some(self.bytes)
    }
}

/// Reads a body of at most [`LIMIT`] bytes.
pub async fn read(body: Body) -> Result<Bytes, ApiError> {
    let mut parts = body.into_data_stream();
    let mut held = Held::within(LIMIT);
    while let Some(part) = parts.next().await {
        if !held.take(&part.map_err(|_| ApiError::Malformed)?) {
            break;
        }
    }
    held.whole().map(Bytes::from).ok_or(ApiError::TooLarge)
}

fn content_type(headers: &HeaderMap) -> &str {
    let value = headers.get(header::CONTENT_TYPE).and_then(|it| it.to_str().ok()).unwrap_or_default();
    value.split(';').next().unwrap_or_default().trim()
}

/// A body that is JSON of the right shape.
#[derive(Clone, Copy, Debug)]
pub struct Json<T>(pub T);

impl<T: DeserializeOwned, S: Sync> FromRequest<S> for Json<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, _: &S) -> Result<Self, ApiError> {
        // Besides being right, it keeps forms of other sites out: they can't send this type unasked.
        let is_json = content_type(request.headers()).eq_ignore_ascii_case("application/json");
        let bytes = read(request.into_body()).await?;
        if !is_json {
            return Err(ApiError::NotJson);
        }
        serde_json::from_slice(&bytes).map(Self).map_err(|_| ApiError::Malformed)
    }
}
