//! Figures as they are kept: sums in the transactions that change them, and what a fresh fold says of them, on both
//! databases.

use domain::{
    Detail, Fact, Gender, LeavingReason, Occupation, RegistrationReason, civil,
    figures::{Case, Choice, Counts, Group, Lack, Missing, Moves, Period, Person, Series, Span, State, last_closed},
};
use jiff::{
    ToSpan,
    civil::{Date, date},
};
use server::{
    figures::{self, Difference, Split, Wanted},
    journal::Process,
    store::{self, closed, figure, missing, outcome},
};
use tests::{
    Dice, World, both,
    lives::{differences, live, today, youth},
    sql, stated,
};

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
                let span = Span { from: None, to: month.last_of_month().min(today) };
                assert_eq!(status, Counts::of(&persons, span, choice).status, "{month} {choice:?}");
            }
        }

        // A region's closed month is the sum of its municipalities', and the nation's that of its regions'.
        let month = last_closed(today).first_of_month();
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

/// Everyone who is chosen, by where they stood at the end of a day and where at the end of a later one; none is outside the
/// register.
fn flows(persons: &[Person], choice: &Choice, eve: Date, day: Date) -> Moves {
    let mut all = Moves::default();
    for person in persons {
        let group = |case: &Case, day| case.is_open(day).then(|| State::on(&person.readings, day).group());
        for case in person.cases.iter().filter(|it| choice.takes(person, it)) {
            *all.0.entry((group(case, eve), group(case, day))).or_default() += 1;
        }
    }
    all
}

fn sum_of(all: impl IntoIterator<Item = Moves>) -> Moves {
    let mut sum = Moves::default();
    all.into_iter().flat_map(|it| it.0).for_each(|(step, n)| *sum.0.entry(step).or_default() += n);
    sum
}

/// Those who went from one to another.
fn gone(mut all: Moves) -> Moves {
    all.0.retain(|(from, to), _| from != to);
    all
}

/// Rows sum up to who stood there before and columns to who stands there now; who stayed is between the two.
#[tokio::test]
async fn moves_lead_from_what_was_known_to_what_is() {
    both(|db| async move {
        let seed = 5;
        println!("seed {seed}");
        let (world, mut dice) = (World::seeded(db, seed).await, Dice::new(seed));
        let of_unit = |unit| Choice { unit: Some(unit), ..Choice::default() };
        let of_gender = |gender| Choice { gender: Some(gender), ..Choice::default() };
        let units = [of_unit(world.north), of_unit(world.south)];
        let genders: Vec<Choice> = Gender::ALL.iter().map(|it| of_gender(*it)).collect();
        let narrow = Choice { reason: Some(RegistrationReason::MovedIn), ..units[0] };
        let (mut inside, mut across) = (0, 0);
        for _ in 0..4 {
            live(&world, &mut dice, 20).await;
            let today = today(&world);
            let ends = (1..4_i32).map(|it| today.first_of_month().saturating_sub(it.months()).last_of_month());
            let mut tx = world.db.read().await.unwrap();
            let persons: Vec<Person> = figure::persons(&mut tx, world.municipality).await.unwrap().into_values().collect();
            let nowhere: Vec<Person> = persons.iter().filter(|it| it.unit.is_none()).cloned().collect();
            for day in ends.chain([today]) {
                let eve = day.first_of_month().yesterday().unwrap();
                // Of a month that is over it counts where everyone stood when it ended, of one that goes on every step.
                let steps = |persons: &[Person], choice: &Choice| {
                    let mut days: Vec<Date> = vec![eve, day];
                    if day != day.last_of_month() {
                        days = (0..=i32::from(day.day())).map(|it| civil::days_after(eve, it)).collect();
                    }
                    gone(sum_of(days.windows(2).map(|it| flows(persons, choice, it[0], it[1]))))
                };
                let mut moved = Vec::new();
                for choice in [Choice::default(), narrow].iter().chain(&units).chain(&genders) {
                    let moves = figures::moves(&mut tx, world.municipality, choice, day).await.unwrap();
                    assert_eq!(moves, steps(&persons, choice), "seed {seed}, {day} {choice:?}");
                    let [was, is] = [eve, day].map(|to| Counts::of(&persons, Span { from: None, to }, choice).status);
                    let stood = flows(&persons, choice, eve, day);
                    for group in Group::ALL.map(Some) {
                        let to_any = |all: &Moves| all.0.iter().filter(|it| it.0.0 == group).map(|it| it.1).sum::<u64>();
                        let from_any = |all: &Moves| all.0.iter().filter(|it| it.0.1 == group).map(|it| it.1).sum::<u64>();
                        let (was, is) = (was.group(group.unwrap()), is.group(group.unwrap()));
                        assert_eq!((to_any(&stood), from_any(&stood)), (was, is), "seed {seed}, {day} {choice:?}");
                        assert_eq!(was + from_any(&moves), is + to_any(&moves), "seed {seed}, {day} {choice:?}");
                        if day == day.last_of_month() {
                            let stayed = was.checked_sub(to_any(&moves)).expect("no more went than were there");
                            assert_eq!(stayed, stood.of(group, group), "seed {seed}, {day} {choice:?}");
                        }
                    }
                    moved.push(moves);
                }
                let whole = &moved[0];
                assert_eq!(sum_of(moved[2..4].iter().cloned().chain([steps(&nowhere, &Choice::default())])), *whole, "by unit, {day}");
                assert_eq!(sum_of(moved[4..].iter().cloned()), *whole, "by gender, {day}");
                let is_inside = |it: &(Option<Group>, Option<Group>)| it.0.is_some() && it.1.is_some();
                inside += whole.0.iter().filter(|it| is_inside(it.0)).map(|it| it.1).sum::<u64>();
                across += whole.0.iter().filter(|it| !is_inside(it.0)).map(|it| it.1).sum::<u64>();
            }
        }
        assert!(inside > 5 && across > 5, "something moved: {inside} within the register, {across} in or out");
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
        world.administer(known, vec![stated(Occupation::Work, date(2026, 11, 1), Vec::new())]).await;
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
        // Not by unit: that would tell where they are.
        for unit in [world.north, world.south] {
            let (list, counts) = lists(Some(unit), today).await;
            assert_eq!((list[0].as_slice(), counts[0], counts[2]), ([].as_slice(), (0, 0), (0, 0)));
        }
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
