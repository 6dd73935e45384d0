//! `uppsok verify [--json]`

use super::Failure;
use crate::{clock::Clock, config::Config, verify::verify};
use clap::Args;
use std::{
    io::{Write, stdout},
    process::ExitCode,
};

/// Look whether everything that is stored agrees.
#[derive(Debug, Args)]
pub(super) struct Verify {
    /// Print as JSON.
    #[arg(long)]
    json: bool,
}

/// Something doesn't agree.
const DISAGREES: u8 = 3;

impl Verify {
    pub(super) async fn run(self, config: &Config) -> Result<ExitCode, Failure> {
        let db = config.open_db().await?;
        let report = verify(&db, &Clock::system()).await?;
        db.close().await;
        let mut out = stdout().lock();
        if self.json {
            writeln!(out, "{}", serde_json::to_string(&report)?)?;
        } else {
            for place in &report.municipalities {
                let found = place.flaws.len();
                writeln!(out, "{}: {} poster, {} raderade, {found} fel.", place.name, place.entries, place.erased)?;
                for flaw in &place.flaws {
                    writeln!(out, "  {} {}: {}", flaw.table, flaw.id, flaw.what.code())?;
                }
                for it in &place.restores {
                    writeln!(
                        out,
                        "  Återställd: {} poster har kommit tillbaka, högst {} som telefoner vet om saknas. Det som ingen telefon vet om räknas inte.",
                        it.returned, it.missing
                    )?;
                }
            }
        }
        Ok(if report.is_sound() { ExitCode::SUCCESS } else { ExitCode::from(DISAGREES) })
    }
}
