//! From the store to the signals.

use super::{Failure, LockReason, Model, Stage, SyncState};
use crate::phone::{
    argon, platform,
    store::{Refolded, Snapshot, Store},
    tabs::Told,
};
use leptos::prelude::*;
use std::{rc::Rc, sync::Arc};

impl Model {
    /// Shows everything that an unlocked store holds.
    pub(super) fn show(self, snapshot: Snapshot) {
        let summaries = snapshot.summaries.into_iter().map(|it| (it.id, Arc::new(it))).collect();
        self.me.set(Some(Arc::new(snapshot.header.me)));
        self.summaries.set(Arc::new(summaries));
        self.call.set(snapshot.call);
        self.sync.update(|it| {
            it.unsent = snapshot.waiting.unsent;
            it.since = snapshot.waiting.since;
            it.refused = snapshot.tray;
            // Before the first whole fetch nothing has been heard, whenever the person signed in.
            if it.last_ok.is_none() {
                it.last_ok = snapshot.heard.map(|heard| heard.max(snapshot.header.heard));
                it.clock_offset = snapshot.offset.unwrap_or_default();
            }
        });
        self.set_clock();
    }

    /// Reads the store anew: another tab has written.
    pub(super) async fn reload(self) -> Result<(), Failure> {
        let snapshot = self.phone().store()?.snapshot().await?;
        if self.stage.get_untracked() == Stage::Open {
            self.show(snapshot);
        }
        Ok(())
    }

    /// Shows what has been folded anew.
    pub(super) fn show_refolded(self, refolded: &[Refolded]) {
        if refolded.is_empty() || self.stage.get_untracked() != Stage::Open {
            return;
        }
        self.summaries.update(|all| {
            let all = Arc::make_mut(all);
            for it in refolded {
                for member in &it.members {
                    all.remove(member);
                }
                if let Some(summary) = &it.summary {
                    all.insert(summary.id, Arc::new(summary.clone()));
                }
            }
        });
    }

    /// Shows how much waits and what lies in the tray, and tells the other tabs.
    pub(super) async fn show_waiting(self, store: &Rc<Store>) -> Result<u32, Failure> {
        let (waiting, tray) = (store.waiting().await?, store.tray().await?);
        self.sync.update(|it| {
            it.unsent = waiting.unsent;
            it.since = waiting.since;
            it.refused = tray;
        });
        self.phone().tell(Told::Changed { account: store.account });
        Ok(waiting.unsent)
    }

    /// Takes the key and everything that it showed away.
    pub(super) fn close(self, reason: LockReason) {
        let phone = self.phone();
        if let Some(store) = &*phone.store.borrow() {
            store.put_key(None);
        }
        phone.entering.replace(None);
        phone.draft.take();
        let inside = matches!(self.stage.get_untracked(), Stage::Open | Stage::SetPassphrase);
        if !inside {
            return;
        }
        argon::warm();
        self.stage.set(Stage::Locked { reason });
        self.me.set(None);
        self.summaries.set(Arc::default());
        self.call.set(None);
        self.sync.update(|it| *it = SyncState { online: platform::online(), newer_version: it.newer_version, ..SyncState::default() });
    }

    /// Locks the app, in every tab.
    pub fn lock(self) {
        self.close(LockReason::Idle);
        self.phone().tell(Told::Locked);
    }
}
