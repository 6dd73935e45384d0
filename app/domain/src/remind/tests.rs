//! The cases that the design names one by one.

use super::{Key, Policy, Queue, Step, Verdict, Why, after_missed, candidates, fits_in, judge, number, planned, unheard_of};
use crate::{
    Actor, Address, Answer, CloseReason, Detail, Fact, FactRef, MessageId, MessageKind, Phone, PhoneOwner, Place, RegistrationId, civil,
};
use book::{Book, at, is_sent, meeting, message_of, monday};
use jiff::civil::{DateTime, date, datetime};

mod answered;
mod book;
mod laws;
mod unsure;

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;

#[test]
fn a_meeting_on_friday_is_confirmed_and_reminded_of_twice() {
    let mut book = Book::new();
    book.plan(monday(), meeting(1), datetime(2026, 11, 27, 14, 0, 0, 0));
    let expected = [
        (Step::Booked, "2026-11-23T10:00:00".to_owned()),
        (Step::Before(72), "2026-11-24T14:00:00".to_owned()),
        (Step::Before(24), "2026-11-26T14:00:00".to_owned()),
    ];
    assert_eq!(book.steps(monday()), expected);
    assert_eq!(book.steps(at(datetime(2026, 11, 24, 15, 0, 0, 0)))[1..], expected[2..], "an offset that is past is never made");
}

#[test]
fn the_clocks_change_and_the_wall_clock_holds() {
    for (meeting_at, before) in [
        (datetime(2026, 3, 29, 14, 0, 0, 0), "2026-03-28T14:00:00"),
        (datetime(2026, 3, 30, 10, 0, 0, 0), "2026-03-29T10:00:00"),
        (datetime(2026, 10, 25, 14, 0, 0, 0), "2026-10-24T14:00:00"),
        (datetime(2026, 10, 26, 9, 30, 0, 0), "2026-10-25T09:30:00"),
    ] {
        let mut book = Book::new();
        let now = at(meeting_at) - 5 * DAY;
        book.plan(now, meeting(1), meeting_at);
        assert!(book.steps(now).contains(&(Step::Before(24), before.to_owned())), "{:?}", book.steps(now));
    }
}

#[test]
fn what_falls_due_at_night_goes_the_evening_before() {
    let mut book = Book::new();
    book.plan(monday(), meeting(1), datetime(2026, 11, 27, 8, 0, 0, 0));
    let steps = book.steps(monday());
    assert!(steps.contains(&(Step::Before(24), "2026-11-25T20:30:00".to_owned())), "{steps:?}");
    // Booked in the evening for the next morning: nothing is sent at night, nor after it.
    let mut book = Book::new();
    let late = at(datetime(2026, 11, 23, 21, 30, 0, 0));
    book.plan(late, meeting(1), datetime(2026, 11, 24, 9, 30, 0, 0));
    assert_eq!(book.steps(late), []);
}

#[test]
fn moved_back_and_forth_each_time_is_told_and_reminders_follow_the_last() {
    let mut book = Book::new();
    let (friday, thursday) = (datetime(2026, 11, 27, 14, 0, 0, 0), datetime(2026, 11, 26, 14, 0, 0, 0));
    book.plan(monday(), meeting(1), friday);
    let first = book.key(Step::Before(24), monday());
    book.moves(monday() + HOUR, meeting(1), thursday);
    let moved = book.key(Step::Moved, monday() + HOUR);
    assert_eq!(book.judged(&first, at(datetime(2026, 11, 26, 14, 0, 0, 0))), Verdict::Never(Why::Gone));
    book.moves(monday() + 2 * HOUR, meeting(1), friday);
    let again = book.key(Step::Moved, monday() + 2 * HOUR);
    assert_ne!(moved, again);
    assert_eq!(book.judged(&moved, monday() + 2 * HOUR), Verdict::Never(Why::Gone));
    assert!(is_sent(&book.judged(&again, monday() + 2 * HOUR)));
    let last = book.key(Step::Before(24), monday());
    assert!(last != first && is_sent(&book.judged(&last, at(thursday))));
}

#[test]
fn another_place_at_the_same_time_is_the_same_meeting() {
    let mut book = Book::new();
    book.plan(monday(), meeting(1), datetime(2026, 11, 27, 14, 0, 0, 0));
    let before = book.key(Step::Before(24), monday());
    let saw = book.youth().meetings[&meeting(1)].plan.saw();
    let to = Fact::MeetingMoved { meeting: meeting(1), at: datetime(2026, 11, 27, 14, 0, 0, 0), place: Place::Remote, saw };
    book.write(monday() + HOUR, vec![to]);
    assert_eq!(book.key(Step::Before(24), monday()), before);
    assert!(!book.steps(monday() + HOUR).iter().any(|it| it.0 == Step::Moved));
}

#[test]
fn a_disputed_time_sends_nothing_and_one_who_has_seen_both_decides() {
    let mut book = Book::new();
    book.plan(monday(), meeting(1), datetime(2026, 11, 27, 14, 0, 0, 0));
    let before = book.key(Step::Before(24), monday());
    let saw = book.youth().meetings[&meeting(1)].plan.saw();
    let to =
        |hour| Fact::MeetingMoved { meeting: meeting(1), at: datetime(2026, 11, 27, hour, 0, 0, 0), place: Place::Cafe, saw: saw.clone() };
    book.write(monday() + HOUR, vec![to(15)]);
    book.write(monday() + HOUR, vec![to(16)]);
    assert_eq!(book.steps(monday() + HOUR), []);
    assert_eq!(book.judged(&before, at(datetime(2026, 11, 26, 15, 0, 0, 0))), Verdict::Never(Why::Conflict));
    book.moves(monday() + 2 * HOUR, meeting(1), datetime(2026, 11, 27, 16, 0, 0, 0));
    assert!(book.steps(monday() + 2 * HOUR).contains(&(Step::Before(24), "2026-11-26T16:00:00".to_owned())));
}

#[test]
fn the_same_said_twice_is_no_dispute_and_one_message() {
    let mut book = Book::new();
    book.plan(monday(), meeting(1), datetime(2026, 11, 27, 14, 0, 0, 0));
    let saw = book.youth().meetings[&meeting(1)].plan.saw();
    let to = Fact::MeetingMoved { meeting: meeting(1), at: datetime(2026, 11, 27, 15, 0, 0, 0), place: Place::Cafe, saw };
    book.write(monday() + HOUR, vec![to.clone()]);
    let one = book.key(Step::Moved, monday() + HOUR);
    // The other phone's clock is behind, so that its change sorts first.
    book.write(monday() + HOUR / 2, vec![to]);
    let all = candidates(&book.youth(), &Policy::default(), monday() + HOUR);
    assert_eq!(all.iter().filter(|it| it.step == Step::Moved).count(), 1);
    assert!(all.iter().any(|it| it.is(&one)), "what was made before is still the same");
}

#[test]
fn cancelled_is_told_to_who_has_heard_of_it_and_not_at_night() {
    let mut book = Book::new();
    book.plan(monday(), meeting(1), datetime(2026, 11, 27, 14, 0, 0, 0));
    let (booked, before) = (book.key(Step::Booked, monday()), book.key(Step::Before(24), monday()));
    let planned = book.entries.len();
    book.cancels(monday() + HOUR, meeting(1));
    assert_eq!(book.steps(monday() + HOUR), [], "cancelled before anything was sent: nothing is");
    assert_eq!(book.judged(&before, at(datetime(2026, 11, 26, 14, 0, 0, 0))), Verdict::Never(Why::Gone));
    book.entries.truncate(planned);
    book.sent(monday(), &booked, MessageKind::Booked, Some(meeting(1)));
    let late = at(datetime(2026, 11, 23, 22, 0, 0, 0));
    book.cancels(late, meeting(1));
    let key = book.key(Step::Cancelled, late);
    assert_eq!(book.judged(&key, late), Verdict::Never(Why::Quiet), "somebody must call");
    assert!(is_sent(&book.judged(&key, late + 12 * HOUR)));
    book.by(Actor::Youth, late, vec![Fact::MeetingAnswered { meeting: meeting(1), answer: Answer::NotComing, saw: vec![] }]);
    assert_eq!(book.judged(&key, late + 12 * HOUR), Verdict::Never(Why::Gone), "who said no knows");
}

#[test]
fn taking_a_cancellation_back_brings_the_reminder_back() {
    let mut book = Book::new();
    book.plan(monday(), meeting(1), datetime(2026, 11, 27, 14, 0, 0, 0));
    let before = book.key(Step::Before(24), monday());
    let cancelled = book.cancels(monday() + HOUR, meeting(1));
    book.write(monday() + HOUR, vec![Fact::Withdrawn { target: cancelled }]);
    assert_eq!(book.key(Step::Before(24), monday() + HOUR), before);
}

#[test]
fn an_answer_stops_reminders_and_an_old_yes_does_not() {
    let friday = datetime(2026, 12, 11, 14, 0, 0, 0);
    let with = |answer, said: i64| {
        let mut book = Book::new();
        book.plan(monday(), meeting(1), friday);
        let key = book.key(Step::Before(24), monday());
        book.by(Actor::Youth, said, vec![Fact::MeetingAnswered { meeting: meeting(1), answer, saw: vec![] }]);
        book.judged(&key, at(friday) - DAY)
    };
    assert_eq!(with(Answer::NotComing, monday() + HOUR), Verdict::Never(Why::Gone));
    assert_eq!(with(Answer::CallMe, monday() + HOUR), Verdict::Never(Why::Gone));
    assert_eq!(with(Answer::Coming, at(friday) - 2 * DAY), Verdict::Never(Why::Gone));
    assert!(is_sent(&with(Answer::Coming, monday() + HOUR)), "nearly three weeks ago");
}

#[test]
fn no_reminder_for_this_meeting_and_taking_that_back() {
    let mut book = Book::new();
    book.plan(monday(), meeting(1), datetime(2026, 11, 27, 14, 0, 0, 0));
    let off = book.write(monday(), vec![Fact::MeetingReminderOff { meeting: meeting(1) }]);
    assert_eq!(book.steps(monday()), []);
    book.write(monday(), vec![Fact::Withdrawn { target: off }]);
    assert_eq!(book.steps(monday()).len(), 3);
}

#[test]
fn missed_is_followed_by_a_word_unless_they_have_met_since() {
    let mut book = Book::new();
    book.plan(monday() - 5 * DAY, meeting(1), datetime(2026, 11, 23, 9, 30, 0, 0));
    book.misses(monday(), meeting(1));
    assert_eq!(book.steps(monday()), [(Step::Missed, "2026-11-23T12:00:00".to_owned())]);
    let key = book.key(Step::Missed, monday());
    assert!(is_sent(&book.judged(&key, monday() + 2 * HOUR)));
    let with = |fact| {
        let mut book = Book { entries: book.entries.clone() };
        book.write(monday() + HOUR, vec![fact]);
        book.judged(&key, monday() + 2 * HOUR)
    };
    let again = Fact::MeetingPlanned { meeting: meeting(2), at: datetime(2026, 11, 30, 14, 0, 0, 0), place: Place::Cafe, worker: None };
    assert_eq!(with(again), Verdict::Never(Why::Gone));
    assert_eq!(with(Fact::MeetingReminderOff { meeting: meeting(1) }), Verdict::Never(Why::Gone));
    let id = MessageId::new(1, [1; 10]);
    let asked = Fact::MessageAsked { message: id, template: MessageKind::Missed, meeting: Some(meeting(1)), at: None };
    assert_eq!(with(asked), Verdict::Never(Why::Gone), "the worker's own takes its place");
}

/// Booked on Monday for Friday at two, with what went of it.
fn friday(went: &[(Step, MessageKind, DateTime)]) -> Book {
    let mut book = Book::new();
    book.plan(monday(), meeting(1), datetime(2026, 11, 27, 14, 0, 0, 0));
    for (step, kind, when) in went {
        let key = book.key(*step, monday());
        book.sent(at(*when), &key, *kind, Some(meeting(1)));
    }
    book
}

const BOOKED: (Step, MessageKind, DateTime) = (Step::Booked, MessageKind::Booked, datetime(2026, 11, 23, 10, 0, 0, 0));
const THREE_DAYS: (Step, MessageKind, DateTime) = (Step::Before(72), MessageKind::ThreeDays, datetime(2026, 11, 24, 14, 0, 0, 0));
const DAY_BEFORE: (Step, MessageKind, DateTime) = (Step::Before(24), MessageKind::DayBefore, datetime(2026, 11, 26, 14, 0, 0, 0));

#[test]
fn a_reminder_that_should_have_gone_is_told_of_until_something_is_heard() {
    let steps = |book: &Book, day, hour| {
        let now = at(datetime(2026, 11, day, hour, 0, 0, 0));
        unheard_of(&book.youth(), &Policy::default(), now).iter().map(|it| it.step).collect::<Vec<_>>()
    };
    let silent = friday(&[BOOKED]);
    assert_eq!(steps(&silent, 24, 13), [], "it is coming");
    assert_eq!(steps(&silent, 24, 15), [Step::Before(72)]);
    assert_eq!(steps(&silent, 27, 9), [Step::Before(72), Step::Before(24)]);
    assert_eq!(steps(&silent, 27, 14), [], "the meeting has begun");
    assert_eq!(steps(&friday(&[BOOKED, THREE_DAYS]), 24, 15), []);
    assert_eq!(steps(&friday(&[BOOKED, DAY_BEFORE]), 27, 9), [], "a later one has gone");
    let mut answered = friday(&[BOOKED]);
    answered.answers(at(datetime(2026, 11, 26, 18, 0, 0, 0)), meeting(1), Answer::Coming);
    assert_eq!(steps(&answered, 27, 9), [], "they know");
    // Three days before the meeting is the day when it was booked, and of that there is word already.
    let mut capped = Book::new();
    capped.plan(monday(), meeting(1), datetime(2026, 11, 26, 14, 0, 0, 0));
    let booked = capped.key(Step::Booked, monday());
    capped.sent(monday(), &booked, MessageKind::Booked, Some(meeting(1)));
    assert_eq!(steps(&capped, 24, 9), [], "the caps kept it back");
    let mut late = Book::new();
    late.plan(at(datetime(2026, 11, 26, 16, 0, 0, 0)), meeting(1), datetime(2026, 11, 27, 14, 0, 0, 0));
    assert_eq!(steps(&late, 26, 17), [], "it was booked after that");
}

#[test]
fn the_word_after_a_missed_meeting_is_known_before_it_is_said() {
    let follows = |book: &Book, hour, minute| {
        let now = at(datetime(2026, 11, 27, hour, minute, 0, 0));
        after_missed(book.youth(), meeting(1), &Policy::default(), now).map(|it| civil::local(it.due))
    };
    let two = friday(&[THREE_DAYS, DAY_BEFORE]);
    assert_eq!(follows(&two, 14, 5), Some(datetime(2026, 11, 27, 16, 5, 0, 0)));
    assert_eq!(follows(&two, 19, 30), Some(datetime(2026, 11, 28, 9, 0, 0, 0)), "not at night");
    // It is what comes of it.
    let mut said = friday(&[THREE_DAYS, DAY_BEFORE]);
    said.misses(at(datetime(2026, 11, 27, 14, 5, 0, 0)), meeting(1));
    assert_eq!(said.steps(at(datetime(2026, 11, 27, 14, 5, 0, 0))), [(Step::Missed, "2026-11-27T16:05:00".to_owned())]);
    let mut again = friday(&[THREE_DAYS, DAY_BEFORE]);
    again.plan(monday(), meeting(2), datetime(2026, 12, 1, 14, 0, 0, 0));
    assert_eq!(follows(&again, 14, 5), None, "they have a new time already");
}

#[test]
fn who_has_had_the_weeks_three_is_not_written_to_after_a_missed_meeting() {
    let mut book = friday(&[BOOKED, THREE_DAYS, DAY_BEFORE]);
    let now = at(datetime(2026, 11, 27, 14, 5, 0, 0));
    assert_eq!(after_missed(book.youth(), meeting(1), &Policy::default(), now), None);
    book.misses(now, meeting(1));
    let key = book.key(Step::Missed, now);
    assert_eq!(book.judged(&key, now + 2 * HOUR), Verdict::Never(Why::Capped), "nor does the server send it");
}

#[test]
fn that_a_text_will_not_go_is_known_before_it_is_asked_for() {
    let book = friday(&[BOOKED]);
    let fits = |kind, at, now| fits_in(&book.youth(), &Policy::default(), kind, at, now);
    let (noon, ten) = (monday() + 2 * HOUR, |day| Some(datetime(2026, 11, day, 10, 0, 0, 0)));
    assert!(!fits(MessageKind::Encouragement, None, noon), "one has gone today");
    assert!(fits(MessageKind::Cancelled, None, noon), "what has changed is told all the same");
    assert!(fits(MessageKind::Encouragement, None, monday() + 12 * HOUR), "it goes in the morning");
    assert!(!fits(MessageKind::Encouragement, ten(26), noon), "a reminder goes that day");
    assert!(!fits(MessageKind::Encouragement, ten(25), noon), "the week is full");
    assert!(fits(MessageKind::Encouragement, Some(datetime(2026, 12, 2, 10, 0, 0, 0)), noon));
    // Asked for nonetheless, the server sends it as little.
    let mut asked = friday(&[BOOKED]);
    let id = MessageId::new(1, [1; 10]);
    let version =
        asked.write(noon, vec![Fact::MessageAsked { message: id, template: MessageKind::Encouragement, meeting: None, at: None }]);
    let key = Key { subject: super::Subject::Asked(id), version, step: Step::Asked };
    assert_eq!(asked.judged(&key, noon), Verdict::Never(Why::Capped));
}

#[test]
fn what_a_worker_asks_for_goes_when_it_is_asked_for() {
    let mut book = Book::new();
    let id = |number| MessageId::new(1, [number; 10]);
    let ask = |number, at| Fact::MessageAsked { message: id(number), template: MessageKind::Encouragement, meeting: None, at };
    let now = book.write(monday(), vec![ask(1, None)]);
    book.write(monday(), vec![ask(2, Some(datetime(2026, 11, 26, 22, 0, 0, 0)))]);
    assert_eq!(book.steps(monday()), [(Step::Asked, "2026-11-23T10:00:00".to_owned()), (Step::Asked, "2026-11-26T20:30:00".to_owned())]);
    let key = Key { subject: super::Subject::Asked(id(1)), version: now, step: Step::Asked };
    assert!(is_sent(&book.judged(&key, monday() + HOUR)));
    assert_eq!(book.judged(&key, monday() + 25 * HOUR), Verdict::Never(Why::TooLate), "it was asked for offline, long ago");
    book.write(monday(), vec![Fact::Withdrawn { target: now }]);
    assert_eq!(book.judged(&key, monday() + HOUR), Verdict::Never(Why::Gone));
}

#[test]
fn several_at_once_the_day_before_comes_first_and_the_caps_hold() {
    let mut book = Book::new();
    book.plan(monday(), meeting(1), datetime(2026, 11, 27, 13, 0, 0, 0));
    book.plan(monday(), meeting(2), datetime(2026, 11, 27, 15, 0, 0, 0));
    let youth = book.youth();
    let chosen = planned(&youth, &Policy::default(), monday());
    let days: Vec<_> = chosen.iter().map(|it| civil::day(it.due)).collect();
    assert_eq!(days, [date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 26)], "{chosen:?}");
    assert_eq!(chosen.last().map(|it| it.step), Some(Step::Before(24)));
    let thursday = at(datetime(2026, 11, 26, 15, 0, 0, 0));
    let pending: Vec<Key> = candidates(&youth, &Policy::default(), thursday)
        .iter()
        .filter(|it| it.step == Step::Before(24))
        .filter_map(super::Due::key)
        .collect();
    let queue = Queue { pending: pending.clone(), ..Queue::default() };
    let verdicts: Vec<bool> = pending.iter().map(|it| is_sent(&judge(&youth, &Policy::default(), it, &queue, thursday))).collect();
    assert_eq!(verdicts, [true, false], "both wait, and two servers agree which goes");
    let gone = Queue { own: None, pending: vec![pending[1]], gone: vec![(message_of(&pending[0]), thursday)] };
    assert_eq!(judge(&youth, &Policy::default(), &pending[1], &gone, thursday), Verdict::Never(Why::Capped), "one is under way");
}

#[test]
fn who_may_not_be_reached_gets_nothing() {
    let mut book = Book::new();
    book.plan(monday(), meeting(1), datetime(2026, 11, 27, 14, 0, 0, 0));
    let key = book.key(Step::Booked, monday());
    let with = |fact| {
        let mut book = Book { entries: book.entries.clone() };
        book.write(monday(), vec![fact]);
        book.judged(&key, monday())
    };
    assert_eq!(with(Fact::ProtectionSet { saw: vec![] }), Verdict::Never(Why::Protected));
    assert_eq!(with(Fact::Erased {}), Verdict::Never(Why::Erased));
    let registration = RegistrationId::new(1, [1; 10]);
    let left = Fact::Left { registration, reason: crate::LeavingReason::FollowUpDone, on: date(2026, 11, 23), saw: vec![] };
    assert_eq!(with(left), Verdict::Never(Why::Left));
}

#[test]
fn the_number_is_their_own_open_mobile() {
    let mut book = Book::new();
    let phone = |text: &str| Phone::parse(text).expect("a number");
    let has = |text: &str, owner| Fact::DetailsChanged { detail: Detail::Phone { phone: phone(text), owner: Some(owner) }, saw: vec![] };
    book.write(1, vec![has("070-174 06 14", PhoneOwner::Guardian), has("08-465 004 75", PhoneOwner::Youth)]);
    assert_eq!(number(&book.youth()), None, "a guardian's and a landline");
    book.write(2, vec![has("070-174 06 15", PhoneOwner::Youth)]);
    assert_eq!(number(&book.youth()), Some(phone("070-174 06 15")));
    let closed = Address::Phone { phone: phone("070-174 06 15") };
    book.write(3, vec![Fact::ChannelClosed { address: closed, reason: CloseReason::Stop, saw: vec![] }]);
    assert_eq!(number(&book.youth()), None);
}
