//! Slowing down whoever guesses passwords. Counted in the database, so that several servers count together, and before
//! the password is looked at, so that a hundred tries at once are a hundred.

use crate::{
    clock::Clock,
    db::{Db, StoreError},
    store::sign_in_try,
};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use std::net::IpAddr;

/// How long failures count, in milliseconds.
pub const WINDOW: i64 = 15 * 60 * 1000;
/// Wrong tries on one account from one address.
pub const PER_PAIR: i64 = 8;
/// Wrong tries on one account from anywhere: enough that a stranger can't easily lock somebody out.
pub const PER_ACCOUNT: i64 = 60;
/// Wrong tries from one address: a municipality's people often share one.
pub const PER_ADDRESS: i64 = 200;

/// One try to sign in.
#[derive(Debug)]
pub struct Try {
    buckets: [(String, i64); 3],
}

/// Too many tries; seconds until the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooMany(pub i64);

/// The name of what is counted together: unreadable without the key.
pub(crate) fn bucket(key: &[u8; 32], kind: &str, email: &str, address: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes any key");
    mac.update([kind, email, address].join("\0").as_bytes());
    hex::encode(mac.finalize().into_bytes())
}

/// An address as it is counted: those of one IPv6 network are one.
pub(crate) fn address(from: IpAddr) -> String {
    match from.to_canonical() {
        IpAddr::V4(it) => it.to_string(),
        IpAddr::V6(it) => format!("{:x?}", &it.segments()[..4]),
    }
}

impl Try {
    /// A try on an account (known or not) from an address.
    pub fn new(key: &[u8; 32], email: &str, from: IpAddr) -> Self {
        let email = email.trim().to_lowercase();
        let address = address(from);
        Self {
            buckets: [
                (bucket(key, "pair", &email, &address), PER_PAIR),
                (bucket(key, "account", &email, ""), PER_ACCOUNT),
                (bucket(key, "address", "", &address), PER_ADDRESS),
            ],
        }
    }

    /// Counts the try as wrong until [`Try::was_right`]. The inner result says whether it may go on.
    pub async fn begin(&self, db: &Db, clock: &Clock) -> Result<Result<(), TooMany>, StoreError> {
        let now = clock.now();
        let mut tx = db.begin().await?;
        let mut wait = None;
        for (bucket, limit) in &self.buckets {
            let counted = sign_in_try::count(&mut tx, bucket, now - WINDOW, now).await?;
            if counted.failures > *limit {
                wait = wait.max(Some((counted.started_at + WINDOW - now + 999) / 1000));
            }
        }
        if wait.is_some() {
            // A refused try doesn't count further: it would let one address use up an account's or a whole office's.
            tx.rollback().await?;
        } else {
            tx.commit().await?;
        }
        Ok(wait.map_or(Ok(()), |seconds| Err(TooMany(seconds.max(1)))))
    }

    /// The password was right: this try is taken back, and with it the account's earlier ones from this address.
    pub async fn was_right(&self, db: &Db) -> Result<(), StoreError> {
        let mut tx = db.begin().await?;
        let [(pair, _), rest @ ..] = &self.buckets;
        sign_in_try::forgive(&mut tx, pair).await?;
        for (bucket, _) in rest {
            sign_in_try::take_back(&mut tx, bucket).await?;
        }
        tx.commit().await
    }
}
