//! Listening, and ending in good order.

use super::{
    AppState,
    listen::{HEAD, answer},
    router,
};
use crate::{db::StoreError, store};
use metrics_exporter_prometheus::{BuildError, PrometheusBuilder, PrometheusHandle};
use std::{io, net::SocketAddr, time::Duration};
use tokio::{
    net::{TcpListener, TcpSocket},
    signal,
    sync::watch,
};

/// Requests that are under way get so long to finish.
const FAREWELL: Duration = Duration::from_secs(20);

/// The server can't listen.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The address is taken, or isn't this machine's.
    #[error("can't listen on {address}: {source}")]
    Listen {
        /// Where.
        address: SocketAddr,
        /// Why.
        source: io::Error,
    },
    /// The ledger can't be opened.
    #[error(transparent)]
    Ledger(#[from] StoreError),
    /// The metrics can't be collected.
    #[error("metrics can't be collected")]
    Metrics(#[from] BuildError),
}

/// Serves until the process is asked to end, then lets what is under way finish.
pub async fn serve(state: AppState, started: impl FnOnce(SocketAddr)) -> Result<(), ServeError> {
    // From now on: who starts and ends at once ends in order, too.
    let asked_to_end = asked_to_end();
    // A server that couldn't tell the ledger would fail at the first thing that a restore mustn't undo.
    let ledger = state.db.ledger().open(&hex::encode(state.clock.random::<16>())).await?;
    let mut tx = state.db.begin().await?;
    if store::ledger_mark::find(&mut tx).await?.is_some_and(|it| it != ledger) {
        tracing::warn!("the ledger is another than it was: what stood in the old one is not done again after a restore");
    }
    store::ledger_mark::set(&mut tx, &ledger).await?;
    tx.commit().await?;
    if !state.db.is_durable().await? {
        tracing::error!("the database does not wait for its disk: a power cut loses what phones were told is saved");
    }
    let (end, ended) = watch::channel(());
    if let Some(address) = state.config.metrics_listen {
        let handle = PrometheusBuilder::new().install_recorder()?;
        tokio::spawn(serve_metrics(bind(address)?, handle, ended.clone()));
    }
    let listener = bind(state.config.listen)?;
    started(listener.local_addr().map_err(|source| ServeError::Listen { address: state.config.listen, source })?);
    let working = tokio::spawn(crate::send::Post::new(&state).run(ended.clone()));
    let publishing = tokio::spawn(crate::disclosure::watch(state.db.clone(), state.clock.clone()));
    let closing = tokio::spawn(crate::figures::watch(state.db.clone(), state.clock.clone()));
    let deriving = tokio::spawn(crate::journal::renew::watch(state.db.clone(), state.process.clone()));
    let renewing = tokio::spawn(state.keyring.clone().watch(state.db.clone(), state.clock.clone()));
    let keeping = tokio::spawn(crate::retention::keep(state.db.clone(), state.process.clone()));
    let mut stopping = ended.clone();
    let stopped = async move {
        // An error means that the sender is gone, which is an end as well.
        let _ = stopping.changed().await;
    };
    let serving = tokio::spawn(answer(listener, router(state.clone()), HEAD, stopped));
    let abort = serving.abort_handle();
    tokio::spawn(async move {
        asked_to_end.await;
        tracing::info!("asked to end");
        drop(end);
        tokio::time::sleep(FAREWELL).await;
        abort.abort();
    });
    if let Err(error) = serving.await {
        tracing::warn!(cancelled = error.is_cancelled(), "some requests didn't finish in time");
    }
    closing.abort();
    deriving.abort();
    keeping.abort();
    renewing.abort();
    // Calls that are under way are waited for, so that what came of them is known.
    if tokio::time::timeout(FAREWELL, working).await.is_err() {
        tracing::warn!("some messages were under way");
    }
    publishing.abort();
    state.db.close().await;
    tracing::info!("ended");
    Ok(())
}

/// How many connections may wait to be answered: when a network comes back, so do all phones, at once.
const WAITING: u32 = 4096;

fn bind(address: SocketAddr) -> Result<TcpListener, ServeError> {
    let listen = || {
        let socket = if address.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
        socket.set_reuseaddr(true)?;
        socket.bind(address)?;
        socket.listen(WAITING)
    };
    listen().map_err(|source| ServeError::Listen { address, source })
}

async fn serve_metrics(listener: TcpListener, handle: PrometheusHandle, mut ended: watch::Receiver<()>) {
    let upkeep = handle.clone();
    tokio::spawn(async move {
        loop {
            tokio::time::sleep(Duration::from_secs(5)).await;
            upkeep.run_upkeep();
        }
    });
    let text = [("content-type", "text/plain; version=0.0.4")];
    let router = axum::Router::new().route("/metrics", axum::routing::get(move || async move { (text, handle.render()) }));
    let serving = axum::serve(listener, router).with_graceful_shutdown(async move {
        let _ = ended.changed().await;
    });
    if let Err(error) = serving.await {
        tracing::error!(%error, "metrics are no longer served");
    }
}

/// Listens for it at once, and is done when it comes.
#[cfg(unix)]
fn asked_to_end() -> impl Future<Output = ()> {
    use signal::unix::{SignalKind, signal};
    let terminate = signal(SignalKind::terminate());
    async move {
        let Ok(mut terminate) = terminate else { return std::future::pending().await };
        tokio::select! {
            _ = terminate.recv() => {}
            _ = signal::ctrl_c() => {}
        }
    }
}

#[cfg(not(unix))]
async fn asked_to_end() {
    let _ = signal::ctrl_c().await;
}
