use super::*;
use crate::{Answered, Certainty, FollowUp, Hlc, Source, Statement, UnitId};
use jiff::civil::{date, datetime};

/// A Monday at noon.
fn now() -> i64 {
    civil::instant(datetime(2026, 11, 23, 12, 0, 0, 0))
}

fn youth(number: u8, name: &str) -> Summary {
    let stated = Statement {
        occupation: Occupation::Work,
        as_of: date(2026, 11, 1),
        source: Source::Youth,
        certainty: Certainty::Confirmed,
        until: None,
    };
    Summary {
        id: YouthId::new(1, [number; 10]),
        members: vec![],
        name: name.to_owned(),
        given_name: name.to_owned(),
        number: None,
        phones: vec![],
        protected: false,
        units: vec![UnitId::new(1, [1; 10])],
        worker: None,
        registered: true,
        since: Some(date(2026, 9, 1)),
        occupation: Doing::Stated { statement: stated },
        meetings: vec![],
        follow_ups: vec![],
        last_contact: Some(now() - 5 * 86_400_000),
        last_attempt: Some(now() - 5 * 86_400_000),
        attempts_since: 0,
        answered: None,
        unsure: vec![],
        disputes: 0,
        newer: 0,
    }
}

fn booked(at: DateTime) -> Booked {
    Booked { id: MeetingId::new(1, [1; 10]), time: Some((at, crate::Place::Cafe)), worker: None, answer: None }
}

fn sections(youths: Vec<Summary>, not_saved: &[YouthId]) -> Vec<(Section, Vec<(String, Reason)>)> {
    let youths: Vec<Arc<Summary>> = youths.into_iter().map(Arc::new).collect();
    today(&youths, Whose::Units, not_saved, now())
        .into_iter()
        .map(|(section, rows)| (section, rows.into_iter().map(|it| (it.youth.name.clone(), it.reason)).collect()))
        .collect()
}

#[test]
fn every_section_in_its_order_and_each_youth_once() {
    let long_ago = now() - 34 * 86_400_000;
    let unsaved = youth(5, "Elsa");
    let id = unsaved.id;
    let list = vec![
        Summary { occupation: Doing::Unstated, ..youth(1, "Sist") },
        Summary { last_contact: Some(long_ago), last_attempt: Some(long_ago), attempts_since: 3, ..youth(2, "Länge") },
        Summary {
            follow_ups: vec![FollowUp { id: FollowUpId::new(1, [1; 10]), on: date(2026, 11, 23), worker: None }],
            ..youth(3, "Följ")
        },
        Summary { disputes: 2, ..youth(4, "Tvist") },
        unsaved,
        Summary { answered: Some(Answered { at: Hlc::default(), answer: None, outdated: false }), disputes: 1, ..youth(6, "Svar") },
        Summary { meetings: vec![booked(datetime(2026, 11, 23, 13, 30, 0, 0))], ..youth(7, "Snart") },
        Summary { meetings: vec![booked(datetime(2026, 11, 23, 11, 0, 0, 0))], ..youth(8, "Nyss") },
        youth(9, "Lugn"),
    ];
    let sections = sections(list, &[id]);
    let names: Vec<(Section, Vec<&str>)> = sections.iter().map(|(it, rows)| (*it, rows.iter().map(|it| it.0.as_str()).collect())).collect();
    assert_eq!(
        names,
        [
            (Section::Now, vec!["Nyss", "Snart"]),
            (Section::Answers, vec!["Svar"]),
            (Section::NeedsYou, vec!["Elsa", "Tvist"]),
            (Section::FollowUp, vec!["Följ"]),
            (Section::LongAgo, vec!["Länge"]),
            (Section::StillTrue, vec!["Sist"]),
        ]
    );
    assert_eq!(sections[4].1[0].1, Reason::NoContact { days: Some(34), attempts: 3 });
}

#[test]
fn what_is_unclear_stands_there_until_the_meeting() {
    let unsure = |day| Unsure {
        message: crate::MessageId::new(1, [1; 10]),
        template: Some(crate::MessageKind::DayBefore),
        meeting: Some(MeetingId::new(1, [1; 10])),
        time: Some(datetime(2026, 11, day, 14, 0, 0, 0)),
        state: crate::fold::MessageState::Unclear,
        reason: None,
    };
    let about = |day| Summary { unsure: vec![unsure(day)], disputes: 1, ..youth(1, "Alva") };
    assert_eq!(sections(vec![about(24)], &[]), [(Section::NeedsYou, vec![("Alva".to_owned(), Reason::Unsure { unsure: unsure(24) })])]);
    assert_eq!(sections(vec![about(22)], &[])[0].1[0].1, Reason::Disputed { count: 1 }, "the meeting is over");
}

#[test]
fn what_is_unclear_stands_with_a_meeting_that_is_soon() {
    let unsure = |meeting, at| Unsure {
        message: crate::MessageId::new(1, [1; 10]),
        template: Some(crate::MessageKind::DayBefore),
        meeting: Some(MeetingId::new(1, [meeting; 10])),
        time: Some(at),
        state: crate::fold::MessageState::Failed,
        reason: Some(crate::NotSent::TooLate),
    };
    let about = |meeting, at| {
        let alva = Summary { meetings: vec![booked(at)], unsure: vec![unsure(meeting, at)], ..youth(1, "Alva") };
        let (section, rows) = sections(vec![alva], &[]).remove(0);
        (section, rows[0].1.clone())
    };
    let soon = |at, unsure| (Section::Now, Reason::MeetingSoon { meeting: MeetingId::new(1, [1; 10]), at, unsure });
    // From the minute when the server gives a message up until the meeting begins.
    for at in [datetime(2026, 11, 23, 14, 0, 0, 0), datetime(2026, 11, 23, 12, 1, 0, 0)] {
        assert_eq!(about(1, at), soon(at, Some(unsure(1, at))));
        assert_eq!(about(2, at), soon(at, None), "it is about another meeting");
    }
    let later = datetime(2026, 11, 23, 14, 1, 0, 0);
    assert_eq!(about(1, later), (Section::NeedsYou, Reason::Unsure { unsure: unsure(1, later) }));
}

#[test]
fn who_was_tried_today_rests_and_who_is_booked_is_looked_after() {
    let tried = Summary { last_contact: None, last_attempt: Some(now() - 60_000), attempts_since: 1, ..youth(1, "Försökt") };
    let ahead = Summary { last_contact: None, meetings: vec![booked(datetime(2026, 11, 26, 14, 0, 0, 0))], ..youth(2, "Bokad") };
    assert_eq!(sections(vec![tried, ahead], &[]), vec![]);
}

#[test]
fn what_is_planned_far_ahead_hides_nobody() {
    let last_contact = Some(now() - 34 * 86_400_000);
    let planned = |on| FollowUp { id: FollowUpId::new(1, [1; 10]), on, worker: None };
    let follow =
        |days| Summary { last_contact, follow_ups: vec![planned(civil::days_after(date(2026, 11, 23), days))], ..youth(1, "Följ") };
    assert_eq!(sections(vec![follow(LONG)], &[]), vec![]);
    assert_eq!(sections(vec![follow(LONG + 1)], &[]).len(), 1);
    let meets = |days| booked(civil::days_after(date(2026, 11, 23), days).at(14, 0, 0, 0));
    assert_eq!(sections(vec![Summary { last_contact, meetings: vec![meets(LONG + 1)], ..youth(2, "Bokad") }], &[]).len(), 1);
}

#[test]
fn a_statement_about_to_lapse_is_asked_about_two_weeks_before() {
    let statement =
        |as_of| Statement { occupation: Occupation::Work, as_of, source: Source::Youth, certainty: Certainty::Confirmed, until: None };
    let about = |as_of| Summary { occupation: Doing::Stated { statement: statement(as_of) }, ..youth(1, "Alva") };
    let soon = civil::days_after(date(2026, 11, 23), 14 - 180);
    assert_eq!(sections(vec![about(soon)], &[]).len(), 1);
    assert_eq!(sections(vec![about(civil::days_after(soon, 1))], &[]).len(), 0);
}

#[test]
fn mine_are_mine_and_nobodys_but_not_a_colleagues() {
    let me = AccountId::new(1, [1; 10]);
    let other = AccountId::new(1, [2; 10]);
    let due = |number, worker| Arc::new(Summary { last_contact: None, last_attempt: None, worker, ..youth(number, "Alva") });
    let all = [due(1, Some(me)), due(2, None), due(3, Some(other))];
    let count = |whose| today(&all, whose, &[], now()).iter().map(|it| it.1.len()).sum::<usize>();
    assert_eq!((count(Whose::Mine(me)), count(Whose::Units)), (2, 3));
}

#[test]
fn a_meeting_and_a_follow_up_are_their_workers_whoever_the_youths_is() {
    let (me, other) = (AccountId::new(1, [1; 10]), AccountId::new(1, [2; 10]));
    let meets = |worker| Booked { worker, ..booked(datetime(2026, 11, 23, 13, 30, 0, 0)) };
    let follow = |worker| FollowUp { id: FollowUpId::new(1, [1; 10]), on: date(2026, 11, 23), worker };
    let theirs = Summary { worker: Some(other), ..youth(1, "Alva") };
    let answered = Some(Answered { at: Hlc::default(), answer: None, outdated: false });
    let mine = |it: Summary| today(&[Arc::new(it)], Whose::Mine(me), &[], now()).first().map(|it| it.0);
    assert_eq!(mine(Summary { meetings: vec![meets(Some(me))], ..theirs.clone() }), Some(Section::Now));
    assert_eq!(mine(Summary { follow_ups: vec![follow(Some(me))], ..theirs.clone() }), Some(Section::FollowUp));
    let later = Booked { worker: Some(me), ..booked(datetime(2026, 11, 26, 14, 0, 0, 0)) };
    assert_eq!(mine(Summary { meetings: vec![later], answered, ..theirs.clone() }), Some(Section::Answers));
    assert_eq!(mine(Summary { meetings: vec![meets(None)], follow_ups: vec![follow(None)], answered, disputes: 1, ..theirs }), None);
    let own = Summary { worker: Some(me), ..youth(2, "Omar") };
    assert_eq!(mine(Summary { meetings: vec![meets(Some(other))], ..own }), None, "a colleague holds it");
}

#[test]
fn who_has_left_stands_nowhere() {
    assert_eq!(sections(vec![Summary { registered: false, last_contact: None, ..youth(1, "Slut") }], &[]), vec![]);
}
