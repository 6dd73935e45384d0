//! `uppsok restore FILE [--yes] [--json]`

use super::Failure;
use crate::{backup::restore, clock::Clock, config::Config};
use clap::Args;
use std::{
    io::{Write, stdout},
    path::PathBuf,
    process::ExitCode,
};

/// Go back to a backup. Servers must have ended.
#[derive(Debug, Args)]
pub(super) struct Restore {
    /// The backup.
    file: PathBuf,
    /// Put it in the place of what is there now.
    #[arg(long)]
    yes: bool,
    /// Print as JSON.
    #[arg(long)]
    json: bool,
}

/// Nothing was done: it wants to be confirmed.
const UNCONFIRMED: u8 = 2;

impl Restore {
    pub(super) async fn run(self, config: &Config) -> Result<ExitCode, Failure> {
        if !self.yes {
            eprintln!("uppsok: det som finns i databasen nu ersätts av säkerhetskopian. Lägg till --yes för att göra det.");
            return Ok(ExitCode::from(UNCONFIRMED));
        }
        let done = restore(&config.database_url, config.ledger.as_deref(), &self.file, &Clock::system()).await?;
        let mut out = stdout().lock();
        if self.json {
            writeln!(out, "{}", serde_json::to_string(&done)?)?;
            return Ok(ExitCode::SUCCESS);
        }
        writeln!(
            out,
            "Återställd. Gjort om sedan säkerhetskopian: {} raderade, {} stängda kanaler, {} skyddade, {} spärrade telefoner, {} stängda konton.",
            done.erased, done.closed, done.protected, done.revoked, done.disabled
        )?;
        if done.unclear > 0 {
            writeln!(out, "{} påminnelser kan ha skickats efter säkerhetskopian och skickas inte igen av sig själva.", done.unclear)?;
        }
        writeln!(out, "Alla behöver logga in igen. Telefonerna lämnar då tillbaka det de har; uppsok verify visar vad som saknas.")?;
        Ok(ExitCode::SUCCESS)
    }
}
