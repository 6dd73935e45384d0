//! `uppsok retention [--dry-run] [--json]`

use super::Failure;
use crate::{
    clock::Clock,
    config::Config,
    journal::Process,
    retention::{self, Mode, Ran},
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
        let ran = retention::run(&db, &process, mode).await?;
        db.close().await;
        let mut out = stdout().lock();
        if self.json {
            writeln!(out, "{}", serde_json::to_string(&ran.municipalities)?)?;
            return Ok(code(&ran));
        }
        for it in &ran.municipalities {
            let did = if self.dry_run { "skulle raderas" } else { "raderade" };
            write!(out, "{}: {} {did}", it.name, it.erased)?;
            if it.without_birth_date > 0 {
                write!(out, ", {} utan födelsedatum: ta reda på det", it.without_birth_date)?;
            }
            if it.failed > 0 {
                write!(out, ", {} gick inte att gallra", it.failed)?;
            }
            writeln!(out, ".")?;
        }
        if ran.uncleared > 0 {
            writeln!(out, "Gamla sms eller länkar gick inte att rensa.")?;
        }
        if ran.failed() > 0 {
            writeln!(out, "Loggen säger varför; uppsok verify visar vilka rader som är skadade. Resten är gjort.")?;
        }
        Ok(code(&ran))
    }
}

/// Something is left to try again.
const LEFT: u8 = 3;

fn code(ran: &Ran) -> ExitCode {
    if ran.failed() == 0 { ExitCode::SUCCESS } else { ExitCode::from(LEFT) }
}
