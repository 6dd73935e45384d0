//! `uppsok serve`

use super::{Failure, log};
use crate::{
    clock::Clock,
    config::Config,
    http::{AppState, serve::serve},
};
use std::process::ExitCode;

/// Serves until the process is asked to end.
pub(super) async fn run(config: Config) -> Result<ExitCode, Failure> {
    log::begin();
    let state = AppState::open(config, Clock::system()).await?;
    let public = state.config.public.to_string();
    serve(state, |address| tracing::info!(%address, public, "listening")).await?;
    Ok(ExitCode::SUCCESS)
}
