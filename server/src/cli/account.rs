//! `uppsok account add`

use super::Failure;
use crate::{
    account::{self as accounts, AddError, Place},
    auth::{NewPassword, Role},
    clock::Clock,
    config::Config,
};
use clap::{Args, Subcommand};
use std::{io::Read, process::ExitCode};

/// Accounts of people who work here.
#[derive(Debug, Args)]
pub(super) struct Account {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Add somebody, who can sign in at once with the password on standard input.
    Add(Add),
}

#[derive(Debug, Args)]
struct Add {
    /// What they sign in with.
    #[arg(long)]
    email: String,
    /// What colleagues read.
    #[arg(long)]
    name: String,
    /// worker, lead, region, nation or administrator.
    #[arg(long)]
    role: Role,
    /// A municipality's name or id: for a worker, a lead, an administrator.
    #[arg(long)]
    municipality: Option<String>,
    /// A region's name or id: for a region's lead.
    #[arg(long)]
    region: Option<String>,
    /// A unit's name or id: for a worker. With a name that several municipalities have, say --municipality too.
    #[arg(long)]
    unit: Option<String>,
    /// The password is the first line of standard input. It isn't taken from the arguments, which others can see.
    #[arg(long, required = true)]
    password_stdin: bool,
}

/// What was asked can't be done as it was asked.
const WRONG: u8 = 2;

impl Account {
    pub(super) async fn run(self, config: &Config) -> Result<ExitCode, Failure> {
        let Command::Add(add) = self.command;
        let mut input = String::new();
        std::io::stdin().take(4096).read_to_string(&mut input)?;
        let password = match NewPassword::parse(input.lines().next().unwrap_or_default()) {
            Ok(it) => it,
            Err(error) => return Ok(wrong(&error)),
        };
        let db = config.open_db().await?;
        let place = Place { municipality: add.municipality.as_deref(), region: add.region.as_deref(), unit: add.unit.as_deref() };
        let added = accounts::add(&db, &Clock::system(), &add.email, &add.name, add.role, place, password).await;
        db.close().await;
        match added {
            Ok(id) => println!("{id}"),
            Err(AddError::Store(error)) => return Err(error.into()),
            Err(error) => return Ok(wrong(&error)),
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn wrong(error: &dyn std::error::Error) -> ExitCode {
    eprintln!("uppsok: {error}");
    ExitCode::from(WRONG)
}
