//! `uppsok report outcomes --exact [--by region|municipality|unit|gender|reason] [--as-of DATE]`

use super::Failure;
use crate::{
    clock::Clock,
    config::Config,
    report::{By, outcomes},
    store::outcome::Reach,
};
use clap::{Args, Subcommand};
use domain::civil;
use jiff::civil::Date;
use std::{
    io::{Write, stdout},
    process::ExitCode,
};

/// Print figures.
#[derive(Debug, Args)]
pub(super) struct Report {
    #[command(subcommand)]
    figures: Figures,
}

#[derive(Debug, Subcommand)]
enum Figures {
    /// Before and after, as JSON.
    Outcomes {
        /// Exact counts, which give people away: they are for who runs the server.
        #[arg(long, required = true)]
        exact: bool,
        /// Also the parts: region, municipality, unit, gender or reason.
        #[arg(long)]
        by: Option<By>,
        /// The cut-off, YYYY-MM-DD; today if it isn't given.
        #[arg(long)]
        as_of: Option<Date>,
    },
}

impl Report {
    pub(super) async fn run(self, config: &Config) -> Result<ExitCode, Failure> {
        let Figures::Outcomes { exact: _, by, as_of } = self.figures;
        let db = config.open_db().await?;
        let as_of = as_of.unwrap_or_else(|| civil::day(Clock::system().now()));
        let report = outcomes(&db, Reach::Nation, by, as_of).await?;
        db.close().await;
        writeln!(stdout(), "{}", serde_json::to_string_pretty(&report)?)?;
        Ok(ExitCode::SUCCESS)
    }
}
