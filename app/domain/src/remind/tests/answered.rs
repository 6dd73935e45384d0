//! An answer is of the time that the youth was told, whatever the clocks say and in whatever order it is heard of.

use super::*;
use crate::{Summary, remind};

const FRIDAY: DateTime = datetime(2026, 11, 27, 14, 0, 0, 0);
const LATER: DateTime = datetime(2026, 11, 27, 16, 0, 0, 0);

/// A meeting on Friday that the youth has had a text about.
fn booked() -> Book {
    let mut book = Book::new();
    book.plan(monday(), meeting(1), FRIDAY);
    let key = book.key(Step::Booked, monday());
    book.sent(monday(), &key, MessageKind::Booked, Some(meeting(1)));
    book
}

fn to(at: DateTime, saw: Vec<FactRef>) -> Fact {
    Fact::MeetingMoved { meeting: meeting(1), at, place: Place::Cafe, saw }
}

/// What has been said of the time that the meeting has.
fn standing(book: &Book) -> Vec<Answer> {
    let youth = book.youth();
    remind::answers(&youth, &youth.meetings[&meeting(1)]).iter().map(|it| it.answer).collect()
}

#[test]
fn a_no_to_the_old_time_is_none_to_one_that_is_heard_of_later() {
    let mut book = booked();
    let saw = book.youth().meetings[&meeting(1)].plan.saw();
    book.answers(monday() + 2 * HOUR, meeting(1), Answer::NotComing);
    assert_eq!((book.steps(monday() + 2 * HOUR), standing(&book)), (vec![], vec![Answer::NotComing]));
    // An hour before the no a worker moved it without a signal, and the phone is heard of now.
    book.write(monday() + HOUR, vec![to(LATER, saw)]);
    let expected =
        [(Step::Moved, "2026-11-23T11:00:00"), (Step::Before(72), "2026-11-24T16:00:00"), (Step::Before(24), "2026-11-26T16:00:00")];
    assert_eq!(book.steps(monday() + 3 * HOUR), expected.map(|(step, at)| (step, at.to_owned())));
    assert_eq!(standing(&book), []);
    // Lists say nothing of the new time, and what was said isn't hidden.
    let summary = Summary::of(&book.youth());
    assert_eq!(summary.meetings[0].answer, None);
    assert_eq!(summary.answered.map(|it| (it.answer, it.outdated)), Some((Some(Answer::NotComing), true)));
    book.answers(monday() + 4 * HOUR, meeting(1), Answer::NotComing);
    assert_eq!((book.steps(monday() + 4 * HOUR).len(), standing(&book)), (1, vec![Answer::NotComing]), "the move alone is told");
    assert_eq!(Summary::of(&book.youth()).answered.map(|it| it.outdated), Some(false));
}

#[test]
fn a_no_counts_where_the_phone_that_booked_is_ahead() {
    let mut book = Book::new();
    book.plan(monday() + DAY, meeting(1), FRIDAY);
    let unanswered = book.entries.clone();
    book.answers(monday() + HOUR, meeting(1), Answer::NotComing);
    assert_eq!((book.steps(monday() + 2 * HOUR), standing(&book)), (vec![], vec![Answer::NotComing]));
    assert_eq!(Summary::of(&book.youth()).meetings[0].answer, Some(Answer::NotComing));
    // One that names nothing, as before answers did, is judged by its clock.
    let mut old = Book { entries: unanswered };
    let mut says = |at| {
        old.by(Actor::Youth, at, vec![Fact::MeetingAnswered { meeting: meeting(1), answer: Answer::NotComing, saw: vec![] }]);
        standing(&old).len()
    };
    assert_eq!((says(monday() + HOUR), says(monday() + 2 * DAY)), (0, 1));
}

#[test]
fn who_refused_an_earlier_time_is_told_that_the_new_one_is_off() {
    let with = |also_the_new: bool| {
        let mut book = booked();
        book.answers(monday() + HOUR, meeting(1), Answer::NotComing);
        book.moves(monday() + 2 * HOUR, meeting(1), LATER);
        if also_the_new {
            book.answers(monday() + 3 * HOUR, meeting(1), Answer::NotComing);
        }
        book.cancels(monday() + 4 * HOUR, meeting(1));
        book.steps(monday() + 4 * HOUR).iter().map(|it| it.0).collect::<Vec<_>>()
    };
    assert_eq!(with(false), [Step::Cancelled]);
    assert_eq!(with(true), []);
}

#[test]
fn another_place_keeps_an_answer_and_a_time_that_comes_back_does_not() {
    let mut book = booked();
    book.answers(monday() + HOUR, meeting(1), Answer::Coming);
    let saw = book.youth().meetings[&meeting(1)].plan.saw();
    book.write(monday() + 2 * HOUR, vec![Fact::MeetingMoved { meeting: meeting(1), at: FRIDAY, place: Place::Remote, saw }]);
    assert_eq!(standing(&book), [Answer::Coming]);
    book.moves(monday() + 3 * HOUR, meeting(1), LATER);
    book.moves(monday() + 4 * HOUR, meeting(1), FRIDAY);
    assert_eq!(standing(&book), []);
}

#[test]
fn an_answer_to_one_of_two_moves_that_say_the_same_is_to_both() {
    let mut book = booked();
    let saw = book.youth().meetings[&meeting(1)].plan.saw();
    book.write(monday() + HOUR, vec![to(LATER, saw.clone())]);
    book.answers(monday() + 2 * HOUR, meeting(1), Answer::Coming);
    // The other phone's clock is behind, so that its change sorts first.
    book.write(monday() + HOUR / 2, vec![to(LATER, saw)]);
    assert_eq!(standing(&book), [Answer::Coming]);
}
