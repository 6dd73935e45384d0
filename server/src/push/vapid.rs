//! The keys that push services know us by (VAPID, RFC 8292): made by the first server, shared through the database, known by
//! their `kid`. A browser takes notifications only from the key that it subscribed with, so that each subscription names its
//! key, and a new key is for those who come after.

use crate::{
    auth::{KeyringError, Sealer, Unsealable},
    clock::Clock,
    config::Secret,
    db::{Db, StoreError, Tx},
    store::secret_key::{self, SecretKey as Stored},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde::Serialize;
use std::{
    collections::BTreeMap,
    sync::{Arc, RwLock},
};
use web_push_native::p256::{SecretKey, elliptic_curve::sec1::ToEncodedPoint, pkcs8::EncodePrivateKey};

const PURPOSE: &str = "vapid";
/// How long a signature is good, in seconds. At most a day (RFC 8292, 2).
const GOOD: i64 = 12 * 60 * 60;

/// The keys. Cheap to clone.
#[derive(Clone)]
pub struct Vapid {
    sealer: Sealer,
    keys: Arc<RwLock<Keys>>,
}

#[derive(Clone)]
struct Keys {
    latest: String,
    all: BTreeMap<String, Arc<Key>>,
}

struct Key {
    /// The uncompressed point, base64url.
    public: String,
    signing: EncodingKey,
}

impl std::fmt::Debug for Vapid {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Vapid(…)")
    }
}

#[derive(Serialize)]
struct Claims<'a> {
    aud: &'a str,
    exp: i64,
    sub: &'a str,
}

impl Vapid {
    /// Opens the keys of a database; makes the first one where there is none.
    pub async fn open(db: &Db, secret: &Secret, clock: &Clock) -> Result<Self, KeyringError> {
        let sealer = Sealer::new(secret, "vapid");
        let mut tx = db.begin().await?;
        if secret_key::in_use(&mut tx, PURPOSE).await?.is_empty() {
            create(&mut tx, &sealer, clock).await?;
        }
        let keys = read(&mut tx, &sealer).await?;
        tx.commit().await?;
        Ok(Self { sealer, keys: Arc::new(RwLock::new(keys)) })
    }

    /// Adds a key for the browsers that subscribe from now on. Returns its name.
    pub async fn rotate(&self, db: &Db, clock: &Clock) -> Result<String, KeyringError> {
        let mut tx = db.begin().await?;
        create(&mut tx, &self.sealer, clock).await?;
        let keys = read(&mut tx, &self.sealer).await?;
        tx.commit().await?;
        let kid = keys.latest.clone();
        self.put(keys);
        Ok(kid)
    }

    /// The public key that a browser subscribes with. The database is asked which: somebody may have added one.
    pub async fn latest(&self, db: &Db) -> Result<String, KeyringError> {
        let stored = secret_key::in_use(&mut db.read().await?, PURPOSE).await?;
        if stored.first().is_some_and(|it| it.kid != self.keys().latest) {
            self.refresh(db).await?;
        }
        let keys = self.keys();
        Ok(keys.all[&keys.latest].public.clone())
    }

    /// The name of a public key of ours. One that isn't known may be newer than this process: then the database is asked.
    pub async fn kid_of(&self, db: &Db, public: &str) -> Result<Option<String>, KeyringError> {
        let known = |keys: &Keys| keys.all.iter().find(|it| it.1.public == public).map(|it| it.0.clone());
        if let Some(kid) = known(&self.keys()) {
            return Ok(Some(kid));
        }
        self.refresh(db).await?;
        Ok(known(&self.keys()))
    }

    /// What `Authorization` says to the push service of an origin, at a moment in milliseconds since 1970; none where the key
    /// is no longer in use.
    pub async fn authorization(&self, db: &Db, kid: &str, origin: &str, contact: &str, now: i64) -> Result<Option<String>, KeyringError> {
        let found = self.keys().all.get(kid).cloned();
        let key = match found {
            Some(key) => key,
            None => {
                self.refresh(db).await?;
                match self.keys().all.get(kid).cloned() {
                    Some(key) => key,
                    None => return Ok(None),
                }
            }
        };
        let claims = Claims { aud: origin, exp: now / 1000 + GOOD, sub: contact };
        let token = jsonwebtoken::encode(&Header::new(Algorithm::ES256), &claims, &key.signing).map_err(|_| Unsealable)?;
        Ok(Some(format!("vapid t={token}, k={}", key.public)))
    }

    async fn refresh(&self, db: &Db) -> Result<(), KeyringError> {
        let mut tx = db.read().await?;
        let keys = read(&mut tx, &self.sealer).await?;
        self.put(keys);
        Ok(())
    }

    fn keys(&self) -> Keys {
        self.keys.read().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
    }

    fn put(&self, keys: Keys) {
        *self.keys.write().unwrap_or_else(std::sync::PoisonError::into_inner) = keys;
    }
}

async fn create(tx: &mut Tx, sealer: &Sealer, clock: &Clock) -> Result<(), StoreError> {
    // Nearly every 32 bytes are a key of this curve; zero and the few above its order aren't.
    let key = loop {
        let bytes: [u8; 32] = clock.random();
        if SecretKey::from_slice(&bytes).is_ok() {
            break bytes;
        }
    };
    let kid = hex::encode(clock.random::<8>());
    let sealed = sealer.seal(clock, &kid, &key);
    secret_key::create(tx, PURPOSE, &Stored { kid, sealed, created_at: clock.now() }).await
}

async fn read(tx: &mut Tx, sealer: &Sealer) -> Result<Keys, KeyringError> {
    let stored = secret_key::in_use(tx, PURPOSE).await?;
    let latest = stored.first().map(|it| it.kid.clone()).ok_or(StoreError::Corrupt { column: "secret_key.kid" })?;
    let mut all = BTreeMap::new();
    for it in stored {
        let secret = SecretKey::from_slice(&sealer.open(&it.kid, &it.sealed)?).map_err(|_| Unsealable)?;
        let public = URL_SAFE_NO_PAD.encode(secret.public_key().to_encoded_point(false).as_bytes());
        let signing = EncodingKey::from_ec_der(secret.to_pkcs8_der().map_err(|_| Unsealable)?.as_bytes());
        all.insert(it.kid, Arc::new(Key { public, signing }));
    }
    Ok(Keys { latest, all })
}
