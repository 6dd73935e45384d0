//! `uppsok import FILE [--yes] [--json]`

use super::Failure;
use crate::{
    clock::Clock,
    config::Config,
    import::{self, ImportError, Permission, Report},
    journal::Process,
};
use clap::Args;
use domain::{Actor, Lang, civil, register_file::Change};
use std::{
    io::{Write, stdout},
    path::PathBuf,
    process::ExitCode,
};

/// Take a register file in.
#[derive(Debug, Args)]
pub(super) struct Import {
    /// CSV or xlsx, with the headings of the municipality's export.
    file: PathBuf,
    /// Carry it out, and make the regions, municipalities and units that it names.
    #[arg(long)]
    yes: bool,
    /// Print what is said of each row as JSON.
    #[arg(long)]
    json: bool,
}

/// Some rows were refused; the others went in, or would.
const SOME_REFUSED: u8 = 3;
/// The file can't be read.
const UNREADABLE: u8 = 2;

impl Import {
    pub(super) async fn run(self, config: &Config) -> Result<ExitCode, Failure> {
        let bytes = match std::fs::read(&self.file) {
            Ok(bytes) => bytes,
            Err(error) => {
                eprintln!("uppsok: {}: {error}", self.file.display());
                return Ok(ExitCode::from(UNREADABLE));
            }
        };
        let db = config.open_db().await?;
        let clock = Clock::system();
        let today = civil::day(clock.now());
        let permission = Permission { only: None, create_places: true };
        let done = if self.yes {
            let process = Process::start(&db, clock).await?;
            import::apply(&db, &process, &bytes, permission, Actor::System, today).await.map(|it| it.report)
        } else {
            import::preview(&db, &bytes, permission, today).await
        };
        db.close().await;
        let report = match done {
            Ok(report) => report,
            Err(ImportError::Unreadable(error)) => {
                eprintln!("uppsok: {error} ({})", error.code());
                return Ok(ExitCode::from(UNREADABLE));
            }
            Err(error) => return Err(error.into()),
        };
        if self.json {
            writeln!(stdout(), "{}", serde_json::to_string(&report)?)?;
        } else {
            self.print(&report)?;
        }
        Ok(if report.refused() == 0 { ExitCode::SUCCESS } else { ExitCode::from(SOME_REFUSED) })
    }

    fn print(&self, report: &Report) -> std::io::Result<()> {
        let mut out = stdout().lock();
        for row in &report.rows {
            if let Some((_, reason)) = row.refused {
                writeln!(out, "Rad {}, {}: {} Raden tas inte in.", row.line, row.column(), reason.sentence(Lang::Sv))?;
            }
            for doubt in &row.warnings {
                writeln!(out, "Rad {}, {}: {}", row.line, doubt.column.heading(), doubt.what.sentence(Lang::Sv))?;
            }
        }
        for place in &report.new_places {
            writeln!(out, "Läggs till: {place}")?;
        }
        let count = |it| report.count(it);
        writeln!(
            out,
            "{} nya, {} ändrade, {} oförändrade, {} avvisade.",
            count(Change::New),
            count(Change::Changed),
            count(Change::Unchanged),
            report.refused()
        )?;
        if !self.yes {
            writeln!(out, "Inget är sparat. Lägg till --yes för att ta in filen.")?;
        }
        Ok(())
    }
}
