//! `uppsok retention [--dry-run] [--json]`

use super::Failure;
use crate::{
    clock::Clock,
    config::Config,
    journal::Process,
    retention::{self, Mode},
};
use clap::Args;
use std::{
    io::{Write, stdout},
    process::ExitCode,
};

/// Erase whoever may no longer be kept. A running server does so by itself, once a day.
#[derive(Debug, Args)]
pub(super) struct Retention {
    /// Only say how many.
    #[arg(long)]
    dry_run: bool,
    /// Print as JSON.
    #[arg(long)]
    json: bool,
}

impl Retention {
    pub(super) async fn run(self, config: &Config) -> Result<ExitCode, Failure> {
        let db = config.open_db().await?;
        let process = Process::start(&db, Clock::system()).await?;
        let mode = if self.dry_run { Mode::DryRun } else { Mode::Erase };
        let kept = retention::run(&db, &process, mode).await?;
        db.close().await;
        let mut out = stdout().lock();
        if self.json {
            writeln!(out, "{}", serde_json::to_string(&kept)?)?;
            return Ok(ExitCode::SUCCESS);
        }
        for it in &kept {
            let did = if self.dry_run { "skulle raderas" } else { "raderade" };
            write!(out, "{}: {} {did}", it.name, it.erased)?;
            if it.without_birth_date > 0 {
                write!(out, ", {} utan födelsedatum: ta reda på det", it.without_birth_date)?;
            }
            writeln!(out, ".")?;
        }
        Ok(ExitCode::SUCCESS)
    }
}
