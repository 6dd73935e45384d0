//! Places: the contract of the store functions, on both databases.

use domain::{MunicipalityId, RegionId, UnitId};
use server::store::place::{self, Region, Unit};
use tests::both;

#[tokio::test]
async fn places_are_found_as_they_were_made() {
    both(|db| async move {
        let (region, municipality, unit) = (RegionId::new(1, [1; 10]), MunicipalityId::new(1, [2; 10]), UnitId::new(1, [3; 10]));
        let mut tx = db.begin().await.unwrap();
        let skane = Region { id: region, name: "Skåne".into() };
        place::create_region(&mut tx, &skane).await.unwrap();
        place::create_municipality(&mut tx, municipality, region, "Klippan").await.unwrap();
        let kaa = Unit { id: unit, municipality, name: "KAA Klippan".into() };
        place::create_unit(&mut tx, &kaa).await.unwrap();
        tx.commit().await.unwrap();

        let mut tx = db.read().await.unwrap();
        assert_eq!(place::regions(&mut tx).await.unwrap(), std::slice::from_ref(&skane));
        assert_eq!(place::region_named(&mut tx, "Skåne").await.unwrap(), Some(skane));
        assert_eq!(place::region_named(&mut tx, "Kalmar").await.unwrap(), None);
        let found = place::municipality_named(&mut tx, "Klippan").await.unwrap().unwrap();
        assert_eq!((found.id, found.region, found.position), (municipality, region, 0));
        assert_eq!((found.notes_allowed, found.lock_minutes, found.lease_days), (false, 5, 7));
        assert_eq!(place::municipality_by_id(&mut tx, municipality).await.unwrap(), Some(found));
        assert_eq!(place::unit_named(&mut tx, municipality, "KAA Klippan").await.unwrap(), Some(kaa.clone()));
        assert_eq!(place::units(&mut tx, municipality).await.unwrap(), [kaa]);
    })
    .await;
}

#[tokio::test]
async fn positions_count_up_and_a_rollback_gives_them_back() {
    both(|db| async move {
        let (region, municipality) = (RegionId::new(1, [1; 10]), MunicipalityId::new(1, [2; 10]));
        let mut tx = db.begin().await.unwrap();
        place::create_region(&mut tx, &Region { id: region, name: "Kalmar".into() }).await.unwrap();
        place::create_municipality(&mut tx, municipality, region, "Oskarshamn").await.unwrap();
        assert_eq!(place::take_positions(&mut tx, municipality, 3).await.unwrap(), 3);
        assert_eq!(place::take_positions(&mut tx, municipality, 0).await.unwrap(), 3);
        tx.commit().await.unwrap();
        let mut tx = db.begin().await.unwrap();
        assert_eq!(place::take_positions(&mut tx, municipality, 1).await.unwrap(), 4);
        tx.rollback().await.unwrap();
        let mut tx = db.begin().await.unwrap();
        assert_eq!(place::take_positions(&mut tx, municipality, 1).await.unwrap(), 4);
    })
    .await;
}

#[tokio::test]
async fn settings_stay_within_their_bounds() {
    both(|db| async move {
        let (region, municipality) = (RegionId::new(1, [1; 10]), MunicipalityId::new(1, [2; 10]));
        let mut tx = db.begin().await.unwrap();
        place::create_region(&mut tx, &Region { id: region, name: "Kalmar".into() }).await.unwrap();
        place::create_municipality(&mut tx, municipality, region, "Oskarshamn").await.unwrap();
        assert!(place::set_settings(&mut tx, municipality, true, 15, 14).await.unwrap());
        assert!(!place::set_settings(&mut tx, MunicipalityId::new(9, [9; 10]), true, 15, 14).await.unwrap());
        let found = place::municipality_by_id(&mut tx, municipality).await.unwrap().unwrap();
        assert_eq!((found.notes_allowed, found.lock_minutes, found.lease_days), (true, 15, 14));
        assert!(place::set_settings(&mut tx, municipality, true, 99, 14).await.is_err());
    })
    .await;
}

#[tokio::test]
async fn who_reads_cannot_write() {
    both(|db| async move {
        let mut tx = db.read().await.unwrap();
        assert!(place::create_region(&mut tx, &Region { id: RegionId::new(1, [1; 10]), name: "Kalmar".into() }).await.is_err());
    })
    .await;
}
