//! What is to be sent to youths. A row is a server's while `next_at` lies ahead and it has leased it.

use super::listed::{Listed, asked};
use crate::db::{Row, StoreError, Tx, execute, fetch_all, fetch_optional};
use domain::{
    FactRef, MeetingId, MessageId, MessageKind, MunicipalityId, YouthId,
    remind::{Key, Step, Subject},
};
use std::{collections::BTreeMap, fmt, str::FromStr};

/// How far a message has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It waits to fall due, or to be tried again.
    Planned,
    /// A call is under way, or was when its server ended.
    Sending,
    /// A notification was sent and isn't acknowledged yet.
    Shown,
    /// A provider took it.
    Sent,
    /// It reached the phone.
    Delivered,
    /// It was refused, or didn't arrive.
    Failed,
    /// It may have gone.
    Unclear,
    /// It isn't sent.
    Dropped,
}

impl State {
    /// The code that is stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Sending => "sending",
            Self::Shown => "shown",
            Self::Sent => "sent",
            Self::Delivered => "delivered",
            Self::Failed => "failed",
            Self::Unclear => "unclear",
            Self::Dropped => "dropped",
        }
    }

    /// Whether it may have gone.
    pub fn may_have_gone(self) -> bool {
        matches!(self, Self::Sending | Self::Shown | Self::Sent | Self::Delivered | Self::Unclear)
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for State {
    type Err = ();

    fn from_str(code: &str) -> Result<Self, ()> {
        let all = [Self::Planned, Self::Sending, Self::Shown, Self::Sent, Self::Delivered, Self::Failed, Self::Unclear, Self::Dropped];
        all.into_iter().find(|it| it.code() == code).ok_or(())
    }
}

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

/// Whose messages can go now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Whose {
    /// Nobody's.
    Nobody,
    /// Theirs who have a browser that takes notifications.
    Subscribers,
    /// Anyone's.
    Anyone,
}

/// Takes at most `limit` messages of a state that are to be looked at, the longest waiting first. They are this server's
/// until `lease`. The conditions stand outside too: of two sessions that choose the same rows the second finds them taken.
pub async fn claim(tx: &mut Tx, state: State, by: &str, now: i64, lease: i64, limit: i64) -> Result<Vec<Reminder>, StoreError> {
    let all = fetch_all!(
        tx,
        "update reminder set leased_by = $2, next_at = $4
         where (municipality_id, id) in (
             select municipality_id, id from reminder where state = $1 and next_at is not null and next_at <= $3 order by next_at limit $5
         ) and state = $1 and next_at is not null and next_at <= $3
         returning *",
        state.code(), by, now, lease, limit; reminder
    )?;
    Ok(in_turn(all))
}

/// Whether a reminder `r` is somebody's who has a browser that takes notifications.
macro_rules! subscribes {
    () => {
        "exists (
             select 1 from youth y join push_subscription p on p.municipality_id = y.municipality_id and p.youth_id = y.id
             where y.municipality_id = r.municipality_id and y.person_id = r.person_id
         )"
    };
}

/// [`claim`] of what is planned, while texts have to wait: what is too late at `late`, and theirs who have a browser that takes
/// notifications where `subscribers` says so.
pub async fn claim_meanwhile(
    tx: &mut Tx,
    by: &str,
    subscribers: bool,
    late: i64,
    now: i64,
    lease: i64,
    limit: i64,
) -> Result<Vec<Reminder>, StoreError> {
    let all = fetch_all!(
        tx,
        concat!(
            "update reminder set leased_by = $1, next_at = $3
             where (municipality_id, id) in (
                 select r.municipality_id, r.id from reminder r
                 where r.state = 'planned' and r.next_at is not null and r.next_at <= $2 and (r.until_at <= $5 or ($6 and ",
            subscribes!(),
            "))
                 order by r.next_at limit $4
             ) and state = 'planned' and next_at is not null and next_at <= $2
             returning *"
        ),
        by, now, lease, limit, late, subscribers; reminder
    )?;
    Ok(in_turn(all))
}

/// Where messages of a state are to be looked at.
pub async fn places(tx: &mut Tx, state: State, now: i64) -> Result<Vec<MunicipalityId>, StoreError> {
    fetch_all!(
        tx,
        "select distinct municipality_id from reminder where state = $1 and next_at is not null and next_at <= $2 order by municipality_id",
        state.code(), now; |row| row.parse("reminder.municipality_id")
    )
}

/// At most `limit` of a municipality's messages of a state that are to be looked at. Whoever asks holds its lock.
pub async fn due(tx: &mut Tx, municipality: MunicipalityId, state: State, now: i64, limit: i64) -> Result<Vec<Reminder>, StoreError> {
    fetch_all!(
        tx,
        "select * from reminder where municipality_id = $1 and state = $2 and next_at is not null and next_at <= $3
         order by due_at, id limit $4",
        municipality, state.code(), now, limit; reminder
    )
}

fn in_turn(mut all: Vec<Reminder>) -> Vec<Reminder> {
    all.sort_by_key(|it| (it.due, it.id));
    all
}

/// Marks a message that this server has leased as being sent. False where it is no longer as it was.
pub async fn begin(tx: &mut Tx, municipality: MunicipalityId, id: MessageId, by: &str, now: i64, lease: i64) -> Result<bool, StoreError> {
    let hit = execute!(
        tx,
        "update reminder set state = 'sending', next_at = $5, changed_at = $4
         where municipality_id = $1 and id = $2 and leased_by = $3 and state in ('planned', 'shown') and next_at > $4",
        municipality,
        id,
        by,
        now,
        lease,
    )?;
    Ok(hit == 1)
}

/// Those of some persons that a server has taken and not begun are to be checked once more, by whoever is next.
pub async fn check_again(
    tx: &mut Tx,
    municipality: MunicipalityId,
    persons: impl IntoIterator<Item = YouthId>,
    now: i64,
) -> Result<(), StoreError> {
    let [ids, width, count] = Listed::of(persons).binds();
    execute!(
        tx,
        asked!(
            "update reminder set leased_by = null, next_at = $5
             where municipality_id = $4 and person_id in (select id from asked)
               and state in ('planned', 'shown') and leased_by is not null"
        ),
        ids,
        width,
        count,
        municipality,
        now,
    )?;
    Ok(())
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

/// Whether any message is to be looked at, or any report worked in. What is to be sent counts where it can go now, and where it
/// is too late at `late`.
pub async fn any_due(tx: &mut Tx, whose: Whose, late: i64, now: i64) -> Result<bool, StoreError> {
    let found = fetch_optional!(
        tx,
        concat!(
            "select 1 as due from reminder r where next_at is not null and next_at <= $1 and (
                 $2 or state not in ('planned', 'shown') or (state = 'planned' and (until_at <= $4 or ($3 and ",
            subscribes!(),
            ")))
             )
             union all select 1 as due from attempt_report where taken_at is null limit 1"
        ),
        now, whose == Whose::Anyone, whose == Whose::Subscribers, late; |_| Ok(())
    )?;
    Ok(found.is_some())
}

/// How many messages of every municipality stand in each state, those that are settled apart.
pub async fn open_counts(tx: &mut Tx) -> Result<Vec<(State, i64)>, StoreError> {
    fetch_all!(
        tx,
        "select state, count(*) as n from reminder where next_at is not null group by state";
        |row| Ok((row.parse("reminder.state")?, row.int("reminder.n")?))
    )
}

/// How many of a municipality's messages stand in each state.
pub async fn counts(tx: &mut Tx, municipality: MunicipalityId) -> Result<Vec<(State, i64)>, StoreError> {
    fetch_all!(
        tx,
        "select state, count(*) as n from reminder where municipality_id = $1 group by state order by state",
        municipality; |row| Ok((row.parse("reminder.state")?, row.int("reminder.n")?))
    )
}

/// How many have fallen due before an instant and wait.
pub async fn overdue(tx: &mut Tx, before: i64) -> Result<i64, StoreError> {
    crate::db::fetch_one!(
        tx,
        "select count(*) as n from reminder where state = 'planned' and next_at is not null and due_at < $1",
        before; |row| row.int("reminder.n")
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

/// After a restore: what fell due between the backup and now may have gone, and nobody knows. It is unclear until someone
/// releases it. Returns how many.
pub async fn doubt(tx: &mut Tx, from: i64, until: i64) -> Result<u64, StoreError> {
    execute!(
        tx,
        "update reminder set state = 'unclear', reason = 'restored', next_at = $2, leased_by = null, changed_at = $2
         where state in ('planned', 'shown', 'sending') and next_at is not null and (due_at between $1 and $2 or state <> 'planned')",
        from,
        until,
    )
}

/// How many a restore made unclear.
pub async fn doubted(tx: &mut Tx, municipality: MunicipalityId) -> Result<i64, StoreError> {
    crate::db::fetch_one!(
        tx,
        "select count(*) as n from reminder where municipality_id = $1 and state = 'unclear' and reason = 'restored'",
        municipality; |row| row.int("reminder.n")
    )
}

/// Lets what a restore made unclear be sent after all, if it is still asked for.
pub async fn release(tx: &mut Tx, municipality: MunicipalityId, now: i64) -> Result<u64, StoreError> {
    execute!(
        tx,
        "update reminder set state = 'planned', reason = null, next_at = $2, changed_at = $2
         where municipality_id = $1 and state = 'unclear' and reason = 'restored'",
        municipality,
        now,
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
