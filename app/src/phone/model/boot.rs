//! From nothing to the first screen, and what the app listens to from then on.

use super::{Failure, LockReason, Me, Model, Passkey, Phone, Stage, SyncState};
use crate::phone::{
    argon, passkey, platform,
    store::{Persons, Store},
    tabs::{Tabs, Told},
};
use domain::{Lang, sync_core::Nudge};
use leptos::{leptos_dom::helpers::set_interval_with_handle, prelude::*, task::spawn_local};
use std::{rc::Rc, sync::Arc, time::Duration};

/// How often the app looks at the clock.
const TICK: Duration = Duration::from_secs(15);

impl Model {
    /// Makes the model, opens the store and listens to the phone. Called once.
    pub fn start() -> Self {
        let phone = Phone::default();
        phone.touched.set(platform::now());
        let model = Self {
            phone: StoredValue::new_local(Rc::new(phone)),
            stage: RwSignal::new(Stage::Loading),
            me: RwSignal::new(None),
            summaries: RwSignal::default(),
            sync: RwSignal::new(SyncState { online: platform::online(), ..SyncState::default() }),
            now: RwSignal::new(platform::now()),
            call: RwSignal::new(None),
            lang: RwSignal::new(platform::language()),
            covered: RwSignal::new(false),
            passkey: RwSignal::new(Passkey::default()),
        };
        model.listen();
        spawn_local(async move {
            if let Err(failure) = model.open_phone().await {
                let code = if failure == Failure::DiskFull { "disk_full" } else { "store_failed" };
                model.stage.set(Stage::Broken { code });
            }
        });
        model
    }

    /// Finds out who was last here.
    async fn open_phone(self) -> Result<(), Failure> {
        let phone = self.phone();
        let persons = Rc::new(Persons::open().await?);
        phone.persons.replace(Some(Rc::clone(&persons)));
        if let Some(lang) = persons.lang().await? {
            self.lang.set(lang);
        }
        for account in persons.all().await? {
            let store = Rc::new(Store::open(account).await?);
            if let Some(lock) = store.lock().await? {
                self.stand_before(store, &lock);
                return Ok(());
            }
        }
        self.stage.set(Stage::SignIn);
        Ok(())
    }

    /// Shows the lock of a store.
    pub(super) fn stand_before(self, store: Rc<Store>, lock: &crate::phone::store::Lock) {
        argon::warm();
        self.phone().store.replace(Some(store));
        self.passkey.set(match (&lock.passkey, passkey::is_possible()) {
            (_, false) => Passkey::Impossible,
            (None, true) => Passkey::Possible,
            (Some(_), true) => Passkey::Enrolled,
        });
        let reason = if lock.recovering { LockReason::Recovering } else { LockReason::Start };
        self.stage.set(Stage::Locked { reason });
    }

    /// Chooses the language, for good.
    pub async fn set_lang(self, lang: Lang) -> Result<(), Failure> {
        self.lang.set(lang);
        self.phone().persons()?.set_lang(lang).await
    }

    /// Takes the newer version that waits. The page loads anew.
    pub fn use_new_version(self) {
        if let Ok(event) = web_sys::CustomEvent::new("uppsok:use-version") {
            // Nobody cancels it.
            let _ = platform::window().dispatch_event(&event);
        }
    }

    fn listen(self) {
        let on = |name: &'static str, act: fn(Self)| drop(window_event_listener_untyped(name, move |_| act(self)));
        on("pointerdown", Self::touch);
        on("keydown", Self::touch);
        on("online", |it| it.set_online(true));
        on("offline", |it| it.set_online(false));
        on("blur", Self::cover);
        on("pagehide", Self::cover);
        on("focus", Self::uncover);
        on("pageshow", Self::uncover);
        on("visibilitychange", |it| if platform::visible() { it.uncover() } else { it.cover() });
        on("uppsok:new-version", |it| it.sync.update(|sync| sync.newer_version = true));
        let tabs = Tabs::listen(move |told| self.hear(told));
        self.phone().tabs.replace(Some(tabs));
        if set_interval_with_handle(move || self.tick(), TICK).is_err() {
            self.stage.set(Stage::Broken { code: "no_timer" });
        }
    }

    fn touch(self) {
        self.phone().touched.set(platform::now());
    }

    fn set_online(self, online: bool) {
        self.sync.update(|it| it.online = online);
        if online {
            self.nudge(Nudge::Now);
        }
    }

    fn cover(self) {
        self.covered.set(true);
    }

    fn uncover(self) {
        if !platform::visible() {
            return;
        }
        self.lock_if_idle();
        self.covered.set(false);
        self.touch();
        self.set_clock();
        self.nudge(Nudge::Now);
    }

    fn tick(self) {
        self.lock_if_idle();
        let (before, now) = (self.now.get_untracked(), self.right_time());
        let due = now - before >= 30_000 || now < before;
        if due {
            self.set_clock();
        }
        // What is unsent is tried twice as often.
        if platform::visible() && (due || self.sync.with_untracked(|it| it.unsent > 0)) {
            self.nudge(Nudge::Tick);
        }
    }

    pub(super) fn set_clock(self) {
        self.now.set(self.right_time());
    }

    /// What time it is, whatever the phone's clock shows.
    pub(super) fn right_time(self) -> i64 {
        self.sync.with_untracked(|it| domain::right_time(platform::now(), it.last_ok, it.clock_offset))
    }

    /// Left alone for as long as the municipality allows: the key goes, and everything that it showed. Being hidden
    /// counts as being left alone.
    fn lock_if_idle(self) {
        let minutes = self.me.with_untracked(|me| me.as_ref().map_or(5, |it: &Arc<Me>| it.municipality.lock_minutes.clamp(1, 15)));
        let idle = platform::now() - self.phone().touched.get();
        if self.stage.get_untracked() == Stage::Open && idle >= i64::from(minutes) * 60_000 {
            self.close(LockReason::Idle);
        }
    }

    fn hear(self, told: Told) {
        let Some(store) = self.phone().store.borrow().clone() else { return };
        match told {
            Told::Changed { account } if account == store.account && self.stage.get_untracked() == Stage::Open => {
                spawn_local(async move {
                    // A store that can't be read now is read at the next change; nothing was lost.
                    let _ = self.reload().await;
                    self.nudge(Nudge::Now);
                });
            }
            Told::Locked => self.close(LockReason::Idle),
            Told::Gone { account } if account == store.account => {
                self.close(LockReason::Idle);
                self.phone().store.replace(None);
                self.stage.set(Stage::SignIn);
            }
            _ => {}
        }
    }
}
