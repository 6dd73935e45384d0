//! Booking a meeting, moving it, and what came of it.

use super::call::due;
use domain::{AccountId, Channel, ContactOutcome, Fact, MeetingId, Place, Youth, civil, fold::Meeting};
use jiff::civil::{Date, DateTime, Time};

/// The days to choose among: today and six more.
pub fn day_choices(today: Date) -> Vec<Date> {
    (0..7).map(|it| civil::days_after(today, it)).collect()
}

/// The times to choose among, without those that have passed today.
pub fn time_choices(day: Date, now: i64) -> Vec<Time> {
    let now = civil::local(now);
    [(9, 0), (10, 0), (11, 0), (13, 0), (14, 0), (15, 0), (16, 0), (17, 0)]
        .into_iter()
        .map(|(hour, minute)| Time::constant(hour, minute, 0, 0))
        .filter(|it| day > now.date() || *it > now.time())
        .collect()
}

/// A new meeting.
pub fn planned(meeting: MeetingId, at: DateTime, place: Place, worker: Option<AccountId>) -> Vec<Fact> {
    vec![Fact::MeetingPlanned { meeting, at, place, worker }]
}

/// Another time or place.
pub fn moved(meeting: &Meeting, at: DateTime, place: Place) -> Vec<Fact> {
    vec![Fact::MeetingMoved { meeting: meeting.id, at, place, saw: meeting.plan.saw() }]
}

/// It won't be.
pub fn cancelled(meeting: &Meeting) -> Vec<Fact> {
    vec![Fact::MeetingCancelled { meeting: meeting.id, saw: meeting.plan.saw() }]
}

/// The youth came: a real contact, at the meeting's time.
pub fn held(meeting: &Meeting, youth: &Youth, now: i64) -> Vec<Fact> {
    let mut facts = vec![Fact::MeetingHeld { meeting: meeting.id, saw: meeting.outcome.saw() }];
    facts.push(contact(meeting, ContactOutcome::Conversation, now));
    facts.extend(due(youth, civil::day(now)).map(|follow_up| Fact::FollowUpDone { follow_up }));
    facts
}

/// The youth didn't come: an attempt.
pub fn missed(meeting: &Meeting, now: i64) -> Vec<Fact> {
    vec![Fact::MeetingMissed { meeting: meeting.id, saw: meeting.outcome.saw() }, contact(meeting, ContactOutcome::DidNotCome, now)]
}

fn contact(meeting: &Meeting, outcome: ContactOutcome, now: i64) -> Fact {
    let time = meeting.time();
    Fact::ContactLogged {
        channel: if time.is_some_and(|it| it.1 == Place::Remote) { Channel::Video } else { Channel::Meeting },
        outcome,
        happened: time.map(|it| civil::instant(it.0)).filter(|it| *it <= now),
        place: time.map(|it| it.1),
        phone: None,
        minutes: None,
        note: None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::contact::tests::{TODAY, entry};
    use super::*;
    use jiff::civil::{datetime, time};

    #[test]
    fn a_day_has_only_times_that_are_left() {
        let now = civil::instant(datetime(2026, 11, 23, 15, 30, 0, 0));
        assert_eq!(time_choices(TODAY, now), [time(16, 0, 0, 0), time(17, 0, 0, 0)]);
        assert_eq!(time_choices(civil::days_after(TODAY, 1), now).len(), 8);
        assert_eq!(day_choices(TODAY)[6], civil::days_after(TODAY, 6));
    }

    #[test]
    fn a_held_meeting_is_a_contact_at_its_time_and_a_missed_one_an_attempt() {
        let id = MeetingId::new(1, [1; 10]);
        let at = datetime(2026, 11, 23, 14, 0, 0, 0);
        let now = civil::instant(datetime(2026, 11, 23, 15, 30, 0, 0));
        let plan = entry(1, planned(id, at, Place::Cafe, None));
        let youth = Youth::fold(&[plan.clone()]).unwrap();
        let fold = |facts| Youth::fold(&[plan.clone(), entry(2, facts)]).unwrap();
        let came = fold(held(&youth.meetings[&id], &youth, now));
        assert_eq!(came.last_contact(), Some(civil::instant(at)));
        assert!(!came.meetings[&id].is_open());
        let stayed_away = fold(missed(&youth.meetings[&id], now));
        assert_eq!((stayed_away.last_contact(), stayed_away.contacts.len()), (None, 1));
    }

    #[test]
    fn a_move_leaves_one_time() {
        let id = MeetingId::new(1, [1; 10]);
        let at = datetime(2026, 11, 26, 14, 0, 0, 0);
        let plan = entry(1, planned(id, at, Place::Cafe, None));
        let youth = Youth::fold(&[plan.clone()]).unwrap();
        let later = datetime(2026, 11, 27, 10, 0, 0, 0);
        let youth = Youth::fold(&[plan, entry(2, moved(&youth.meetings[&id], later, Place::Home))]).unwrap();
        assert_eq!(youth.meetings[&id].time(), Some((later, Place::Home)));
        assert!(youth.disputes().is_empty());
    }
}
