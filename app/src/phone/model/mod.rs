//! What the screens know of the phone: signals to read and verbs to call.
//!
//! Signals are only ever written here, from what the store says it holds; a screen never tells the model what is true.

mod act;
mod boot;
mod enter;
mod failure;
mod notices;
mod passkey;
mod recover;
mod runner;
mod show;
mod tray;
mod types;
mod unlock;

pub use failure::Failure;
pub use types::{
    Account, CallStarted, Device, LockReason, Me, Municipality, OwnText, Passkey, Recovery, Refused, Stage, SyncState, Unit, Worker,
    Written,
};

use super::{
    crypto::DataKey,
    draft::Draft,
    platform,
    server::Token,
    store::{Persons, Store},
    tabs::Tabs,
};
use domain::{AccountId, DeviceId, Lang, Summary, YouthId, sync_core::Courier};
use leptos::prelude::*;
use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    rc::Rc,
    sync::Arc,
};

/// The phone as a screen sees it. Cheap to copy; `expect_context::<Model>()`.
#[derive(Clone, Copy, Debug)]
pub struct Model {
    phone: StoredValue<Rc<Phone>, LocalStorage>,
    stage: RwSignal<Stage>,
    me: RwSignal<Option<Arc<Me>>>,
    summaries: RwSignal<Arc<BTreeMap<YouthId, Arc<Summary>>>>,
    sync: RwSignal<SyncState>,
    now: RwSignal<i64>,
    call: RwSignal<Option<CallStarted>>,
    lang: RwSignal<Lang>,
    covered: RwSignal<bool>,
    passkey: RwSignal<Passkey>,
}

/// What isn't for screens.
#[derive(Debug, Default)]
struct Phone {
    persons: RefCell<Option<Rc<Persons>>>,
    /// The store of whoever is in, or locked out.
    store: RefCell<Option<Rc<Store>>>,
    token: RefCell<Option<Token>>,
    /// Whose the token is, and the device that it is for.
    holder: Cell<Option<(AccountId, DeviceId)>>,
    entering: RefCell<Option<Entering>>,
    courier: RefCell<Courier>,
    /// The form that was half filled in when the store was opened, until the screens take it.
    draft: RefCell<Option<Draft>>,
    /// When somebody last touched the phone.
    touched: Cell<i64>,
    /// When the server was last asked who we are.
    greeted: Cell<i64>,
    tabs: RefCell<Option<Tabs>>,
}

/// Signed in (or recovered), before there is a passphrase.
#[derive(Debug)]
struct Entering {
    me: Me,
    device: DeviceId,
    key: DataKey,
}

impl Model {
    /// How far into the app somebody is.
    pub fn stage(&self) -> Signal<Stage> {
        self.stage.into()
    }

    /// Who is signed in, and what the municipality has set. None while locked.
    pub fn me(&self) -> Signal<Option<Arc<Me>>> {
        self.me.into()
    }

    /// The whole caseload. Empty while locked.
    pub fn summaries(&self) -> Signal<Arc<BTreeMap<YouthId, Arc<Summary>>>> {
        self.summaries.into()
    }

    /// Where saving stands.
    pub fn sync_state(&self) -> Signal<SyncState> {
        self.sync.into()
    }

    /// Milliseconds since 1970; goes on each half minute.
    pub fn now(&self) -> Signal<i64> {
        self.now.into()
    }

    /// Today, in Sweden.
    pub fn today(&self) -> Signal<jiff::civil::Date> {
        let now = self.now;
        Memo::new(move |_| domain::civil::day(now.get())).into()
    }

    /// The call or text that nobody has said anything about.
    pub fn call_started(&self) -> Signal<Option<CallStarted>> {
        self.call.into()
    }

    /// The language of the app.
    pub fn lang(&self) -> Signal<Lang> {
        self.lang.into()
    }

    /// Whether the app is out of sight or out of focus, and must show nothing about anyone.
    pub fn covered(&self) -> Signal<bool> {
        self.covered.into()
    }

    /// Whether the phone can be unlocked by finger or face.
    pub fn passkey(&self) -> Signal<Passkey> {
        self.passkey.into()
    }

    /// A new uuid v7, as any of the domain's ids.
    pub fn new_id<T: From<uuid::Uuid>>(&self) -> T {
        platform::new_uuid().into()
    }

    fn phone(&self) -> Rc<Phone> {
        self.phone.get_value()
    }
}

impl Phone {
    /// The store of whoever is in.
    fn store(&self) -> Result<Rc<Store>, Failure> {
        self.store.borrow().clone().ok_or(Failure::Locked)
    }

    fn persons(&self) -> Result<Rc<Persons>, Failure> {
        self.persons.borrow().clone().ok_or(Failure::StoreFailed)
    }

    fn tell(&self, told: super::tabs::Told) {
        if let Some(tabs) = &*self.tabs.borrow() {
            tabs.tell(told);
        }
    }
}
