//! Finger or face instead of the passphrase, where the phone can.

use super::{Failure, Model, Passkey};
use crate::phone::{
    crypto::{self, Wrap},
    passkey, platform,
    store::{Bytes, Wrapped},
};
use leptos::prelude::*;

impl Model {
    /// Makes a passkey that opens this store too. The passphrase goes on working.
    pub async fn enroll_passkey(self) -> Result<(), Failure> {
        let store = self.phone().store()?;
        let key = store.key()?;
        let salt = platform::random();
        let secret = passkey::enroll(&salt).await?;
        let with = crypto::of_secret(Wrap::Passkey, &secret.bytes, &salt);
        let mut wrapped = Wrapped::new(Wrap::Passkey, &with, &salt, platform::random(), &key);
        wrapped.credential = Some(Bytes(secret.credential));
        store.change_lock(|it| it.passkey = Some(wrapped.clone())).await?;
        self.passkey.set(Passkey::Enrolled);
        Ok(())
    }

    /// Unlocks by finger or face.
    pub async fn unlock_with_passkey(self) -> Result<(), Failure> {
        let store = self.phone().store()?;
        let wrapped = store.lock().await?.and_then(|it| it.passkey).ok_or(Failure::NoPasskey)?;
        let credential = wrapped.credential.clone().ok_or(Failure::NoPasskey)?;
        let salt = wrapped.salt()?;
        let secret = passkey::unlock(&credential.0, &salt).await?;
        let with = crypto::of_secret(Wrap::Passkey, &secret.bytes, &salt);
        let key = wrapped.unwrap(Wrap::Passkey, &with).map_err(|_| Failure::NoPasskey)?;
        self.enter(store, key).await
    }
}
