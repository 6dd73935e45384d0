//! What the journal takes in, and what it refuses without writing anything, on both databases.

#![expect(clippy::unwrap_used, reason = "what gives way here fails the test")]

use domain::{
    Actor, Answer, Detail, Entry, Fact, FactRef, FollowUpId, LeavingReason, MeasureEnd, MeasureId, MeasureKind, MeetingId, PersonalNumber,
    Phone as Number, PhoneOwner, Place, YouthId,
    sync::{Outcome, Refusal},
};
use jiff::civil::{Date, date};
use serde_json::{Value, json};
use server::{journal, store};
use tests::{Phone, World, both, call, is_stored, refused, works};

const ALVA: &str = "200811069822";

fn noted(note: &str) -> Fact {
    let Fact::ContactLogged { channel, outcome, happened, place, phone, minutes, .. } = call() else { unreachable!("a call") };
    Fact::ContactLogged { channel, outcome, happened, place, phone, minutes, note: Some(note.to_owned()) }
}

fn named(name: &str, saw: Vec<FactRef>) -> Fact {
    Fact::DetailsChanged { detail: Detail::GivenName { name: name.to_owned() }, saw }
}

fn works_until(until: Date) -> Fact {
    let Fact::OccupationStated { occupation, as_of, source, certainty, saw, .. } = works() else { unreachable!("a statement") };
    Fact::OccupationStated { occupation, as_of, source, certainty, until: Some(until), saw }
}

async fn send_raw(phone: &Phone, values: Vec<Value>) -> Vec<Outcome> {
    phone.raw(values, Vec::new()).await.unwrap().outcomes
}

async fn entries_of(world: &World, youth: YouthId) -> Vec<Entry> {
    let mut tx = world.db.read().await.unwrap();
    store::entry::of_person(&mut tx, world.municipality, youth).await.unwrap().into_iter().map(|it| it.entry).collect()
}

#[tokio::test]
async fn what_is_no_entry_is_refused_and_the_rest_goes_in() {
    both(|db| async move {
        let world = World::new(db).await;
        let mut phone = world.phone(world.north).await;
        let youth = world.youth(world.north).await;
        let mut changed = |change: &dyn Fn(&mut Value)| {
            let mut value = serde_json::to_value(phone.entry(youth, vec![call()])).unwrap();
            change(&mut value);
            value
        };
        let values = vec![
            json!("hello"),
            json!({"id": "not an id", "facts": [{"kind": "left"}]}),
            changed(&|it| it["facts"] = json!([])),
            changed(&|it| it["facts"][0]["kind"] = json!("beamed_up")),
            changed(&|it| it["facts"][0]["mood"] = json!("fine")),
            changed(&|it| it["facts"][0]["outcome"] = json!("fine")),
            changed(&|it| it["at"] = json!("yesterday")),
            changed(&|_| {}),
        ];
        let outcomes = send_raw(&phone, values).await;
        let codes = outcomes.iter().take(7).map(|it| it.verdict.clone()).collect::<Vec<_>>();
        assert_eq!(
            codes,
            [
                Refusal::Malformed,
                Refusal::Malformed,
                Refusal::Malformed,
                Refusal::SchemaTooNew,
                Refusal::SchemaTooNew,
                Refusal::InvalidValue,
                Refusal::Malformed
            ]
            .map(refused)
        );
        assert_eq!((outcomes[0].id, outcomes[1].id), (None, None));
        assert!(is_stored(&outcomes[7].verdict));
        assert_eq!(entries_of(&world, youth).await.len(), 2);
    })
    .await;
}

#[tokio::test]
async fn values_out_of_bounds_are_refused() {
    both(|db| async move {
        let world = World::new(db).await;
        let mut phone = world.phone(world.north).await;
        let youth = world.youth(world.north).await;
        let owned = |text| Fact::DetailsChanged {
            detail: Detail::Phone { phone: Number::stored(text).unwrap(), owner: Some(PhoneOwner::Youth) },
            saw: Vec::new(),
        };
        for fact in [
            named("", Vec::new()),
            named("A\u{0}lva", Vec::new()),
            named(&"a".repeat(201), Vec::new()),
            owned("+999123456789"),
            works_until(date(2026, 10, 1)),
            Fact::DetailsChanged { detail: Detail::Language { language: "<b>".into() }, saw: Vec::new() },
            Fact::Left { registration: world.id(), reason: LeavingReason::Completed, on: date(9999, 1, 1), saw: Vec::new() },
        ] {
            assert_eq!(phone.send(youth, vec![call(), fact]).await, refused(Refusal::InvalidValue));
        }
        assert!(is_stored(&phone.send(youth, vec![owned("+46701740614"), works()]).await));
        assert_eq!(entries_of(&world, youth).await.len(), 2, "whole or not at all");
    })
    .await;
}

#[tokio::test]
async fn notes_wait_for_the_municipality() {
    both(|db| async move {
        let world = World::new(db).await;
        let mut phone = world.phone(world.north).await;
        let youth = world.youth(world.north).await;
        assert_eq!(phone.send(youth, vec![noted("Ring efter tre")]).await, refused(Refusal::NoteNotAllowed));
        world.allow_notes().await;
        assert!(is_stored(&phone.send(youth, vec![noted("Ring efter tre")]).await));
        assert_eq!(phone.send(youth, vec![noted(&"å".repeat(281))]).await, refused(Refusal::NoteNotAllowed));
        assert!(is_stored(&phone.send(youth, vec![noted(&"å".repeat(280))]).await));
    })
    .await;
}

#[tokio::test]
async fn a_cloned_phone_is_told_so_and_loses_nothing() {
    both(|db| async move {
        let world = World::new(db).await;
        let mut phone = world.phone(world.north).await;
        let youth = world.youth(world.north).await;
        let mut clone = phone.clone();
        assert!(is_stored(&phone.send(youth, vec![call()]).await));
        let mut entry = clone.entry(youth, vec![call()]);
        assert_eq!(clone.exchange(std::slice::from_ref(&entry)).await.outcomes[0].verdict, refused(Refusal::DeviceCloned));
        // It takes a new device id, renumbers what is unsent, and sends the same entry again.
        let mut renewed = world.phone_of(clone.account);
        (entry.device, entry.seq) = (renewed.device, 1);
        assert!(is_stored(&renewed.exchange(&[entry]).await.outcomes[0].verdict));
        assert_eq!(entries_of(&world, youth).await.len(), 3);
    })
    .await;
}

#[tokio::test]
async fn nobody_speaks_for_another() {
    both(|db| async move {
        let world = World::new(db).await;
        let (mut one, two) = (world.phone(world.north).await, world.phone(world.north).await);
        let youth = world.youth(world.north).await;
        let mut forged = one.entry(youth, vec![call()]);
        forged.by = Actor::Account(two.account);
        let mut borrowed = one.entry(youth, vec![call()]);
        borrowed.device = two.device;
        let mut own = one.entry(youth, vec![call()]);
        own.by = Actor::System;
        for entry in [forged, borrowed, own] {
            assert_eq!(one.exchange(&[entry]).await.outcomes[0].verdict, refused(Refusal::NotAllowed));
        }
        assert_eq!(one.send(youth, vec![Fact::Erased {}]).await, refused(Refusal::NotAllowed));
        assert_eq!(one.send(youth, vec![Fact::MessageSent { message: world.id(), via: None }]).await, refused(Refusal::NotAllowed));
    })
    .await;
}

#[tokio::test]
async fn what_points_at_nothing_is_refused_until_it_is_there() {
    both(|db| async move {
        let world = World::new(db).await;
        let mut phone = world.phone(world.north).await;
        let (youth, other) = (world.youth(world.north).await, world.youth(world.north).await);
        let theirs = entries_of(&world, other).await.remove(0).id;
        let at = |entry, index| FactRef { entry, index };
        for target in [at(world.id(), 0), at(theirs, 0)] {
            assert_eq!(phone.send(youth, vec![Fact::Withdrawn { target }]).await, refused(Refusal::UnknownReference));
            assert_eq!(phone.send(youth, vec![named("Alma", vec![target])]).await, refused(Refusal::UnknownReference));
        }
        // Earlier in the batch is early enough, later is not.
        let first = phone.entry(youth, vec![call()]);
        let second = phone.entry(youth, vec![Fact::HoursCorrected { contact: at(first.id, 0), minutes: 20 }]);
        let outcomes = phone.exchange(&[second.clone(), first]).await.outcomes;
        assert_eq!(outcomes[0].verdict, refused(Refusal::UnknownReference));
        assert!(is_stored(&outcomes[1].verdict));
        assert!(is_stored(&phone.exchange(&[second]).await.outcomes[0].verdict), "what waited goes in again");
        let beyond = at(theirs, 99);
        assert_eq!(phone.send(other, vec![Fact::Withdrawn { target: beyond }]).await, refused(Refusal::UnknownReference));
        assert_eq!(phone.send(world.id(), vec![call()]).await, refused(Refusal::UnknownReference), "nobody's youth");
    })
    .await;
}

#[tokio::test]
async fn nothing_goes_on_that_hasnt_begun() {
    both(|db| async move {
        let world = World::new(db).await;
        let mut phone = world.phone(world.north).await;
        let (youth, other) = (world.youth(world.north).await, world.youth(world.north).await);
        let (meeting, follow_up, measure): (MeetingId, FollowUpId, MeasureId) = (world.id(), world.id(), world.id());
        let (at, place) = (date(2026, 11, 26).at(14, 0, 0, 0), Place::Cafe);
        let theirs = entries_of(&world, other).await.remove(0).facts.remove(0);
        let Fact::Registered { registration, .. } = theirs else { unreachable!("a newcomer") };
        let plans = vec![
            Fact::MeetingPlanned { meeting, at, place, worker: None },
            Fact::FollowUpPlanned { follow_up, on: date(2026, 11, 26), worker: None },
            Fact::MeasureOffered { measure, measure_kind: MeasureKind::ALL[0], on: date(2026, 11, 23) },
        ];
        let goes_on = [
            Fact::MeetingMoved { meeting, at, place, saw: Vec::new() },
            Fact::MeetingCancelled { meeting, saw: Vec::new() },
            Fact::MeetingAnswered { meeting, answer: Answer::Coming, saw: Vec::new() },
            Fact::MeetingHeld { meeting, saw: Vec::new() },
            Fact::MeetingMissed { meeting, saw: Vec::new() },
            Fact::FollowUpDone { follow_up },
            Fact::MeasureEnded { measure, on: date(2026, 11, 23), reason: MeasureEnd::ALL[0] },
        ];
        let ends = [
            Fact::Left { registration, reason: LeavingReason::Completed, on: date(2026, 11, 23), saw: Vec::new() },
            Fact::Reopened { registration, saw: Vec::new() },
        ];
        for fact in goes_on.iter().chain(&ends) {
            assert_eq!(phone.send(youth, vec![call(), fact.clone()]).await, refused(Refusal::UnknownReference), "{fact:?}");
        }
        // Earlier in the same entry is early enough, later is not.
        let late = vec![goes_on[0].clone(), plans[0].clone()];
        assert_eq!(phone.send(youth, late).await, refused(Refusal::UnknownReference));
        assert!(is_stored(&phone.send(youth, [plans, vec![goes_on[0].clone()]].concat()).await));
        for fact in goes_on {
            assert_eq!(phone.send(other, vec![fact.clone()]).await, refused(Refusal::UnknownReference), "another youth's: {fact:?}");
            assert!(is_stored(&phone.send(youth, vec![fact.clone()]).await), "{fact:?}");
        }
        for fact in ends {
            assert!(is_stored(&phone.send(other, vec![fact.clone()]).await), "{fact:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_correction_says_the_same_kind_of_thing() {
    both(|db| async move {
        let world = World::new(db).await;
        let mut phone = world.phone(world.north).await;
        let youth = world.youth(world.north).await;
        let logged = phone.entry(youth, vec![call()]);
        phone.exchange(std::slice::from_ref(&logged)).await;
        let target = FactRef { entry: logged.id, index: 0 };
        let correct = |fact| Fact::Corrected { target, fact: Box::new(fact) };
        assert_eq!(phone.send(youth, vec![correct(named("Alma", Vec::new()))]).await, refused(Refusal::InvalidValue));
        assert_eq!(phone.send(youth, vec![correct(Fact::Withdrawn { target })]).await, refused(Refusal::InvalidValue));
        assert!(is_stored(&phone.send(youth, vec![correct(call())]).await));
    })
    .await;
}

#[tokio::test]
async fn projections_are_those_of_the_fold() {
    both(|db| async move {
        let world = World::new(db).await;
        let mut phone = world.phone(world.north).await;
        let youth: YouthId = world.id();
        phone.send(youth, world.newcomer(world.north, Some(ALVA))).await;
        phone.send(youth, vec![call(), works()]).await;
        let entries = entries_of(&world, youth).await;
        let folded = domain::Youth::fold(&entries).unwrap();
        let mut tx = world.db.read().await.unwrap();
        let record = store::youth::find(&mut tx, world.municipality, youth).await.unwrap().unwrap();
        assert_eq!(record.number, Some(PersonalNumber::stored(ALVA).unwrap()));
        let newest = store::place::municipality_by_id(&mut tx, world.municipality).await.unwrap().unwrap().position;
        assert_eq!(record.last_position, newest);
        let summary = store::youth::summary_of(&mut tx, world.municipality, youth).await.unwrap();
        assert_eq!(summary, Some(domain::Summary::of(&folded)));
        let cases = store::outcome::cases(&mut tx, store::outcome::Reach::Municipality(world.municipality)).await.unwrap();
        assert_eq!(cases.iter().map(|it| it.case.clone()).collect::<Vec<_>>(), folded.cases());
        assert_eq!((cases[0].unit, cases[0].gender), (Some(world.north), folded.gender()));
        let readings = store::outcome::readings(&mut tx, store::outcome::Reach::Nation).await.unwrap();
        assert_eq!(readings.iter().map(|it| it.1).collect::<Vec<_>>(), folded.readings());
    })
    .await;
}

#[tokio::test]
async fn a_transaction_that_fails_leaves_nothing() {
    both(|db| async move {
        let world = World::new(db).await;
        let mut phone = world.phone(world.north).await;
        let youth = world.youth(world.north).await;
        let before = world.place().await;
        let value = serde_json::to_value(phone.entry(youth, vec![call()])).unwrap();
        let mut tx = world.db.begin().await.unwrap();
        let outcomes = journal::accept(&mut tx, &world.process, &before, &phone.caller(), &[value]).await.unwrap();
        assert!(is_stored(&outcomes[0].verdict));
        drop(tx);
        assert_eq!(world.place().await, before);
        assert_eq!(entries_of(&world, youth).await.len(), 1);
    })
    .await;
}
