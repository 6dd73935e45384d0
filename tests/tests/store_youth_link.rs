//! Links to youths' own pages: the contract of the store functions, on both databases.

use domain::{MeetingId, MunicipalityId, RegionId, YouthId};
use server::store::{
    place::{self, Region},
    sign_in_try::{self, Counted},
    youth_link::{self, YouthLink},
};
use tests::both;

#[tokio::test]
async fn a_link_is_found_by_its_hash_until_it_is_taken_away() {
    both(|db| async move {
        let (region, municipality) = (RegionId::new(1, [1; 10]), MunicipalityId::new(1, [2; 10]));
        let link = |hash: &str, youth: u8, expires_at| YouthLink {
            code_hash: hash.into(),
            municipality,
            youth: YouthId::new(1, [youth; 10]),
            meeting: MeetingId::new(1, [4; 10]),
            phone_tag: (youth == 5).then(|| "tag".to_owned()),
            made_at: 1,
            expires_at,
        };
        let mut tx = db.begin().await.unwrap();
        place::create_region(&mut tx, &Region { id: region, name: "Skåne".into() }).await.unwrap();
        place::create_municipality(&mut tx, municipality, region, "Klippan").await.unwrap();
        let all = [link("a", 5, 10), link("b", 5, 20), link("c", 6, 30)];
        for it in &all {
            youth_link::create(&mut tx, it).await.unwrap();
        }
        tx.commit().await.unwrap();

        let mut tx = db.begin().await.unwrap();
        assert_eq!(youth_link::by_hash(&mut tx, "a").await.unwrap().as_ref(), Some(&all[0]));
        assert_eq!(youth_link::by_hash(&mut tx, "c").await.unwrap().as_ref(), Some(&all[2]));
        assert_eq!(youth_link::by_hash(&mut tx, "d").await.unwrap(), None);
        assert_eq!(youth_link::clear(&mut tx, 10).await.unwrap(), 1);
        assert_eq!(youth_link::by_hash(&mut tx, "a").await.unwrap(), None);
        assert_eq!(youth_link::forget(&mut tx, municipality, all[1].youth).await.unwrap(), 1);
        assert_eq!(youth_link::by_hash(&mut tx, "b").await.unwrap(), None);
        assert!(youth_link::by_hash(&mut tx, "c").await.unwrap().is_some());
        tx.commit().await.unwrap();

        let mut tx = db.begin().await.unwrap();
        assert!(youth_link::create(&mut tx, &all[2]).await.unwrap_err().is_duplicate());
    })
    .await;
}

#[tokio::test]
async fn tries_are_read_within_their_window() {
    both(|db| async move {
        let mut tx = db.begin().await.unwrap();
        assert_eq!(sign_in_try::find(&mut tx, "it", 0).await.unwrap(), None);
        sign_in_try::count(&mut tx, "it", 0, 10).await.unwrap();
        sign_in_try::count(&mut tx, "it", 0, 12).await.unwrap();
        assert_eq!(sign_in_try::find(&mut tx, "it", 9).await.unwrap(), Some(Counted { failures: 2, started_at: 10 }));
        assert_eq!(sign_in_try::find(&mut tx, "it", 10).await.unwrap(), None);
    })
    .await;
}
