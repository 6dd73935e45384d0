//! Published months: the contract of the store functions, on both databases.

use domain::{
    Channel, Gender, MunicipalityId, RegionId, Rollup,
    figures::{Done, Pair, Stand, Through, Touched},
};
use jiff::civil::date;
use server::store::published::{self, Counted, HiddenFigure, Published};
use std::collections::BTreeMap;
use tests::both;

fn month(day: jiff::civil::Date, count: u64) -> Published {
    let pair = Pair { before: Rollup::None, after: Rollup::Work };
    let counted = Counted {
        municipality: MunicipalityId::new(1, [2; 10]),
        region: RegionId::new(1, [1; 10]),
        pairs: [(Gender::Woman, [(pair, count)].into())].into(),
        stands: None,
        again: BTreeMap::new(),
        done: None,
    };
    let hidden = HiddenFigure { whose: "nation/woman".into(), figure: "after.work".into(), needed: true };
    Published { month: day, closed_on: date(2026, 11, 1), counts: vec![counted], hidden: vec![hidden] }
}

#[tokio::test]
async fn a_month_is_published_once() {
    both(|db| async move {
        let (september, october) = (month(date(2026, 9, 30), 3), month(date(2026, 10, 31), 4));
        let mut tx = db.begin().await.unwrap();
        assert!(published::publish(&mut tx, &september).await.unwrap());
        assert!(published::publish(&mut tx, &october).await.unwrap());
        assert!(!published::publish(&mut tx, &month(date(2026, 10, 31), 5)).await.unwrap(), "what is published stays");
        tx.commit().await.unwrap();
        let mut tx = db.read().await.unwrap();
        assert_eq!(published::months(&mut tx).await.unwrap(), [date(2026, 10, 31), date(2026, 9, 30)]);
        assert_eq!(published::month(&mut tx, date(2026, 10, 31)).await.unwrap(), Some(october));
        assert_eq!(published::month(&mut tx, date(2026, 8, 31)).await.unwrap(), None);
    })
    .await;
}

/// A month as it is published since there are status, reach and work.
fn whole(day: jiff::civil::Date) -> Published {
    let pair = Pair { before: Rollup::None, after: Rollup::Work };
    let stand = Stand { pair, status: Some(Rollup::Work), touched: Touched::Attempt };
    let mut month = month(day, 0);
    let phone = Through { attempts: (9, 5).into(), contacts: (2, 1).into(), failed: (7, 5).into() };
    month.counts[0].pairs.clear();
    month.counts[0].stands = Some([(Gender::Woman, [(stand, 4)].into())].into());
    month.counts[0].done = Some(Done { channels: [(Channel::Phone, phone)].into(), touched: 5, reached: 1 });
    month
}

#[tokio::test]
async fn a_month_with_status_reach_and_work_comes_back_as_it_was() {
    both(|db| async move {
        let month = whole(date(2026, 10, 31));
        let mut tx = db.begin().await.unwrap();
        assert!(published::publish(&mut tx, &month).await.unwrap());
        tx.commit().await.unwrap();
        let mut tx = db.read().await.unwrap();
        assert_eq!(published::month(&mut tx, month.month).await.unwrap(), Some(month));
    })
    .await;
}

#[test]
fn the_stored_form_is_frozen() {
    assert_eq!(
        serde_json::to_string(&whole(date(2026, 10, 31)).counts).unwrap(),
        r#"[{"municipality":"00000000-0001-7202-8202-020202020202","region":"00000000-0001-7101-8101-010101010101","stands":{"woman":{"none>work/work/attempt":4}},"done":{"channels":{"phone":{"attempts":[9,5],"contacts":[2,1],"failed":[7,5]}},"touched":5,"reached":1}}]"#
    );
    // As it was before: those months are there.
    let it = month(date(2026, 10, 31), 4);
    assert_eq!(
        serde_json::to_string(&it.counts).unwrap(),
        r#"[{"municipality":"00000000-0001-7202-8202-020202020202","region":"00000000-0001-7101-8101-010101010101","pairs":{"woman":{"none>work":4}}}]"#
    );
    assert_eq!(serde_json::to_string(&it.hidden).unwrap(), r#"[{"whose":"nation/woman","figure":"after.work","needed":true}]"#);
}
