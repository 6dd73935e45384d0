//! The keys that sign access tokens: made by the first server, shared through the database, known by their `kid`.

use super::seal::{Sealer, Unsealable};
use crate::{
    clock::Clock,
    config::Secret,
    db::{Db, StoreError, Tx},
    store::secret_key::{self, SecretKey},
};
use std::{
    collections::BTreeMap,
    sync::{Arc, RwLock},
    time::Duration,
};

const PURPOSE: &str = "access";
const DAY: i64 = 24 * 60 * 60 * 1000;
/// A key signs for so many milliseconds.
const LIFE: i64 = 90 * DAY;
/// And is known so long after another has begun: longer than any token lasts, and than a server goes on without looking.
const FAREWELL: i64 = DAY;
/// How often a server looks.
const PAUSE: Duration = Duration::from_secs(60 * 60);

/// The signing keys. Cheap to clone.
#[derive(Clone)]
pub struct Keyring {
    sealer: Sealer,
    keys: Arc<RwLock<Keys>>,
}

#[derive(Clone)]
struct Keys {
    latest: String,
    all: BTreeMap<String, [u8; 32]>,
}

impl std::fmt::Debug for Keyring {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keyring(…)")
    }
}

/// The keys can't be had.
#[derive(Debug, thiserror::Error)]
pub enum KeyringError {
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The secret isn't the one that this database was begun with.
    #[error(transparent)]
    Sealed(#[from] Unsealable),
}

impl Keyring {
    /// Opens the keys of a database; makes the first one where there is none.
    pub async fn open(db: &Db, secret: &Secret, clock: &Clock) -> Result<Self, KeyringError> {
        let sealer = Sealer::new(secret, "keys");
        let mut tx = db.begin().await?;
        if secret_key::in_use(&mut tx, PURPOSE).await?.is_empty() {
            create(&mut tx, &sealer, clock).await?;
        }
        let keys = read(&mut tx, &sealer).await?;
        tx.commit().await?;
        Ok(Self { sealer, keys: Arc::new(RwLock::new(keys)) })
    }

    /// Adds a key that signs from now on; the earlier ones still verify.
    pub async fn rotate(&self, db: &Db, clock: &Clock) -> Result<(), KeyringError> {
        let mut tx = db.begin().await?;
        create(&mut tx, &self.sealer, clock).await?;
        let keys = read(&mut tx, &self.sealer).await?;
        tx.commit().await?;
        self.put(keys);
        Ok(())
    }

    /// Keeps the keys fresh: one that has signed for 90 days is followed by another, and what it signed is good until it
    /// ends; a day after that it is retired. Every server reads what the others have done.
    pub async fn renew(&self, db: &Db, clock: &Clock) -> Result<(), KeyringError> {
        let now = clock.now();
        let mut tx = db.begin().await?;
        let newest = secret_key::in_use(&mut tx, PURPOSE).await?.first().map(|it| it.created_at);
        if newest.is_none_or(|it| now.saturating_sub(it) >= LIFE) {
            create(&mut tx, &self.sealer, clock).await?;
        }
        secret_key::retire(&mut tx, PURPOSE, now.saturating_sub(FAREWELL), now).await?;
        let keys = read(&mut tx, &self.sealer).await?;
        tx.commit().await?;
        self.put(keys);
        Ok(())
    }

    /// Renews them as long as the process runs.
    pub async fn watch(self, db: Db, clock: Clock) {
        let mut every = tokio::time::interval(PAUSE);
        loop {
            every.tick().await;
            if let Err(error) = self.renew(&db, &clock).await {
                tracing::error!(error = &error as &dyn std::error::Error, "keys couldn't be renewed");
            }
        }
    }

    /// The key that signs, with its name.
    pub fn latest(&self) -> (String, [u8; 32]) {
        let keys = self.keys.read().unwrap_or_else(std::sync::PoisonError::into_inner);
        (keys.latest.clone(), keys.all[&keys.latest])
    }

    /// The key of a name. One that isn't known may be newer than this process, made by another server: then the
    /// database is asked.
    pub async fn find(&self, db: &Db, kid: &str) -> Result<Option<[u8; 32]>, KeyringError> {
        if let Some(key) = self.known(kid) {
            return Ok(Some(key));
        }
        let mut tx = db.read().await?;
        let keys = read(&mut tx, &self.sealer).await?;
        self.put(keys);
        Ok(self.known(kid))
    }

    fn known(&self, kid: &str) -> Option<[u8; 32]> {
        self.keys.read().unwrap_or_else(std::sync::PoisonError::into_inner).all.get(kid).copied()
    }

    fn put(&self, keys: Keys) {
        *self.keys.write().unwrap_or_else(std::sync::PoisonError::into_inner) = keys;
    }
}

async fn create(tx: &mut Tx, sealer: &Sealer, clock: &Clock) -> Result<(), StoreError> {
    let kid = hex::encode(clock.random::<8>());
    let key = sealer.seal(clock, &kid, &clock.random::<32>());
    secret_key::create(tx, PURPOSE, &SecretKey { kid, sealed: key, created_at: clock.now() }).await
}

async fn read(tx: &mut Tx, sealer: &Sealer) -> Result<Keys, KeyringError> {
    let stored = secret_key::in_use(tx, PURPOSE).await?;
    let latest = stored.first().map(|it| it.kid.clone()).ok_or(StoreError::Corrupt { column: "secret_key.kid" })?;
    let mut all = BTreeMap::new();
    for it in stored {
        let key = sealer.open(&it.kid, &it.sealed)?.try_into().map_err(|_| Unsealable)?;
        all.insert(it.kid, key);
    }
    Ok(Keys { latest, all })
}
