//! What every handler may use.

use crate::{
    auth::{Keyring, KeyringError, Passwords, Sealer},
    clock::Clock,
    config::{Config, Secret, SecretError},
    db::{Db, StoreError, Tx},
    disclosure::Tables,
    journal::{Process, Receipts},
    push::PushPost,
    send::HookKeys,
    store::{
        access_log::{self, Access},
        account::Account,
        audit::{self, Action, Deed},
    },
};
use domain::{MunicipalityId, YouthId};
use std::{ops::Deref, sync::Arc};

/// What every handler may use. Cheap to clone; nothing in it outlives the process, so that any number of servers can
/// share a database.
#[derive(Clone, Debug)]
pub struct AppState(Arc<Parts>);

/// The parts of [`AppState`].
#[derive(Debug)]
pub struct Parts {
    /// The database.
    pub db: Db,
    /// Time and randomness.
    pub clock: Clock,
    /// What the environment says.
    pub config: Config,
    /// Signs and verifies access tokens.
    pub keyring: Keyring,
    /// Hashes and verifies passwords.
    pub passwords: Passwords,
    /// Seals phones' recovery keys.
    pub recovery: Sealer,
    /// Seals register files that are looked at before they go in.
    pub drafts: Sealer,
    /// Makes the throttle's buckets unreadable in the database.
    pub throttle_key: [u8; 32],
    /// Makes the numbers that links were sent to unreadable in the database.
    pub youth_phone_key: [u8; 32],
    /// What those who call us prove themselves with.
    pub hooks: HookKeys,
    /// Sends notifications.
    pub push: PushPost,
    /// This process in the journal.
    pub process: Process,
    /// What phones are given for entries.
    pub receipts: Receipts,
    /// Published months.
    pub tables: Tables,
}

impl Deref for AppState {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

/// The server can't start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// No secret.
    #[error(transparent)]
    Secret(#[from] SecretError),
    /// No database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// No keys.
    #[error(transparent)]
    Keyring(#[from] KeyringError),
}

impl AppState {
    /// Opens the database that the configuration names and everything that stands on it.
    pub async fn open(config: Config, clock: Clock) -> Result<Self, StartError> {
        let db = config.open_db().await?;
        Self::with(db, config, clock).await
    }

    /// The same on a database that is open.
    pub async fn with(db: Db, config: Config, clock: Clock) -> Result<Self, StartError> {
        let secret = Secret::load(config.secret.as_deref(), &config.database_url, &clock)?;
        Ok(Self(Arc::new(Parts {
            keyring: Keyring::open(&db, &secret, &clock).await?,
            passwords: Passwords::new(&clock),
            recovery: Sealer::new(&secret, "recovery"),
            drafts: Sealer::new(&secret, "draft"),
            throttle_key: secret.key("throttle"),
            youth_phone_key: secret.key("youth-phone"),
            hooks: HookKeys::new(&secret),
            push: PushPost::open(&db, &secret, &config, &clock).await?,
            process: Process::start(&db, clock.clone()).await?,
            receipts: Receipts::new(&secret),
            tables: Tables::default(),
            db,
            clock,
            config,
        })))
    }

    /// Adds to the audit trail what somebody did (none: the command line) to the thing of an id.
    pub async fn note(&self, tx: &mut Tx, by: Option<&Account>, action: Action, subject: impl ToString) -> Result<(), StoreError> {
        let deed = Deed {
            id: self.clock.id(),
            at: self.clock.now(),
            by: by.map(|it| it.id),
            municipality: by.and_then(|it| it.post.municipality()),
            action,
            subject: subject.to_string(),
        };
        audit::add(tx, &deed).await
    }

    /// Notes that somebody was shown, on a page or by a call, who some youths of a municipality are.
    pub async fn note_read(
        &self,
        tx: &mut Tx,
        municipality: MunicipalityId,
        by: &Account,
        youths: impl IntoIterator<Item = YouthId>,
    ) -> Result<(), StoreError> {
        let now = self.clock.now();
        let read = |youth| (self.clock.id(), Access { account: by.id, device: None, youth, read_at: now });
        let reads: Vec<_> = youths.into_iter().map(read).collect();
        access_log::log(tx, municipality, &reads, now).await
    }
}
