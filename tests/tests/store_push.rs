//! Browsers that take notifications: the contract of the store functions, on both databases.

use domain::{DeviceId, MunicipalityId, RegionId, YouthId};
use server::store::{
    place::{self, Region},
    push_subscription::{self, PushSubscription, Whose},
};
use tests::{Indoors, both};

fn place_id() -> MunicipalityId {
    MunicipalityId::new(1, [2; 10])
}

fn of(hash: &str, whose: Whose, made_at: i64) -> PushSubscription {
    PushSubscription {
        endpoint_hash: hash.into(),
        municipality: place_id(),
        whose,
        sealed: format!("sealed {hash}"),
        kid: "k".into(),
        made_at,
        waiting_until: None,
    }
}

#[tokio::test]
async fn a_browser_is_whose_it_was_last_and_waits_for_its_first_unacknowledged() {
    both(|db| async move {
        let (region, youth) = (RegionId::new(1, [1; 10]), |number| YouthId::new(1, [number; 10]));
        let mut tx = db.begin().await.unwrap();
        place::create_region(&mut tx, &Region { id: region, name: "Skåne".into() }).await.unwrap();
        place::create_municipality(&mut tx, place_id(), region, "Klippan").await.unwrap();
        for (hash, number, made_at) in [("a", 5, 1), ("b", 5, 2), ("c", 6, 3)] {
            push_subscription::put(&mut tx, &of(hash, Whose::Youth(youth(number)), made_at)).await.unwrap();
        }
        assert_eq!(push_subscription::count_others(&mut tx, place_id(), youth(5), "a").await.unwrap(), 1);
        assert_eq!(push_subscription::count_others(&mut tx, place_id(), youth(5), "z").await.unwrap(), 2);

        push_subscription::sent(&mut tx, "a", 100).await.unwrap();
        push_subscription::sent(&mut tx, "a", 200).await.unwrap();
        let waiting = async |tx: &mut _, hash| push_subscription::by_hash(tx, hash).await.unwrap().unwrap().waiting_until;
        assert_eq!(waiting(&mut tx, "a").await, Some(100), "the first that wasn't acknowledged");
        assert!(push_subscription::acknowledged(&mut tx, "a", 150).await.unwrap());
        assert_eq!(waiting(&mut tx, "a").await, None);
        assert!(!push_subscription::acknowledged(&mut tx, "z", 150).await.unwrap());

        push_subscription::sent(&mut tx, "c", 100).await.unwrap();
        push_subscription::put(&mut tx, &of("c", Whose::Youth(youth(5)), 4)).await.unwrap();
        assert_eq!(push_subscription::by_hash(&mut tx, "c").await.unwrap(), Some(of("c", Whose::Youth(youth(5)), 4)));

        assert!(push_subscription::remove(&mut tx, "c").await.unwrap());
        assert!(!push_subscription::remove(&mut tx, "c").await.unwrap());
        assert_eq!(push_subscription::forget_youth(&mut tx, place_id(), youth(5)).await.unwrap(), 2);
        assert_eq!(push_subscription::by_hash(&mut tx, "a").await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn a_phone_is_told_while_its_worker_has_the_youth_and_the_phone_is_good() {
    both(|db| async move {
        let house = Indoors::new(db).await;
        let device: DeviceId = house.state.clock.id();
        house.phone(device).await;
        let youth = house.state.clock.id::<YouthId>();
        let facts = vec![
            domain::Fact::Registered {
                registration: house.state.clock.id(),
                reason: domain::RegistrationReason::MovedIn,
                on: jiff::civil::date(2026, 11, 2),
            },
            domain::Fact::Assigned { unit: house.unit, worker: None, saw: vec![] },
        ];
        house.write(domain::Actor::System, youth, facts).await;
        let row = PushSubscription { municipality: house.municipality, ..of("a", Whose::Device(device), 1) };
        let mut tx = house.state.db.begin().await.unwrap();
        push_subscription::put(&mut tx, &row).await.unwrap();
        assert_eq!(push_subscription::of_workers(&mut tx, house.municipality, youth).await.unwrap(), [row]);
        assert_eq!(push_subscription::of_person(&mut tx, house.municipality, youth).await.unwrap(), []);
        let nobody = house.state.clock.id::<YouthId>();
        assert_eq!(push_subscription::of_workers(&mut tx, house.municipality, nobody).await.unwrap(), []);
        assert!(server::store::device::revoke(&mut tx, device, 5).await.unwrap());
        assert_eq!(push_subscription::of_workers(&mut tx, house.municipality, youth).await.unwrap(), []);
        assert_eq!(push_subscription::forget_device(&mut tx, device).await.unwrap(), 1);
    })
    .await;
}
