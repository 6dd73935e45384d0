//! The law that everything kept stands on: sums of cells are what counting everyone comes to.

use super::*;
use crate::{Channel, ContactOutcome, Gender, LeavingReason, Occupation, RegistrationId, RegistrationReason, UnitId};
use jiff::civil::{Date, date};
use proptest::prelude::*;
use std::collections::BTreeMap;

const TODAY: Date = date(2026, 11, 23);

fn day() -> impl Strategy<Value = Date> {
    (0..700i32).prop_map(|it| crate::civil::days_after(date(2025, 1, 1), it).min(TODAY))
}

fn unit(it: u8) -> UnitId {
    UnitId::new(1, [it; 10])
}

fn case() -> impl Strategy<Value = (Date, Option<i32>, usize)> {
    (day(), proptest::option::of(-5..400i32), 0..RegistrationReason::ALL.len())
}

fn reading() -> impl Strategy<Value = DayReading> {
    (day(), proptest::option::of((0..Occupation::ALL.len(), proptest::option::of(0..250i32)))).prop_map(|(as_of, said)| {
        let until = |it: Option<i32>| it.map(|days| crate::civil::days_after(as_of, days));
        DayReading { as_of, said: said.map(|(index, days)| (Occupation::ALL[index], until(days))) }
    })
}

fn touch() -> impl Strategy<Value = Touch> {
    (day(), 0..Channel::ALL.len(), 0..ContactOutcome::ALL.len(), any::<bool>(), 1..4u32).prop_map(|(day, channel, outcome, own, count)| {
        let (channel, outcome) = (Channel::ALL[channel], ContactOutcome::ALL[outcome]);
        let how = if own { How { channel, outcome: ContactOutcome::Reply, own } } else { How { channel, outcome, own } };
        Touch { day, how, count }
    })
}

/// Also meetings that lie ahead.
fn met() -> impl Strategy<Value = Met> {
    (0..760i32, 0..4usize, any::<bool>(), any::<bool>()).prop_map(|(days, came, moved, reminded)| Met {
        day: crate::civil::days_after(date(2025, 1, 1), days),
        came: Came::ALL[came],
        moved,
        reminded,
    })
}

pub(crate) fn person() -> impl Strategy<Value = Person> {
    let lists = (
        proptest::collection::vec(case(), 1..3),
        proptest::collection::vec(reading(), 0..6),
        proptest::collection::vec(touch(), 0..6),
        proptest::collection::vec(met(), 0..3),
    );
    (proptest::option::of(0..2u8), 0..3usize, lists).prop_map(|(of, gender, (cases, readings, touches, meetings))| {
        let readings: BTreeMap<Date, DayReading> = readings.into_iter().map(|it| (it.as_of, it)).collect();
        let mut made: Vec<Case> = Vec::new();
        for (on, ended, reason) in cases {
            let ended = ended.map(|days| (LeavingReason::FollowUpDone, crate::civil::days_after(on, days)));
            // Registrations that overlap are one case, as the fold has it.
            if made.iter().all(|it| it.ended.is_some_and(|(_, end)| end <= on) && it.on < on) {
                made.push(Case { registration: RegistrationId::new(0, [0; 10]), reason: RegistrationReason::ALL[reason], on, ended });
            }
        }
        Person {
            unit: of.map(unit),
            gender: Gender::ALL[gender],
            cases: made,
            readings: readings.into_values().collect(),
            touches,
            meetings,
        }
    })
}

fn span() -> impl Strategy<Value = Span> {
    let month = (2025..2027i16, 1..13i8).prop_map(|(year, month)| Period::Month(year, month));
    let quarter = (2025..2027i16, 1..5i8).prop_map(|(year, it)| Period::Quarter(year, it));
    let half = (2025..2027i16, 1..3i8).prop_map(|(year, it)| Period::Half(year, it));
    let period = prop_oneof![month, quarter, half, (2025..2027i16).prop_map(Period::Year), Just(Period::Start)];
    // A period that hasn't begun is none.
    period.prop_map(|it| it.span(TODAY)).prop_filter("begun", |it| it.from.is_none_or(|from| from <= it.to))
}

/// What the store does with cells.
fn summed(persons: &[Person], part: Part, asks: &[Ask]) -> Vec<Sum> {
    let mut cells: BTreeMap<Cell, i64> = BTreeMap::new();
    for (cell, n) in persons.iter().flat_map(|it| it.cells(TODAY.first_of_month())) {
        *cells.entry(cell).or_default() += n;
    }
    let mut sums: BTreeMap<(Series, String), i64> = BTreeMap::new();
    for (cell, n) in cells.into_iter().filter(|it| it.0.part == part) {
        if asks.iter().any(|it| it.takes(&cell)) {
            *sums.entry((cell.series, cell.key)).or_default() += n;
        }
    }
    sums.into_iter().map(|((series, key), n)| Sum { series, key, n }).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn sums_of_cells_are_what_counting_comes_to(persons in proptest::collection::vec(person(), 0..8), span in span(), pick in 0..5usize) {
        let of_unit = Choice { unit: Some(unit(1)), ..Choice::default() };
        let (reason, gender) = (RegistrationReason::ALL[2], Gender::ALL[0]);
        let (part, choice) = [
            (Part::All, Choice::default()),
            (Part::Unit(Some(unit(1))), of_unit),
            (Part::Gender(gender), Choice { gender: Some(gender), ..Choice::default() }),
            (Part::Reason(reason), Choice { reason: Some(reason), ..Choice::default() }),
            (Part::Each(Some(unit(1)), gender, reason), Choice { gender: Some(gender), reason: Some(reason), ..of_unit }),
        ][pick];
        let counted = Counts::of(&persons, span, &choice);
        prop_assert_eq!(Counts::from_sums(&summed(&persons, part, &Ask::of(span)), span), Ok(counted));
    }

    /// Any choice is the sum of the parts within it, and so is every other part.
    #[test]
    fn a_choice_is_the_sum_of_what_lies_within_it(persons in proptest::collection::vec(person(), 0..8), span in span(), picked in any::<[bool; 3]>()) {
        let choice = Choice {
            unit: picked[0].then(|| unit(1)),
            gender: picked[1].then(|| Gender::ALL[0]),
            reason: picked[2].then(|| RegistrationReason::ALL[2]),
        };
        let parts = Part::within(&choice, &[unit(0), unit(1), unit(2)]);
        let sums = |it: &Part| summed(&persons, *it, &Ask::of(span));
        let each: Vec<Sum> = parts.iter().flat_map(sums).collect();
        prop_assert_eq!(Counts::from_sums(&each, span), Ok(Counts::of(&persons, span, &choice)));
        let of_gender: Vec<Sum> = parts.iter().filter(|it| Part::Gender(Gender::ALL[0]).holds(**it)).flat_map(sums).collect();
        let expected = Counts::of(&persons, span, &Choice { gender: Some(Gender::ALL[0]), ..choice });
        prop_assert_eq!(Counts::from_sums(&of_gender, span), Ok(expected));
    }

    /// Counts of a level are the sum of those of the level below.
    #[test]
    fn levels_add_up(persons in proptest::collection::vec(person(), 0..8), span in span(), split in any::<[bool; 8]>()) {
        let half = |side: bool| persons.iter().zip(split).filter(move |it| it.1 == side).map(|it| it.0);
        let all = Choice::default();
        let sum: Counts = [Counts::of(half(true), span, &all), Counts::of(half(false), span, &all)].iter().sum();
        prop_assert_eq!(&sum, &Counts::of(&persons, span, &all));
        let by_gender: Vec<Counts> =
            Gender::ALL.iter().map(|it| Counts::of(&persons, span, &Choice { gender: Some(*it), ..all })).collect();
        prop_assert_eq!(by_gender.iter().sum::<Counts>(), sum);
    }

    /// The way that a change nearly always goes comes to what taking away and adding comes to.
    #[test]
    fn a_change_is_the_old_taken_away_and_the_new_added(before in person(), other in person(), is_moved in any::<bool>()) {
        let month = TODAY.first_of_month();
        let now = if is_moved { other } else { Person { unit: before.unit, gender: before.gender, ..other } };
        let mut expected = now.cells(month);
        before.cells(month).into_iter().for_each(|(cell, n)| *expected.entry(cell).or_default() -= n);
        expected.retain(|_, n| *n != 0);
        prop_assert_eq!(Person::change(Some(&before), Some(&now), month), expected);
        prop_assert_eq!(Person::change(None, Some(&now), month), now.cells(month));
        prop_assert!(Person::change(Some(&now), Some(&now), month).is_empty());
    }

    /// Who is erased leaves the register that day, and what has been counted until then stays counted.
    #[test]
    fn what_erased_persons_leave(person in person(), days in 0..700i32, later in 0..400i32) {
        // Nobody is erased before they were registered.
        let day = crate::civil::days_after(date(2025, 1, 1), days).min(TODAY).max(person.cases[0].on);
        let (left, all) = (person.left(day), Choice::default());
        let before = Span { from: None, to: day.first_of_month().yesterday().expect("a day") };
        prop_assert_eq!(Counts::of([&left], before, &all), Counts::of([&person], before, &all));
        let after = Span { from: None, to: crate::civil::days_after(day, later) };
        let (then, done) = (Counts::of([&left], after, &all), Counts::of([&left], Span { from: None, to: day }, &all));
        prop_assert!(then.status.states.is_empty() && then.reach.last.is_empty(), "nobody is registered who was erased");
        prop_assert_eq!((&then.pairs, &then.work, then.reach.registered), (&done.pairs, &done.work, done.reach.registered));
        // What months are published from doesn't change any more, and is what is counted.
        let end = MonthEnd::of_left(&left, day);
        let last = |it: Stand| if it.touched == Touched::Month || it.touched == Touched::FourMonths { Stand { touched: Touched::Longer, ..it } } else { it };
        let mut stands: BTreeMap<Stand, u64> = BTreeMap::new();
        left.stands(after.to).for_each(|it| *stands.entry(last(it)).or_default() += 1);
        prop_assert_eq!(end.stands.get(&person.gender).cloned().unwrap_or_default(), stands);
        prop_assert_eq!(end.pairs(person.gender), then.pairs);
        prop_assert_eq!(&end.again, &MonthEnd::of([&left], after.to).again);
        prop_assert_eq!(end.done, MonthEnd::of([&left], day).done);
    }

    /// Whoever was sought before the day of their registration came, and is erased before it: what was done was done.
    #[test]
    fn what_was_done_stays_though_nobody_was_registered_yet(person in person(), days in 0..700i32) {
        let day = crate::civil::days_after(date(2025, 1, 1), days).min(TODAY);
        let done = |cells: BTreeMap<Cell, i64>| {
            let is_done = |it: &Cell| it.at <= day.first_of_month() && !it.is_daily && it.series == Series::Work;
            cells.into_iter().filter(|it| is_done(&it.0)).collect::<BTreeMap<_, _>>()
        };
        let until = Person { touches: person.touches.iter().copied().filter(|it| it.day <= day).collect(), ..person.clone() };
        prop_assert_eq!(done(person.cells_left(day)), done(until.cells(day.first_of_month())));
    }

    /// Sums of one kind of part are enough to make all others of.
    #[test]
    fn every_part_is_made_of_what_lies_within_it(person in person()) {
        let cells = person.cells(TODAY.first_of_month());
        let each = cells.iter().filter(|it| matches!(it.0.part, Part::Each(..))).map(|(cell, n)| (cell.clone(), *n));
        prop_assert!(each.clone().all(|it| it.0.part.to_string().parse() == Ok(it.0.part)));
        prop_assert_eq!(spread(each), cells);
    }

    /// What is stored reads back, and what a person counted for can be taken away again.
    #[test]
    fn a_person_reads_back(person in person()) {
        let text = serde_json::to_string(&person).expect("json");
        prop_assert_eq!(serde_json::from_str::<Person>(&text).expect("a person"), person);
    }

    #[test]
    fn counts_read_back(persons in proptest::collection::vec(person(), 0..4), span in span()) {
        let counts = Counts::of(&persons, span, &Choice::default());
        let text = serde_json::to_string(&counts).expect("json");
        prop_assert_eq!(serde_json::from_str::<Counts>(&text).expect("counts"), counts);
    }
}

/// Stored beside the entries: if this fails, what persons counted for can't be taken away any more.
#[test]
fn a_person_is_stored_so() {
    let person = Person {
        unit: None,
        gender: Gender::Woman,
        cases: vec![Case {
            registration: RegistrationId::new(0, [0; 10]),
            reason: RegistrationReason::MovedIn,
            on: date(2025, 9, 1),
            ended: Some((LeavingReason::Turned20, date(2026, 5, 24))),
        }],
        readings: vec![DayReading { as_of: date(2025, 9, 1), said: Some((Occupation::Work, Some(date(2026, 2, 28)))) }],
        touches: vec![Touch {
            day: date(2025, 9, 3),
            how: How { channel: Channel::Phone, outcome: ContactOutcome::NoAnswer, own: false },
            count: 2,
        }],
        meetings: vec![Met { day: date(2025, 9, 8), came: Came::Held, moved: false, reminded: true }],
    };
    assert_eq!(
        serde_json::to_value(&person).expect("json"),
        serde_json::json!({
            "g": "woman",
            "c": [{"id": "00000000-0000-7000-8000-000000000000", "reason": "moved_in", "on": "2025-09-01", "ended": ["turned_20", "2026-05-24"]}],
            "r": [{"on": "2025-09-01", "said": ["work", "2026-02-28"]}],
            "t": [["2025-09-03", "phone>no_answer", 2]],
            "m": [["2025-09-08", "held", false, true]],
        })
    );
}
