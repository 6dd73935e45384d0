//! Every route, and what each request passes through.

use super::{ApiError, AppState, asset, body, header, health, unread, watch};
use crate::{api, page, send, youth};
use axum::{
    Router,
    extract::{DefaultBodyLimit, Request, State},
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

/// Whose browser it is that meets an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Whose {
    /// Theirs who work here, except under `/y/`.
    Office,
    /// A youth's, whatever was asked.
    Youth,
}

/// The whole server as one service. The youths' pages stand beside the rest only where they have no host of their own.
pub fn router(state: AppState) -> Router {
    let Some(host) = state.config.youth.clone() else { return within(office().merge(youth::router()), state, Whose::Office) };
    let alone = youth::router().merge(asset::style()).fallback(|| async { ApiError::NotFound });
    youth::split(host, within(alone, state.clone(), Whose::Youth), within(office(), state, Whose::Office))
}

fn office() -> Router<AppState> {
    let (api, document) = api::router().split_for_parts();
    let openapi = document.to_json().unwrap_or_default();
    Router::new()
        .merge(api)
        .merge(asset::router())
        .merge(page::router())
        .merge(send::hooks())
        .route("/healthz", get(health::healthz))
        .route("/readyz", get(health::readyz))
        .route("/openapi.json", get(|| async { ([("content-type", "application/json")], openapi) }))
        .fallback(|| async { ApiError::NotFound })
}

/// What each request passes through, whoever's host it asks.
fn within(routes: Router<AppState>, state: AppState, whose: Whose) -> Router {
    routes
        .method_not_allowed_fallback(|| async { ApiError::WrongMethod })
        .layer(
            ServiceBuilder::new()
                .layer(middleware::from_fn(own_id))
                .layer(SetRequestIdLayer::new(REQUEST_ID, MakeRequestUuid))
                .layer(PropagateRequestIdLayer::new(REQUEST_ID))
                .layer(middleware::from_fn_with_state(state.clone(), header::secure))
                .layer(middleware::from_fn(watch::watch))
                .layer(CompressionLayer::new().quality(CompressionLevel::Precise(4)))
                .layer(middleware::from_fn_with_state(whose, dress))
                .layer(CatchPanicLayer::custom(watch::after_panic))
                .layer(middleware::from_fn(unread::hear_out))
                .layer(middleware::from_fn(refuse_large))
                .layer(RequestDecompressionLayer::new())
                .layer(middleware::map_response(refuse_unknown_coding))
                .layer(DefaultBodyLimit::max(body::LIMIT)),
        )
        .with_state(state)
}

/// An error becomes a page: a youth's tells nothing of whose it is.
async fn dress(State(whose): State<Whose>, request: Request, next: Next) -> Response {
    if whose == Whose::Youth || request.uri().path().starts_with("/y/") {
        youth::dress(request, next).await
    } else {
        page::dress(request, next).await
    }
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
