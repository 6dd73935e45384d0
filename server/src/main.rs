//! The binary `uppsok`.

use clap::Parser;
use server::cli::{Cli, run};
use std::process::ExitCode;

/// The system's own keeps what a password's hash took (19 MiB, for each thread that hashes) for good.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[tokio::main]
async fn main() -> ExitCode {
    run(Cli::parse()).await
}
