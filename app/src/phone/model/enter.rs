//! Coming in for the first time, and leaving.

use super::{Entering, Failure, Me, Model, Passkey, Stage};
use crate::phone::{
    argon, crypto, passkey, platform,
    server::{Token, api},
    store::{Bytes, Header, Lock, Store, Wrapped},
    tabs::Told,
};
use crypto::{DataKey, Wrap};
use domain::{DeviceId, sync_core::Event};
use leptos::prelude::*;
use std::rc::Rc;

/// The fewest characters of a passphrase.
pub const PASSPHRASE_MIN: usize = 12;

impl Model {
    /// Signs in. A person who has no store here chooses a passphrase next; one who has meets its lock; one who is in
    /// already, and whom the server had forgotten, just goes on.
    pub async fn sign_in(self, email: &str, password: &str) -> Result<(), Failure> {
        let email = email.trim();
        // Who it is decides which device this phone is: two people may share it.
        let me = api::me(&api::sign_in(email, password, None).await?).await?;
        let (store, lock) = self.store_of(&me).await?;
        let device = match &lock {
            Some(lock) if !lock.cloned => lock.device,
            _ => self.new_id(),
        };
        let token = api::sign_in(email, password, Some(device)).await?;
        self.arrive(me, store, lock, device, token).await
    }

    async fn store_of(self, me: &Me) -> Result<(Rc<Store>, Option<Lock>), Failure> {
        let current = self.phone().store.borrow().clone().filter(|it| it.account == me.account.id);
        let store = match current {
            Some(store) => store,
            None => Rc::new(Store::open(me.account.id).await?),
        };
        let lock = store.lock().await?;
        if lock.is_some() {
            return Ok((store, lock));
        }
        // What a wipe left behind when it was cut short can't be read, and would stand in the way.
        store.wipe().await?;
        Ok((Rc::new(Store::open(me.account.id).await?), None))
    }

    async fn arrive(self, me: Me, store: Rc<Store>, lock: Option<Lock>, device: DeviceId, token: Token) -> Result<(), Failure> {
        let phone = self.phone();
        self.keep_token(&store, device, token).await;
        self.sync.update(|it| it.sign_in_again = false);
        let same = phone.store.borrow().as_ref().is_some_and(|it| it.account == store.account);
        if self.stage.get_untracked() == Stage::Open && same {
            if lock.is_some_and(|it| it.cloned) {
                rename(&store, device).await?;
            }
            self.pump(Event::SignedIn).await;
            return Ok(());
        }
        if let Some(lock) = lock {
            phone.persons()?.first(store.account).await?;
            self.stand_before(store, &lock);
        } else {
            phone.store.replace(Some(store));
            phone.entering.replace(Some(Entering { me, device, key: DataKey::new(platform::random()) }));
            argon::warm();
            self.stage.set(Stage::SetPassphrase);
        }
        Ok(())
    }

    /// Chooses the device passphrase, after signing in or after a recovery, and opens the app.
    pub async fn set_passphrase(self, text: &str) -> Result<(), Failure> {
        if text.chars().count() < PASSPHRASE_MIN {
            return Err(Failure::ShortPassphrase);
        }
        let phone = self.phone();
        let store = phone.store()?;
        let salt = platform::random();
        let with = argon::of_passphrase(text, &salt).await?;
        let Entering { me, device, key } = phone.entering.take().ok_or(Failure::Locked)?;
        let (recovery, secret) = new_recovery(&key);
        let lock = Lock {
            device,
            passphrase: Wrapped::new(Wrap::Passphrase, &with, &salt, platform::random(), &key),
            passkey: None,
            recovery,
            cloned: false,
            recovering: false,
        };
        let now = platform::now();
        let header = Header { me, heard: now, seen: now, recovery: Some(secret) };
        store.put_key(Some(key));
        store.put_lock(&lock, &header).await?;
        if let Some(token) = self.good_token() {
            store.put_token(&token).await?;
        }
        phone.persons()?.first(store.account).await?;
        self.passkey.set(if passkey::is_possible() { Passkey::Possible } else { Passkey::Impossible });
        self.open(store).await
    }

    /// Goes to the sign-in screen: somebody else, or a server that has forgotten us. Nothing is taken away.
    pub fn begin_sign_in(self) {
        if self.stage.get_untracked() == Stage::Open {
            self.lock();
        }
        self.stage.set(Stage::SignIn);
    }

    /// Whether somebody has a store here, so that there is a lock to go back to.
    pub fn has_store(self) -> bool {
        self.phone().store.borrow().is_some()
    }

    /// Back from the sign-in screen to the lock of whoever was last here, where there is one.
    pub async fn leave_sign_in(self) -> Result<(), Failure> {
        let Some(store) = self.phone().store.borrow().clone() else { return Ok(()) };
        if let Some(lock) = store.lock().await? {
            self.stand_before(store, &lock);
        }
        Ok(())
    }

    /// Signs out and takes what this person had on the phone away. Refused while something is unsent.
    pub async fn sign_out(self) -> Result<(), Failure> {
        let store = self.phone().store()?;
        if store.waiting().await?.unsent > 0 || !store.tray().await?.is_empty() {
            return Err(Failure::Unsent);
        }
        self.sign_out_and_discard().await
    }

    /// Signs out, with what is unsent too: the worker has been told what goes, and said yes.
    pub async fn sign_out_and_discard(self) -> Result<(), Failure> {
        let token = self.phone().token.take();
        // Without a network the server learns of it when the token has run out.
        let _ = api::sign_out(token.as_ref()).await;
        self.wipe(Stage::SignIn).await
    }

    /// Takes the store away.
    pub(super) async fn wipe(self, then: Stage) -> Result<(), Failure> {
        let phone = self.phone();
        let store = phone.store()?;
        let account = store.account;
        store.put_key(None);
        self.close(super::LockReason::Start);
        phone.store.replace(None);
        phone.token.replace(None);
        phone.holder.set(None);
        phone.courier.replace(domain::sync_core::Courier::default());
        self.stage.set(then);
        phone.tell(Told::Gone { account });
        store.wipe().await?;
        phone.persons()?.without(account).await
    }
}

/// A recovery secret, and the key wrapped by it.
fn new_recovery(key: &DataKey) -> (Wrapped, Bytes) {
    let (secret, salt): ([u8; 32], _) = (platform::random(), platform::random());
    let with = crypto::of_secret(Wrap::Recovery, &secret, &salt);
    (Wrapped::new(Wrap::Recovery, &with, &salt, platform::random(), key), Bytes(secret.to_vec()))
}

/// Gives the phone the new device id that it signed in with.
pub(super) async fn rename(store: &Store, device: DeviceId) -> Result<(), Failure> {
    let (wrapped, secret) = new_recovery(&*store.key()?);
    store.rename(device, (&wrapped, &secret)).await
}
