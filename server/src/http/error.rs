//! What an API call answers when it can't do what it was asked: a status, a stable code, a sentence. What is internal is
//! logged once and never sent.

use crate::{auth::KeyringError, db::StoreError};
use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};

/// Why a call wasn't carried out.
#[derive(Debug, thiserror::Error)]
pub enum ApiError {
    /// Not JSON, or not of the right shape.
    #[error("the request can't be read as what this call takes")]
    Malformed,
    /// A value that can't be right; which field, and what is wrong with it. Never the value.
    #[error("{field}: {problem}")]
    InvalidValue {
        /// The field's name.
        field: &'static str,
        /// What it should be.
        problem: String,
    },
    /// The body isn't declared as JSON.
    #[error("send Content-Type: application/json")]
    NotJson,
    /// The body is larger than this call takes.
    #[error("the request is larger than this call takes")]
    TooLarge,
    /// No token, no session, or one that isn't good.
    #[error("sign in first")]
    NotSignedIn,
    /// The access token was good and is too old: refresh it.
    #[error("the access token has expired")]
    TokenExpired,
    /// The refresh token isn't good: e-mail and password are needed again. Device and data stay.
    #[error("sign in again")]
    SignInAgain,
    /// No such account, another password, or a disabled account: which one isn't said.
    #[error("the e-mail address or the password is wrong")]
    WrongCredentials,
    /// Too many wrong tries.
    #[error("too many tries; wait a little")]
    TooManyTries {
        /// Seconds until the next.
        retry_after: i64,
    },
    /// The role doesn't allow it, or it lies outside the caller's place.
    #[error("your role doesn't allow this")]
    NotAllowed,
    /// The device was revoked.
    #[error("this device has been revoked")]
    DeviceRevoked,
    /// A cookie's request from another site.
    #[error("the request comes from another site")]
    WrongOrigin,
    /// The device's id belongs to another account.
    #[error("this device belongs to another account; choose a new id")]
    DeviceTaken,
    /// No such thing, or not one that the caller may see.
    #[error("there is no such thing here")]
    NotFound,
    /// The address knows other methods.
    #[error("this address doesn't take that method")]
    WrongMethod,
    /// It is there already.
    #[error("it exists already")]
    AlreadyExists,
    /// It is no longer, or not yet, in the state that this needs.
    #[error("its state doesn't allow this now")]
    WrongState,
    /// It took too long.
    #[error("the server is busy; try again")]
    Busy,
    /// The database is away or full for now. To whoever asks it is [`ApiError::Busy`].
    #[error("the server is busy; try again")]
    Away(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// A fault of ours.
    #[error("something went wrong here")]
    Internal(#[source] Option<Box<dyn std::error::Error + Send + Sync>>),
}

/// The body of every error.
#[derive(Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Problem {
    /// Stable, for programs.
    #[schema(example = "not_allowed")]
    pub code: String,
    /// One sentence in English, for the person who writes a program.
    pub message: String,
}

impl ApiError {
    /// The HTTP status.
    pub fn status_code(&self) -> StatusCode {
        match self {
            Self::Malformed => StatusCode::BAD_REQUEST,
            Self::NotSignedIn | Self::TokenExpired | Self::SignInAgain | Self::WrongCredentials => StatusCode::UNAUTHORIZED,
            Self::NotAllowed | Self::DeviceRevoked | Self::WrongOrigin => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::WrongMethod => StatusCode::METHOD_NOT_ALLOWED,
            Self::AlreadyExists | Self::WrongState | Self::DeviceTaken => StatusCode::CONFLICT,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::NotJson => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::InvalidValue { .. } => StatusCode::UNPROCESSABLE_ENTITY,
            Self::TooManyTries { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
            Self::Busy | Self::Away(_) => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Malformed => "malformed",
            Self::InvalidValue { .. } => "invalid_value",
            Self::NotJson => "not_json",
            Self::TooLarge => "too_large",
            Self::NotSignedIn => "not_signed_in",
            Self::TokenExpired => "token_expired",
            Self::SignInAgain => "sign_in_again",
            Self::WrongCredentials => "wrong_credentials",
            Self::TooManyTries { .. } => "too_many_tries",
            Self::NotAllowed => "not_allowed",
            Self::DeviceRevoked => "device_revoked",
            Self::WrongOrigin => "wrong_origin",
            Self::DeviceTaken => "device_taken",
            Self::NotFound => "not_found",
            Self::WrongMethod => "wrong_method",
            Self::AlreadyExists => "already_exists",
            Self::WrongState => "wrong_state",
            Self::Busy | Self::Away(_) => "busy",
            Self::Internal(_) => "internal",
        }
    }

    /// A value that can't be right.
    pub fn invalid(field: &'static str, problem: impl Into<String>) -> Self {
        Self::InvalidValue { field, problem: problem.into() }
    }

    /// A fault of ours, with what caused it.
    pub fn internal(error: impl std::error::Error + Send + Sync + 'static) -> Self {
        Self::Internal(Some(Box::new(error)))
    }

    /// Logs a fault of ours, once, with what it was caused by. Causes name tables and columns, never values.
    pub fn log(&self) {
        let (Self::Internal(Some(error)) | Self::Away(error)) = self else { return };
        let mut causes = error.to_string();
        let mut next = error.source();
        while let Some(cause) = next {
            // What a database says about a row may repeat the row.
            let text = match cause.downcast_ref::<sqlx::Error>() {
                Some(sqlx::Error::Database(it)) => format!("database error {}", it.code().unwrap_or_default()),
                _ if cause.is::<sqlx::sqlite::SqliteError>() || cause.is::<sqlx::postgres::PgDatabaseError>() => break,
                _ => cause.to_string(),
            };
            causes = format!("{causes}: {text}");
            next = cause.source();
        }
        match self {
            Self::Away(_) => tracing::warn!(error = causes, "the database can't now"),
            _ => tracing::error!(error = causes, "a call failed"),
        }
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        if error.is_passing() { Self::Away(Box::new(error)) } else { Self::internal(error) }
    }
}

impl From<KeyringError> for ApiError {
    fn from(error: KeyringError) -> Self {
        match error {
            KeyringError::Store(error) => error.into(),
            error @ KeyringError::Sealed(_) => Self::internal(error),
        }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        self.log();
        let body = Problem { code: self.code().to_owned(), message: self.to_string() };
        let mut response = (self.status_code(), Json(body)).into_response();
        if let Self::TooManyTries { retry_after } = self {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(retry_after));
        }
        if self.status_code() == StatusCode::UNAUTHORIZED {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}
