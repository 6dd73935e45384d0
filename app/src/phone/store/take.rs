//! Taking in a reply: all of it, or nothing, in one transaction. Where there is no room, who is to be forgotten goes all the same.

use super::{
    JOURNAL, meta, part,
    refold::{Refolded, fold_dirty},
    tx::Tx,
};
use crate::phone::{
    draft::{Draft, Form},
    model::{CallStarted, Failure},
};
use domain::{
    EntryId, Summary, YouthId,
    sync_core::{Found, Kept, Needs, Parcel, Plan, Progress},
};
use std::collections::BTreeSet;

/// How many youths are folded in the transaction of the reply itself. More are folded afterwards, a few at a time.
const FOLD_AT_ONCE: usize = 20;

impl super::Store {
    /// Carries out what a reply says, as the sync core has it.
    pub async fn take(&self, plan: &Plan, parcel: &Parcel, now: i64) -> Result<Vec<Refolded>, Failure> {
        let mut parts = JOURNAL.to_vec();
        parts.extend([part::READ, part::CALL]);
        self.write(&parts, async |tx| {
            let kept = self.kept(tx).await?;
            let found = look_up(tx, &plan.needs(parcel, &kept), &kept).await?;
            self.carry_out(tx, &plan.changes(parcel, kept, &found, now)).await?;
            drop_forms(tx).await?;
            if plan.more { Ok(Vec::new()) } else { fold_dirty(tx, FOLD_AT_ONCE).await }
        })
        .await
    }

    /// What a reply that has no room can still do: who is to be forgotten is read here no longer, but for what is unsent about
    /// them. The cursor stays, so that all of the reply comes again. Nothing is written: browsers commit what only deletes,
    /// however full the disk is.
    pub async fn only_forget(&self, plan: &Plan) -> Result<Vec<Refolded>, Failure> {
        let mut parts = JOURNAL.to_vec();
        parts.push(part::CALL);
        self.write(&parts, async |tx| {
            let kept = self.kept(tx).await?;
            let mut gone = Vec::new();
            // What a restored server may lack is offered to it first, and that has to be noted.
            if plan.is_new_epoch(&kept) {
                return Ok(gone);
            }
            let unsent: BTreeSet<EntryId> = kept.outbox.values().chain(&kept.tray).chain(&kept.progress.again).copied().collect();
            let is_gone = |it: &YouthId| plan.forget.contains(it) || plan.erased.contains(it);
            for youth in plan.forget.iter().chain(&plan.erased) {
                for id in tx.found_ids(part::ENTRY, ("youth", &youth.to_string())).await? {
                    if id.parse::<EntryId>().is_ok_and(|it| !unsent.contains(&it)) {
                        tx.delete(part::ENTRY, &id)?;
                    }
                }
                // A person who is still here by another record stays in the lists.
                let members = kept.progress.person(*youth);
                if members.iter().all(is_gone) {
                    for member in &members {
                        tx.delete(part::SUMMARY, &member.to_string())?;
                    }
                    gone.push(Refolded { members, summary: None });
                }
            }
            drop_forms(tx).await?;
            Ok(gone)
        })
        .await
    }
}

/// Of who was erased, protected or given to others, a number that was called and words that were half written go too.
async fn drop_forms(tx: &Tx) -> Result<(), Failure> {
    let about: Option<CallStarted> = tx.get(part::CALL, part::CALL).await?;
    if let Some(call) = about
        && !is_shown(tx, call.youth).await?
    {
        tx.delete(part::CALL, part::CALL)?;
    }
    let draft: Option<Draft> = tx.get(part::CALL, part::DRAFT).await.unwrap_or_default();
    if let Some(Draft { form: Form::Sheet(youth, _), .. }) = draft
        && !is_shown(tx, youth).await?
    {
        tx.delete(part::CALL, part::DRAFT)?;
    }
    Ok(())
}

/// Whether anything of a youth may still be seen here.
async fn is_shown(tx: &Tx, youth: YouthId) -> Result<bool, Failure> {
    let progress: Progress = tx.get(part::META, meta::PROGRESS).await?.unwrap_or_default();
    for member in progress.person(youth) {
        if !progress.forgotten.contains(&member) && !tx.found_ids(part::ENTRY, ("youth", &member.to_string())).await?.is_empty() {
            return Ok(true);
        }
    }
    Ok(false)
}

async fn look_up(tx: &Tx, needs: &Needs, kept: &Kept) -> Result<Found, Failure> {
    let mut found = Found::default();
    for youth in &needs.about {
        let ids = tx.found_ids(part::ENTRY, ("youth", &youth.to_string())).await?;
        found.about.insert(*youth, ids.iter().filter_map(|it| it.parse().ok()).collect());
    }
    for youth in &needs.names {
        found.names.extend(name_of(tx, &kept.progress, *youth).await?.map(|it| (*youth, it)));
    }
    if needs.all {
        found.all = tx.all_indexed(part::ENTRY).await?;
    }
    Ok(found)
}

/// What a youth is called in lists, as of now.
async fn name_of(tx: &Tx, progress: &Progress, youth: YouthId) -> Result<Option<String>, Failure> {
    for member in progress.person(youth) {
        if let Some(summary) = tx.get::<Summary>(part::SUMMARY, &member.to_string()).await? {
            return Ok(Some(summary.name));
        }
    }
    Ok(None)
}
