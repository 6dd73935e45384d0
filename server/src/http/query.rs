//! What stands after the question mark, and in the path, with our own error codes.

use super::ApiError;
use axum::{
    extract::{FromRequestParts, Path as AxumPath, Query as AxumQuery},
    http::request::Parts,
};
use serde::de::DeserializeOwned;

/// The query of the right shape.
#[derive(Clone, Copy, Debug)]
pub struct Query<T>(pub T);

impl<T: DeserializeOwned, S: Sync + Send> FromRequestParts<S> for Query<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let AxumQuery(it) = AxumQuery::from_request_parts(parts, state).await.map_err(|_| ApiError::Malformed)?;
        Ok(Self(it))
    }
}

/// The path's parts; one that isn't an id names nothing.
#[derive(Clone, Copy, Debug)]
pub struct Path<T>(pub T);

impl<T: DeserializeOwned + Send, S: Sync + Send> FromRequestParts<S> for Path<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let AxumPath(it) = AxumPath::from_request_parts(parts, state).await.map_err(|_| ApiError::NotFound)?;
        Ok(Self(it))
    }
}
