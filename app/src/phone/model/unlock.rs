//! From the lock to the open app.

use super::{Failure, LockReason, Model, Stage};
use crate::phone::{
    argon, crypto,
    crypto::{DataKey, Wrap},
    js, platform,
    server::{Token, api},
    store::{Header, Store},
};
use domain::{
    DeviceId,
    sync_core::{Courier, Event, Nudge, Step},
};
use leptos::{prelude::*, task::spawn_local};
use std::rc::Rc;

const DAY: i64 = 24 * 60 * 60 * 1000;

impl Model {
    /// Unlocks with the passphrase. Where two people share the phone it opens the store that it fits.
    pub async fn unlock(self, passphrase: &str) -> Result<(), Failure> {
        let phone = self.phone();
        let current = phone.store()?;
        let mut accounts = phone.persons()?.all().await?;
        accounts.retain(|it| *it != current.account);
        accounts.insert(0, current.account);
        for account in accounts {
            let store = if account == current.account { Rc::clone(&current) } else { Rc::new(Store::open(account).await?) };
            let Some(lock) = store.lock().await? else { continue };
            let with = argon::of_passphrase(passphrase, &lock.passphrase.salt()?).await?;
            if let Ok(key) = lock.passphrase.unwrap(Wrap::Passphrase, &with) {
                return self.enter(store, key).await;
            }
        }
        Err(Failure::WrongPassphrase)
    }

    /// Goes in with the key, if the lease holds: a phone that has been without the server for too long opens only when
    /// the server says that it still may.
    pub(super) async fn enter(self, store: Rc<Store>, key: DataKey) -> Result<(), Failure> {
        let phone = self.phone();
        store.put_key(Some(key));
        phone.store.replace(Some(Rc::clone(&store)));
        self.find_token(&store).await;
        let held = self.hold_lease(&store).await;
        if let Err(failure) = held {
            let reason = match failure {
                Failure::Revoked => {
                    let last = self.carry_out(&store, self.step(Event::Revoked)).await;
                    phone.courier.replace(Courier::default());
                    match last {
                        Step::Wipe => None,
                        Step::AskToSignIn => Some(LockReason::SignInAgain),
                        _ => Some(LockReason::Lease),
                    }
                }
                Failure::Offline => Some(LockReason::Lease),
                Failure::SignInAgain => Some(LockReason::SignInAgain),
                _ => None,
            };
            store.put_key(None);
            if let Some(reason) = reason {
                self.stay_locked(reason);
            }
            return Err(failure);
        }
        phone.persons()?.first(store.account).await?;
        self.open(store).await
    }

    /// Says why it is still locked. The screen is made anew only where the reason is another.
    fn stay_locked(self, reason: LockReason) {
        let stage = Stage::Locked { reason };
        if self.stage.get_untracked() != stage {
            self.stage.set(stage);
        }
    }

    /// One store's token doesn't open the server for another person's.
    async fn find_token(self, store: &Rc<Store>) {
        let phone = self.phone();
        if phone.holder.get().is_some_and(|it| it.0 == store.account)
            && let Some(token) = self.good_token()
        {
            let _ = store.put_token(&token).await;
            return;
        }
        phone.holder.set(None);
        phone.token.replace(store.token().await.ok().flatten());
    }

    async fn hold_lease(self, store: &Rc<Store>) -> Result<(), Failure> {
        let header = store.header().await?;
        if lease_holds(&header, platform::now()) {
            return Ok(());
        }
        let me = api::me(&self.token(store).await?).await?;
        if me.device.is_some_and(|it| it.revoked) {
            return Err(Failure::Revoked);
        }
        let now = platform::now();
        store
            .change_header(|it| {
                it.me = me.clone();
                (it.heard, it.seen) = (now, now);
            })
            .await
            .map(drop)
    }

    /// Opens the app on an unlocked store.
    pub(super) async fn open(self, store: Rc<Store>) -> Result<(), Failure> {
        let phone = self.phone();
        let mut snapshot = store.snapshot().await?;
        let dirty = snapshot.dirty;
        let lock = store.lock().await?;
        match (lock, phone.holder.get()) {
            (Some(lock), Some((account, device))) if lock.cloned && account == store.account => {
                super::enter::rename(&store, device).await?;
            }
            _ => {}
        }
        phone.touched.set(platform::now());
        phone.greeted.set(0);
        phone.courier.replace(Courier::default());
        phone.store.replace(Some(Rc::clone(&store)));
        phone.draft.replace(snapshot.draft.take());
        self.show(snapshot);
        self.stage.set(Stage::Open);
        spawn_local(async move {
            // Whether the browser promises to keep the store; it is kept for now either way.
            let _ = js::call_async(&js::get(&platform::navigator(), "storage"), "persist", &[]).await;
            let seen = platform::now();
            let _ = store.change_header(|it| it.seen = it.seen.max(seen)).await;
            let _ = store.retry_newer().await;
            if dirty {
                let _ = self.settle(&store).await;
            }
            self.pump(Event::Nudged(Nudge::Now)).await;
        });
        Ok(())
    }

    /// An access token that works, renewed where it has to be.
    pub(super) async fn token(self, store: &Rc<Store>) -> Result<Token, Failure> {
        if let Some(token) = self.good_token() {
            return Ok(token);
        }
        let lock = store.lock().await?.ok_or(Failure::SignInAgain)?;
        let token = api::refresh(lock.device).await?;
        self.keep_token(store, lock.device, token.clone()).await;
        Ok(token)
    }

    /// The token at hand, unless it is about to run out.
    pub(super) fn good_token(self) -> Option<Token> {
        self.phone().token.borrow().clone().filter(|it| it.until > platform::now() + 20_000)
    }

    /// Takes a token into use, and into the store while that is open.
    pub(super) async fn keep_token(self, store: &Rc<Store>, device: DeviceId, token: Token) {
        let phone = self.phone();
        phone.holder.set(Some((store.account, device)));
        // Without it in the store a reload asks for another: nothing is lost.
        let _ = store.put_token(&token).await;
        phone.token.replace(Some(token));
    }

    /// Unlocks with the recovery secret, for a new passphrase to be chosen.
    pub(super) async fn enter_by_recovery(self, store: &Rc<Store>, secret: &[u8]) -> Result<(), Failure> {
        let lock = store.lock().await?.ok_or(Failure::Unreadable)?;
        let with = crypto::of_secret(Wrap::Recovery, secret, &lock.recovery.salt()?);
        let key = lock.recovery.unwrap(Wrap::Recovery, &with)?;
        store.put_key(Some(DataKey::new(*key.bytes())));
        let me = store.header().await?.me;
        store.put_key(None);
        self.phone().entering.replace(Some(super::Entering { me, device: lock.device, key }));
        self.stage.set(Stage::SetPassphrase);
        Ok(())
    }
}

/// Whether the phone may open without the server: it was heard within the lease, and the clock hasn't been turned back
/// by more than a day.
fn lease_holds(header: &Header, now: i64) -> bool {
    let lease = i64::from(header.me.municipality.lease_days.max(1)) * DAY;
    now - header.heard <= lease && now >= header.seen - DAY
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::phone::model::{Account, Me, Municipality};
    use uuid::Uuid;

    fn header(heard: i64, seen: i64) -> Header {
        let municipality = Municipality::unknown();
        let account = Account { id: Uuid::nil().into(), name: String::new(), email: String::new(), role: "worker".to_owned() };
        Header { me: Me { account, municipality, units: Vec::new(), device: None, push_key: String::new() }, heard, seen, recovery: None }
    }

    #[test]
    fn a_long_weekend_locks_nobody_out_and_eight_days_do() {
        assert!(lease_holds(&header(0, 0), 4 * DAY));
        assert!(lease_holds(&header(0, 5 * DAY), 7 * DAY));
        assert!(!lease_holds(&header(0, 7 * DAY), 8 * DAY));
    }

    #[test]
    fn turning_the_clock_back_gains_nothing() {
        assert!(!lease_holds(&header(0, 6 * DAY), 2 * DAY));
        assert!(lease_holds(&header(0, 2 * DAY + 1000), 2 * DAY), "a clock that was put right");
    }
}
