//! `uppsok push-key`

use super::Failure;
use crate::{clock::Clock, config::Config, http::AppState};
use std::{
    io::{Write, stdout},
    process::ExitCode,
};

/// Adds a key for notifications. Servers that run use it for the next browser that asks.
pub(super) async fn run(config: Config) -> Result<ExitCode, Failure> {
    let state = AppState::open(config, Clock::system()).await?;
    let kid = state.push.vapid.rotate(&state.db, &state.clock).await?;
    state.db.close().await;
    writeln!(
        stdout().lock(),
        "Ny nyckel för notiser: {kid}. Den som slår på notiser från och med nu får den, och en ungdoms webbläsare byter till den när \
         sidan öppnas. Andra behåller sin, som fortsätter att gälla."
    )?;
    Ok(ExitCode::SUCCESS)
}
