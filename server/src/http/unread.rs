//! What a handler leaves unread of a body. A connection that is closed while its client still sends looks broken from there,
//! and the answer is lost: a phone with much to send would take a token that has run out for a network that is gone.

use super::body::Held;
use axum::{
    body::{Body, Bytes, HttpBody},
    extract::Request,
    middleware::Next,
    response::Response,
};
use futures::StreamExt;
use hyper::body::{Frame, SizeHint};
use std::{
    pin::Pin,
    task::{Context, Poll},
};
use tokio::sync::oneshot;

/// Answers when the client has said all that it wants to, though nobody listens.
pub(super) async fn hear_out(request: Request, next: Next) -> Response {
    let (back, rest) = oneshot::channel();
    let response = next.run(request.map(|body| Body::new(Lent { body: Some(body), back: Some(back) }))).await;
    throw_away(rest).await;
    response
}

/// Reads what came back, if anything, up to what it is of any use to.
async fn throw_away(mut rest: oneshot::Receiver<Body>) {
    let Ok(body) = rest.try_recv() else { return };
    let (mut parts, mut held) = (body.into_data_stream(), Held::within(0));
    while let Some(Ok(part)) = parts.next().await {
        if !held.take(&part) {
            return;
        }
    }
}

/// A body that is given back where it isn't read to its end.
struct Lent {
    body: Option<Body>,
    back: Option<oneshot::Sender<Body>>,
}

impl HttpBody for Lent {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let Some(body) = &mut self.body else { return Poll::Ready(None) };
        let frame = std::task::ready!(Pin::new(body).poll_frame(context));
        if !matches!(frame, Some(Ok(_))) {
            self.body = None;
        }
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.body.as_ref().is_none_or(HttpBody::is_end_stream)
    }

    fn size_hint(&self) -> SizeHint {
        self.body.as_ref().map_or_else(|| SizeHint::with_exact(0), HttpBody::size_hint)
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        if let (Some(body), Some(back)) = (self.body.take().filter(|it| !it.is_end_stream()), self.back.take()) {
            // Nobody waits for it where the client is gone too.
            let _ = back.send(body);
        }
    }
}
