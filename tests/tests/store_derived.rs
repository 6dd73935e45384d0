//! Records, outcomes and import batches: the contracts of the store functions, on both databases.

use domain::{
    Actor, Gender, LeavingReason, Occupation, PersonalNumber, RegistrationReason, YouthId,
    figures::{Case, DayReading},
    register_file::Change,
};
use jiff::civil::date;
use server::store::{
    import::{self, Batch},
    outcome::{self, Counted, Reach},
    youth::{self, Record},
};
use tests::{World, both};

#[tokio::test]
async fn a_record_is_what_was_put_last() {
    both(|db| async move {
        let world = World::new(db).await;
        let mut tx = world.db.begin().await.unwrap();
        let number = PersonalNumber::stored("200811069822").unwrap();
        let (older, newer): (YouthId, YouthId) = (world.id(), world.id());
        let mut record = Record { number: Some(number.clone()), ..Record::blank(older, 5) };
        youth::put(&mut tx, world.municipality, &record, None).await.unwrap();
        record = Record { protected: true, protected_from: Some(8), visible_from: 7, worker: Some(world.id()), last_position: 8, ..record };
        youth::put(&mut tx, world.municipality, &record, None).await.unwrap();
        let second = Record { person: older, number: Some(number.clone()), ..Record::blank(newer, 6) };
        youth::put(&mut tx, world.municipality, &second, None).await.unwrap();
        assert_eq!(youth::find(&mut tx, world.municipality, older).await.unwrap(), Some(record.clone()));
        assert_eq!(youth::find(&mut tx, world.id(), older).await.unwrap(), None);
        assert_eq!(youth::of_person(&mut tx, world.municipality, older).await.unwrap(), [record.clone(), second.clone()]);
        assert_eq!(youth::with_number(&mut tx, world.municipality, &number).await.unwrap(), [record, second]);
        assert!(!youth::stands_elsewhere(&mut tx, world.municipality, older).await.unwrap());
        assert!(youth::stands_elsewhere(&mut tx, world.id(), older).await.unwrap());
        assert_eq!(youth::summary_of(&mut tx, world.municipality, newer).await.unwrap(), None);
        assert!(youth::summaries(&mut tx, world.municipality).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn outcomes_come_back_within_reach() {
    both(|db| async move {
        let world = World::new(db).await;
        let other = world.neighbour("Vimmerby").await;
        let mut tx = world.db.begin().await.unwrap();
        let person: YouthId = world.id();
        let case = |ended| Case { registration: world.id(), reason: RegistrationReason::MovedIn, on: date(2025, 9, 1), ended };
        let counted = |world: &World, unit, ended| Counted {
            person,
            municipality: world.municipality,
            unit,
            gender: Gender::Woman,
            case: case(ended),
        };
        let here = counted(&world, Some(world.north), Some((LeavingReason::FollowUpDone, date(2026, 5, 24))));
        let there = counted(&other, None, None);
        outcome::put_case(&mut tx, &here).await.unwrap();
        outcome::put_case(&mut tx, &there).await.unwrap();
        let readings = [
            DayReading { as_of: date(2025, 9, 1), said: Some((Occupation::Work, Some(date(2026, 2, 28)))) },
            DayReading { as_of: date(2025, 9, 2), said: Some((Occupation::Unknown, None)) },
            DayReading { as_of: date(2025, 9, 3), said: None },
        ];
        for it in &readings {
            outcome::put_reading(&mut tx, world.municipality, person, it).await.unwrap();
        }
        let reach = Reach::Municipality(world.municipality);
        assert_eq!(outcome::cases(&mut tx, reach).await.unwrap(), [here]);
        assert_eq!(outcome::cases(&mut tx, Reach::Nation).await.unwrap().len(), 2);
        let region = world.place().await.region;
        assert_eq!(outcome::cases(&mut tx, Reach::Region(region)).await.unwrap().len(), 2);
        assert!(outcome::cases(&mut tx, Reach::Region(world.id())).await.unwrap().is_empty());
        for reach in [reach, Reach::Region(region), Reach::Nation] {
            let mut found: Vec<DayReading> = outcome::readings(&mut tx, reach).await.unwrap().into_iter().map(|it| it.1).collect();
            found.sort_by_key(|it| it.as_of);
            assert_eq!(found, readings);
        }
        outcome::clear(&mut tx, world.municipality, person).await.unwrap();
        assert!(outcome::cases(&mut tx, reach).await.unwrap().is_empty());
        assert!(outcome::readings(&mut tx, reach).await.unwrap().is_empty());
        assert_eq!(outcome::cases(&mut tx, Reach::Nation).await.unwrap(), [there]);
    })
    .await;
}

#[tokio::test]
async fn a_batch_keeps_its_counts_and_is_undone_once() {
    both(|db| async move {
        let world = World::new(db).await;
        let youth = world.youth(world.north).await;
        let made = world.administer(youth, world.newcomer(world.north, None)).await;
        let mut tx = world.db.begin().await.unwrap();
        let mut batch = Batch::new(world.id(), world.municipality, Actor::System, 3);
        import::put(&mut tx, &batch).await.unwrap();
        for change in [Some(Change::New), Some(Change::Changed), Some(Change::Unchanged), Some(Change::Unchanged), None] {
            batch.count(change);
        }
        import::put(&mut tx, &batch).await.unwrap();
        import::add(&mut tx, &batch, made).await.unwrap();
        assert_eq!((batch.new, batch.changed, batch.unchanged, batch.refused), (1, 1, 2, 1));
        assert_eq!(import::find(&mut tx, world.municipality, batch.id).await.unwrap(), Some(batch));
        assert_eq!(import::find(&mut tx, world.id(), batch.id).await.unwrap(), None);
        assert_eq!(import::entries(&mut tx, &batch).await.unwrap(), [made]);
        assert!(import::set_undone(&mut tx, &batch, 9).await.unwrap());
        assert!(!import::set_undone(&mut tx, &batch, 10).await.unwrap());
        assert_eq!(import::all(&mut tx, world.municipality).await.unwrap(), [Batch { undone_at: Some(9), ..batch }]);
    })
    .await;
}
