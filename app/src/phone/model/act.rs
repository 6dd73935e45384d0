//! What a worker does with a youth.

use super::{CallStarted, Failure, Model};
use crate::phone::{draft, platform};
use domain::{
    Channel, EntryId, Fact, FactRef, Phone as Number, Youth, YouthId,
    sync_core::{Draft, Nudge},
};
use leptos::{prelude::*, task::spawn_local};

impl Model {
    /// A youth, whole. That the card was opened is noted for the access log.
    pub async fn youth(self, id: YouthId) -> Result<Youth, Failure> {
        self.phone().store()?.youth(id, platform::now(), self.new_id()).await
    }

    /// Keeps one user action with all its facts. Comes back when the disk has it, and not before.
    pub async fn write(self, youth: YouthId, facts: Vec<Fact>) -> Result<EntryId, Failure> {
        let store = self.phone().store()?;
        let by = self.me.with_untracked(|me| me.as_ref().map(|it| it.account.id)).ok_or(Failure::Locked)?;
        let draft = Draft { id: self.new_id(), by, youth, facts, now: platform::now() };
        let written = store.add(draft).await?;
        self.show_refolded(&[written.refolded]);
        if written.call_answered {
            self.call.set(None);
        }
        // It is kept already: a line that lags must not make it look otherwise.
        let _ = self.show_waiting(&store).await;
        self.nudge(Nudge::Now);
        Ok(written.entry.id)
    }

    /// Registers a youth who isn't here yet.
    pub async fn new_youth(self, facts: Vec<Fact>) -> Result<YouthId, Failure> {
        let youth = self.new_id();
        self.write(youth, facts).await?;
        Ok(youth)
    }

    /// Takes an entry back: each of its facts is withdrawn, and what they had superseded counts again.
    pub async fn undo(self, youth: YouthId, entry: EntryId) -> Result<(), Failure> {
        let stored = self.phone().store()?.entry(entry).await?.ok_or(Failure::UnknownYouth)?;
        let facts = (0u16..)
            .zip(&stored.facts)
            .filter(|(_, fact)| !matches!(fact, Fact::Withdrawn { .. }))
            .map(|(index, _)| Fact::Withdrawn { target: FactRef { entry, index } })
            .collect();
        self.write(youth, facts).await.map(drop)
    }

    /// Notes, durably, that the phone is about to dial or text. To be awaited before it does.
    pub async fn start_call(self, youth: YouthId, phone: Number, channel: Channel) -> Result<(), Failure> {
        let call = CallStarted { youth, phone, channel, at: self.right_time() };
        self.phone().store()?.put_call(Some(&call)).await?;
        self.call.set(Some(call));
        Ok(())
    }

    /// Nothing came of it, or nothing that is to be logged.
    pub async fn put_aside_call(self) -> Result<(), Failure> {
        self.phone().store()?.put_call(None).await?;
        self.call.set(None);
        Ok(())
    }

    /// Keeps a form that is half filled in, or lets it go. What can't be kept stands on the screen still.
    pub fn keep_draft(self, draft: Option<draft::Draft>) {
        let Ok(store) = self.phone().store() else { return };
        spawn_local(async move { drop(store.put_draft(draft.as_ref()).await) });
    }

    /// Which form was half filled in when the app locked or was ended.
    pub fn drafted(self) -> Option<draft::Form> {
        self.phone().draft.borrow().as_ref().map(|it| it.form.clone())
    }

    /// What was written in it. Given once.
    pub fn take_draft(self) -> Option<draft::Draft> {
        self.phone().draft.take()
    }
}
