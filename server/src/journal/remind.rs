//! What follows for messages, in the transaction that took the entries in: what falls due is queued, what no longer holds
//! is taken out of the queue, and whose a number is, is known.

use super::Process;
use crate::{
    db::{StoreError, Tx},
    store::{
        message_policy,
        place::{self, Municipality},
        reminder::{self, Change, Reminder, State},
        youth, youth_phone,
    },
};
use domain::{
    Address, Detail, Fact, MunicipalityId, Youth, YouthId,
    remind::{self, Due, Policy, Step},
};
use std::collections::{BTreeMap, BTreeSet};

/// Brings the queue up to date with persons as they have just been folded.
pub(super) async fn remind(tx: &mut Tx, process: &Process, municipality: MunicipalityId, youths: &[&Youth]) -> Result<(), StoreError> {
    numbers(tx, municipality, youths, process.clock.now()).await?;
    let with_messages: Vec<&Youth> = youths.iter().copied().filter(|it| it.erased || it.story.iter().any(|it| speaks(&it.fact))).collect();
    if with_messages.is_empty() {
        return Ok(());
    }
    let policy = message_policy::find(tx, municipality).await?.policy;
    let members = with_messages.iter().flat_map(|it| it.members.iter().copied());
    let mut rows = reminder::of_persons(tx, municipality, members).await?;
    for youth in with_messages {
        if youth.erased {
            for member in &youth.members {
                reminder::erase(tx, municipality, *member).await?;
            }
            continue;
        }
        let own: Vec<Reminder> = youth.members.iter().filter_map(|it| rows.remove(it)).flatten().collect();
        queue(tx, process, municipality, youth, &policy, own).await?;
    }
    Ok(())
}

/// Plans every message of a municipality anew, when how it reminds has changed.
pub async fn plan_anew(tx: &mut Tx, process: &Process, municipality: &Municipality) -> Result<(), StoreError> {
    place::take_positions(tx, municipality.id, 0).await?;
    for summary in youth::summaries(tx, municipality.id).await?.iter().filter(|it| !it.meetings.is_empty()) {
        if let Some(youth) = super::youth(tx, municipality, summary.id).await? {
            remind(tx, process, municipality.id, &[&youth]).await?;
        }
    }
    Ok(())
}

/// Whether a fact has anything to do with what is queued.
fn speaks(fact: &Fact) -> bool {
    match fact {
        Fact::MeetingPlanned { .. } | Fact::MeetingMoved { .. } | Fact::MessageAsked { .. } => true,
        Fact::Corrected { fact, .. } => speaks(fact),
        _ => false,
    }
}

async fn queue(
    tx: &mut Tx,
    process: &Process,
    municipality: MunicipalityId,
    youth: &Youth,
    policy: &Policy,
    rows: Vec<Reminder>,
) -> Result<(), StoreError> {
    let now = process.clock.now();
    let asked = remind::candidates(youth, policy, now);
    let new = remind::due(youth, policy, now);
    let in_vain = remind::in_vain(youth, &new, now);
    for row in &rows {
        let holds = asked.iter().find(|it| it.is(&row.key));
        match (row.state, holds) {
            // A stop is confirmed whatever else is true.
            _ if row.key.step == Step::Stop => {}
            // Somebody asked for it and believes that it goes: whoever looks at it next tells them why it doesn't.
            (State::Planned, None) if in_vain.iter().any(|it| it.is(&row.key)) => {
                let at_once =
                    Change { from: &[State::Planned], to: State::Planned, reason: None, next: Some(now), tried: false, told: false };
                reminder::change(tx, municipality, row.id, at_once, now).await?;
            }
            (State::Planned, None) => {
                let gone =
                    Change { from: &[State::Planned], to: State::Dropped, reason: Some("gone"), next: None, tried: false, told: false };
                reminder::change(tx, municipality, row.id, gone, now).await?;
            }
            (State::Planned, Some(due)) => {
                // A policy has changed, or two records turned out to be one person.
                let is_other = !due.at_once && (due.due, due.until) != (row.due, row.until);
                if is_other && row.tries == 0 {
                    reminder::plan_again(tx, &planned(row.clone(), youth, due, now), now).await?;
                } else if row.person != youth.id {
                    reminder::adopt(tx, municipality, row.person, youth.id).await?;
                }
            }
            // Taken back, and taken back again.
            (State::Dropped, Some(due)) if row.reason.as_deref() == Some("gone") && new.iter().any(|it| it.is(&row.key)) => {
                reminder::plan_again(tx, &planned(row.clone(), youth, due, now), now).await?;
            }
            // What a notification said no longer holds: nothing follows it.
            (State::Shown, None) => {
                let gone = Change { from: &[State::Shown], to: State::Sent, reason: None, next: None, tried: false, told: false };
                reminder::change(tx, municipality, row.id, gone, now).await?;
            }
            _ => {}
        }
    }
    for due in new.iter().chain(&in_vain) {
        if rows.iter().any(|it| due.is(&it.key)) {
            continue;
        }
        let Some(key) = due.key() else { continue };
        let id = match key.subject {
            remind::Subject::Asked(id) => id,
            remind::Subject::Meeting(_) => process.clock.id(),
        };
        let row = Reminder {
            municipality,
            id,
            person: youth.id,
            key,
            meeting: due.meeting,
            kind: due.kind,
            due: due.due,
            until: due.until,
            state: State::Planned,
            reason: None,
            next: Some(due.due.max(now)),
            tries: 0,
            told: false,
            changed: now,
        };
        reminder::add(tx, &row).await?;
    }
    Ok(())
}

fn planned(row: Reminder, youth: &Youth, due: &Due, now: i64) -> Reminder {
    Reminder { person: youth.id, due: due.due, until: due.until, next: Some(due.due.max(now)), ..row }
}

async fn numbers(tx: &mut Tx, municipality: MunicipalityId, youths: &[&Youth], now: i64) -> Result<(), StoreError> {
    let has_numbers = |it: &&Youth| it.erased || it.story.iter().any(|it| is_about_a_number(&it.fact)) || it.members.len() > 1;
    let with_numbers: Vec<&Youth> = youths.iter().copied().filter(has_numbers).collect();
    if with_numbers.is_empty() {
        return Ok(());
    }
    let members = || with_numbers.iter().flat_map(|it| it.members.iter().copied());
    // What a server has checked and not yet begun was checked for the numbers as they were.
    reminder::check_again(tx, municipality, members(), now).await?;
    let known: BTreeMap<YouthId, BTreeSet<String>> = youth_phone::of_persons(tx, municipality, members()).await?;
    for youth in with_numbers {
        let theirs = numbers_of(youth);
        for member in &youth.members {
            let before = known.get(member).cloned().unwrap_or_default();
            let after = if *member == youth.id { theirs.clone() } else { BTreeSet::new() };
            for phone in before.difference(&after) {
                youth_phone::remove(tx, municipality, *member, phone).await?;
            }
            for phone in after.difference(&before) {
                youth_phone::add(tx, municipality, *member, phone).await?;
            }
        }
    }
    Ok(())
}

/// A youth's own numbers. A closed one stays theirs: what comes from it is from them.
pub(crate) fn numbers_of(youth: &Youth) -> BTreeSet<String> {
    youth.phones.iter().filter(|(_, it)| it.is_theirs()).map(|(phone, _)| phone.as_str().to_owned()).collect()
}

fn is_about_a_number(fact: &Fact) -> bool {
    match fact {
        Fact::DetailsChanged { detail: Detail::Phone { .. }, .. } => true,
        Fact::ChannelClosed { address, .. } | Fact::ChannelOpened { address, .. } => matches!(address, Address::Phone { .. }),
        Fact::Corrected { fact, .. } => is_about_a_number(fact),
        _ => false,
    }
}
