//! Laws of the fold: the order of entries, their splits and duplicates don't matter; nothing is silently overwritten;
//! a withdrawal restores.

use super::{Standing, Value};
use crate::{
    AccountId, Actor, Address, Certainty, Channel, CloseReason, ContactOutcome, Detail, DeviceId, Entry, EntryId, Fact, FactRef,
    FollowUpId, Hlc, LeavingReason, MeetingId, Occupation, Phone, PhoneOwner, Place, RegistrationId, RegistrationReason, Source, UnitId,
    Youth, YouthId,
};
use jiff::civil::{date, datetime};
use proptest::prelude::*;

fn youth_id(number: u8) -> YouthId {
    YouthId::new(1, [number; 10])
}

fn entry(number: u16, device: u8, at: i64, facts: Vec<Fact>) -> Entry {
    let [high, low] = number.to_be_bytes();
    Entry {
        id: EntryId::new(1000 + i64::from(number), [high, low, device, 0, 0, 0, 0, 0, 0, 1]),
        device: DeviceId::new(1, [device; 10]),
        seq: u64::from(number) + 1,
        at: Hlc { ms: at, counter: 0 },
        by: Actor::Account(AccountId::new(1, [device; 10])),
        youth: youth_id(1),
        facts,
    }
}

fn named(name: &str, saw: Vec<FactRef>) -> Fact {
    Fact::DetailsChanged { detail: Detail::GivenName { name: name.to_owned() }, saw }
}

fn first(entry: &Entry) -> FactRef {
    FactRef { entry: entry.id, index: 0 }
}

fn fold(entries: &[&Entry]) -> Youth {
    Youth::fold(entries.iter().copied()).expect("entries")
}

#[test]
fn two_who_have_not_seen_each_other_are_a_conflict_until_someone_has_seen_both() {
    let start = entry(1, 1, 10, vec![named("Alva", vec![])]);
    let mine = entry(2, 1, 20, vec![named("Alwa", vec![first(&start)])]);
    let yours = entry(3, 2, 5, vec![named("Alma", vec![first(&start)])]);
    let youth = fold(&[&start, &mine, &yours]);
    let Value::Conflict(heads) = youth.given_name.value() else { panic!("both stand") };
    assert_eq!(heads.iter().map(|it| it.value.as_str()).collect::<Vec<_>>(), ["Alma", "Alwa"]);
    let choice = entry(4, 1, 30, vec![named("Alma", youth.given_name.saw())]);
    assert_eq!(fold(&[&start, &mine, &yours, &choice]).given_name.get().map(String::as_str), Some("Alma"));
}

#[test]
fn equal_heads_are_no_conflict() {
    let mine = entry(2, 1, 20, vec![named("Alva", vec![])]);
    let yours = entry(3, 2, 5, vec![named("Alva", vec![])]);
    assert_eq!(fold(&[&mine, &yours]).given_name.get().map(String::as_str), Some("Alva"));
}

#[test]
fn withdrawing_a_change_restores_what_it_superseded() {
    let one = entry(1, 1, 10, vec![named("Alva", vec![])]);
    let two = entry(2, 1, 20, vec![named("Alma", vec![first(&one)])]);
    let three = entry(3, 1, 30, vec![named("Alba", vec![first(&two)])]);
    let undo = |number, target: &Entry| entry(number, 1, 40, vec![Fact::Withdrawn { target: first(target) }]);
    let name = |entries: &[&Entry]| fold(entries).given_name.get().cloned();
    assert_eq!(name(&[&one, &two, &three, &undo(4, &three)]).as_deref(), Some("Alma"));
    assert_eq!(name(&[&one, &two, &three, &undo(4, &two)]).as_deref(), Some("Alba"), "the middle one was superseded anyway");
    assert_eq!(name(&[&one, &two, &three, &undo(4, &two), &undo(5, &three)]).as_deref(), Some("Alva"));
}

#[test]
fn a_correction_stands_in_the_place_of_what_it_corrects() {
    let work = |occupation, as_of| Fact::OccupationStated {
        occupation,
        as_of,
        source: Source::Youth,
        certainty: Certainty::Confirmed,
        until: None,
        saw: vec![],
    };
    let wrong = entry(1, 1, 10, vec![work(Occupation::Work, date(2026, 11, 20))]);
    let right = work(Occupation::Placement, date(2026, 11, 2));
    let correction = entry(2, 2, 20, vec![Fact::Corrected { target: first(&wrong), fact: Box::new(right) }]);
    let youth = fold(&[&wrong, &correction]);
    let super::Reading::Stated(head) = youth.occupation_on(date(2026, 11, 30)) else { panic!("stated") };
    assert_eq!((head.value.occupation, head.value.as_of), (Occupation::Placement, date(2026, 11, 2)));
    assert_eq!(youth.story.iter().map(|it| it.standing).collect::<Vec<_>>(), [Standing::Corrected, Standing::InForce]);
    let undone = entry(3, 1, 30, vec![Fact::Withdrawn { target: first(&correction) }]);
    let youth = fold(&[&wrong, &correction, &undone]);
    let super::Reading::Stated(head) = youth.occupation_on(date(2026, 11, 30)) else { panic!("stated") };
    assert_eq!(head.value.occupation, Occupation::Work);
}

#[test]
fn any_head_that_says_protected_counts() {
    let set = entry(1, 1, 10, vec![Fact::ProtectionSet { saw: vec![] }]);
    let cleared = entry(2, 2, 20, vec![Fact::ProtectionCleared { saw: vec![] }]);
    assert!(fold(&[&set, &cleared]).is_protected());
    let seen = entry(3, 2, 30, vec![Fact::ProtectionCleared { saw: vec![first(&set), first(&cleared)] }]);
    assert!(!fold(&[&set, &cleared, &seen]).is_protected());
}

#[test]
fn the_end_may_come_before_the_beginning() {
    let follow_up = FollowUpId::new(1, [7; 10]);
    let planned = entry(1, 1, 1_000, vec![Fact::FollowUpPlanned { follow_up, on: date(2026, 12, 1), worker: None }]);
    let done = entry(2, 2, 5, vec![Fact::FollowUpDone { follow_up }]);
    assert!(fold(&[&planned, &done]).follow_ups.is_empty());
}

#[test]
fn the_erased_keep_nothing() {
    let one = entry(1, 1, 10, vec![named("Alva", vec![])]);
    let erased = entry(2, 2, 20, vec![Fact::Erased {}]);
    let youth = fold(&[&one, &erased]);
    assert!(youth.erased && youth.story.is_empty() && youth.given_name.heads().is_empty());
}

/// What a device does next: a kind of change, and whether it syncs first.
#[derive(Clone, Debug)]
struct Step {
    device: u8,
    kind: u8,
    choice: u8,
    syncs: bool,
    skew: i64,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = (0u8..3, 0u8..14, any::<u8>(), any::<bool>(), -500_000i64..500_000);
    prop::collection::vec(step.prop_map(|(device, kind, choice, syncs, skew)| Step { device, kind, choice, syncs, skew }), 1..40)
}

/// A history as three devices would make it: each sees its own entries and, when it syncs, everybody's.
fn history(steps: &[Step]) -> Vec<Entry> {
    let mut all: Vec<Entry> = Vec::new();
    let mut seen: [usize; 3] = [0; 3];
    for (number, step) in (0u16..).zip(steps) {
        if step.syncs {
            seen[usize::from(step.device)] = all.len();
        }
        let device = DeviceId::new(1, [step.device; 10]);
        let known = all.iter().enumerate().filter(|(at, it)| *at < seen[usize::from(step.device)] || it.device == device).map(|it| it.1);
        let youth = Youth::fold(known);
        let mut made = entry(number, step.device, 1_000_000 + step.skew, vec![change(step, youth.as_ref())]);
        // Two records of one person: the fold is over both.
        made.youth = youth_id(step.choice % 2);
        all.push(made);
    }
    all
}

fn change(step: &Step, youth: Option<&Youth>) -> Fact {
    let pick = step.choice;
    let meeting = MeetingId::new(1, [pick % 2; 10]);
    let registration = RegistrationId::new(1, [pick % 3; 10]);
    let phone = Phone::stored(["+46701740605", "+46701740606"][usize::from(pick % 2)]).expect("a number");
    let saw_plan = || youth.and_then(|it| it.meetings.get(&meeting)).map(|it| it.plan.saw()).unwrap_or_default();
    let day = date(2026, 1, 1 + i8::try_from(pick % 5).expect("small"));
    match step.kind {
        0 => named(["Alva", "Alma", "Alba"][usize::from(pick % 3)], youth.map(|it| it.given_name.saw()).unwrap_or_default()),
        1 => Fact::Registered { registration, reason: RegistrationReason::MovedIn, on: day },
        2 => {
            let saw = youth.and_then(|it| it.registrations.get(&registration)).map(|it| it.end.saw()).unwrap_or_default();
            if pick.is_multiple_of(4) {
                Fact::Reopened { registration, saw }
            } else {
                Fact::Left { registration, reason: LeavingReason::Turned20, on: day, saw }
            }
        }
        3 => Fact::OccupationStated {
            occupation: Occupation::ALL[usize::from(pick) % Occupation::ALL.len()],
            as_of: day,
            source: Source::Youth,
            certainty: Certainty::Assumed,
            until: None,
            saw: youth.and_then(|it| it.statements.get(&day)).map(crate::Register::saw).unwrap_or_default(),
        },
        4 => Fact::MeetingPlanned { meeting, at: datetime(2026, 12, 3, 14, 0, 0, 0), place: Place::Cafe, worker: None },
        5 => Fact::MeetingMoved { meeting, at: datetime(2026, 12, 3, 15, 0, 0, 0), place: Place::Home, saw: saw_plan() },
        6 => Fact::MeetingCancelled { meeting, saw: saw_plan() },
        7 => Fact::ContactLogged {
            channel: Channel::Phone,
            outcome: ContactOutcome::ALL[usize::from(pick) % ContactOutcome::ALL.len()],
            happened: None,
            place: None,
            phone: None,
            minutes: None,
            note: None,
        },
        8 => Fact::DetailsChanged {
            detail: Detail::Phone { phone: phone.clone(), owner: (!pick.is_multiple_of(3)).then_some(PhoneOwner::Youth) },
            saw: youth.map(|it| it.saw_phone(&phone)).unwrap_or_default(),
        },
        9 => Fact::ChannelClosed { address: Address::Phone { phone }, reason: CloseReason::Stop, saw: vec![] },
        10 => Fact::Assigned {
            unit: UnitId::new(1, [pick % 2; 10]),
            worker: None,
            saw: youth.map(|it| it.assignment.saw()).unwrap_or_default(),
        },
        11 => match youth.and_then(|it| it.story.get(usize::from(pick) % it.story.len().max(1))) {
            Some(it) => Fact::Withdrawn { target: it.source },
            None => Fact::ProtectionSet { saw: vec![] },
        },
        12 => match youth.and_then(|it| it.story.get(usize::from(pick) % it.story.len().max(1))) {
            Some(it) => Fact::Corrected { target: it.source, fact: Box::new(named("Rätt", vec![])) },
            None => Fact::ProtectionCleared { saw: vec![] },
        },
        _ => Fact::Newer(serde_json::Map::from_iter([("kind".to_owned(), "sang_a_song".into())])),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// Any order, any duplication, and going over the wire gives the same youth.
    #[test]
    fn order_and_duplication_do_not_matter(steps in steps(), order in any::<[u8; 40]>(), twice in any::<[bool; 40]>()) {
        let entries = history(&steps);
        let plain = Youth::fold(&entries);
        let mut shuffled: Vec<(u8, Entry)> = order.iter().copied().zip(entries.iter().cloned()).collect();
        shuffled.sort_by_key(|it| it.0);
        let wire = serde_json::to_string(&shuffled.iter().map(|it| &it.1).collect::<Vec<_>>()).expect("json");
        let mut received: Vec<Entry> = serde_json::from_str(&wire).expect("entries");
        received.extend(shuffled.iter().zip(twice).filter(|it| it.1).map(|it| it.0.1.clone()));
        prop_assert_eq!(Youth::fold(&received), plain);
    }

    /// No fact is lost from the story, whatever is withdrawn or corrected.
    #[test]
    fn history_keeps_everything(steps in steps()) {
        let entries = history(&steps);
        let facts = entries.iter().flat_map(|it| &it.facts).filter(|it| !matches!(it, Fact::Withdrawn { .. })).count();
        prop_assert_eq!(Youth::fold(&entries).map_or(0, |it| it.story.len()), facts);
    }

    /// Nothing is silently overwritten: a name that nobody who spoke later had seen still stands.
    #[test]
    fn what_nobody_saw_stands(steps in steps()) {
        let entries = history(&steps);
        let youth = Youth::fold(&entries).expect("entries");
        let in_force = |it: &&super::Happening| it.standing == Standing::InForce;
        let names = || youth.story.iter().filter(|it| matches!(it.fact, Fact::DetailsChanged { detail: Detail::GivenName { .. }, .. }));
        let seen: Vec<FactRef> = names()
            .flat_map(|it| match &it.fact {
                Fact::DetailsChanged { saw, .. } => saw.iter().copied().chain(it.replaces).collect::<Vec<_>>(),
                _ => Vec::new(),
            })
            .collect();
        for happening in names().filter(in_force).filter(|it| !seen.contains(&it.source)) {
            prop_assert!(youth.given_name.heads().iter().any(|it| it.source == happening.source));
        }
    }
}
