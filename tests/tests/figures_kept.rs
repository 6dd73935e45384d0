//! Figures as they are kept: sums in the transactions that change them, months that are closed, and what a fresh fold says
//! of both, on both databases.

use domain::{
    Actor, Certainty, Channel, ContactOutcome, Detail, Fact, Gender, LeavingReason, MeetingId, Occupation, PersonalNumber, Place,
    RegistrationId, RegistrationReason, Source, Youth, YouthId, civil,
    figures::{Choice, Counts, Lack, Missing, Period, Person, Series, Span, State},
    sync::Verdict,
};
use jiff::civil::{Date, date};
use server::{
    figures::{self, Asked, Difference, Split, Wanted},
    journal::{self, Process, Reach},
    store::{self, closed, figure, missing, outcome, published},
};
use tests::{Dice, World, both, sql};

const DAY: i64 = 24 * 60 * 60 * 1000;
/// Made-up people, of whom two are the same once in a while.
const NUMBERS: [&str; 4] = ["200708859897", "200710059965", "200803019876", "200811069822"];

fn today(world: &World) -> Date {
    civil::day(world.process.clock.now())
}

async fn differences(world: &World) -> Vec<Difference> {
    figures::verify(&world.db, world.municipality, today(world)).await.unwrap()
}

async fn youth(world: &World, id: YouthId) -> Youth {
    let mut tx = world.db.read().await.unwrap();
    journal::youth(&mut tx, &world.place().await, id).await.unwrap().expect("a youth")
}

/// Writes what may be refused, as a phone's entries may.
async fn write(world: &World, youth: YouthId, facts: Vec<Fact>) -> bool {
    let mut tx = world.db.begin().await.unwrap();
    let (place, by) = (world.place().await, Actor::Account(world.id()));
    let (_, verdict) = journal::write(&mut tx, &world.process, &place, by, Reach::Municipality, youth, facts).await.unwrap();
    tx.commit().await.unwrap();
    matches!(verdict, Verdict::Stored { .. })
}

fn stated(occupation: Occupation, as_of: Date, youth: Option<&Youth>) -> Fact {
    let saw = youth.and_then(|it| it.statements.get(&as_of)).map(domain::Register::saw).unwrap_or_default();
    Fact::OccupationStated { occupation, as_of, source: Source::Youth, certainty: Certainty::Confirmed, until: None, saw }
}

fn logged(channel: Channel, outcome: ContactOutcome, happened: i64) -> Fact {
    Fact::ContactLogged { channel, outcome, happened: Some(happened), place: None, phone: None, minutes: None, note: None }
}

/// Something that may happen with a youth, a while ago or now.
fn happening(world: &World, dice: &mut Dice, it: &Youth) -> Vec<Fact> {
    let ago = i64::try_from(dice.roll(90)).unwrap();
    let then = world.process.clock.now() - ago * DAY;
    let day = civil::day(then);
    let case = it.registrations.values().next();
    match dice.roll(9) {
        0 | 1 => vec![stated(*dice.one_of(Occupation::ALL).unwrap(), day, Some(it))],
        2 | 3 => vec![logged(*dice.one_of(Channel::ALL).unwrap(), *dice.one_of(ContactOutcome::ALL).unwrap(), then)],
        4 => {
            let meeting: MeetingId = world.id();
            let planned = Fact::MeetingPlanned { meeting, at: day.at(14, 0, 0, 0), place: Place::Cafe, worker: None };
            let ended =
                if dice.roll(2) == 0 { Fact::MeetingHeld { meeting, saw: vec![] } } else { Fact::MeetingMissed { meeting, saw: vec![] } };
            vec![planned, ended]
        }
        5 => {
            let unit = if dice.roll(2) == 0 { world.north } else { world.south };
            vec![Fact::Assigned { unit, worker: None, saw: it.assignment.saw() }]
        }
        6 => match case {
            Some(case) if case.ended().is_none() => {
                vec![Fact::Left { registration: case.id, reason: LeavingReason::FollowUpDone, on: day.max(case.on), saw: case.end.saw() }]
            }
            Some(case) => vec![Fact::Reopened { registration: case.id, saw: case.end.saw() }],
            None => vec![],
        },
        7 => match dice.one_of(&it.story) {
            Some(happening) if !matches!(happening.fact, Fact::Registered { .. }) => vec![Fact::Withdrawn { target: happening.source }],
            _ => vec![],
        },
        _ => {
            let number = PersonalNumber::stored(dice.one_of(&NUMBERS).unwrap()).unwrap();
            vec![Fact::DetailsChanged { detail: Detail::Number { number }, saw: it.number.saw() }]
        }
    }
}

/// Half a year in which things happen.
async fn live(world: &World, dice: &mut Dice, steps: usize) {
    let mut known: Vec<YouthId> = Vec::new();
    for _ in 0..steps {
        world.pass(i64::try_from(dice.roll(5)).unwrap() * DAY);
        if known.len() < 3 || dice.roll(6) == 0 {
            let on = civil::days_after(today(world), -i32::try_from(dice.roll(200)).unwrap());
            let reason = *dice.one_of(RegistrationReason::ALL).unwrap();
            let mut facts = vec![Fact::Registered { registration: world.id::<RegistrationId>(), reason, on }];
            facts.push(stated(*dice.one_of(Occupation::ALL).unwrap(), on, None));
            let id = world.id();
            if write(world, id, facts).await {
                known.push(id);
            }
            continue;
        }
        let id = *dice.one_of(&known).unwrap();
        let facts = happening(world, dice, &youth(world, id).await);
        if !facts.is_empty() {
            write(world, id, facts).await;
        }
    }
}

#[tokio::test]
async fn what_is_kept_is_what_a_fresh_fold_says_and_levels_add_up() {
    both(|db| async move {
        let seed = 7;
        println!("seed {seed}");
        let world = World::seeded(db, seed).await;
        let other = world.neighbour("Vimmerby").await;
        let mut dice = Dice::new(seed);
        for _ in 0..3 {
            live(&world, &mut dice, 40).await;
            live(&other, &mut dice, 15).await;
            for it in [&world, &other] {
                assert_eq!(differences(it).await, []);
            }
        }
        figures::close_all(&world.db, world.process.clock.now()).await.unwrap();
        let mut tx = world.db.read().await.unwrap();
        let today = today(&world);

        // Every way of asking comes to the same as counting everyone.
        let persons: Vec<Person> = figure::persons(&mut tx, world.municipality).await.unwrap().into_values().collect();
        assert!(persons.len() > 10, "something happened");
        let choices = [
            Choice::default(),
            Choice { unit: Some(world.north), ..Choice::default() },
            Choice { gender: Some(Gender::Woman), ..Choice::default() },
            Choice { gender: Some(Gender::Woman), reason: Some(RegistrationReason::MovedIn), ..Choice::default() },
            Choice { unit: Some(world.south), gender: Some(Gender::Man), ..Choice::default() },
        ];
        for period in ["start", "2026", "2027", "2026-H2", "2027-Q1", "2026-12"] {
            let span = period.parse::<Period>().unwrap().span(today);
            for choice in &choices {
                let wanted = Wanted { municipality: world.municipality, choice, span, of: &Series::ALL };
                let counts = figures::counts(&mut tx, wanted).await.unwrap();
                assert_eq!(counts, Counts::of(&persons, span, choice), "{period} {choice:?}");
                let Split { all, units, genders, reasons } = figures::split(&mut tx, wanted, domain::Lang::Sv).await.unwrap();
                assert_eq!(all, counts, "{period} {choice:?}");
                for (name, of_unit) in &units {
                    let within: Vec<&Person> = persons.iter().filter(|it| it.unit == name.code.parse().ok()).collect();
                    assert_eq!(*of_unit, Counts::of(within, span, choice), "{period} {choice:?}");
                }
                for parts in [units, genders, reasons] {
                    assert_eq!(parts.iter().map(|it| &it.1).sum::<Counts>(), counts, "{period} {choice:?}");
                }
            }
        }
        for choice in &choices {
            let months = figures::trend(&mut tx, world.municipality, choice, today, 13).await.unwrap();
            for (month, status) in months {
                let span = domain::figures::Span { from: None, to: month.last_of_month().min(today) };
                assert_eq!(status, Counts::of(&persons, span, choice).status, "{month} {choice:?}");
            }
        }

        // A region's closed month is the sum of its municipalities', and the nation's that of its regions'.
        let month = civil::days_after(today.first_of_month(), -1).first_of_month();
        let sum = |all: Vec<closed::Closed>| all.iter().flat_map(|it| it.counts.values()).sum::<Counts>();
        let region = world.place().await.region;
        let here = sum(closed::of_month(&mut tx, outcome::Reach::Municipality(world.municipality), month).await.unwrap());
        let there = sum(closed::of_month(&mut tx, outcome::Reach::Municipality(other.municipality), month).await.unwrap());
        let both: Counts = [here, there].iter().sum();
        assert!(!both.is_empty());
        assert_eq!(sum(closed::of_month(&mut tx, outcome::Reach::Region(region), month).await.unwrap()), both);
        assert_eq!(sum(closed::of_month(&mut tx, outcome::Reach::Nation, month).await.unwrap()), both);
    })
    .await;
}

#[tokio::test]
async fn a_closed_month_stays_and_says_what_came_later() {
    both(|db| async move {
        let world = World::new(db).await;
        let id = world.youth(world.north).await;
        world.administer(id, vec![stated(Occupation::None, date(2026, 11, 2), None)]).await;
        world.pass(10 * DAY);
        // December: November is closed before this goes in, though it tells of November.
        world.administer(id, vec![stated(Occupation::Work, date(2026, 11, 20), None)]).await;
        let mut tx = world.db.read().await.unwrap();
        let november = closed::of_month(&mut tx, outcome::Reach::Municipality(world.municipality), date(2026, 11, 1)).await.unwrap();
        let then = november[0].counts[&Gender::Unknown].clone();
        assert_eq!(then.status.of(State::Is(Occupation::None)), 1);
        assert_eq!((then.reach.registered, then.reach.contacted), (1, 0));
        let asked = Asked {
            topic: domain::figures::Topic::Status,
            choice: Choice::default(),
            period: Period::Start,
            as_of: None,
            words: Default::default(),
            lang: domain::Lang::Sv,
        };
        let report = figures::report(&mut tx, &world.place().await, asked, today(&world)).await.unwrap();
        let (month, then, now) = report.revised.expect("another value than when it was closed");
        assert_eq!((month, then.of(State::Is(Occupation::None)), now.of(State::Is(Occupation::Work))), (date(2026, 11, 1), 1, 1));
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
        world.pass(31 * DAY);
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
        world.pass(20 * DAY);
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

#[tokio::test]
async fn sums_can_be_made_again() {
    both(|db| async move {
        let world = World::new(db).await;
        for _ in 0..2 {
            world.youth(world.north).await;
        }
        let mut tx = world.db.begin().await.unwrap();
        let kept = figure::cells(&mut tx, world.municipality).await.unwrap();
        figure::clear(&mut tx, world.municipality).await.unwrap();
        tx.commit().await.unwrap();
        let found = differences(&world).await;
        assert!(found.contains(&Difference::Persons(2)) && found.contains(&Difference::Missing(2)), "{found:?}");
        assert_eq!(found.len(), kept.len() + 2);
        let mut tx = world.db.begin().await.unwrap();
        figures::rebuild(&mut tx, world.municipality, &world.process.clock).await.unwrap();
        assert_eq!(figure::cells(&mut tx, world.municipality).await.unwrap(), kept);
        tx.commit().await.unwrap();
        assert_eq!(differences(&world).await, []);
    })
    .await;
}

/// A municipality that an earlier version served has sums without the parts that are several things at once.
#[tokio::test]
async fn sums_of_an_earlier_form_are_made_anew_when_a_server_starts() {
    both(|db| async move {
        let world = World::new(db).await;
        world.youth(world.north).await;
        sql::run(&world.db, "delete from figure_cell where part like 'x:%'").await;
        Process::start(&world.db, world.process.clock.clone()).await.unwrap();
        assert_ne!(differences(&world).await, [], "what is in the form of today isn't made again");
        sql::run(&world.db, "update figure_book set form = 1, closed_to = '2026-09-01'").await;
        Process::start(&world.db, world.process.clock.clone()).await.unwrap();
        assert_eq!(differences(&world).await, []);
        let mut tx = world.db.read().await.unwrap();
        let book = closed::book(&mut tx, world.municipality).await.unwrap().unwrap();
        assert_eq!(book.closed_to, Some(date(2026, 9, 1)), "months stay closed");
        assert_eq!(closed::outdated(&mut tx).await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn lists_of_what_is_missing() {
    both(|db| async move {
        let world = World::new(db).await;
        let (known, unknown) = (world.youth(world.north).await, world.youth(world.south).await);
        world.administer(known, vec![stated(Occupation::Work, date(2026, 11, 1), None)]).await;
        let phone = domain::Phone::parse("070-174 06 05").unwrap();
        let detail = Detail::Phone { phone, owner: Some(domain::PhoneOwner::Youth) };
        world.administer(known, vec![Fact::DetailsChanged { detail, saw: vec![] }]).await;
        let lists = async |unit, today| {
            let mut tx = world.db.read().await.unwrap();
            let mut lists = Vec::new();
            for lack in Lack::ALL {
                let list = missing::list(&mut tx, world.municipality, lack, unit, today).await.unwrap();
                lists.push(list.into_iter().map(|it| it.person).collect::<Vec<_>>());
            }
            let counted = missing::count(&mut tx, world.municipality, unit, today).await.unwrap();
            assert_eq!(counted.map(|it| it.0), Lack::ALL);
            (lists, counted.map(|it| (it.1, it.2)))
        };
        let today = date(2026, 11, 23);
        let (list, counts) = lists(None, today).await;
        assert_eq!(list, [vec![unknown], vec![], vec![unknown], vec![]]);
        assert_eq!(counts, [(1, 0), (0, 0), (1, 0), (0, 0)]);
        // Work holds for 180 days.
        assert_eq!(lists(Some(world.north), date(2027, 4, 30)).await.0[1], vec![]);
        assert_eq!(lists(Some(world.north), date(2027, 5, 1)).await.0[1], vec![known]);
        assert_eq!(lists(Some(world.south), date(2027, 5, 1)).await.0[1], vec![]);
        // A protected person stands in no list, and is counted.
        world.administer(unknown, vec![Fact::ProtectionSet { saw: vec![] }]).await;
        let (list, counts) = lists(None, today).await;
        assert_eq!((list[0].as_slice(), counts[0]), ([].as_slice(), (1, 1)));
        // Who has left isn't there any more.
        let registration = youth(&world, known).await.registrations.values().next().unwrap().id;
        let left = Fact::Left { registration, reason: LeavingReason::Turned20, on: date(2026, 11, 20), saw: vec![] };
        world.administer(known, vec![left]).await;
        let mut tx = world.db.read().await.unwrap();
        let all = missing::all(&mut tx, world.municipality).await.unwrap();
        assert_eq!(all.iter().map(|it| it.person).collect::<Vec<_>>(), [unknown]);
        assert_eq!(store::youth::find(&mut tx, world.municipality, known).await.unwrap().map(|it| it.erased), Some(false));
        assert!(Missing::of(&youth(&world, known).await).is_none());
    })
    .await;
}
