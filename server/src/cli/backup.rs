//! `uppsok backup FILE`

use super::Failure;
use crate::{backup::backup, config::Config};
use clap::Args;
use std::{
    io::{Write, stdout},
    path::PathBuf,
    process::ExitCode,
};

/// Write a backup to a new file, while servers run.
#[derive(Debug, Args)]
pub(super) struct Backup {
    /// Where to. What is there already is never written over.
    file: PathBuf,
}

impl Backup {
    pub(super) async fn run(self, config: &Config) -> Result<ExitCode, Failure> {
        // A backup that is taken before a new version is let in must be one that the old version can read.
        let db = config.open_db_as_it_is().await?;
        backup(&db, &config.database_url, &self.file).await?;
        db.close().await;
        writeln!(stdout(), "{}", self.file.display())?;
        Ok(ExitCode::SUCCESS)
    }
}
