//! What is to be sent to youths. A row is a server's while `next_at` lies ahead and it has leased it. Whoever writes to one has its
//! municipality's lock, or takes it first.

mod queue;
mod state;

pub use queue::{
    ASIDE, Whose, any_due, begin, check_again, claim, claim_meanwhile, doubt, doubted, due, open_counts, overdue, places, release,
};
pub use state::State;

use super::listed::{Listed, asked};
use crate::db::{Row, StoreError, Tx, execute, fetch_all, fetch_optional};
use domain::{
    FactRef, MeetingId, MessageId, MessageKind, MunicipalityId, YouthId,
    remind::{Key, Step, Subject},
};
use std::collections::BTreeMap;

/// A message, as the queue has it. Instants are milliseconds since 1970.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reminder {
    /// Whose journal.
    pub municipality: MunicipalityId,
    /// The message in the journal.
    pub id: MessageId,
    /// The person it is to.
    pub person: YouthId,
    /// What makes it one.
    pub key: Key,
    /// About which meeting.
    pub meeting: Option<MeetingId>,
    /// What it says.
    pub kind: MessageKind,
    /// When it falls due.
    pub due: i64,
    /// When it is too late.
    pub until: i64,
    /// How far it has come.
    pub state: State,
    /// Why it was dropped or failed.
    pub reason: Option<String>,
    /// When somebody is to look at it next.
    pub next: Option<i64>,
    /// Calls that came to nothing.
    pub tries: i64,
    /// Whether the journal has been told of it.
    pub told: bool,
    /// When its state last changed.
    pub changed: i64,
}

fn reminder(row: &Row<'_>) -> Result<Reminder, StoreError> {
    let step: Step = row.parse("reminder.step")?;
    let subject = match step {
        Step::Asked | Step::Stop => Subject::Asked(row.parse("reminder.subject_id")?),
        _ => Subject::Meeting(row.parse("reminder.subject_id")?),
    };
    let version: FactRef = row.parse("reminder.version")?;
    Ok(Reminder {
        municipality: row.parse("reminder.municipality_id")?,
        id: row.parse("reminder.id")?,
        person: row.parse("reminder.person_id")?,
        key: Key { subject, version, step },
        meeting: row.maybe_parse("reminder.meeting_id")?,
        kind: row.parse("reminder.kind")?,
        due: row.int("reminder.due_at")?,
        until: row.int("reminder.until_at")?,
        state: row.parse("reminder.state")?,
        reason: row.maybe_text("reminder.reason")?,
        next: row.maybe_int("reminder.next_at")?,
        tries: row.int("reminder.tries")?,
        told: row.flag("reminder.told")?,
        changed: row.int("reminder.changed_at")?,
    })
}

/// Adds a message. False where it was planned already: then nothing has changed.
pub async fn add(tx: &mut Tx, it: &Reminder) -> Result<bool, StoreError> {
    let subject = match it.key.subject {
        Subject::Meeting(id) => id.to_string(),
        Subject::Asked(id) => id.to_string(),
    };
    let hit = execute!(
        tx,
        "insert into reminder (municipality_id, id, person_id, subject_id, meeting_id, version, step, kind, due_at, until_at, state, reason,
                               next_at, tries, told, made_at, changed_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $16)
         on conflict (municipality_id, subject_id, version, step) do nothing",
        it.municipality,
        it.id,
        it.person,
        subject,
        it.meeting,
        it.key.version.to_string(),
        it.key.step.to_string(),
        it.kind.code(),
        it.due,
        it.until,
        it.state.code(),
        it.reason,
        it.next,
        it.tries,
        it.told,
        it.changed,
    )?;
    Ok(hit == 1)
}

/// Everything about several persons, by the person it stands under.
pub async fn of_persons(
    tx: &mut Tx,
    municipality: MunicipalityId,
    persons: impl IntoIterator<Item = YouthId>,
) -> Result<BTreeMap<YouthId, Vec<Reminder>>, StoreError> {
    let [ids, width, count] = Listed::of(persons).binds();
    let all = fetch_all!(
        tx,
        asked!(
            "select r.* from asked cross join reminder r where r.municipality_id = $4 and r.person_id = asked.id
             order by r.due_at, r.id"
        ),
        ids, width, count, municipality; reminder
    )?;
    let mut by_person: BTreeMap<YouthId, Vec<Reminder>> = BTreeMap::new();
    for it in all {
        by_person.entry(it.person).or_default().push(it);
    }
    Ok(by_person)
}

/// Everything in a municipality, by the person it stands under.
pub async fn all(tx: &mut Tx, municipality: MunicipalityId) -> Result<BTreeMap<YouthId, Vec<Reminder>>, StoreError> {
    let mut by_person: BTreeMap<YouthId, Vec<Reminder>> = BTreeMap::new();
    for it in fetch_all!(tx, "select * from reminder where municipality_id = $1 order by due_at, id", municipality; reminder)? {
        by_person.entry(it.person).or_default().push(it);
    }
    Ok(by_person)
}

/// One message.
pub async fn find(tx: &mut Tx, municipality: MunicipalityId, id: MessageId) -> Result<Option<Reminder>, StoreError> {
    fetch_optional!(tx, "select * from reminder where municipality_id = $1 and id = $2", municipality, id; reminder)
}

/// Of those to some persons that may have gone, the message that went last. When a call began counts, since a row changes with every
/// report. A confirmation asks nothing, and isn't one of them.
pub async fn latest_gone(
    tx: &mut Tx,
    municipality: MunicipalityId,
    persons: impl IntoIterator<Item = YouthId>,
) -> Result<Option<Reminder>, StoreError> {
    let [ids, width, count] = Listed::of(persons).binds();
    // The states are those of `State::may_have_gone`.
    fetch_optional!(
        tx,
        asked!(
            "select r.*, coalesce(
                 (select max(a.begun_at) from attempt a where a.municipality_id = r.municipality_id and a.reminder_id = r.id), r.changed_at
             ) as went
             from asked cross join reminder r
             where r.municipality_id = $4 and r.person_id = asked.id and r.kind <> $5
                 and r.state in ('sending', 'shown', 'sent', 'delivered', 'unclear')
             order by went desc, r.due_at desc, r.id limit 1"
        ),
        ids, width, count, municipality, MessageKind::StopConfirmed.code(); reminder
    )
}

/// What becomes of a message.
#[derive(Clone, Copy, Debug)]
pub struct Change<'a> {
    /// The states that it must be in.
    pub from: &'a [State],
    /// The state it gets.
    pub to: State,
    /// Why.
    pub reason: Option<&'a str>,
    /// When somebody is to look at it next.
    pub next: Option<i64>,
    /// Whether a call came to nothing.
    pub tried: bool,
    /// Whether the journal is told with it.
    pub told: bool,
}

/// Changes a message. False where it isn't in any of the states.
pub async fn change(tx: &mut Tx, municipality: MunicipalityId, id: MessageId, it: Change<'_>, now: i64) -> Result<bool, StoreError> {
    let from: Vec<&str> = it.from.iter().map(|it| it.code()).collect();
    let at = |place: usize| from.get(place).or(from.first()).copied();
    let hit = execute!(
        tx,
        "update reminder set state = $3, reason = $4, next_at = $5, tries = tries + $6, told = (told or $7), changed_at = $8, leased_by = null
         where municipality_id = $1 and id = $2 and state in ($9, $10, $11, $12)",
        municipality,
        id,
        it.to.code(),
        it.reason,
        it.next,
        i64::from(it.tried),
        it.told,
        now,
        at(0),
        at(1),
        at(2),
        at(3),
    )?;
    Ok(hit == 1)
}

/// Plans one anew that was dropped before it was sent, or that a merged record has brought under another person.
pub async fn plan_again(tx: &mut Tx, it: &Reminder, now: i64) -> Result<(), StoreError> {
    execute!(
        tx,
        "update reminder set person_id = $3, due_at = $4, until_at = $5, next_at = $6, state = 'planned', reason = null, leased_by = null,
                             changed_at = $7
         where municipality_id = $1 and id = $2 and state in ('planned', 'dropped')",
        it.municipality,
        it.id,
        it.person,
        it.due,
        it.until,
        it.next,
        now,
    )?;
    Ok(())
}

/// Moves messages to the person that a record turned out to be.
pub async fn adopt(tx: &mut Tx, municipality: MunicipalityId, from: YouthId, to: YouthId) -> Result<(), StoreError> {
    execute!(tx, "update reminder set person_id = $3 where municipality_id = $1 and person_id = $2", municipality, from, to)?;
    Ok(())
}

/// How many of a municipality's messages stand in each state.
pub async fn counts(tx: &mut Tx, municipality: MunicipalityId) -> Result<Vec<(State, i64)>, StoreError> {
    fetch_all!(
        tx,
        "select state, count(*) as n from reminder where municipality_id = $1 group by state order by state",
        municipality; |row| Ok((row.parse("reminder.state")?, row.int("reminder.n")?))
    )
}

/// A municipality's latest messages that have come further than being planned, newest first.
pub async fn latest(tx: &mut Tx, municipality: MunicipalityId, count: i64) -> Result<Vec<Reminder>, StoreError> {
    fetch_all!(
        tx,
        "select * from reminder where municipality_id = $1 and state <> 'planned' and state <> 'dropped' order by changed_at desc, id limit $2",
        municipality, count; reminder
    )
}

/// Forgets everything that was to be sent to, and came from, a person.
pub async fn erase(tx: &mut Tx, municipality: MunicipalityId, person: YouthId) -> Result<(), StoreError> {
    execute!(
        tx,
        "delete from attempt_report where attempt_id in (
             select a.id from attempt a join reminder r on r.municipality_id = a.municipality_id and r.id = a.reminder_id
             where r.municipality_id = $1 and r.person_id = $2
         )",
        municipality,
        person,
    )?;
    execute!(
        tx,
        "delete from attempt where municipality_id = $1
         and reminder_id in (select id from reminder where municipality_id = $1 and person_id = $2)",
        municipality,
        person,
    )?;
    execute!(tx, "delete from reminder where municipality_id = $1 and person_id = $2", municipality, person)?;
    execute!(tx, "delete from youth_phone where municipality_id = $1 and person_id = $2", municipality, person)?;
    execute!(tx, "delete from message_received where municipality_id = $1 and person_id = $2", municipality, person)?;
    execute!(tx, "delete from outbox where municipality_id = $1 and person_id = $2", municipality, person)?;
    Ok(())
}
