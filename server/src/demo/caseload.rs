//! Something to do today: meetings, follow-ups and tries for the youths whose registration is open. Nothing here says
//! what anybody does, so that the figures stay those that the report publishes.

use crate::{
    db::StoreError,
    http::AppState,
    journal::{self, Reach},
    store::{place::Municipality, youth},
};
use domain::{AccountId, Actor, Channel, ContactOutcome, Fact, Place, Summary, civil};
use jiff::civil::{DateTime, Time};

const DAY: i64 = 24 * 60 * 60 * 1000;

/// Gives each open youth that nobody has to one of the workers, with something of its own.
pub(super) async fn load(state: &AppState, municipality: &Municipality, workers: &[AccountId]) -> Result<(), StoreError> {
    let mut tx = state.db.begin().await?;
    let all = youth::summaries(&mut tx, municipality.id).await?;
    let open = all.into_iter().filter(|it| it.registered && !it.protected && it.worker.is_none());
    for (index, (it, worker)) in open.zip(workers.iter().cycle()).enumerate() {
        let Some(unit) = it.units.first().copied() else { continue };
        let Some(known) = journal::youth(&mut tx, municipality, it.id).await? else { continue };
        let mut facts = vec![Fact::Assigned { unit, worker: Some(*worker), saw: known.assignment.saw() }];
        facts.extend(of_one(state, index, *worker, &it));
        journal::write(&mut tx, &state.process, municipality, Actor::Account(*worker), Reach::Units, it.id, facts).await?;
    }
    tx.commit().await
}

fn of_one(state: &AppState, index: usize, worker: AccountId, it: &Summary) -> Vec<Fact> {
    let now = state.clock.now();
    let today = civil::day(now);
    let day = |after| civil::days_after(today, after);
    let at = |after: i32, hour: i8| DateTime::from_parts(day(after), Time::constant(hour, 0, 0, 0));
    let meeting = |at, place| Fact::MeetingPlanned { meeting: state.clock.id(), at, place, worker: Some(worker) };
    let follow_up = |after| Fact::FollowUpPlanned { follow_up: state.clock.id(), on: day(after), worker: Some(worker) };
    let called = |ago: i64, outcome| Fact::ContactLogged {
        channel: Channel::Phone,
        outcome,
        happened: Some(now - ago * DAY),
        place: None,
        phone: it.phones.first().map(|it| it.phone.clone()),
        minutes: None,
        note: None,
    };
    match index % 7 {
        0 => vec![called(6, ContactOutcome::Conversation), meeting(at(0, 14), Place::Cafe)],
        1 => vec![called(20, ContactOutcome::Conversation), follow_up(0)],
        2 => vec![called(4, ContactOutcome::NoAnswer), called(1, ContactOutcome::MessageLeft)],
        3 => vec![called(8, ContactOutcome::Conversation), meeting(at(-1, 10), Place::MunicipalOffice)],
        4 => vec![called(35, ContactOutcome::Conversation), follow_up(-2)],
        5 => vec![called(3, ContactOutcome::Reply), meeting(at(2, 13), Place::YouthCentre)],
        // Nobody has tried yet.
        _ => Vec::new(),
    }
}
