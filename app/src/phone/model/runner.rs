//! Carries out what the sync core says.

use super::{Failure, Model, Stage};
use crate::phone::{
    json, platform,
    server::{Answer, api},
    store::{Bytes, Store},
    tabs,
};
use base64::{Engine, prelude::BASE64_STANDARD};
use domain::{
    EntryId, SCHEMA,
    sync::{Again, Reply, Request},
    sync_core::{Event, Nudge, Parcel, Plan, Step},
};
use leptos::{prelude::*, task::spawn_local};
use std::{collections::BTreeSet, rc::Rc};

/// How often the server is asked who we are and what the municipality has set.
const GREETING: i64 = 15 * 60 * 1000;

impl Model {
    /// Sends and fetches now.
    pub async fn sync_now(self) {
        self.pump(Event::Nudged(Nudge::Now)).await;
    }

    pub(super) fn nudge(self, nudge: Nudge) {
        spawn_local(self.pump(Event::Nudged(nudge)));
    }

    /// Takes an event in and carries out what follows, until there is nothing more to do.
    pub(super) async fn pump(self, event: Event) {
        let Ok(store) = self.phone().store() else { return };
        if self.stage.get_untracked() != Stage::Open {
            return;
        }
        let step = self.step(event);
        if step == Step::Rest {
            return;
        }
        self.sync.update(|it| it.busy = true);
        if tabs::alone(&format!("uppsok-sync-{}", store.account), self.carry_out(&store, step)).await.is_none() {
            // Another tab is at it, and tells us what it gets.
            self.step(Event::Busy { retry_after: None });
        }
        self.sync.update(|it| it.busy = false);
    }

    pub(super) fn step(self, event: Event) -> Step {
        self.phone().courier.borrow_mut().on(event, platform::now(), u32::from_ne_bytes(platform::random()))
    }

    /// Carries a step out and what follows from it, until there is nothing more to do. Gives the last.
    pub(super) async fn carry_out(self, store: &Rc<Store>, mut step: Step) -> Step {
        loop {
            let event = match step {
                Step::Rest => return step,
                Step::Exchange { limit } => self.exchange(store, limit).await,
                Step::Refresh => self.refresh(store).await,
                Step::AskToSignIn => {
                    self.sync.update(|it| it.sign_in_again = true);
                    return step;
                }
                Step::SetAside => self.set_aside(store).await.unwrap_or_else(|failure| self.trouble(failure)),
                Step::Farewell { limit } => self.farewell(store, limit).await.unwrap_or_else(|failure| self.trouble(failure)),
                Step::Wipe => {
                    // What can't be deleted can't be read either: the key is gone first.
                    let _ = self.wipe(Stage::Wiped).await;
                    return step;
                }
            };
            step = self.step(event);
        }
    }

    async fn exchange(self, store: &Rc<Store>, limit: usize) -> Event {
        let Some(token) = self.good_token() else { return Event::Unauthorized };
        let (parcel, unreadable) = match store.parcel(limit).await {
            Ok(parcel) => parcel,
            Err(failure) => return self.trouble(failure),
        };
        if !unreadable.is_empty() {
            let aside = store.set_unreadable_aside(&unreadable).await;
            if let Err(failure) = aside.and(self.show_waiting(store).await.map(drop)) {
                return self.trouble(failure);
            }
        }
        let Ok(request) = request_of(&parcel) else { return self.trouble(Failure::Unreadable) };
        let Ok(answer) = api::sync(&token, &request).await else { return Event::Unreachable };
        if answer.is_ok() {
            return match self.take(store, &parcel, &answer).await {
                Ok(event) => event,
                Err(failure) => self.trouble(failure),
            };
        }
        match (answer.status, answer.failure()) {
            (_, Failure::Revoked) => Event::Revoked,
            (401, _) => {
                self.phone().token.take();
                Event::Unauthorized
            }
            // Less may do. Of a single entry only the server itself is believed: what stands in between may be set to take less.
            (413, _) if limit > 1 || (answer.code() == "too_large" && !parcel.entries.is_empty()) => Event::TooLarge,
            (413, failure) => self.trouble(failure),
            // Signed in, and no longer as somebody whose work is done on a phone: no network will help.
            (403, Failure::Server(code)) if code == "not_allowed" => self.trouble(Failure::NotAWorker),
            (500.., failure) if answer.retry_after.is_none() => self.trouble(failure),
            _ => Event::Busy { retry_after: answer.retry_after },
        }
    }

    /// Takes a reply into the store and shows what it changed.
    async fn take(self, store: &Rc<Store>, parcel: &Parcel, answer: &Answer) -> Result<Event, Failure> {
        let reply: Reply = answer.read()?;
        let sent: Vec<EntryId> = parcel.entries.iter().map(|it| it.id).collect();
        let again: Vec<EntryId> = parcel.again.iter().map(|it| it.0.id).collect();
        let now = platform::now();
        let plan = Plan::of(&sent, &again, reply, now);
        let mut unsent = self.sync.with_untracked(|it| it.unsent);
        if !plan.is_nothing(parcel) {
            let (refolded, room) = match store.take(&plan, parcel, now).await {
                Err(Failure::DiskFull) => (store.only_forget(&plan).await?, Err(Failure::DiskFull)),
                taken => (taken?, Ok(())),
            };
            self.show_refolded(&refolded);
            // Whom it was with may be nobody's to see here any more.
            if self.call.with_untracked(Option::is_some) && store.call().await?.is_none() {
                self.call.set(None);
            }
            if room.is_ok() && !plan.more {
                self.settle(store).await?;
            }
            unsent = self.show_waiting(store).await?;
            room?;
        }
        let event = plan.event(parcel, usize::try_from(unsent).unwrap_or(usize::MAX));
        if event == Event::Cloned {
            return Ok(event);
        }
        let left = event == Event::Exchanged { left: true };
        self.sync.update(|it| {
            it.online = true;
            it.trouble = None;
            it.clock_offset = plan.offset;
            if !left {
                it.last_ok = Some(now);
            }
        });
        self.set_clock();
        if left { Ok(event) } else { self.greet(store).await }
    }

    /// What the server takes at no size goes to the tray, and no longer counts on its card.
    async fn set_aside(self, store: &Rc<Store>) -> Result<Event, Failure> {
        store.set_first_aside().await?;
        self.settle(store).await?;
        Ok(Event::SetAside)
    }

    /// Folds what waits to be folded.
    pub(super) async fn settle(self, store: &Rc<Store>) -> Result<(), Failure> {
        loop {
            let refolded = store.settle().await?;
            if refolded.is_empty() {
                return Ok(());
            }
            self.show_refolded(&refolded);
        }
    }

    async fn refresh(self, store: &Rc<Store>) -> Event {
        self.phone().token.take();
        match self.token(store).await {
            Ok(_) => Event::Refreshed,
            Err(Failure::Revoked) => Event::Revoked,
            Err(Failure::SignInAgain) => Event::RefreshRefused,
            Err(Failure::Offline) => Event::Unreachable,
            Err(_) => Event::Busy { retry_after: None },
        }
    }

    /// Now and then: who we are, what the municipality has set, and the recovery secret where the server lacks it.
    async fn greet(self, store: &Rc<Store>) -> Result<Event, Failure> {
        let done = Event::Exchanged { left: false };
        let (phone, now) = (self.phone(), platform::now());
        let Some(token) = phone.token.borrow().clone().filter(|_| now - phone.greeted.get() >= GREETING) else { return Ok(done) };
        let Ok(me) = api::me(&token).await else { return Ok(done) };
        if me.device.is_some_and(|it| it.revoked) {
            return Ok(Event::Revoked);
        }
        let recovery = store.header().await?.recovery;
        let delivered = match &recovery {
            Some(Bytes(secret)) => api::put_recovery_key(&token, &BASE64_STANDARD.encode(secret)).await.is_ok(),
            None => true,
        };
        let header = store
            .change_header(|it| {
                it.me = me.clone();
                (it.heard, it.seen) = (now, it.seen.max(now));
                // A new passphrase may have been chosen meanwhile, with a secret of its own.
                if delivered && it.recovery == recovery {
                    it.recovery = None;
                }
            })
            .await?;
        self.me.set(Some(header.me.into()));
        if delivered {
            phone.greeted.set(now);
        }
        Ok(done)
    }

    /// A phone that was shut out offers what it hasn't sent. What the server doesn't name as heard stays, and is offered
    /// again.
    async fn farewell(self, store: &Rc<Store>, limit: usize) -> Result<Event, Failure> {
        let Some(token) = self.good_token() else { return Ok(Event::Unauthorized) };
        let mut heard = BTreeSet::new();
        let mut loads = store.last_words().await?.loads(limit);
        loads.reverse();
        while let Some(mut load) = loads.pop() {
            let request = request_of(&load).map_err(|_| Failure::Unreadable)?;
            let Ok(answer) = api::sync(&token, &request).await else { return Ok(Event::Unreachable) };
            let carried = load.carries();
            if let Some(said) = answer.farewell() {
                if let Some(restored) = said.restored {
                    store.give_back(restored).await?;
                    return Ok(Event::Exchanged { left: true });
                }
                heard.extend(said.heard.into_iter().filter(|it| carried.contains(it)));
                if !heard.is_superset(&carried) {
                    return Ok(Event::Busy { retry_after: None });
                }
                continue;
            }
            match (answer.status, answer.code().as_str()) {
                (401, _) => {
                    self.phone().token.take();
                    return Ok(Event::Unauthorized);
                }
                // The server itself takes it at no size, now or ever. That there was one, whose and about whom, is left there.
                (413, "too_large") if carried.len() == 1 && load.entries.iter().any(|it| !it.facts.is_empty()) => {
                    for it in &mut load.entries {
                        it.facts.clear();
                    }
                    loads.push(load);
                }
                (413, _) => return Ok(Event::TooLarge),
                _ if answer.is_ok() => return Ok(Event::LetIn),
                _ => return Ok(Event::Busy { retry_after: answer.retry_after }),
            }
        }
        Ok(if store.end(&heard).await? { Event::SaidFarewell } else { Event::Exchanged { left: true } })
    }

    /// The phone itself can't: it is said, and tried again later.
    fn trouble(self, failure: Failure) -> Event {
        if failure != Failure::Locked {
            self.sync.update(|it| it.trouble = Some(failure));
        }
        Event::Busy { retry_after: None }
    }
}

fn request_of(parcel: &Parcel) -> Result<Request, serde_json::Error> {
    let entries = parcel.entries.iter().map(json::value).collect::<Result<_, _>>()?;
    let again = parcel.again.iter().map(|(entry, receipt)| Ok(Again { entry: json::value(entry)?, receipt: receipt.clone() }));
    let again = again.collect::<Result<_, serde_json::Error>>()?;
    Ok(Request {
        schema: SCHEMA,
        cursor: parcel.cursor,
        now: Some(platform::now()),
        brief: !parcel.entries.is_empty() || !parcel.again.is_empty(),
        entries,
        again,
        before: parcel.before(),
        reads: parcel.reads.iter().map(|it| it.1).collect(),
    })
}
