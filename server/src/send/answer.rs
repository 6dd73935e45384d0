//! What youths write: yes, no and stop are understood, all else is for their workers to read.

use super::key::HookKeys;
use crate::{
    db::{StoreError, Tx},
    http::AppState,
    journal::{self, Reach},
    push,
    store::{
        entry, message_policy, place,
        received::{self, Received},
        reminder::{self, Reminder, State},
        youth_phone,
    },
};
use domain::{
    Actor, Address, Answer, Channel, CloseReason, Entry, Fact, FactRef, MeetingId, MessageId, MessageKind, MunicipalityId, Phone,
    PhoneOwner, Youth, YouthId, civil,
    message::{Said, understand},
    remind::{self, Key, Step, Subject},
    sync::Verdict,
};

/// A text that has come in.
#[derive(Clone)]
pub struct Inbound {
    /// What the provider calls it, or else what tells it from others.
    pub reference: String,
    /// From which number.
    pub from: Phone,
    /// What it says.
    pub text: String,
}

/// A number and a text in a log are leaks.
impl std::fmt::Debug for Inbound {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Inbound(…)")
    }
}

/// The longest text that is kept: ten segments.
const LONGEST: usize = 1530;

/// Takes a text in, in one transaction. The same again is nothing; one from a number that nobody has is thrown away.
pub async fn take_in(state: &AppState, keys: &HookKeys, inbound: &Inbound) -> Result<(), StoreError> {
    let now = state.clock.now();
    let mut tx = state.db.begin().await?;
    if received::is_seen(&mut tx, &keys.hash(inbound.reference.as_bytes()), now).await? {
        return Ok(());
    }
    let said = understand(&inbound.text);
    let places = youth_phone::who(&mut tx, &inbound.from).await?.into_iter().map(|it| it.0).collect();
    place::lock(&mut tx, &places).await?;
    let mut holders = Vec::new();
    // Asked again, now that nobody can change it; who got the number this very moment, elsewhere, isn't among them.
    for (municipality, person) in youth_phone::who(&mut tx, &inbound.from).await?.into_iter().filter(|it| places.contains(&it.0)) {
        let Some(place) = place::municipality_by_id(&mut tx, municipality).await? else { continue };
        holders.extend(journal::youth(&mut tx, &place, person).await?.map(|it| (place, it)));
    }
    // Who has left, or moved to another municipality, isn't who writes; a number that is stopped is stopped for all.
    let is_covered = |it: &Youth| it.open_registrations().next().is_some();
    if said != Said::Stop && holders.iter().any(|it| is_covered(&it.1)) {
        holders.retain(|it| is_covered(&it.1));
    }
    let is_shared = holders.len() > 1;
    let mut is_confirmed = false;
    let mut answered = Vec::new();
    for (place, youth) in holders {
        let municipality = place.id;
        let message: MessageId = state.clock.id();
        let mut facts = vec![Fact::MessageReceived { message, channel: Channel::Sms }];
        let mut keeps = None;
        match said {
            Said::Stop => facts = stop(&youth, &inbound.from).into_iter().collect(),
            // Who of several it was that answered, or somebody's mother, only somebody who knows them can tell.
            Said::Yes | Said::No if !is_shared && is_own(&youth, &inbound.from) => {
                match asked_about(&mut tx, municipality, &youth, now).await? {
                    Some((meeting, saw)) => {
                        let answer = if said == Said::Yes { Answer::Coming } else { Answer::NotComing };
                        facts.push(Fact::MeetingAnswered { meeting, answer, saw });
                    }
                    None => keeps = Some(&inbound.text),
                }
            }
            Said::Yes | Said::No | Said::Other => keeps = Some(&inbound.text),
        }
        if facts.is_empty() {
            continue;
        }
        if let Some(text) = keeps {
            let text: String = text.chars().take(LONGEST).collect();
            received::add(&mut tx, municipality, &Received { id: message, person: youth.id, text, at: now }).await?;
        }
        let (entry, verdict) = journal::write(&mut tx, &state.process, &place, Actor::Youth, Reach::System, youth.id, facts).await?;
        answered.push((municipality, youth.id));
        // Once, however many have the number.
        if said == Said::Stop && !is_confirmed && matches!(verdict, Verdict::Stored { .. }) {
            is_confirmed = true;
            confirm(&mut tx, state, municipality, youth.id, FactRef { entry, index: 0 }, now).await?;
        }
    }
    tx.commit().await?;
    for (municipality, youth) in answered {
        push::nudge(state, municipality, youth);
    }
    Ok(())
}

/// Whether a number is the youth's own, rather than a guardian's or somebody else's.
fn is_own(youth: &Youth, phone: &Phone) -> bool {
    youth.phones.get(phone).is_some_and(|it| it.owner.heads().iter().all(|it| it.value == Some(PhoneOwner::Youth)))
}

/// Closes the number, if it is open.
pub(crate) fn stop(youth: &Youth, phone: &Phone) -> Option<Fact> {
    let number = youth.phones.get(phone)?;
    let fact =
        || Fact::ChannelClosed { address: Address::Phone { phone: phone.clone() }, reason: CloseReason::Stop, saw: number.closed.saw() };
    number.closed_for().is_none().then(fact)
}

/// One last text, which says that it is fine. In quiet hours there is none.
async fn confirm(
    tx: &mut Tx,
    state: &AppState,
    municipality: MunicipalityId,
    person: YouthId,
    version: FactRef,
    now: i64,
) -> Result<(), StoreError> {
    if message_policy::find(tx, municipality).await?.policy.quiet.holds(now) {
        return Ok(());
    }
    let id: MessageId = state.clock.id();
    let row = Reminder {
        municipality,
        id,
        person,
        key: Key { subject: Subject::Asked(id), version, step: Step::Stop },
        meeting: None,
        kind: MessageKind::StopConfirmed,
        due: now,
        until: now + 60 * 60 * 1000,
        state: State::Planned,
        reason: None,
        next: Some(now),
        tries: 0,
        told: false,
        changed: now,
    };
    reminder::add(tx, &row).await?;
    Ok(())
}

/// The meeting that a yes or a no is about: that of the latest message, if it is one about a meeting that lies ahead. With it the
/// facts that gave it the time that the message spoke of.
async fn asked_about(
    tx: &mut Tx,
    municipality: MunicipalityId,
    youth: &Youth,
    now: i64,
) -> Result<Option<(MeetingId, Vec<FactRef>)>, StoreError> {
    let latest = reminder::latest_gone(tx, municipality, youth.members.iter().copied()).await?;
    let meeting = latest.as_ref().and_then(|it| youth.meetings.get(&it.meeting?)).filter(|it| it.is_open());
    let meeting = meeting.filter(|it| it.time().is_some_and(|it| civil::instant(it.0) > now)).map(|it| it.id);
    let Some((meeting, row)) = meeting.zip(latest) else { return Ok(None) };
    Ok(Some((meeting, spoken_of(tx, municipality, youth, meeting, &row).await?)))
}

/// The facts that gave a meeting the time that a message spoke of. A reminder is of one. What a worker has asked for names only the
/// asking: it spoke of the time that the meeting had when the journal was told that it had gone.
async fn spoken_of(
    tx: &mut Tx,
    municipality: MunicipalityId,
    youth: &Youth,
    meeting: MeetingId,
    row: &Reminder,
) -> Result<Vec<FactRef>, StoreError> {
    if matches!(row.key.subject, Subject::Meeting(_)) {
        return Ok(vec![row.key.version]);
    }
    let has_gone = |fact: &Fact| match fact {
        Fact::MessageSent { message, .. } | Fact::MessageDelivered { message } | Fact::MessageUnclear { message } => *message == row.id,
        _ => false,
    };
    let stored = entry::of_person(tx, municipality, youth.id).await?;
    let known: Vec<Entry> = stored.into_iter().map(|it| it.entry).take_while(|it| !it.facts.iter().any(has_gone)).collect();
    let then = Youth::fold(&known);
    let versions = then.as_ref().and_then(|it| Some(remind::versions(it, it.meetings.get(&meeting)?))).unwrap_or_default();
    Ok(versions.iter().map(|it| it.source).collect())
}
