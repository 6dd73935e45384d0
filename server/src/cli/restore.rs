//! `uppsok restore FILE [--yes] [--json]`

use super::Failure;
use crate::{
    backup::{BackupError, check_ledger, restore},
    clock::Clock,
    config::Config,
};
use clap::Args;
use std::{
    io::{Write, stdout},
    path::PathBuf,
    process::ExitCode,
};

/// Go back to a backup. Servers must have ended.
#[derive(Debug, Args)]
pub(super) struct Restore {
    /// The backup.
    file: PathBuf,
    /// Put it in the place of what is there now.
    #[arg(long)]
    yes: bool,
    /// Go back even if there is no ledger, or another than the backup's: what was erased, closed, protected and revoked since
    /// the backup comes back.
    #[arg(long)]
    without_ledger: bool,
    /// Print as JSON.
    #[arg(long)]
    json: bool,
}

/// Nothing was done: it wants to be confirmed.
const UNCONFIRMED: u8 = 2;

impl Restore {
    pub(super) async fn run(self, config: &Config) -> Result<ExitCode, Failure> {
        if !self.yes {
            eprintln!("uppsok: det som finns i databasen nu ersätts av säkerhetskopian. Lägg till --yes för att göra det.");
            return Ok(ExitCode::from(UNCONFIRMED));
        }
        if !self.without_ledger
            && let Err(error) = check_ledger(&config.database_url, config.ledger.as_deref(), &self.file).await
        {
            match &error {
                BackupError::NoLedger(place) => eprintln!("uppsok: liggaren finns inte i {place}, eller är tom. Inget är gjort."),
                BackupError::OtherLedger(place) => {
                    eprintln!("uppsok: liggaren i {place} är inte den som säkerhetskopian hör till. Inget är gjort.");
                }
                _ => return Err(error.into()),
            }
            eprintln!("I den står vad som har raderats, stängts, skyddats och spärrats. Utan den kommer det tillbaka om det");
            eprintln!("hände efter säkerhetskopian. Lägg tillbaka den, eller säg var den finns med UPPSOK_LEDGER. Finns den inte");
            eprintln!("längre, eller fanns den aldrig: lägg till --without-ledger och gör om för hand det du vet hände.");
            return Ok(ExitCode::from(UNCONFIRMED));
        }
        let done = restore(&config.database_url, config.ledger.as_deref(), &self.file, &Clock::system()).await?;
        let mut out = stdout().lock();
        if self.json {
            writeln!(out, "{}", serde_json::to_string(&done)?)?;
            return Ok(ExitCode::SUCCESS);
        }
        writeln!(
            out,
            "Återställd. Gjort om sedan säkerhetskopian: {} raderade, {} stängda kanaler, {} skyddade, {} spärrade telefoner, {} stängda konton, {} som lämnat en enhet, {} nya lösenord.",
            done.erased, done.closed, done.protected, done.revoked, done.disabled, done.left, done.passwords
        )?;
        if done.unclear > 0 {
            writeln!(out, "{} påminnelser kan ha skickats efter säkerhetskopian och skickas inte igen av sig själva.", done.unclear)?;
        }
        writeln!(out, "Alla behöver logga in igen. Telefonerna lämnar då tillbaka det de har; uppsok verify visar vad de vet saknas.")?;
        writeln!(out, "Det som ingen telefon har hört talas om är borta, och det som spärrade telefoner lämnade efter säkerhetskopian.")?;
        Ok(ExitCode::SUCCESS)
    }
}
