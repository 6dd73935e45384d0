//! A signed-in person on a page: who isn't is led to the page for signing in.

use super::session;
use crate::{
    http::{ApiError, AppState},
    store::account::Account,
};
use axum::{
    extract::FromRequestParts,
    http::{Method, request::Parts},
    response::{IntoResponse, Redirect, Response},
};

/// Somebody signed in on a page. A form sent from another site is refused.
#[derive(Clone, Debug)]
pub struct Session {
    /// Who.
    pub account: Account,
}

/// Nobody is signed in, or the form came from elsewhere.
#[derive(Debug)]
pub enum SessionRejection {
    /// To the page for signing in, and back afterwards.
    SignIn {
        /// The page that was asked for, where it was only to be read.
        next: Option<String>,
    },
    /// Anything else.
    Other(ApiError),
}

impl IntoResponse for SessionRejection {
    fn into_response(self) -> Response {
        match self {
            Self::SignIn { next: Some(next) } => Redirect::to(&format!("/sign-in?next={next}")).into_response(),
            Self::SignIn { next: None } => Redirect::to("/sign-in").into_response(),
            Self::Other(error) => error.into_response(),
        }
    }
}

impl FromRequestParts<AppState> for Session {
    type Rejection = SessionRejection;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, SessionRejection> {
        match session::find(state, &parts.method, &parts.headers).await {
            Ok(account) => Ok(Self { account }),
            // The path alone: it needs no escaping within a query.
            Err(ApiError::NotSignedIn) => {
                Err(SessionRejection::SignIn { next: (parts.method == Method::GET).then(|| parts.uri.path().to_owned()) })
            }
            Err(error) => Err(SessionRejection::Other(error)),
        }
    }
}
