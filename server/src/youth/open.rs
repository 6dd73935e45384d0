//! Who comes in by a code, and what of the youth the page may know.

use super::{
    code::{AFTER, Code, tag},
    throttle,
};
use crate::{
    db::{StoreError, Tx},
    http::{ApiError, AppState},
    journal,
    store::{
        account,
        place::{self, Municipality},
        youth_link::{self, YouthLink},
    },
};
use domain::{
    Actor, Answer, CloseReason, Fact, Phone, Youth, civil,
    fold::{Meeting, PhoneNumber, Plan, Standing},
    remind,
};
use jiff::civil::DateTime;
use std::net::IpAddr;

/// What a good code opens.
#[derive(Debug)]
pub(super) struct Opened {
    pub link: YouthLink,
    pub municipality: Municipality,
    pub youth: Youth,
    /// The coach's first name, where it is known.
    pub coach: Option<String>,
}

/// Lets a code in, or refuses it. Whether it was ever good isn't told: a code that never was, one that has expired and one
/// whose youth is erased or protected are the same.
///
/// Who has brought many wrong ones is slowed down, and never with a good one: thousands of a mobile network's customers share an
/// address, and nobody who guesses comes upon one of 2^80 however fast.
pub(super) async fn enter(state: &AppState, from: IpAddr, code: &str) -> Result<Opened, ApiError> {
    let opened = match Code::parse(code) {
        Some(code) => open(state, &mut state.db.read().await?, &code.hash()).await?,
        None => None,
    };
    match opened {
        Some(it) => Ok(it),
        None => {
            throttle::count_wrong(state, from).await?;
            Err(ApiError::NotFound)
        }
    }
}

/// The same within a transaction, by the code's hash.
pub(super) async fn open(state: &AppState, tx: &mut Tx, code_hash: &str) -> Result<Option<Opened>, StoreError> {
    let Some(link) = youth_link::by_hash(tx, code_hash).await? else { return Ok(None) };
    let Some(municipality) = place::municipality_by_id(tx, link.municipality).await? else { return Ok(None) };
    let Some(youth) = journal::youth(tx, &municipality, link.youth).await? else { return Ok(None) };
    let Some(meeting) = youth.meetings.get(&link.meeting).filter(|_| !youth.is_protected()) else { return Ok(None) };
    let ends = meeting.time().map_or(link.expires_at, |(at, _)| civil::instant(at).saturating_add(AFTER));
    if ends <= state.clock.now() {
        return Ok(None);
    }
    let worker = meeting.worker.or_else(|| youth.assignment.get().and_then(|it| it.worker));
    let coach = match worker {
        Some(id) => account::by_id(tx, id).await?.and_then(|it| it.name.split_whitespace().next().map(str::to_owned)),
        None => None,
    };
    Ok(Some(Opened { link, municipality, youth, coach }))
}

impl Opened {
    pub(super) fn meeting(&self) -> &Meeting {
        &self.youth.meetings[&self.link.meeting]
    }

    /// What the youth has answered last, of the meeting as it stands.
    pub(super) fn answer(&self) -> Option<Answer> {
        remind::answers(&self.youth, self.meeting()).into_iter().rfind(|it| it.by == Actor::Youth).map(|it| it.answer)
    }

    /// The numbers that "wrong person" and "stop" speak of: the one that the link was sent to, else the youth's own.
    pub(super) fn numbers(&self, tag_key: &[u8; 32]) -> Vec<(&Phone, &PhoneNumber)> {
        let is_meant = |phone: &Phone, number: &PhoneNumber| match &self.link.phone_tag {
            Some(it) => *it == tag(tag_key, phone),
            None => phone.takes_sms() && number.is_theirs(),
        };
        self.youth.phones.iter().filter(|(phone, number)| is_meant(phone, number)).collect()
    }

    /// When it is, or was to be before it was cancelled. None while it is disputed.
    pub(super) fn time(&self) -> Option<DateTime> {
        let meeting = self.meeting();
        match meeting.plan.get()? {
            Plan::At { at, .. } => Some(*at),
            Plan::Cancelled => self.youth.story.iter().rev().find_map(|it| match &it.fact {
                Fact::MeetingPlanned { meeting: id, at, .. } | Fact::MeetingMoved { meeting: id, at, .. } if *id == meeting.id => Some(*at),
                _ => None,
            }),
        }
    }

    /// How many times the plan was changed since it was made, and when that last was.
    pub(super) fn changes(&self) -> (usize, i64) {
        let meeting = self.link.meeting;
        let speaks = |fact: &Fact| match fact {
            Fact::MeetingPlanned { meeting: id, .. }
            | Fact::MeetingMoved { meeting: id, .. }
            | Fact::MeetingCancelled { meeting: id, .. } => *id == meeting,
            _ => false,
        };
        let spoken = self.youth.story.iter().filter(|it| speaks(&it.fact));
        // What has been withdrawn or corrected was said once and is unsaid again: two changes.
        let (count, last) = spoken.fold((0_usize, 0), |(count, last), it| {
            let weight = if it.standing == Standing::InForce { 1 } else { 2 };
            (count + weight, i64::max(last, it.at.ms))
        });
        (count.saturating_sub(1), last)
    }
}

/// Why texts don't go to a number because of what was said here: by the youth's own page, or a text of theirs.
pub(super) fn closed_by_youth(number: &PhoneNumber) -> Option<CloseReason> {
    number.closed.heads().iter().filter(|it| it.by == Actor::Youth).find_map(|it| it.value)
}
