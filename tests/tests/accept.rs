//! What the journal takes in, and what it refuses without writing anything, on both databases.

#![expect(clippy::unwrap_used, reason = "what gives way here fails the test")]

use domain::{
    Actor, Channel, ContactOutcome, Detail, Entry, EntryId, Fact, FactRef, LeavingReason, Occupation, PersonalNumber, Phone as Number,
    PhoneOwner, RegistrationId, RegistrationReason, Source, YouthId,
    sync::{Outcome, Refusal, Verdict},
};
use jiff::civil::date;
use serde_json::{Value, json};
use server::{journal, store};
use tests::{Phone, World, both};

const ALVA: &str = "200811069822";

fn call(note: Option<&str>) -> Fact {
    Fact::ContactLogged {
        channel: Channel::Phone,
        outcome: ContactOutcome::Conversation,
        happened: None,
        place: None,
        phone: None,
        minutes: None,
        note: note.map(str::to_owned),
    }
}

fn named(name: &str, saw: Vec<FactRef>) -> Fact {
    Fact::DetailsChanged { detail: Detail::GivenName { name: name.to_owned() }, saw }
}

fn refused(code: Refusal) -> Verdict {
    Verdict::Refused { code }
}

fn is_stored(verdict: &Verdict) -> bool {
    matches!(verdict, Verdict::Stored { .. })
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
            let mut value = serde_json::to_value(phone.entry(youth, vec![call(None)])).unwrap();
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
        let stated = |until| Fact::OccupationStated {
            occupation: Occupation::Work,
            as_of: date(2026, 11, 1),
            source: Source::Youth,
            certainty: domain::Certainty::Confirmed,
            until,
            saw: Vec::new(),
        };
        for fact in [
            named("", Vec::new()),
            named("A\u{0}lva", Vec::new()),
            named(&"a".repeat(201), Vec::new()),
            owned("+999123456789"),
            stated(Some(date(2026, 10, 1))),
            Fact::DetailsChanged { detail: Detail::Language { language: "<b>".into() }, saw: Vec::new() },
            Fact::Left { registration: world.id(), reason: LeavingReason::Completed, on: date(9999, 1, 1), saw: Vec::new() },
        ] {
            assert_eq!(phone.send(youth, vec![call(None), fact]).await, refused(Refusal::InvalidValue));
        }
        assert!(is_stored(&phone.send(youth, vec![owned("+46701740614"), stated(None)]).await));
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
        assert_eq!(phone.send(youth, vec![call(Some("Ring efter tre"))]).await, refused(Refusal::NoteNotAllowed));
        world.allow_notes().await;
        assert!(is_stored(&phone.send(youth, vec![call(Some("Ring efter tre"))]).await));
        assert_eq!(phone.send(youth, vec![call(Some(&"å".repeat(281)))]).await, refused(Refusal::NoteNotAllowed));
        assert!(is_stored(&phone.send(youth, vec![call(Some(&"å".repeat(280)))]).await));
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
        assert!(is_stored(&phone.send(youth, vec![call(None)]).await));
        let mut entry = clone.entry(youth, vec![call(None)]);
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
        let mut forged = one.entry(youth, vec![call(None)]);
        forged.by = Actor::Account(two.account);
        let mut borrowed = one.entry(youth, vec![call(None)]);
        borrowed.device = two.device;
        let mut own = one.entry(youth, vec![call(None)]);
        own.by = Actor::System;
        for entry in [forged, borrowed, own] {
            assert_eq!(one.exchange(&[entry]).await.outcomes[0].verdict, refused(Refusal::NotAllowed));
        }
        assert_eq!(one.send(youth, vec![Fact::Erased {}]).await, refused(Refusal::NotAllowed));
        assert_eq!(one.send(youth, vec![Fact::MessageSent { message: world.id() }]).await, refused(Refusal::NotAllowed));
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
        let first = phone.entry(youth, vec![call(None)]);
        let second = phone.entry(youth, vec![Fact::HoursCorrected { contact: at(first.id, 0), minutes: 20 }]);
        let outcomes = phone.exchange(&[second.clone(), first]).await.outcomes;
        assert_eq!(outcomes[0].verdict, refused(Refusal::UnknownReference));
        assert!(is_stored(&outcomes[1].verdict));
        assert!(is_stored(&phone.exchange(&[second]).await.outcomes[0].verdict), "what waited goes in again");
        let beyond = at(theirs, 99);
        assert_eq!(phone.send(other, vec![Fact::Withdrawn { target: beyond }]).await, refused(Refusal::UnknownReference));
        assert_eq!(phone.send(world.id(), vec![call(None)]).await, refused(Refusal::UnknownReference), "nobody's youth");
    })
    .await;
}

#[tokio::test]
async fn a_correction_says_the_same_kind_of_thing() {
    both(|db| async move {
        let world = World::new(db).await;
        let mut phone = world.phone(world.north).await;
        let youth = world.youth(world.north).await;
        let logged = phone.entry(youth, vec![call(None)]);
        phone.exchange(std::slice::from_ref(&logged)).await;
        let target = FactRef { entry: logged.id, index: 0 };
        let correct = |fact| Fact::Corrected { target, fact: Box::new(fact) };
        assert_eq!(phone.send(youth, vec![correct(named("Alma", Vec::new()))]).await, refused(Refusal::InvalidValue));
        assert_eq!(phone.send(youth, vec![correct(Fact::Withdrawn { target })]).await, refused(Refusal::InvalidValue));
        assert!(is_stored(&phone.send(youth, vec![correct(call(None))]).await));
    })
    .await;
}

#[tokio::test]
async fn a_worker_reaches_the_own_units_alone() {
    both(|db| async move {
        let world = World::new(db).await;
        let neighbour = world.neighbour("Vimmerby").await;
        let mut phone = world.phone(world.north).await;
        let (south, abroad) = (world.youth(world.south).await, neighbour.youth(neighbour.north).await);
        assert_eq!(phone.send(south, vec![call(None)]).await, refused(Refusal::NotYourYouth));
        assert_eq!(phone.send(abroad, vec![call(None)]).await, refused(Refusal::NotYourYouth));
        assert_eq!(phone.send(abroad, world.newcomer(world.north, None)).await, refused(Refusal::NotYourYouth));
        // A newcomer goes to a unit of the worker's, one that exists.
        assert_eq!(phone.send(world.id(), world.newcomer(world.south, None)).await, refused(Refusal::NotYourYouth));
        assert_eq!(phone.send(world.id(), world.newcomer(neighbour.north, None)).await, refused(Refusal::UnknownReference));
        let mut unassigned = world.newcomer(world.north, None);
        unassigned.pop();
        assert_eq!(phone.send(world.id(), unassigned).await, refused(Refusal::NotYourYouth));
        assert!(is_stored(&phone.send(world.id(), world.newcomer(world.north, None)).await));
        // An entry id of another municipality is nobody's here.
        let theirs: EntryId = {
            let mut tx = world.db.read().await.unwrap();
            store::entry::of_youth(&mut tx, neighbour.municipality, abroad).await.unwrap()[0].entry.id
        };
        let own = world.youth(world.north).await;
        let mut entry = phone.entry(own, vec![call(None)]);
        entry.id = theirs;
        assert_eq!(phone.exchange(&[entry]).await.outcomes[0].verdict, refused(Refusal::NotYourYouth));
    })
    .await;
}

#[tokio::test]
async fn lifting_a_protection_is_no_worker_s_to_do_by_any_way() {
    both(|db| async move {
        let world = World::new(db).await;
        let mut phone = world.phone(world.north).await;
        let youth = world.youth(world.north).await;
        let set = phone.entry(youth, vec![Fact::ProtectionSet { saw: Vec::new() }]);
        assert!(is_stored(&phone.exchange(std::slice::from_ref(&set)).await.outcomes[0].verdict));
        let target = FactRef { entry: set.id, index: 0 };
        assert_eq!(phone.send(youth, vec![Fact::ProtectionCleared { saw: vec![target] }]).await, refused(Refusal::NotAllowed));
        assert_eq!(phone.send(youth, vec![Fact::Withdrawn { target }]).await, refused(Refusal::NotAllowed));
        let lifted = Fact::Corrected { target, fact: Box::new(Fact::ProtectionCleared { saw: Vec::new() }) };
        let verdict = phone.send(youth, vec![lifted]).await;
        assert!(matches!(verdict, Verdict::Refused { .. }), "{verdict:?}");
        let mut tx = world.db.read().await.unwrap();
        assert!(store::youth::find(&mut tx, world.municipality, youth).await.unwrap().unwrap().protected);
    })
    .await;
}

#[tokio::test]
async fn who_is_twenty_is_not_registered() {
    both(|db| async move {
        let world = World::new(db).await;
        let mut phone = world.phone(world.north).await;
        let registered = |year| Fact::Registered {
            registration: world.id::<RegistrationId>(),
            reason: RegistrationReason::MovedIn,
            on: date(year, 11, 6),
        };
        let mut facts = world.newcomer(world.north, Some(ALVA));
        facts[0] = registered(2028);
        assert_eq!(phone.send(world.id(), facts.clone()).await, refused(Refusal::TooOld));
        facts[0] = registered(2027);
        assert!(is_stored(&phone.send(world.id(), facts).await));
    })
    .await;
}

#[tokio::test]
async fn the_same_person_twice_becomes_one() {
    both(|db| async move {
        let world = World::new(db).await;
        let (mut north, mut south) = (world.phone(world.north).await, world.phone(world.south).await);
        let (older, newer): (YouthId, YouthId) = (world.id(), world.id());
        assert!(is_stored(&north.send(older, world.newcomer(world.north, Some(ALVA))).await));
        assert!(is_stored(&south.send(newer, world.newcomer(world.south, Some(ALVA))).await));
        assert!(is_stored(&south.send(newer, vec![call(None)]).await));
        // Both units have the whole person, and nothing was refused.
        north.catch_up().await;
        south.catch_up().await;
        assert_eq!(north.held, south.held);
        assert_eq!(north.youths(), [older, newer].into());
        let links: Vec<&Entry> = north.held.values().filter(|it| it.by == Actor::System).collect();
        assert_eq!(links.len(), 1);
        assert_eq!((links[0].youth, &links[0].facts), (newer, &vec![Fact::SamePersonAs { other: older }]));
        let mut tx = world.db.read().await.unwrap();
        let summaries = store::youth::summaries(&mut tx, world.municipality).await.unwrap();
        assert_eq!(summaries.len(), 1);
        assert_eq!(summaries[0].members.iter().copied().collect::<std::collections::BTreeSet<_>>(), [older, newer].into());
        let by_other = store::youth::summary_of(&mut tx, world.municipality, newer).await.unwrap();
        assert_eq!(by_other, Some(summaries[0].clone()));
        let counted = store::outcome::cases(&mut tx, store::outcome::Reach::Nation).await.unwrap();
        assert_eq!(counted.len(), 1, "overlapping registrations of one person are one case");
    })
    .await;
}

#[tokio::test]
async fn a_link_that_somebody_withdraws_is_not_made_again() {
    both(|db| async move {
        let world = World::new(db).await;
        let mut phone = world.phone(world.north).await;
        let (older, newer): (YouthId, YouthId) = (world.id(), world.id());
        phone.send(older, world.newcomer(world.north, Some(ALVA))).await;
        phone.send(newer, world.newcomer(world.north, Some(ALVA))).await;
        phone.catch_up().await;
        let link = phone.held.values().find(|it| it.by == Actor::System).unwrap().id;
        let target = FactRef { entry: link, index: 0 };
        assert!(is_stored(&phone.send(newer, vec![Fact::Withdrawn { target }]).await));
        assert!(is_stored(&phone.send(newer, vec![call(None)]).await));
        let mut tx = world.db.read().await.unwrap();
        assert_eq!(store::youth::summaries(&mut tx, world.municipality).await.unwrap().len(), 2);
        drop(tx);
        phone.catch_up().await;
        assert_eq!(phone.held.values().filter(|it| it.by == Actor::System).count(), 1);
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
        let stated = Fact::OccupationStated {
            occupation: Occupation::Work,
            as_of: date(2026, 11, 20),
            source: Source::Youth,
            certainty: domain::Certainty::Confirmed,
            until: None,
            saw: Vec::new(),
        };
        phone.send(youth, vec![call(None), stated]).await;
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
        let value = serde_json::to_value(phone.entry(youth, vec![call(None)])).unwrap();
        let mut tx = world.db.begin().await.unwrap();
        let outcomes = journal::accept(&mut tx, &world.process, &before, &phone.caller(), &[value]).await.unwrap();
        assert!(is_stored(&outcomes[0].verdict));
        drop(tx);
        assert_eq!(world.place().await, before);
        assert_eq!(entries_of(&world, youth).await.len(), 1);
    })
    .await;
}
