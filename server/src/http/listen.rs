//! Connections. `axum::serve` waits for ever for somebody who opens one and says nothing; here a request's head has a time to
//! come in.

use axum::{
    Router,
    body::Body,
    extract::{ConnectInfo, Request},
};
use hyper::body::Incoming;
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::{conn::auto::Builder, graceful::GracefulShutdown},
    service::TowerToHyperService,
};
use std::{convert::Infallible, io, net::SocketAddr, time::Duration};
use tokio::net::{TcpListener, TcpStream};
use tower::{ServiceExt, service_fn};

/// How long a request's head may take to come in, on a train too.
pub(super) const HEAD: Duration = Duration::from_secs(20);
/// How long to wait when no more connections can be opened.
const BREATH: Duration = Duration::from_secs(1);

/// Answers connections until `ended`, then waits for what is under way. Whoever hasn't said what they want after `head` is
/// let go.
pub(super) async fn answer(listener: TcpListener, router: Router, head: Duration, ended: impl Future<Output = ()>) {
    let mut builder = Builder::new(TokioExecutor::new());
    builder.http1().timer(TokioTimer::new()).header_read_timeout(head);
    builder.http2().timer(TokioTimer::new()).keep_alive_interval(head);
    let under_way = GracefulShutdown::new();
    let mut ended = std::pin::pin!(ended);
    loop {
        let (stream, peer) = tokio::select! {
            accepted = accept(&listener) => accepted,
            () = &mut ended => break,
        };
        let router = router.clone();
        let service = service_fn(move |request: Request<Incoming>| {
            let mut request = request.map(Body::new);
            request.extensions_mut().insert(ConnectInfo(peer));
            let answered = router.clone().oneshot(request);
            async move { Ok::<_, Infallible>(answered.await.unwrap_or_else(|never| match never {})) }
        });
        let connection = builder.serve_connection_with_upgrades(TokioIo::new(stream), TowerToHyperService::new(service)).into_owned();
        let connection = under_way.watch(connection);
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection ended early");
            }
        });
    }
    drop(listener);
    under_way.shutdown().await;
}

async fn accept(listener: &TcpListener) -> (TcpStream, SocketAddr) {
    loop {
        match listener.accept().await {
            Ok(accepted) => {
                // Answers are small and somebody waits for them.
                let _ = accepted.0.set_nodelay(true);
                return accepted;
            }
            Err(error) if is_the_callers(&error) => {}
            Err(error) => {
                tracing::error!(%error, "no connection can be opened");
                tokio::time::sleep(BREATH).await;
            }
        }
    }
}

fn is_the_callers(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::ConnectionAborted | io::ErrorKind::ConnectionReset | io::ErrorKind::ConnectionRefused)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::routing::get;
    use tokio::{
        io::{AsyncReadExt, AsyncWriteExt},
        sync::oneshot,
    };

    async fn said(head: &str, to: SocketAddr) -> String {
        let mut stream = TcpStream::connect(to).await.unwrap();
        stream.write_all(head.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        answer
    }

    #[tokio::test]
    async fn whoever_says_nothing_is_let_go_and_the_others_are_answered_to_the_end() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (end, ended) = oneshot::channel::<()>();
        let peer = get(|ConnectInfo(peer): ConnectInfo<SocketAddr>| async move { peer.ip().to_string() });
        let serving = tokio::spawn(answer(listener, Router::new().route("/", peer), Duration::from_millis(50), async {
            let _ = ended.await;
        }));
        // Without an end to its head this connection would stay open for ever, and the test with it.
        assert!(!said("GET / HTTP/1.1\r\nhost: x\r\n", address).await.contains("200"));
        let answered = said("GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n", address).await;
        assert!(answered.starts_with("HTTP/1.1 200") && answered.ends_with("127.0.0.1"), "{answered}");
        end.send(()).unwrap();
        serving.await.unwrap();
    }
}
