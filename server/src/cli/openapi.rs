//! `uppsok openapi`

use super::Failure;
use std::{io::Write, process::ExitCode};

/// Prints the specification of `/api/v1`.
pub(super) fn run() -> Result<ExitCode, Failure> {
    writeln!(std::io::stdout(), "{}", crate::api::document().to_pretty_json()?)?;
    Ok(ExitCode::SUCCESS)
}
