//! Laws of what is sent, whatever happens: never at night, never too much, never twice, never what isn't so.

use super::*;
use crate::remind::{Due, due};
use proptest::prelude::*;

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
                due(&youth, &policy, now).iter().filter(|it| made.iter().all(|key| !it.is(key))).filter_map(Due::key).collect();
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
