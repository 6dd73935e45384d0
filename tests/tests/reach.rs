//! Who may write about whom, and when two records are one person, on both databases.

use domain::{
    Actor, Entry, EntryId, Fact, FactRef, RegistrationId, RegistrationReason, YouthId,
    sync::{Refusal, Verdict},
};
use jiff::civil::date;
use server::store;
use tests::{World, both, call, is_stored, refused};

const ALVA: &str = "200811069822";

#[tokio::test]
async fn a_worker_reaches_the_own_units_alone() {
    both(|db| async move {
        let world = World::new(db).await;
        let neighbour = world.neighbour("Vimmerby").await;
        let mut phone = world.phone(world.north).await;
        let (south, abroad) = (world.youth(world.south).await, neighbour.youth(neighbour.north).await);
        assert_eq!(phone.send(south, vec![call()]).await, refused(Refusal::NotYourYouth));
        assert_eq!(phone.send(abroad, vec![call()]).await, refused(Refusal::NotYourYouth));
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
        let mut entry = phone.entry(own, vec![call()]);
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
        assert!(is_stored(&south.send(newer, vec![call()]).await));
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
        assert!(is_stored(&phone.send(newer, vec![call()]).await));
        let mut tx = world.db.read().await.unwrap();
        assert_eq!(store::youth::summaries(&mut tx, world.municipality).await.unwrap().len(), 2);
        drop(tx);
        phone.catch_up().await;
        assert_eq!(phone.held.values().filter(|it| it.by == Actor::System).count(), 1);
    })
    .await;
}
