//! `uppsok serve`

use super::{Failure, log};
use crate::{
    clock::Clock,
    config::Config,
    http::{AppState, serve::serve},
    retention,
};
use std::process::ExitCode;

/// Serves until the process is asked to end.
pub(super) async fn run(config: Config) -> Result<ExitCode, Failure> {
    log::begin();
    let state = AppState::open(config, Clock::system()).await?;
    // A server that couldn't tell the ledger would fail at the first thing that a restore mustn't undo.
    state.db.ledger().open().await?;
    tokio::spawn(retention::keep(state.db.clone(), state.process.clone()));
    let public = state.config.public.to_string();
    serve(state, |address| tracing::info!(%address, public, "listening")).await?;
    Ok(ExitCode::SUCCESS)
}
