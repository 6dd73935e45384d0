//! "Not saved, because…", and what the worker does about it.

use super::{Failure, Model};
use crate::phone::store::{Refolded, Store};
use domain::{EntryId, Fact, sync_core::Nudge};
use std::rc::Rc;

impl Model {
    /// Sends a refused entry again as it is.
    pub async fn resend_refused(self, entry: EntryId) -> Result<(), Failure> {
        let store = self.phone().store()?;
        let refolded = store.send_again(entry, None).await?;
        self.show_tray(&store, refolded).await
    }

    /// Sends it again with the facts put right.
    pub async fn mend_refused(self, entry: EntryId, facts: Vec<Fact>) -> Result<(), Failure> {
        let store = self.phone().store()?;
        let refolded = store.send_again(entry, Some(&facts)).await?;
        self.show_tray(&store, refolded).await
    }

    /// Lets it go for good.
    pub async fn discard_refused(self, entry: EntryId) -> Result<(), Failure> {
        let store = self.phone().store()?;
        let refolded = store.discard(entry).await?;
        self.show_tray(&store, refolded).await
    }

    async fn show_tray(self, store: &Rc<Store>, refolded: Option<Refolded>) -> Result<(), Failure> {
        self.show_refolded(refolded.as_slice());
        self.show_waiting(store).await?;
        self.nudge(Nudge::Now);
        Ok(())
    }
}
