//! A signed-in person on a page: who isn't is led to the page for signing in.

use super::session;
use crate::{
    http::{ApiError, AppState},
    store::account::Account,
};
use axum::{
    extract::FromRequestParts,
    http::{Method, Uri, header, request::Parts},
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
        /// The page that was asked for, or that a form was sent from.
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
            Err(ApiError::NotSignedIn) => {
                let is_read = parts.method == Method::GET;
                Err(SessionRejection::SignIn { next: if is_read { Some(within_query(&parts.uri)) } else { sent_from(state, parts) } })
            }
            Err(error) => Err(SessionRejection::Other(error)),
        }
    }
}

/// The page of ours that a form was sent from: whoever has signed in again stands where they were.
fn sent_from(state: &AppState, parts: &Parts) -> Option<String> {
    let from: Uri = parts.headers.get(header::REFERER)?.to_str().ok()?.parse().ok()?;
    let origin = format!("{}://{}", from.scheme_str()?, from.authority()?);
    state.config.public.is_same(&origin).then(|| within_query(&from))
}

/// An address as a value within another's query: a link with filters that somebody was sent leads to just that view.
fn within_query(uri: &Uri) -> String {
    let address = uri.path_and_query().map_or("/", |it| it.as_str());
    address.replace('%', "%25").replace('&', "%26").replace('+', "%2B")
}
