//! `uppsok demo`

use super::{Failure, log};
use crate::{
    clock::Clock,
    config::{Config, Origin},
    demo::{self, PASSWORD, PEOPLE},
    http::{AppState, serve::serve},
};
use domain::Lang;
use std::{
    io::{Write, stdout},
    process::ExitCode,
};

/// Loads the demo municipality, says how to sign in, and serves.
pub(super) async fn run(config: Config) -> Result<ExitCode, Failure> {
    log::begin();
    let state = AppState::open(config, Clock::system()).await?;
    demo::load(&state).await?;
    let public = state.config.public.clone();
    serve(state, move |_| {
        // Who can't read it can still serve.
        let _ = welcome(&public);
    })
    .await?;
    Ok(ExitCode::SUCCESS)
}

fn welcome(public: &Origin) -> std::io::Result<()> {
    let mut out = stdout().lock();
    writeln!(out, "\nUppsök är igång med demokommunen {}. Avsluta med Ctrl+C.\n", demo::MUNICIPALITY)?;
    writeln!(out, "  Telefonen (uppsökare)            {public}/app")?;
    writeln!(out, "  Samordnare och administratör     {public}/sign-in\n")?;
    writeln!(out, "  Lösenordet är {PASSWORD} för alla:\n")?;
    for person in PEOPLE {
        writeln!(out, "  {:<32} {}", person.email, person.role.word(Lang::Sv))?;
    }
    writeln!(out)?;
    out.flush()
}
