//! What the binary can be told to do. Each command is thin: it reads its arguments, calls what the pages call, and
//! prints.

mod account;
mod backup;
mod demo;
mod import;
mod log;
mod openapi;
mod push_key;
mod report;
mod restore;
mod retention;
mod serve;
mod verify;

use crate::config::Config;
use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// Offline-first outreach for the municipal activity responsibility.
#[derive(Debug, Parser)]
#[command(name = "uppsok", version)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve phones and pages until asked to end.
    Serve,
    /// Load the demo municipality, print how to sign in, and serve.
    Demo,
    /// Add people who work here.
    Account(account::Account),
    /// Take a register file in; without --yes only say what it would do.
    Import(import::Import),
    /// Print figures.
    Report(report::Report),
    /// Write a backup to a new file, while servers run.
    Backup(backup::Backup),
    /// Go back to a backup. Servers must have ended.
    Restore(restore::Restore),
    /// Look whether everything that is stored agrees.
    Verify(verify::Verify),
    /// Erase whoever may no longer be kept.
    Retention(retention::Retention),
    /// Add a key for notifications, for the browsers that ask from now on.
    PushKey,
    /// Print the specification of /api/v1.
    Openapi,
}

/// A command that couldn't be carried out.
type Failure = Box<dyn std::error::Error + Send + Sync>;

/// Runs the command that the arguments name.
pub async fn run(cli: Cli) -> ExitCode {
    carry_out(cli.command).await.unwrap_or_else(|failure| {
        // Whoever reads what we print has read enough: `uppsok import … --json | head`.
        let is_read_enough = |it: &std::io::Error| it.kind() == std::io::ErrorKind::BrokenPipe;
        if failure.downcast_ref().is_some_and(is_read_enough) {
            return ExitCode::SUCCESS;
        }
        eprintln!("uppsok: {}", chain(failure.as_ref()));
        ExitCode::FAILURE
    })
}

async fn carry_out(command: Command) -> Result<ExitCode, Failure> {
    let config = Config::from_env()?;
    match command {
        Command::Serve => serve::run(config).await,
        Command::Demo => demo::run(config).await,
        Command::Account(it) => it.run(&config).await,
        Command::Import(it) => it.run(&config).await,
        Command::Report(it) => it.run(&config).await,
        Command::Backup(it) => it.run(&config).await,
        Command::Restore(it) => it.run(&config).await,
        Command::Verify(it) => it.run(&config).await,
        Command::Retention(it) => it.run(&config).await,
        Command::PushKey => push_key::run(config).await,
        Command::Openapi => openapi::run(),
    }
}

fn chain(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(error.source(), |it| it.source());
    std::iter::once(error).chain(causes).map(ToString::to_string).collect::<Vec<_>>().join(": ")
}
