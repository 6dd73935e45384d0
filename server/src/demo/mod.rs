//! The demo municipality: Klippan of the synthetic register file, with two workers, and something to do today. Nobody in
//! it exists: birth numbers from 980, phone numbers from the series reserved for fiction.

mod caseload;
mod people;

pub use people::{PASSWORD, PEOPLE, Person};

use crate::{
    account::AddError,
    db::{Db, StoreError},
    http::AppState,
    import::{self, ImportError, Permission},
    store::{account, place},
};
use domain::{Actor, civil};

/// The register that the demo begins with: the figures that the report publishes.
const REGISTER: &[u8] = include_bytes!("../../../tests/data/kaa-register.csv");
/// Whose caseload it has.
pub const MUNICIPALITY: &str = "Klippan";
const UNIT: &str = "KAA Klippan";
const REGION: &str = "Skåne";
const ENDING: &str = "@demo.example";

/// The demo can't be loaded.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// Somebody works with this database.
    #[error("this database has accounts of its own: the demo wants an empty one (UPPSOK_DATABASE_URL)")]
    InUse,
    /// Its passwords are known to all.
    #[error("the demo's passwords are known to all: it is served on this machine alone (leave UPPSOK_PUBLIC_URL and UPPSOK_LISTEN out)")]
    Public,
    /// The register doesn't go in.
    #[error(transparent)]
    Import(#[from] ImportError),
    /// An account can't be added.
    #[error(transparent)]
    Account(#[from] AddError),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Loads what isn't there yet; loading it again changes nothing.
pub async fn load(state: &AppState) -> Result<(), DemoError> {
    if state.config.public.is_secure() || !state.config.listen.ip().is_loopback() {
        return Err(DemoError::Public);
    }
    refuse_in_use(&state.db).await?;
    let today = civil::day(state.clock.now());
    let permission = Permission { only: None, create_places: true };
    import::apply(&state.db, &state.process, REGISTER, permission, Actor::System, today).await?;
    let workers = people::load(state).await?;
    let mut tx = state.db.read().await?;
    let klippan = place::municipality_named(&mut tx, MUNICIPALITY).await?;
    drop(tx);
    if let Some(klippan) = klippan {
        caseload::load(state, &klippan, &workers).await?;
    }
    Ok(())
}

async fn refuse_in_use(db: &Db) -> Result<(), DemoError> {
    let mut tx = db.read().await?;
    if account::is_any_outside(&mut tx, ENDING).await? { Err(DemoError::InUse) } else { Ok(()) }
}
