//! What a message says: worded just before it goes, from whom and to where it goes then.

use super::{Letter, Post};
use crate::{
    db::{StoreError, Tx},
    store::{account, message_policy::MessagePolicy, message_text::OwnText, place::Municipality, reminder::Reminder},
};
use domain::{
    AccountId, Actor, Address, CloseReason, MeetingId, Phone, Youth, civil,
    message::{self, Values},
    remind::{self, Due, Step, Why},
};
use std::collections::BTreeMap;

/// What a batch needs of a municipality.
pub(super) struct Place {
    pub(super) municipality: Municipality,
    pub(super) policy: MessagePolicy,
    pub(super) texts: Vec<OwnText>,
}

impl Post {
    /// The letter for a message that is to go, or why there is none.
    pub(super) async fn word(
        &self,
        tx: &mut Tx,
        place: &Place,
        youth: &Youth,
        row: &Reminder,
        due: &Due,
        coaches: &mut BTreeMap<AccountId, Option<String>>,
    ) -> Result<Result<Letter, Why>, StoreError> {
        let to = if row.key.step == Step::Stop { stopped(youth) } else { remind::number(youth) };
        let wanted = youth.language.heads().last().map_or("sv", |it| it.value.as_str());
        let own = |language: &str| {
            let found = place.texts.iter().find(|it| it.kind == due.kind && it.language == language)?;
            Some((found.text.clone(), found.checked.is_some()))
        };
        let (text, language) = message::pick(due.kind, wanted, own);
        let today = civil::day(self.now());
        let day = due.time.map(|it| message::day(it.date(), today, &language));
        let time = due.time.map(|it| message::clock(it.time(), &language));
        let coach = match worker(youth, row, due.meeting) {
            Some(worker) => coach(tx, worker, coaches).await?,
            None => None,
        };
        let link = match (&self.links, due.meeting, due.time) {
            (Some(links), Some(meeting), Some(at)) if text.contains("{länk}") => {
                Some(links.make(tx, (row.municipality, youth.id, meeting), at, to.as_ref()).await?)
            }
            _ => None,
        };
        let phone = place.policy.phone.as_ref().map(ToString::to_string);
        let given_name =
            youth.given_name.heads().last().map(|it| it.value.split_whitespace().next().unwrap_or_default()).unwrap_or_default();
        let values = Values {
            given_name,
            coach: coach.as_deref(),
            day: day.as_deref(),
            time: time.as_deref(),
            link: link.as_deref(),
            phone: phone.as_deref(),
        };
        // One whose every word hangs on what isn't known says nothing.
        let Some(text) = message::render(&text, &values).ok().filter(|it| !it.is_empty()) else { return Ok(Err(Why::NoText)) };
        Ok(Ok(Letter {
            municipality: row.municipality,
            message: row.id,
            attempt: self.process.clock.id(),
            person: youth.id,
            kind: due.kind,
            to,
            // What a worker has asked to have sent is read as they saw it: a notification says only that there is something.
            push: row.key.step != Step::Asked
                && youth.closed.get(&Address::Push).is_none_or(|it| it.heads().iter().all(|it| it.value.is_none())),
            sender: place.policy.sender.as_ref().map(|it| it.as_str().to_owned()),
            text,
            language,
            meeting: due.time,
            until: due.until,
        }))
    }
}

/// Whom a message is from: who asked for it, who holds the meeting, whose own the youth is.
fn worker(youth: &Youth, row: &Reminder, meeting: Option<MeetingId>) -> Option<AccountId> {
    let asked = youth.messages.get(&row.id).and_then(|it| it.asked).and_then(|it| match it.by {
        Actor::Account(account) => Some(account),
        Actor::Youth | Actor::System => None,
    });
    let holds = || meeting.and_then(|it| youth.meetings.get(&it)).and_then(|it| it.worker);
    asked.or_else(holds).or_else(|| youth.assignment.heads().last().and_then(|it| it.value.worker))
}

async fn coach(tx: &mut Tx, worker: AccountId, known: &mut BTreeMap<AccountId, Option<String>>) -> Result<Option<String>, StoreError> {
    if let Some(name) = known.get(&worker) {
        return Ok(name.clone());
    }
    let name = account::by_id(tx, worker).await?.and_then(|it| it.name.split_whitespace().next().map(str::to_owned));
    known.insert(worker, name.clone());
    Ok(name)
}

/// The number that said stop last.
fn stopped(youth: &Youth) -> Option<Phone> {
    let heads = youth.phones.iter().flat_map(|(phone, it)| it.closed.heads().iter().map(move |head| (phone, head)));
    heads.filter(|(_, it)| it.value == Some(CloseReason::Stop)).max_by_key(|(_, it)| (it.at, it.source)).map(|it| it.0.clone())
}
