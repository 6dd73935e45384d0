//! What a phone is told, when everything has been done.

use super::{Judged, Page, Reading, Taken};
use crate::{
    Entry, EntryId,
    sync::{Outcome, Receipt, Reply, Restored, Stored, Verdict},
};
use std::collections::{BTreeMap, BTreeSet};

/// A reply that is still without receipts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub(super) gone: Option<Restored>,
    brief: bool,
    taken: Taken,
    /// What the server had already of what was sent, as it has it.
    earlier: BTreeMap<EntryId, Stored>,
    page: Page,
}

impl Answer {
    pub(super) fn of(reading: Reading, mut page: Page) -> Self {
        let Reading { asked, gone, taken, earlier } = reading;
        // What was mended on the phone while an earlier request was on its way is here as it was then: that is what holds. The
        // phone has the rest of what it sent just now, and a receipt for it.
        let is_another = |sent: &&Entry| earlier.get(&sent.id).is_some_and(|it| it.entry != **sent);
        let (others, held): (Vec<&Entry>, Vec<&Entry>) = taken.has().partition(is_another);
        let held: BTreeSet<EntryId> = held.into_iter().map(|it| it.id).collect();
        page.entries.retain(|it| !held.contains(&it.entry.id));
        for it in others.into_iter().filter_map(|it| earlier.get(&it.id)) {
            if !page.forget.contains(&it.entry.youth) && !page.entries.iter().any(|other| other.entry.id == it.entry.id) {
                page.entries.push(it.clone());
            }
        }
        Self { gone, brief: asked.brief, taken, earlier, page }
    }

    /// The reply at a moment, with a receipt for each entry that the server has, made of the epoch, the position and the
    /// entry: over what the server has, whatever was sent.
    #[must_use]
    pub fn sealed(self, now: i64, sign: impl Fn(u64, i64, &Entry) -> Receipt) -> Reply {
        let Self { gone, brief, taken, earlier, mut page } = self;
        let epoch = page.cursor.epoch;
        for it in &mut page.entries {
            it.receipt = Some(sign(epoch, it.position, &it.entry));
        }
        let told = |Judged { outcome, entry }: Judged| {
            let receipt = match (&outcome.verdict, outcome.id) {
                (Verdict::Stored { position }, _) => entry.map(|it| sign(epoch, *position, &it)),
                (Verdict::AlreadyStored { position }, Some(id)) => earlier.get(&id).map(|it| sign(epoch, *position, &it.entry)),
                _ => None,
            };
            let is_named = !brief || matches!(outcome.verdict, Verdict::Refused { .. });
            Outcome { id: outcome.id.filter(|_| is_named), receipt, ..outcome }
        };
        Reply {
            outcomes: taken.entries.into_iter().map(told).collect(),
            again: taken.again.into_iter().map(told).collect(),
            restored: gone,
            forget: page.forget,
            erased: page.erased,
            entries: page.entries,
            cursor: page.cursor,
            more: page.more,
            now,
        }
    }
}
