//! Months that are closed: what stands in them stays, whatever comes in or is erased later, on both databases.

use domain::{
    Actor, Channel, ContactOutcome, Fact, Gender, Occupation, Rollup, YouthId, civil,
    figures::{Choice, Counts, Period, Person, Series, Span, State, Topic},
};
use jiff::civil::{Date, date};
use server::{
    figures::{self, Asked, Difference, Wanted},
    store::{self, closed, figure, outcome, published},
};
use tests::{
    Dice, World, both, call, is_stored,
    lives::{DAY, differences, live, today},
    sql, stated,
};

#[tokio::test]
async fn a_closed_month_stays_and_says_what_came_later() {
    both(|db| async move {
        let world = World::new(db).await;
        let id = world.youth(world.north).await;
        world.administer(id, vec![stated(Occupation::None, date(2026, 11, 2), Vec::new())]).await;
        world.pass(16 * DAY);
        // The ninth of December: November is closed before this goes in, though it tells of November.
        world.administer(id, vec![stated(Occupation::Work, date(2026, 11, 20), Vec::new())]).await;
        let contact = Fact::ContactLogged {
            channel: Channel::Phone,
            outcome: ContactOutcome::Conversation,
            happened: Some(civil::instant(date(2026, 11, 20).at(12, 0, 0, 0))),
            place: None,
            phone: None,
            minutes: None,
            note: None,
        };
        world.administer(id, vec![contact]).await;
        let mut tx = world.db.read().await.unwrap();
        let november = closed::of_month(&mut tx, outcome::Reach::Municipality(world.municipality), date(2026, 11, 1)).await.unwrap();
        let then = november[0].counts[&Gender::Unknown].clone();
        assert_eq!(then.status.of(State::Is(Occupation::None)), 1);
        assert_eq!((then.reach.registered, then.reach.contacted), (1, 0));
        let asked = |topic, gender| Asked {
            topic,
            choice: Choice { gender, ..Choice::default() },
            period: Period::Start,
            as_of: Some(date(2026, 11, 30)),
            words: Default::default(),
            lang: domain::Lang::Sv,
        };
        let (place, today) = (world.place().await, today(&world));
        let report = figures::report(&mut tx, &place, Asked { as_of: None, ..asked(Topic::Status, None) }, today).await.unwrap();
        let (month, then, now) = report.revised.expect("another value than when it was closed");
        let (then, now) = (then.status.of(State::Is(Occupation::None)), now.status.of(State::Is(Occupation::Work)));
        assert_eq!((month, then, now), (date(2026, 11, 1), 1, 1));
        // Before and after of the month itself: what was closed isn't what the page shows, and it says so.
        let report = figures::report(&mut tx, &place, asked(Topic::Outcomes, None), today).await.unwrap();
        let (month, then, now) = report.revised.expect("another value than when it was closed");
        assert_eq!((month, &now.pairs), (date(2026, 11, 1), &report.now.pairs));
        let (then, now) = (then.outcomes(), now.outcomes());
        assert_eq!((then.youths, then.complete, then.none_known()), (1, 0, (1, 0)));
        assert_eq!((now.youths, now.complete, now.after(Rollup::Work)), (1, 1, 1));
        let report = figures::report(&mut tx, &place, asked(Topic::Work, None), today).await.unwrap();
        let (_, then, now) = report.revised.expect("another value than when it was closed");
        assert_eq!((then.work.contacts(), now.work.contacts()), (0, 1));
        // A part isn't closed by itself, and of reach closed months have something else than the page.
        for (topic, gender) in [(Topic::Outcomes, Some(Gender::Unknown)), (Topic::Reach, None)] {
            let report = figures::report(&mut tx, &place, asked(topic, gender), today).await.unwrap();
            assert!(report.revised.is_none(), "{topic:?}");
        }
        drop(tx);
        assert_eq!(differences(&world).await, []);

        // It is closed with what the entries until then say, so that another body is found out.
        let mut tx = world.db.begin().await.unwrap();
        let wrong = closed::Closed { month: date(2026, 10, 1), ..november[0].clone() };
        closed::close(&mut tx, &wrong).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(differences(&world).await, [Difference::Closed(date(2026, 10, 1))]);
    })
    .await;
}

/// A phone may be without the server for a week. What was done in a month and comes in within that is in the month that regions
/// and the nation see; what was done, or has been so, since the month ended isn't.
#[tokio::test]
async fn what_phones_bring_within_a_week_is_in_the_month_when_it_was_done() {
    both(|db| async move {
        let world = World::new(db).await;
        let youth = world.youth(world.north).await;
        let mut phone = world.phone(world.north).await;
        world.pass(7 * DAY);
        assert_eq!(today(&world), date(2026, 11, 30));
        let without_signal = phone.entry(youth, vec![call(), stated(Occupation::None, date(2026, 11, 30), Vec::new())]);
        world.pass(7 * DAY);
        let afterwards = phone.entry(youth, vec![call(), call(), stated(Occupation::Work, date(2026, 12, 1), Vec::new())]);
        let outcomes = phone.exchange(&[without_signal, afterwards]).await.outcomes;
        assert!(outcomes.iter().all(|it| is_stored(&it.verdict)), "{outcomes:?}");
        server::disclosure::publish_due(&world.db, today(&world)).await.unwrap();
        let mut tx = world.db.read().await.unwrap();
        assert_eq!(closed::all(&mut tx, world.municipality).await.unwrap(), [], "the seventh");
        assert!(published::months(&mut tx).await.unwrap().is_empty());
        drop(tx);

        world.pass(DAY);
        server::disclosure::publish_due(&world.db, today(&world)).await.unwrap();
        let mut tx = world.db.read().await.unwrap();
        let november = closed::all(&mut tx, world.municipality).await.unwrap().remove(0);
        assert_eq!(november.month, date(2026, 11, 1));
        let counts = &november.counts[&Gender::Unknown];
        let status = &counts.status;
        assert_eq!((status.of(State::Is(Occupation::None)), status.of(State::Is(Occupation::Work))), (1, 0), "as it stood then");
        assert_eq!((counts.work.attempts(), november.month_end.unwrap().done.acts()), (1, (1, 0)));
        let month = published::month(&mut tx, date(2026, 11, 30)).await.unwrap().unwrap();
        assert_eq!(month.counts[0].done.as_ref().unwrap().acts(), (1, 0));
        drop(tx);
        assert_eq!(differences(&world).await, []);
    })
    .await;
}

/// Every figure of a municipality for some periods, and its closed months.
async fn read(world: &World, periods: &[&str], today: Date) -> (Vec<Counts>, Vec<closed::Closed>) {
    let mut tx = world.db.read().await.unwrap();
    let mut all = Vec::new();
    for period in periods {
        let span = period.parse::<Period>().unwrap().span(today);
        for unit in [None, Some(world.north)] {
            let choice = Choice { unit, ..Choice::default() };
            let wanted = Wanted { municipality: world.municipality, choice: &choice, span, of: &Series::ALL };
            all.push(figures::counts(&mut tx, wanted).await.unwrap());
        }
    }
    (all, closed::all(&mut tx, world.municipality).await.unwrap())
}

/// Who is erased leaves the register, and what has been counted stays: in the figures of months that are over, in those that
/// are closed later, and in what is published.
#[tokio::test]
async fn erasing_takes_nothing_out_of_what_has_been_counted() {
    both(|db| async move {
        let (world, mut dice) = (World::seeded(db, 11).await, Dice::new(11));
        live(&world, &mut dice, 80).await;
        figures::close_all(&world.db, world.process.clock.now()).await.unwrap();
        let (day, place) = (today(&world), world.place().await);
        let over = ["2026", "2026-H2", "2026-12"];
        let was = read(&world, &over, day).await;
        let start = Choice::default();
        let since = Span { from: None, to: day };
        let wanted = Wanted { municipality: world.municipality, choice: &start, span: since, of: &Series::ALL };
        let mut tx = world.db.read().await.unwrap();
        let counted = figures::counts(&mut tx, wanted).await.unwrap();
        let persons: Vec<YouthId> = figure::persons(&mut tx, world.municipality).await.unwrap().into_keys().collect();
        drop(tx);
        let (gone, stay) = persons.split_at(persons.len() / 2);
        assert!(gone.len() > 5 && counted.status.registered() > 5);
        for it in gone {
            let mut tx = world.db.begin().await.unwrap();
            server::erase::erase(&mut tx, &world.process, &place, *it, Actor::System).await.unwrap().unwrap();
            tx.commit().await.unwrap();
        }
        assert_eq!(read(&world, &over, day).await, was, "months that are over");
        assert_eq!(differences(&world).await, []);
        let mut tx = world.db.begin().await.unwrap();
        let now = figures::counts(&mut tx, wanted).await.unwrap();
        assert_eq!((now.outcomes().youths, &now.work), (counted.outcomes().youths, &counted.work));
        let left: Vec<Person> = figure::persons(&mut tx, world.municipality).await.unwrap().into_values().collect();
        assert_eq!(left.len(), stay.len());
        assert_eq!(now.status, Counts::of(&left, since, &start).status, "nobody erased is in the register");
        // The sums can still be made anew.
        let kept = figure::cells(&mut tx, world.municipality).await.unwrap();
        figures::rebuild(&mut tx, world.municipality, &world.process.clock).await.unwrap();
        assert_eq!(figure::cells(&mut tx, world.municipality).await.unwrap(), kept);
        tx.commit().await.unwrap();

        // The month is closed and published with them.
        world.pass(39 * DAY);
        server::disclosure::publish_due(&world.db, today(&world)).await.unwrap();
        assert_eq!(differences(&world).await, []);
        let mut tx = world.db.read().await.unwrap();
        let month = published::months(&mut tx).await.unwrap()[0];
        let closed = closed::all(&mut tx, world.municipality).await.unwrap().pop().unwrap();
        assert_eq!(closed.month, month.first_of_month());
        let all = published::month(&mut tx, month).await.unwrap().unwrap();
        let published: u64 = all.counts[0].stands.iter().flatten().flat_map(|it| it.1.values()).sum();
        let known: u64 = closed.counts.values().map(|it| it.outcomes().youths).sum();
        assert_eq!((published, known), (counted.outcomes().youths, counted.outcomes().youths));
        drop(tx);
        sql::run(&world.db, "update figure_closed set month_end = '{}'").await;
        let found = differences(&world).await;
        assert!(
            found.contains(&Difference::Published(month.first_of_month())) && found.contains(&Difference::Closed(month.first_of_month()))
        );
    })
    .await;
}

/// A month that was closed after an erasure holds what erased persons left, to the very number; of one that was closed before,
/// it is known that there was no less than what there is now.
#[tokio::test]
async fn closed_months_are_compared_also_where_somebody_has_been_erased() {
    both(|db| async move {
        let world = World::new(db).await;
        let (gone, stays) = (world.youth(world.north).await, world.youth(world.south).await);
        for it in [gone, stays] {
            world.administer(it, vec![call()]).await;
        }
        world.pass(16 * DAY);
        let mut tx = world.db.begin().await.unwrap();
        server::erase::erase(&mut tx, &world.process, &world.place().await, gone, Actor::System).await.unwrap().unwrap();
        tx.commit().await.unwrap();
        world.administer(stays, vec![call()]).await;
        world.pass(32 * DAY);
        figures::close_all(&world.db, world.process.clock.now()).await.unwrap();
        assert_eq!(differences(&world).await, []);
        let (november, december) = (date(2026, 11, 1), date(2026, 12, 1));
        for (month, column, is, wrong) in [
            (november, "body", "\"registered\":2", "\"registered\":0"),
            (november, "month_end", "\"touched\":2", "\"touched\":0"),
            (december, "body", "\"registered\":2", "\"registered\":3"),
            (december, "month_end", "\"touched\":1", "\"touched\":2"),
        ] {
            let put = |is: &str, other: &str| {
                sql::run(
                    &world.db,
                    format!("update figure_closed set {column} = replace({column}, '{is}', '{other}') where month = '{month}'"),
                )
            };
            put(is, wrong).await;
            assert_eq!(differences(&world).await, [Difference::Closed(month)], "{month} {column}");
            put(wrong, is).await;
            assert_eq!(differences(&world).await, [], "{month} {column}");
        }
    })
    .await;
}

/// After a restore no month is closed for a while, and who was erased before is erased again at once.
#[tokio::test]
async fn who_is_erased_before_a_month_is_closed_stands_in_it() {
    both(|db| async move {
        let world = World::new(db).await;
        let (gone, _) = (world.youth(world.north).await, world.youth(world.south).await);
        world.pass(10 * DAY);
        let mut tx = world.db.begin().await.unwrap();
        store::restore::begin(&mut tx, 1, 2, world.process.clock.now()).await.unwrap();
        server::erase::erase(&mut tx, &world.process, &world.place().await, gone, Actor::System).await.unwrap().unwrap();
        tx.commit().await.unwrap();
        let mut tx = world.db.read().await.unwrap();
        assert_eq!(closed::all(&mut tx, world.municipality).await.unwrap(), [], "November waits for what comes back");
        drop(tx);
        world.pass(15 * DAY);
        server::disclosure::publish_due(&world.db, today(&world)).await.unwrap();
        assert_eq!(differences(&world).await, []);
        let mut tx = world.db.read().await.unwrap();
        let november = closed::all(&mut tx, world.municipality).await.unwrap().remove(0);
        let open: u64 = november.counts.values().map(|it| it.status.registered()).sum();
        let stands = november.month_end.unwrap().stands;
        let open_then = stands.values().flatten().filter(|it| it.0.status.is_some()).map(|it| it.1).sum::<u64>();
        assert_eq!((open, open_then), (2, 2));
        drop(tx);
        // In December one of them has left.
        world.pass(25 * DAY);
        figures::close_all(&world.db, world.process.clock.now()).await.unwrap();
        assert_eq!(differences(&world).await, []);
        let mut tx = world.db.read().await.unwrap();
        let december = closed::all(&mut tx, world.municipality).await.unwrap().pop().unwrap();
        let stands = december.month_end.unwrap().stands;
        let of = |is_open: bool| stands.values().flatten().filter(|it| it.0.status.is_some() == is_open).map(|it| it.1).sum::<u64>();
        assert_eq!((december.month, of(true), of(false)), (date(2026, 12, 1), 1, 1));
    })
    .await;
}
