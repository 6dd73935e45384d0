//! A form's fields.

use crate::http::ApiError;
use axum::{
    Form as AxumForm,
    extract::{FromRequest, Request},
    http::StatusCode,
};

/// A form's fields, in order; a name may stand more than once.
#[derive(Clone, Default)]
pub(super) struct Form(Vec<(String, String)>);

/// Fields hold passwords and names.
impl std::fmt::Debug for Form {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Form(…)")
    }
}

impl Form {
    /// A field's text, trimmed; empty where it isn't there.
    pub(super) fn text(&self, name: &str) -> &str {
        self.raw(name).trim()
    }

    /// A field's text as it was written.
    pub(super) fn raw(&self, name: &str) -> &str {
        self.0.iter().find(|(it, _)| it == name).map(|it| it.1.as_str()).unwrap_or_default()
    }

    /// Every value of a name.
    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(it, _)| it == name).map(|it| it.1.as_str())
    }

    /// An id, a code: what can't be read as one was no form of ours.
    pub(super) fn parse<T: std::str::FromStr>(&self, name: &str) -> Result<T, ApiError> {
        self.text(name).parse().map_err(|_| ApiError::Malformed)
    }
}

impl<S: Sync + Send> FromRequest<S> for Form {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        match AxumForm::from_request(request, state).await {
            Ok(AxumForm(fields)) => Ok(Self(fields)),
            Err(error) if error.status() == StatusCode::PAYLOAD_TOO_LARGE => Err(ApiError::TooLarge),
            Err(_) => Err(ApiError::Malformed),
        }
    }
}
