//! What a youth does on the page: an entry on the youth's own behalf, through the same door as every other.

use super::{
    open::{Opened, closed_by_youth, open},
    throttle,
};
use crate::{
    db::{StoreError, Tx},
    http::{ApiError, AppState},
    journal::{self, Reach},
    push,
    send::answer::stop,
    store::{place, youth_phone},
};
use domain::{Actor, Address, Answer, CloseReason, Fact, MunicipalityId, Phone, YouthId, civil, remind, sync::Verdict};
use jiff::civil::DateTime;
use std::collections::BTreeSet;

/// An act of the youth's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Act {
    /// About the meeting, at the time that the page showed if it showed one.
    Answer(Answer, Option<DateTime>),
    /// No more texts to this number.
    Stop,
    /// Texts again.
    Resume,
    /// The number is somebody else's.
    WrongPerson,
    /// It wasn't.
    RightPerson,
}

impl Act {
    /// The act of a form's address, on a page that showed a time.
    pub(super) fn of(code: &str, shown: Option<DateTime>) -> Option<Self> {
        Some(match code {
            "coming" => Self::Answer(Answer::Coming, shown),
            "not-coming" => Self::Answer(Answer::NotComing, shown),
            "call-me" => Self::Answer(Answer::CallMe, shown),
            "stop" => Self::Stop,
            "resume" => Self::Resume,
            "wrong-person" => Self::WrongPerson,
            "right-person" => Self::RightPerson,
            _ => return None,
        })
    }
}

/// Carries an act out. Nothing is written where it is so already, or where the page no longer offers it. A number that is
/// stopped is stopped for everyone who has it, at once, as a text that says so does.
pub(super) async fn carry_out(state: &AppState, opened: &Opened, act: Act) -> Result<(), ApiError> {
    throttle::count_answer(state, &opened.link.code_hash).await?;
    let key = &state.youth_phone_key;
    let mut tx = state.db.begin().await?;
    let mut places = BTreeSet::from([opened.municipality.id]);
    if act == Act::Stop {
        places.extend(others(&mut tx, opened, key).await?.into_iter().map(|it| it.0));
    }
    // Taken before anyone is read, in the order that everyone takes them in: what is seen is then all that there is.
    place::lock(&mut tx, &places).await?;
    let opened = open(state, &mut tx, &opened.link.code_hash).await?.ok_or(ApiError::NotFound)?;
    let facts = facts(&opened, key, act, state.clock.now());
    let is_new = !facts.is_empty();
    let (municipality, youth) = (&opened.municipality, opened.link.youth);
    if is_new {
        let (_, verdict) = journal::write(&mut tx, &state.process, municipality, Actor::Youth, Reach::Municipality, youth, facts).await?;
        if matches!(verdict, Verdict::Refused { .. }) {
            return Err(ApiError::WrongState);
        }
    }
    if act == Act::Stop {
        for (other, person, phone) in others(&mut tx, &opened, key).await? {
            // Who got the number this very moment, elsewhere.
            if !places.contains(&other) {
                continue;
            }
            let Some(place) = place::municipality_by_id(&mut tx, other).await? else { continue };
            let Some(fact) = journal::youth(&mut tx, &place, person).await?.and_then(|it| stop(&it, &phone)) else { continue };
            journal::write(&mut tx, &state.process, &place, Actor::Youth, Reach::Municipality, person, vec![fact]).await?;
        }
    }
    tx.commit().await?;
    if is_new {
        push::nudge(state, municipality.id, youth);
    }
    Ok(())
}

/// Everyone else who has one of the numbers that the page is about.
async fn others(tx: &mut Tx, opened: &Opened, tag_key: &[u8; 32]) -> Result<Vec<(MunicipalityId, YouthId, Phone)>, StoreError> {
    let mut others = Vec::new();
    for (phone, _) in opened.numbers(tag_key) {
        let all = youth_phone::who(tx, phone).await?.into_iter().filter(|it| !opened.youth.members.contains(&it.1));
        others.extend(all.map(|(municipality, person)| (municipality, person, phone.clone())));
    }
    Ok(others)
}

fn facts(opened: &Opened, tag_key: &[u8; 32], act: Act, now: i64) -> Vec<Fact> {
    match act {
        Act::Answer(answer, shown) => {
            let meeting = opened.meeting();
            let time = meeting.time().map(|it| it.0);
            // What was answered is no more: the youth sees what is, and can answer that.
            let is_as_shown = shown.is_none_or(|it| time == Some(it));
            let is_ahead = meeting.is_open() && time.is_some_and(|it| civil::instant(it) > now);
            // Whoever wants to be called does so whenever they meet.
            let may = answer == Answer::CallMe || (is_as_shown && is_ahead);
            let is_new = opened.answer() != Some(answer);
            let saw = || remind::versions(&opened.youth, meeting).iter().map(|it| it.source).collect();
            if may && is_new { vec![Fact::MeetingAnswered { meeting: meeting.id, answer, saw: saw() }] } else { Vec::new() }
        }
        Act::Stop => close(opened, tag_key, CloseReason::Stop),
        Act::WrongPerson => close(opened, tag_key, CloseReason::WrongPerson),
        Act::Resume => reopen(opened, tag_key, CloseReason::Stop),
        Act::RightPerson => reopen(opened, tag_key, CloseReason::WrongPerson),
    }
}

fn close(opened: &Opened, tag_key: &[u8; 32], reason: CloseReason) -> Vec<Fact> {
    let open = opened.numbers(tag_key).into_iter().filter(|(_, it)| it.closed_for().is_none());
    let close = |(phone, it): (&Phone, &domain::fold::PhoneNumber)| Fact::ChannelClosed {
        address: Address::Phone { phone: phone.clone() },
        reason,
        saw: it.closed.saw(),
    };
    open.map(close).collect()
}

/// Only what was said here is unsaid here: a number that a worker has closed stays closed.
fn reopen(opened: &Opened, tag_key: &[u8; 32], reason: CloseReason) -> Vec<Fact> {
    let closed = opened.numbers(tag_key).into_iter().filter(|(_, it)| closed_by_youth(it) == Some(reason));
    closed.map(|(phone, it)| Fact::ChannelOpened { address: Address::Phone { phone: phone.clone() }, saw: it.closed.saw() }).collect()
}
