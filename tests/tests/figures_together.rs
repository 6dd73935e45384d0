//! What figures many entries that are taken in together come to: kept once, and the same as one by one, on both databases.

use domain::{
    Actor, EntryId, Fact, FactRef, YouthId, civil,
    figures::{Choice, Counts, Series, Span},
    sync::Refusal,
};
use server::{
    figures::{self, Wanted},
    journal::{self, Reach, Writing},
    store::left,
};
use tests::{World, both, call, is_stored, lives::differences, refused, sql, works};

/// Sums that came to something and to nothing again. None is written that stands between two entries alone.
async fn passing(world: &World) -> Vec<(String, String)> {
    sql::texts(&world.db, "select part, key from figure_cell where n = 0").await
}

/// To another unit than [`World::newcomer`] said in an entry.
fn moved(world: &World, came: EntryId) -> Vec<Fact> {
    vec![Fact::Assigned { unit: world.south, worker: None, saw: vec![FactRef { entry: came, index: 2 }] }]
}

#[tokio::test]
async fn figures_are_kept_once_for_a_batch() {
    both(|db| async move {
        let world = World::new(db).await;
        let mut phone = world.phone(world.north).await;
        let mut entries = Vec::new();
        for _ in 0..3 {
            let youth = world.id();
            let came = phone.entry(youth, world.newcomer(world.north, None));
            let moved = phone.entry(youth, moved(&world, came.id));
            entries.extend([came, moved]);
        }
        entries.push(phone.entry(world.id(), vec![call()]));
        let outcomes = phone.exchange(&entries).await.outcomes;
        let (last, rest) = outcomes.split_last().unwrap();
        assert!(rest.iter().all(|it| is_stored(&it.verdict)), "{rest:?}");
        assert_eq!(last.verdict, refused(Refusal::UnknownReference));
        let passing = passing(&world).await;
        assert!(passing.is_empty(), "{passing:?}");
        assert_eq!(differences(&world).await, []);
    })
    .await;
}

/// As rows of a file, each of which is planned from what those before it made.
#[tokio::test]
async fn figures_are_kept_once_for_entries_that_follow_each_other() {
    both(|db| async move {
        let world = World::new(db).await;
        let (place, by) = (world.place().await, Actor::Account(world.id()));
        let mut tx = world.db.begin().await.unwrap();
        let mut writing = Writing::begin(&mut tx, &world.process, &place, by, Reach::Municipality).await.unwrap();
        for _ in 0..3 {
            let youth = world.id();
            let (came, verdict) = writing.write(&mut tx, youth, world.newcomer(world.north, None)).await.unwrap();
            assert!(is_stored(&verdict));
            let (_, verdict) = writing.write(&mut tx, youth, moved(&world, came)).await.unwrap();
            assert!(is_stored(&verdict));
            let (_, verdict) = writing.write(&mut tx, world.id(), vec![call()]).await.unwrap();
            assert_eq!(verdict, refused(Refusal::UnknownReference));
        }
        writing.finish(&mut tx).await.unwrap();
        tx.commit().await.unwrap();
        let passing = passing(&world).await;
        assert!(passing.is_empty(), "{passing:?}");
        assert_eq!(differences(&world).await, []);
    })
    .await;
}

/// Two records that are one person, somebody who is called, and somebody who is erased as soon as registered.
fn story(world: &World) -> Vec<(YouthId, Vec<Fact>)> {
    let number = Some("200811069822");
    let (one, same, called, gone) = (world.id(), world.id(), world.id(), world.id());
    vec![
        (one, world.newcomer(world.north, number)),
        (same, world.newcomer(world.south, number)),
        (called, world.newcomer(world.north, None)),
        (gone, world.newcomer(world.north, None)),
        (one, vec![works()]),
        (called, vec![call()]),
        (gone, vec![Fact::Erased {}]),
    ]
}

async fn write_all(world: &World, all: Vec<(YouthId, Vec<Fact>)>) {
    let place = world.place().await;
    let mut tx = world.db.begin().await.unwrap();
    journal::write_all(&mut tx, &world.process, &place, Actor::System, all).await.unwrap();
    tx.commit().await.unwrap();
}

async fn counted(world: &World) -> (Counts, Vec<left::Month>) {
    let (choice, span) = (Choice::default(), Span { from: None, to: civil::day(world.process.clock.now()) });
    let wanted = Wanted { municipality: world.municipality, choice: &choice, span, of: &Series::ALL };
    let mut tx = world.db.read().await.unwrap();
    (figures::counts(&mut tx, wanted).await.unwrap(), left::months(&mut tx, world.municipality).await.unwrap())
}

#[tokio::test]
async fn a_batch_counts_what_one_by_one_counts() {
    both(|db| async move {
        let world = World::new(db).await;
        let other = world.neighbour("Vimmerby").await;
        write_all(&world, story(&world)).await;
        for it in story(&other) {
            write_all(&other, vec![it]).await;
        }
        let (counts, left) = counted(&world).await;
        assert_eq!((counts.reach.registered, left.len()), (3, 1));
        assert_eq!(counted(&other).await, (counts, left));
        assert_eq!(differences(&world).await, []);
        assert_eq!(differences(&other).await, []);
    })
    .await;
}

#[tokio::test]
async fn whose_figures_are_damaged_stands_in_nobody_elses_way() {
    both(|db| async move {
        let world = World::new(db).await;
        let (damaged, sound) = (world.youth(world.north).await, world.youth(world.north).await);
        let mut phone = world.phone(world.north).await;
        let put = |body: &str| sql::run(&world.db, format!("update figure_person set body = {body} where person_id = '{damaged}'"));
        put("'!' || body").await;
        let newcomer = phone.entry(world.id(), world.newcomer(world.north, None));
        let entries = [newcomer, phone.entry(damaged, vec![call()]), phone.entry(sound, vec![call()])];
        let verdicts: Vec<_> = phone.exchange(&entries).await.outcomes.into_iter().map(|it| it.verdict).collect();
        assert!(is_stored(&verdicts[0]) && is_stored(&verdicts[2]), "{verdicts:?}");
        assert_eq!(verdicts[1], refused(Refusal::Unreadable));
        put("substr(body, 2)").await;
        assert_eq!(differences(&world).await, []);
    })
    .await;
}
