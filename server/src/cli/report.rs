//! `uppsok report outcomes --exact [--by region|municipality|unit|gender|reason] [--as-of DATE]`
//! `uppsok report status|reach|work --exact --municipality NAME [--period PERIOD] [--machine]`

use super::Failure;
use crate::{
    clock::Clock,
    config::Config,
    db::Db,
    figures::{self, Asked},
    report::{
        By,
        csv::{self, Form},
        outcomes,
    },
    store::{outcome::Reach, place},
};
use clap::{Args, Subcommand};
use domain::{
    Lang, civil,
    figures::{Choice, Period, Topic},
};
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
    /// Where a municipality's registered stand, as CSV.
    Status(Exact),
    /// Whom a municipality reached, as CSV.
    Reach(Exact),
    /// What a municipality did, as CSV.
    Work(Exact),
}

#[derive(Debug, Args)]
struct Exact {
    /// Exact counts, which give people away: they are for who runs the server.
    #[arg(long, required = true)]
    exact: bool,
    /// The municipality's name.
    #[arg(long)]
    municipality: String,
    /// A month (2026-10), a quarter (2026-Q4), a half-year (2026-H2), a year (2026), months (2026-03..2026-08) or start.
    #[arg(long, default_value = "start")]
    period: Period,
    /// Codes, commas and a decimal point, rather than what a Swedish Excel opens.
    #[arg(long)]
    machine: bool,
}

impl Report {
    pub(super) async fn run(self, config: &Config) -> Result<ExitCode, Failure> {
        let db = config.open_db().await?;
        let today = civil::day(Clock::system().now());
        let done = match self.figures {
            Figures::Outcomes { exact: _, by, as_of } => {
                let report = outcomes(&db, Reach::Nation, by, as_of.unwrap_or(today)).await?;
                writeln!(stdout(), "{}", serde_json::to_string_pretty(&report)?)?;
                Ok(ExitCode::SUCCESS)
            }
            Figures::Status(it) => it.print(&db, Topic::Status, today).await,
            Figures::Reach(it) => it.print(&db, Topic::Reach, today).await,
            Figures::Work(it) => it.print(&db, Topic::Work, today).await,
        };
        db.close().await;
        done
    }
}

impl Exact {
    async fn print(self, db: &Db, topic: Topic, today: Date) -> Result<ExitCode, Failure> {
        let mut tx = db.read().await?;
        let Some(municipality) = place::municipality_named(&mut tx, &self.municipality).await? else {
            eprintln!("uppsok: there is no such municipality");
            return Ok(ExitCode::FAILURE);
        };
        if self.period.begun(today).is_err() {
            eprintln!("uppsok: the period hasn't begun");
            return Ok(ExitCode::FAILURE);
        }
        let asked = Asked { topic, choice: Choice::default(), period: self.period, as_of: None, words: Default::default(), lang: Lang::Sv };
        let report = figures::report(&mut tx, &municipality, asked, today).await?;
        let form = if self.machine { Form::Machine } else { Form::Excel(Lang::Sv) };
        stdout().write_all(&csv::report(&report, form))?;
        Ok(ExitCode::SUCCESS)
    }
}
