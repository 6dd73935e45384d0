//! What nobody knows whether it arrived is for somebody to call about, until that is done or said not to matter.

use super::*;
use crate::{MeetingId, Summary};

const FRIDAY: DateTime = datetime(2026, 11, 27, 14, 0, 0, 0);

fn id(number: u8) -> MessageId {
    MessageId::new(1, [number; 10])
}

/// A meeting on Friday.
fn booked() -> Book {
    let mut book = Book::new();
    book.plan(monday(), meeting(1), FRIDAY);
    book
}

/// What became of a message by itself.
fn becomes(book: &mut Book, now: i64, kind: MessageKind, meeting: Option<MeetingId>, fact: Fact) {
    let queued = Fact::MessageQueued { message: id(1), meeting, template: Some(kind) };
    book.by(Actor::System, now, vec![queued, fact]);
}

fn unclear() -> Fact {
    Fact::MessageUnclear { message: id(1) }
}

fn asked(number: u8, template: MessageKind, meeting: Option<MeetingId>) -> Fact {
    Fact::MessageAsked { message: id(number), template, meeting, at: None }
}

/// How many stand on the list.
fn listed(book: &Book) -> usize {
    Summary::of(&book.youth()).unsure.len()
}

#[test]
fn a_reminder_is_let_go_where_none_is_wanted_and_stands_again_where_that_is_taken_back() {
    for fact in [unclear(), Fact::MessageFailed { message: id(1), reason: None }] {
        let mut book = booked();
        becomes(&mut book, monday(), MessageKind::ThreeDays, Some(meeting(1)), fact);
        assert_eq!(listed(&book), 1);
        let other = book.write(monday() + HOUR, vec![Fact::MeetingReminderOff { meeting: meeting(2) }]);
        assert_eq!(listed(&book), 1, "another meeting");
        book.write(monday() + HOUR, vec![Fact::Withdrawn { target: other }]);
        let off = book.write(monday() + HOUR, vec![Fact::MeetingReminderOff { meeting: meeting(1) }]);
        assert_eq!(listed(&book), 0);
        book.write(monday() + 2 * HOUR, vec![Fact::Withdrawn { target: off }]);
        assert_eq!(listed(&book), 1);
    }
}

#[test]
fn that_a_meeting_has_another_time_or_is_off_matters_whether_or_not_it_is_reminded_of() {
    for kind in [MessageKind::Moved, MessageKind::Cancelled] {
        let mut book = booked();
        becomes(&mut book, monday(), kind, Some(meeting(1)), unclear());
        book.write(monday() + HOUR, vec![Fact::MeetingReminderOff { meeting: meeting(1) }]);
        assert_eq!(listed(&book), 1, "{kind:?}");
    }
}

#[test]
fn what_is_asked_for_of_a_meeting_that_is_not_reminded_of_matters_until_that_is_said_again() {
    let mut book = booked();
    book.write(monday(), vec![Fact::MeetingReminderOff { meeting: meeting(1) }]);
    book.write(monday() + HOUR, vec![asked(1, MessageKind::DayBefore, Some(meeting(1)))]);
    becomes(&mut book, monday() + HOUR, MessageKind::DayBefore, Some(meeting(1)), unclear());
    assert_eq!(listed(&book), 1);
    book.write(monday() + 2 * HOUR, vec![Fact::MeetingReminderOff { meeting: meeting(1) }]);
    assert_eq!(listed(&book), 0);
}

#[test]
fn a_text_that_was_asked_for_is_let_go_where_that_is_taken_back() {
    let mut book = Book::new();
    let wish = book.write(monday(), vec![asked(1, MessageKind::Encouragement, None)]);
    becomes(&mut book, monday() + HOUR, MessageKind::Encouragement, None, unclear());
    assert_eq!(listed(&book), 1);
    book.write(monday() + 2 * HOUR, vec![Fact::Withdrawn { target: wish }]);
    assert_eq!(listed(&book), 0);
}

#[test]
fn another_text_that_has_gone_since_is_a_try_and_one_from_before_is_none() {
    let mut book = Book::new();
    book.write(monday(), vec![asked(2, MessageKind::FirstContact, None)]);
    book.write(monday(), vec![asked(1, MessageKind::Encouragement, None)]);
    becomes(&mut book, monday() + HOUR, MessageKind::Encouragement, None, unclear());
    let goes = |book: &mut Book, number| book.by(Actor::System, monday() + 3 * HOUR, vec![Fact::MessageDelivered { message: id(number) }]);
    goes(&mut book, 2);
    assert_eq!(listed(&book), 1, "it was asked for before");
    book.write(monday() + 2 * HOUR, vec![asked(3, MessageKind::HowNow, None)]);
    assert_eq!(listed(&book), 1, "it hasn't gone");
    goes(&mut book, 3);
    assert_eq!(listed(&book), 0);
}
