//! What the queue and the texts stand on: the contract of the store functions, on both databases.

use domain::{
    FactRef, MessageId, MessageKind, Phone, Via,
    remind::{Key, Policy, Step, Subject},
};
use server::{
    db::{Db, Tx},
    store::{
        attempt::{self, Reported},
        channel_health,
        message_policy::{self, MessagePolicy},
        message_text::{self, OwnText},
        outbox::{self, Outgoing},
        received::{self, Received},
        reminder::{self, Change, Reminder, State, Whose},
        youth_phone,
    },
};
use std::collections::BTreeSet;
use tests::{World, both, world::NOW};
use uuid::Uuid;

fn row(world: &World, due: i64) -> Reminder {
    let version = FactRef { entry: world.id(), index: 0 };
    Reminder {
        municipality: world.municipality,
        id: world.id(),
        person: world.id(),
        key: Key { subject: Subject::Meeting(world.id()), version, step: Step::Before(24) },
        meeting: Some(world.id()),
        kind: MessageKind::DayBefore,
        due,
        until: due + 1_000_000,
        state: State::Planned,
        reason: None,
        next: Some(due),
        tries: 0,
        told: false,
        changed: NOW,
    }
}

async fn write(db: &Db) -> Tx {
    db.begin().await.unwrap()
}

const TO_SENT: Change<'static> = Change { from: &[State::Sending], to: State::Sent, reason: None, next: None, tried: true, told: true };

async fn is_due(tx: &mut Tx, whose: Whose, now: i64) -> bool {
    reminder::any_due(tx, whose, i64::MIN, now).await.unwrap()
}

#[tokio::test]
async fn a_message_is_one_and_one_servers_until_its_lease_is_over() {
    both(|db| async move {
        let world = World::new(db).await;
        let (first, second) = (row(&world, NOW), row(&world, NOW + 10));
        let mut tx = write(&world.db).await;
        assert!(reminder::add(&mut tx, &first).await.unwrap());
        assert!(!reminder::add(&mut tx, &Reminder { id: world.id(), ..first.clone() }).await.unwrap(), "planned already");
        assert!(reminder::add(&mut tx, &second).await.unwrap());
        assert_eq!(reminder::find(&mut tx, world.municipality, first.id).await.unwrap(), Some(first.clone()));
        assert!(!is_due(&mut tx, Whose::Anyone, NOW - 1).await && is_due(&mut tx, Whose::Anyone, NOW).await);
        assert!(!is_due(&mut tx, Whose::Subscribers, NOW).await, "nobody has said yes to notifications");
        let late = reminder::any_due(&mut tx, Whose::Nobody, first.until, NOW).await.unwrap();
        assert!(late && !reminder::any_due(&mut tx, Whose::Nobody, first.until - 1, NOW).await.unwrap(), "too late to wait any longer");
        tx.commit().await.unwrap();

        let mut tx = write(&world.db).await;
        let claimed = reminder::claim(&mut tx, State::Planned, "a", NOW + 10, NOW + 100, 10).await.unwrap();
        assert_eq!(claimed.iter().map(|it| it.id).collect::<Vec<_>>(), [first.id, second.id]);
        assert!(reminder::claim(&mut tx, State::Planned, "b", NOW + 99, NOW + 200, 10).await.unwrap().is_empty(), "leased");
        assert!(!reminder::begin(&mut tx, world.municipality, first.id, "b", NOW + 20, NOW + 100).await.unwrap(), "another's");
        assert!(reminder::begin(&mut tx, world.municipality, first.id, "a", NOW + 20, NOW + 100).await.unwrap());
        assert!(!reminder::begin(&mut tx, world.municipality, first.id, "a", NOW + 20, NOW + 100).await.unwrap(), "begun");
        assert_eq!(reminder::claim(&mut tx, State::Planned, "b", NOW + 100, NOW + 200, 10).await.unwrap().len(), 1, "the lease is over");
        assert!(!reminder::begin(&mut tx, world.municipality, second.id, "a", NOW + 100, NOW + 200).await.unwrap());
        assert!(reminder::change(&mut tx, world.municipality, first.id, TO_SENT, NOW + 30).await.unwrap());
        assert!(!reminder::change(&mut tx, world.municipality, first.id, TO_SENT, NOW + 30).await.unwrap());
        let sent = reminder::find(&mut tx, world.municipality, first.id).await.unwrap().unwrap();
        assert_eq!((sent.state, sent.next, sent.tries, sent.told, sent.changed), (State::Sent, None, 1, true, NOW + 30));
        assert_eq!(reminder::counts(&mut tx, world.municipality).await.unwrap(), [(State::Planned, 1), (State::Sent, 1)]);
        assert_eq!(reminder::open_counts(&mut tx).await.unwrap(), [(State::Planned, 1)]);
        assert_eq!(reminder::overdue(&mut tx, NOW + 11).await.unwrap(), 1);
        assert_eq!(reminder::latest(&mut tx, world.municipality, 9).await.unwrap().len(), 1);

        let dropped = Change { from: &[State::Planned], to: State::Dropped, reason: Some("gone"), next: None, tried: false, told: false };
        assert!(reminder::change(&mut tx, world.municipality, second.id, dropped, NOW + 40).await.unwrap());
        let other = Reminder { person: world.id(), next: Some(NOW + 50), ..second.clone() };
        reminder::plan_again(&mut tx, &other, NOW + 41).await.unwrap();
        let again = reminder::find(&mut tx, world.municipality, second.id).await.unwrap().unwrap();
        assert_eq!((again.state, again.reason, again.person), (State::Planned, None, other.person));
        reminder::adopt(&mut tx, world.municipality, other.person, first.person).await.unwrap();
        let of = reminder::of_persons(&mut tx, world.municipality, [first.person, other.person]).await.unwrap();
        assert_eq!((of.len(), of[&first.person].len()), (1, 2));
        assert_eq!(reminder::doubt(&mut tx, NOW - 1, NOW + 60).await.unwrap(), 1);
        assert_eq!(reminder::doubted(&mut tx, world.municipality).await.unwrap(), 1);
        assert_eq!(reminder::release(&mut tx, world.municipality, NOW + 61).await.unwrap(), 1);
        assert_eq!(reminder::doubted(&mut tx, world.municipality).await.unwrap(), 0);
        reminder::erase(&mut tx, world.municipality, first.person).await.unwrap();
        assert!(reminder::of_persons(&mut tx, world.municipality, [first.person]).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_report_counts_once_and_arriving_outweighs_the_rest() {
    both(|db| async move {
        let world = World::new(db).await;
        let reminder = row(&world, NOW);
        let id: Uuid = world.id();
        let mut tx = write(&world.db).await;
        reminder::add(&mut tx, &reminder).await.unwrap();
        attempt::begin(&mut tx, id, world.municipality, reminder.id, Via::Sms, NOW).await.unwrap();
        for status in [Reported::Failed, Reported::Failed, Reported::Delivered, Reported::Sent] {
            attempt::report(&mut tx, id, status, NOW).await.unwrap();
        }
        attempt::report(&mut tx, world.id(), Reported::Delivered, NOW).await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = write(&world.db).await;
        let ours = BTreeSet::from([id]);
        assert_eq!(attempt::reported(&mut tx, 2, i64::MAX).await.unwrap(), [(id, world.municipality); 2]);
        assert_eq!(attempt::take_reports(&mut tx, &ours, NOW).await.unwrap().len(), 3);
        assert_eq!(attempt::take_reports(&mut tx, &ours, NOW).await.unwrap(), []);
        assert_eq!(attempt::reported(&mut tx, 9, i64::MAX).await.unwrap(), []);
        attempt::report(&mut tx, id, Reported::Failed, NOW).await.unwrap();
        assert_eq!(attempt::reported(&mut tx, 9, i64::MAX).await.unwrap(), [], "the same again is nothing");
        assert_eq!(attempt::end(&mut tx, id, "ok", Some("s1"), NOW).await.unwrap(), Some(Some(Reported::Delivered)));
        let all = attempt::of_reminder(&mut tx, world.municipality, reminder.id).await.unwrap();
        assert_eq!((all.len(), all[0].outcome.as_str(), all[0].via), (1, "ok", Via::Sms));
        reminder::erase(&mut tx, world.municipality, reminder.person).await.unwrap();
        assert_eq!(attempt::of_reminder(&mut tx, world.municipality, reminder.id).await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn policies_texts_numbers_and_what_is_kept() {
    both(|db| async move {
        let world = World::new(db).await;
        let (place, person) = (world.municipality, world.id());
        let phone = Phone::stored("+46701740614").unwrap();
        let mut tx = write(&world.db).await;
        assert_eq!(message_policy::find(&mut tx, place).await.unwrap(), MessagePolicy::default());
        let policy = MessagePolicy { policy: Policy { offsets: vec![48], ..Policy::default() }, sender: Some(phone.clone()), phone: None };
        for _ in 0..2 {
            message_policy::put(&mut tx, place, &policy).await.unwrap();
        }
        assert_eq!(message_policy::find(&mut tx, place).await.unwrap(), policy);

        let own =
            OwnText { kind: MessageKind::Missed, language: "so".into(), text: "Haye".into(), changed: (world.id(), NOW), checked: None };
        message_text::put(&mut tx, place, &own).await.unwrap();
        let checked = OwnText { checked: Some((world.id(), NOW + 1)), ..own };
        message_text::put(&mut tx, place, &checked).await.unwrap();
        assert_eq!(message_text::all(&mut tx, place).await.unwrap(), std::slice::from_ref(&checked));
        assert!(message_text::remove(&mut tx, place, MessageKind::Missed, "so").await.unwrap());
        assert!(!message_text::remove(&mut tx, place, MessageKind::Missed, "so").await.unwrap());

        for _ in 0..2 {
            youth_phone::add(&mut tx, place, person, phone.as_str()).await.unwrap();
        }
        assert_eq!(youth_phone::who(&mut tx, &phone).await.unwrap(), [(place, person)]);
        assert_eq!(youth_phone::of_persons(&mut tx, place, [person]).await.unwrap()[&person].len(), 1);
        youth_phone::remove(&mut tx, place, person, phone.as_str()).await.unwrap();
        assert!(youth_phone::who(&mut tx, &phone).await.unwrap().is_empty());

        assert!(!received::is_seen(&mut tx, "h", NOW).await.unwrap() && received::is_seen(&mut tx, "h", NOW).await.unwrap());
        let text = |at| Received { id: world.id::<MessageId>(), person, text: "hej".into(), at };
        received::add(&mut tx, place, &text(NOW)).await.unwrap();
        received::add(&mut tx, place, &text(NOW + 1)).await.unwrap();
        assert_eq!(received::clear(&mut tx, NOW).await.unwrap(), 1);
        assert_eq!((received::of_person(&mut tx, place, person).await.unwrap().len(), received::count(&mut tx).await.unwrap()), (1, 1));

        let reminder = Reminder { person, ..row(&world, NOW) };
        reminder::add(&mut tx, &reminder).await.unwrap();
        let out = Outgoing { id: reminder.id, person, text: "Hej".into(), segments: 1, at: NOW };
        outbox::add(&mut tx, place, &Outgoing { id: world.id(), ..out.clone() }).await.unwrap();
        assert!(outbox::latest(&mut tx, place, 5).await.unwrap().is_empty(), "what was erased isn't written again");
        outbox::add(&mut tx, place, &out).await.unwrap();
        assert_eq!(outbox::latest(&mut tx, place, 5).await.unwrap(), [out]);
        outbox::clear(&mut tx, NOW).await.unwrap();
        assert!(outbox::latest(&mut tx, place, 5).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_channel_is_dead_after_a_while_and_alive_at_once() {
    both(|db| async move {
        let world = World::new(db).await;
        let mut tx = write(&world.db).await;
        let one = async |tx: &mut Tx| channel_health::all(tx).await.unwrap().remove(0);
        channel_health::fails(&mut tx, Via::Sms, "busy", 2, NOW).await.unwrap();
        channel_health::fails(&mut tx, Via::Sms, "unreachable", 1, NOW + 60_000).await.unwrap();
        let health = one(&mut tx).await;
        assert_eq!((health.failing_since, health.failures), (Some(NOW), 3));
        assert!(!health.is_alarming(NOW + 119_999) && health.is_alarming(NOW + 120_000));
        channel_health::fails(&mut tx, Via::Sms, "unauthorised", 1, NOW + 60_000).await.unwrap();
        assert!(one(&mut tx).await.is_alarming(NOW + 60_000), "waiting won't help");
        channel_health::works(&mut tx, Via::Sms, NOW + 70_000).await.unwrap();
        let health = one(&mut tx).await;
        assert_eq!((health.failing_since, health.failures, health.worked_at), (None, 0, Some(NOW + 70_000)));
    })
    .await;
}

#[tokio::test]
async fn a_channel_that_refuses_one_message_after_another_fails_in_the_end() {
    both(|db| async move {
        let world = World::new(db).await;
        let mut tx = write(&world.db).await;
        let one = async |tx: &mut Tx| channel_health::all(tx).await.unwrap().remove(0);
        for (times, failures) in [(1, 1), (8, 9)] {
            channel_health::refuses(&mut tx, Via::Sms, times, NOW).await.unwrap();
            let health = one(&mut tx).await;
            assert_eq!((health.failing_since, health.problem, health.worked_at, health.failures), (None, None, None, failures));
        }
        channel_health::refuses(&mut tx, Via::Sms, 1, NOW + 60_000).await.unwrap();
        let health = one(&mut tx).await;
        assert_eq!((health.failing_since, health.problem.as_deref()), (Some(NOW + 60_000), Some("refused")));
        assert!(!health.is_alarming(NOW + 179_999) && health.is_alarming(NOW + 180_000));
        channel_health::works(&mut tx, Via::Sms, NOW + 70_000).await.unwrap();
        channel_health::fails(&mut tx, Via::Sms, "busy", 1, NOW + 80_000).await.unwrap();
        channel_health::refuses(&mut tx, Via::Sms, 10, NOW + 90_000).await.unwrap();
        let health = one(&mut tx).await;
        assert_eq!((health.failing_since, health.problem.as_deref()), (Some(NOW + 80_000), Some("busy")), "it fails already");
    })
    .await;
}
