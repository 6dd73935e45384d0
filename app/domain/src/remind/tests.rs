//! Laws of what is sent: never at night, never too much, never twice, never what isn't so; and the cases that the design
//! names one by one.

use super::{Key, Policy, Queue, Step, Verdict, Why, candidates, due, judge, number, planned, versions};
use crate::{
    AccountId, Actor, Address, Answer, CloseReason, Detail, DeviceId, Entry, EntryId, Fact, FactRef, Hlc, MeetingId, MessageId,
    MessageKind, Phone, PhoneOwner, Place, RegistrationId, RegistrationReason, Via, Youth, YouthId, civil,
};
use jiff::civil::{DateTime, date, datetime};
use proptest::prelude::*;

mod answered;

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;

/// A journal of one youth, written by a worker and the server.
#[derive(Default)]
struct Book {
    entries: Vec<Entry>,
}

impl Book {
    fn new() -> Self {
        let mut book = Self::default();
        let registration = RegistrationId::new(1, [1; 10]);
        book.write(0, vec![Fact::Registered { registration, reason: RegistrationReason::MovedIn, on: date(2026, 9, 1) }]);
        book
    }

    fn by(&mut self, by: Actor, at: i64, facts: Vec<Fact>) -> FactRef {
        let number = u16::try_from(self.entries.len()).expect("few");
        let [high, low] = number.to_be_bytes();
        let id = EntryId::new(1000 + i64::from(number), [high, low, 0, 0, 0, 0, 0, 0, 0, 1]);
        let (device, youth) = (DeviceId::new(1, [1; 10]), YouthId::new(1, [1; 10]));
        self.entries.push(Entry { id, device, seq: u64::from(number) + 1, at: Hlc { ms: at, counter: 0 }, by, youth, facts });
        FactRef { entry: id, index: 0 }
    }

    fn write(&mut self, at: i64, facts: Vec<Fact>) -> FactRef {
        self.by(Actor::Account(AccountId::new(1, [1; 10])), at, facts)
    }

    fn youth(&self) -> Youth {
        Youth::fold(&self.entries).expect("entries")
    }

    fn plan(&mut self, now: i64, id: MeetingId, at: DateTime) -> FactRef {
        self.write(now, vec![Fact::MeetingPlanned { meeting: id, at, place: Place::Cafe, worker: None }])
    }

    fn moves(&mut self, now: i64, id: MeetingId, at: DateTime) -> FactRef {
        let saw = self.youth().meetings[&id].plan.saw();
        self.write(now, vec![Fact::MeetingMoved { meeting: id, at, place: Place::Cafe, saw }])
    }

    fn cancels(&mut self, now: i64, id: MeetingId) -> FactRef {
        let saw = self.youth().meetings[&id].plan.saw();
        self.write(now, vec![Fact::MeetingCancelled { meeting: id, saw }])
    }

    /// The youth answers the meeting as it is known here.
    fn answers(&mut self, now: i64, id: MeetingId, answer: Answer) {
        let youth = self.youth();
        let saw = versions(&youth, &youth.meetings[&id]).iter().map(|it| it.source).collect();
        self.by(Actor::Youth, now, vec![Fact::MeetingAnswered { meeting: id, answer, saw }]);
    }

    fn misses(&mut self, now: i64, id: MeetingId) {
        self.write(now, vec![Fact::MeetingMissed { meeting: id, saw: vec![] }]);
    }

    fn sent(&mut self, now: i64, key: &Key, kind: MessageKind, meeting: Option<MeetingId>) {
        let id = message_of(key);
        self.by(
            Actor::System,
            now,
            vec![
                Fact::MessageQueued { message: id, meeting, template: Some(kind) },
                Fact::MessageSent { message: id, via: Some(Via::Sms) },
            ],
        );
    }

    fn steps(&self, now: i64) -> Vec<(Step, String)> {
        due(&self.youth(), &Policy::default(), now).iter().map(|it| (it.step, civil::local(it.due).to_string())).collect()
    }

    fn judged(&self, key: &Key, now: i64) -> Verdict {
        judge(&self.youth(), &Policy::default(), key, &Queue { pending: vec![*key], ..Queue::default() }, now)
    }

    /// The message of a step, which there must be.
    fn key(&self, step: Step, now: i64) -> Key {
        let all = candidates(&self.youth(), &Policy::default(), now);
        all.iter().find(|it| it.step == step).and_then(super::Due::key).expect("it is asked for")
    }
}

fn message_of(key: &Key) -> MessageId {
    match key.subject {
        super::Subject::Asked(id) => id,
        super::Subject::Meeting(id) => {
            let hash =
                format!("{id}{}{}", key.version, key.step).bytes().fold(7_u64, |sum, it| sum.wrapping_mul(31).wrapping_add(it.into()));
            let mut random = [0; 10];
            random[..8].copy_from_slice(&hash.to_be_bytes());
            MessageId::new(2, random)
        }
    }
}

fn at(local: DateTime) -> i64 {
    civil::instant(local)
}

fn meeting(number: u8) -> MeetingId {
    MeetingId::new(1, [number; 10])
}

/// A Monday at ten.
fn monday() -> i64 {
    at(datetime(2026, 11, 23, 10, 0, 0, 0))
}

fn is_sent(verdict: &Verdict) -> bool {
    matches!(verdict, Verdict::Send(_))
}

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

/// What happens next, some minutes later.
#[derive(Clone, Debug)]
struct Event {
    after: i64,
    kind: u8,
    meeting: u8,
    hours: i64,
    skew: i64,
}

fn events() -> impl Strategy<Value = Vec<Event>> {
    let event = (0i64..30 * 60, 0u8..9, 0u8..3, 1i64..240, -40i64..40).prop_map(|(after, kind, meeting, hours, skew)| Event {
        after,
        kind,
        meeting,
        hours,
        skew,
    });
    prop::collection::vec(event, 1..25)
}

/// What was sent: which, when, what, and when the meeting was.
type Sent = (Key, i64, MessageKind, Option<DateTime>);

/// A server that is awake every so many minutes: plans as the journal grows, and sends what it may.
fn live(start: i64, events: &[Event], every: i64) -> (Book, Vec<Sent>) {
    let policy = Policy::default();
    let (mut book, mut pending, mut made, mut sent) = (Book::new(), Vec::<Key>::new(), Vec::<Key>::new(), Vec::<Sent>::new());
    let mut now = start;
    let mut all: Vec<Option<&Event>> = events.iter().map(Some).collect();
    all.push(None);
    for event in all {
        let until = now + event.map_or(12 * DAY, |it| it.after * 60_000);
        let mut youth = book.youth();
        while now < until {
            let new: Vec<Key> =
                due(&youth, &policy, now).iter().filter(|it| made.iter().all(|key| !it.is(key))).filter_map(super::Due::key).collect();
            for key in new {
                made.push(key);
                pending.push(key);
            }
            for key in pending.clone() {
                let verdict = judge(&youth, &policy, &key, &Queue { pending: pending.clone(), ..Queue::default() }, now);
                match verdict {
                    Verdict::Wait(_) => continue,
                    Verdict::Send(it) => {
                        book.sent(now, &key, it.kind, it.meeting);
                        sent.push((key, now, it.kind, it.time));
                        youth = book.youth();
                    }
                    Verdict::Never(_) => {}
                }
                pending.retain(|it| *it != key);
            }
            now += every * 60_000;
        }
        if let Some(event) = event {
            happen(&mut book, event, now);
        }
    }
    (book, sent)
}

fn happen(book: &mut Book, event: &Event, now: i64) {
    let (id, claimed) = (meeting(event.meeting + 1), now + event.skew * 60_000);
    let time = civil::local(now + event.hours * HOUR);
    let youth = book.youth();
    let known = youth.meetings.get(&id);
    match (event.kind, known) {
        (0..=2, None) => drop(book.plan(claimed, id, time)),
        (0 | 1, Some(_)) => drop(book.moves(claimed, id, time)),
        (2, Some(it)) => {
            // A phone that hasn't seen the latest.
            let saw = it.plan.saw().into_iter().take(1).collect();
            book.write(claimed, vec![Fact::MeetingMoved { meeting: id, at: time, place: Place::Cafe, saw }]);
        }
        (3, Some(_)) => drop(book.cancels(claimed, id)),
        (4, Some(_)) => book.answers(now, id, Answer::Coming),
        (5, Some(it)) if it.time().is_some_and(|it| at(it.0) < now) => book.misses(claimed, id),
        (6 | 7, _) => {
            let [a, b] = u16::try_from(book.entries.len()).unwrap_or_default().to_be_bytes();
            let message = MessageId::new(3, [a, b, 0, 0, 0, 0, 0, 0, 0, 3]);
            let at = (event.kind == 7).then_some(time);
            book.write(claimed, vec![Fact::MessageAsked { message, template: MessageKind::Encouragement, meeting: None, at }]);
        }
        _ => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    /// Over weeks that hold both nights when the clocks change, on a server that looks often or seldom.
    #[test]
    fn never_at_night_never_too_much_never_twice_never_too_late(
        events in events(),
        season in 0usize..3,
        every in prop::sample::select(vec![20i64, 60, 200]),
    ) {
        let start = at([datetime(2026, 3, 24, 8, 0, 0, 0), datetime(2026, 10, 20, 8, 0, 0, 0), datetime(2026, 11, 23, 10, 0, 0, 0)][season]);
        let policy = Policy::default();
        let (_, sent) = live(start, &events, every);
        let mut keys: Vec<Key> = sent.iter().map(|it| it.0).collect();
        keys.sort();
        keys.dedup();
        prop_assert_eq!(keys.len(), sent.len(), "one was sent twice");
        for (key, now, kind, time) in &sent {
            let local = civil::local(*now);
            prop_assert!((9..21).contains(&local.hour()), "{:?} at {}", key, local);
            if let Some(time) = time.filter(|_| *kind != MessageKind::Missed) {
                prop_assert!(*now < at(time), "{:?} after its meeting", key);
            }
        }
        let counted: Vec<i64> = sent.iter().filter(|it| !it.2.is_exempt()).map(|it| it.1).collect();
        for it in &counted {
            let same_day = counted.iter().filter(|other| civil::day(**other) == civil::day(*it)).count();
            prop_assert!(same_day <= usize::from(policy.per_day));
            let week = counted.iter().filter(|other| (0..7 * DAY).contains(&(**other - *it))).count();
            prop_assert!(week <= usize::from(policy.per_week));
        }
    }

    /// What is sent of a meeting is the time that the journal then has, and nothing is while that is disputed.
    #[test]
    fn only_what_is_so_is_said(events in events()) {
        let start = at(datetime(2026, 11, 23, 10, 0, 0, 0));
        for until in 1..=events.len() {
            let (book, _) = live(start, &events[..until], 240);
            let youth = book.youth();
            let now = start + 5 * DAY;
            for it in candidates(&youth, &Policy::default(), now) {
                let Some(meeting) = it.meeting.and_then(|it| youth.meetings.get(&it)) else { continue };
                prop_assert!(!meeting.plan.is_disputed());
                if it.step != Step::Cancelled {
                    prop_assert_eq!(it.time, meeting.time().map(|it| it.0));
                }
            }
        }
    }
}
