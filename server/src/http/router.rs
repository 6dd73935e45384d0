//! Every route, and what each request passes through.

use super::{ApiError, AppState, asset, body, header, health, watch};
use crate::{api, page};
use axum::{
    Router,
    extract::{DefaultBodyLimit, Request},
    http::{HeaderName, StatusCode, header::CONTENT_LENGTH},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::get,
};
use tower::ServiceBuilder;
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::{CompressionLayer, CompressionLevel},
    decompression::RequestDecompressionLayer,
    request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer},
};

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The whole server as one service.
pub fn router(state: AppState) -> Router {
    let (api, document) = api::router().split_for_parts();
    let openapi = document.to_json().unwrap_or_default();
    Router::new()
        .merge(api)
        .merge(asset::router())
        .merge(page::router())
        .route("/healthz", get(health::healthz))
        .route("/readyz", get(health::readyz))
        .route("/openapi.json", get(|| async { ([("content-type", "application/json")], openapi) }))
        .fallback(|| async { ApiError::NotFound })
        .method_not_allowed_fallback(|| async { ApiError::WrongMethod })
        .layer(
            ServiceBuilder::new()
                .layer(middleware::from_fn(own_id))
                .layer(SetRequestIdLayer::new(REQUEST_ID, MakeRequestUuid))
                .layer(PropagateRequestIdLayer::new(REQUEST_ID))
                .layer(middleware::from_fn_with_state(state.clone(), header::secure))
                .layer(middleware::from_fn(watch::watch))
                .layer(CompressionLayer::new().quality(CompressionLevel::Precise(4)))
                .layer(middleware::from_fn(page::dress))
                .layer(CatchPanicLayer::custom(watch::after_panic))
                .layer(middleware::from_fn(refuse_large))
                .layer(RequestDecompressionLayer::new())
                .layer(middleware::map_response(refuse_unknown_coding))
                .layer(DefaultBodyLimit::max(body::LIMIT)),
        )
        .with_state(state)
}

/// A request's id is the client's if it is plain, else ours.
async fn own_id(mut request: Request, next: Next) -> Response {
    if !watch::plain_id(request.headers()) {
        request.headers_mut().remove(REQUEST_ID);
    }
    next.run(request).await
}

/// What says that it is too large is refused before anybody asks who sent it, after it has been read and thrown away.
async fn refuse_large(request: Request, next: Next) -> Response {
    if request.uri().path() == page::UPLOAD {
        // Its handler counts, and says so in words beside the field.
        return next.run(request).await;
    }
    let length = request.headers().get(CONTENT_LENGTH).and_then(|it| it.to_str().ok()).and_then(|it| it.parse::<usize>().ok());
    if length.is_some_and(|it| it > body::LIMIT) {
        // Nothing is done with it, so that what it was doesn't matter.
        let _ = body::read(request.into_body()).await;
        return ApiError::TooLarge.into_response();
    }
    next.run(request).await
}

/// The layer that decompresses answers what it can't with an empty body.
async fn refuse_unknown_coding(response: Response) -> Response {
    if response.status() == StatusCode::UNSUPPORTED_MEDIA_TYPE && !response.headers().contains_key("content-type") {
        return ApiError::NotJson.into_response();
    }
    response
}
