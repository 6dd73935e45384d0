//! Everything that anyone sees of the register file, with contacts logged about its youths: before and after, status, reach
//! and work done. All of it together gives nobody away. And of municipalities where things happened by chance: what levels see is
//! the sum of what the municipalities' own leads see.

use domain::{
    Channel, Fact, Gender, RegionId, Rollup, civil,
    disclose::{Cell, OutcomeFigure, Scheme, StandFigure, Whose, WorkRow},
    figures::{Acts as Done, How, LevelFigures, Period, Recency, State, Topic, last_closed},
};
use jiff::civil::Date;
use serde_json::Value as Json;
use server::{
    account,
    auth::{NewPassword, Role},
    db::Tx,
    disclosure::{Books, Of},
    report,
    store::{
        figure,
        outcome::Reach,
        place::{self, Municipality, Region},
        published,
    },
};
use std::collections::{BTreeMap, BTreeSet};
use tests::{
    Dice, Indoors, World,
    attacker::{Acts, WithActs, breaches},
    both, call,
    indoors::{self, PASSWORD},
    lives::{DAY, live, today},
    months::percent,
    register::{self, CHANNELS, MONTH, level, logged},
    sql,
};

/// What a municipality's own lead reads of a month.
#[derive(Debug, Default)]
struct Own {
    /// Figures of a gender, or of everyone.
    youths: BTreeMap<(Option<Gender>, usize), u64>,
    work: BTreeMap<Channel, Done>,
}

/// What levels are shown and leads aren't: they have percent of the first two, and the others are divided otherwise.
const NOT_OF_LEADS: [&str; 4] = ["none_before", "none_after", "tried", "untouched"];

impl Own {
    /// Signs a lead of the municipality in, and asks for everything.
    async fn read(house: &Indoors, municipality: &str, month: Date) -> Self {
        let (email, password) = (format!("{}@egen.example", municipality.to_lowercase()), NewPassword::parse(PASSWORD).unwrap());
        let place = account::Place { municipality: Some(municipality), ..account::Place::default() };
        account::add(&house.state.db, &house.state.clock, &email, "Lead", Role::Lead, place, password).await.unwrap();
        let token = indoors::token(&house.sign_in(&email, PASSWORD).await);
        let ask = async |path: String| {
            let said = house.by(&token, "GET", &format!("/api/v1/reports/{path}"), None).await;
            assert_eq!(said.status, 200, "{path}: {}", said.text());
            said.json()
        };
        let period = Period::month_of(month);
        let (mut own, scheme) = (Self::default(), Scheme::levels());
        let outcomes = ask(format!("outcomes?by=gender&as_of={month}")).await;
        own.put_outcomes(None, &outcomes["all"]);
        for (gender, figures) in outcomes["gender"].as_object().unwrap() {
            own.put_outcomes(Some(gender.parse::<Gender>().unwrap()), figures);
        }
        let mut put = |it: StandFigure, n: u64| *own.youths.entry((None, scheme.figure(it.code()).unwrap())).or_default() += n;
        let status = ask(format!("status?period={period}")).await["all"].clone();
        put(StandFigure::Open, count(&status["registered"]));
        put(StandFigure::NoneOrUnknown, count(&status["none_or_unknown"]));
        Rollup::ALL.iter().for_each(|it| put(StandFigure::Status(*it), 0));
        for (state, n) in status["states"].as_object().unwrap() {
            let rollup = if let State::Is(it) = state.parse::<State>().unwrap() { it.rollup() } else { Rollup::Unknown };
            put(StandFigure::Status(rollup), count(n));
        }
        // Since the start, as the month's last day has it.
        let reach = ask(format!("reach?period=1990-01..{period}")).await["all"].clone();
        put(StandFigure::Reached, count(&reach["contacted"]));
        Recency::ALL.into_iter().for_each(|it| put(StandFigure::Last(it), count(&reach["last_contact"][it.code()])));
        let work = ask(format!("work?period={period}")).await["all"].clone();
        for (how, n) in work["touches"].as_object().unwrap() {
            let (how, n): (How, u64) = (how.parse().unwrap(), count(n));
            let done = own.work.entry(how.channel).or_default();
            done.attempts += if how.is_attempt() { n } else { 0 };
            done.contacts += if how.is_contact() { n } else { 0 };
        }
        own
    }

    fn put_outcomes(&mut self, gender: Option<Gender>, figures: &Json) {
        let mut put = |it: OutcomeFigure, figure: &Json| self.youths.insert((gender, it.number().unwrap()), count(figure));
        put(OutcomeFigure::Youths, &figures["youths"]);
        put(OutcomeFigure::Complete, &figures["complete"]);
        put(OutcomeFigure::KnownBefore, &figures["known_before"]);
        put(OutcomeFigure::KnownAfter, &figures["known_after"]);
        for rollup in Rollup::known() {
            put(OutcomeFigure::Before(rollup), &figures["before"][rollup.code()]);
            put(OutcomeFigure::After(rollup), &figures["after"][rollup.code()]);
        }
    }
}

/// Who is nobody isn't listed.
fn count(figure: &Json) -> u64 {
    figure.as_u64().unwrap_or_default()
}

/// Two regions of two municipalities each, in which things happen by chance, until the month is closed in which they ended.
async fn lived(house: &Indoors) -> Date {
    let klippan = World::of(house);
    let municipalities =
        [klippan.neighbour("Lund").await, klippan.neighbour("Nybro").await, klippan.neighbour("Vimmerby").await, klippan.clone()];
    let kalmar: RegionId = klippan.id();
    let mut tx = house.state.db.begin().await.unwrap();
    place::create_region(&mut tx, &Region { id: kalmar, name: "Kalmar".into() }).await.unwrap();
    tx.commit().await.unwrap();
    sql::run(&house.state.db, format!("update municipality set region_id = '{kalmar}' where name in ('Nybro', 'Vimmerby')")).await;
    let mut dice = Dice::new(23);
    for _ in 0..3 {
        for it in &municipalities {
            live(it, &mut dice, 8).await;
        }
    }
    // Whatever else happened: in the last month each has sought somebody.
    for it in &municipalities {
        for _ in 0..6 {
            let youth = it.youth(it.north).await;
            it.administer(youth, vec![call()]).await;
        }
    }
    let month = today(&klippan).last_of_month();
    while last_closed(today(&klippan)) < month {
        klippan.pass(DAY);
    }
    server::disclosure::publish_due(&house.state.db, today(&klippan)).await.unwrap();
    month
}

#[tokio::test]
async fn levels_are_the_sum_of_what_leads_see() {
    both(|db| async move {
        let house = Indoors::new(db).await;
        let month = lived(&house).await;
        let mut tx = house.state.db.read().await.unwrap();
        let stored = published::month(&mut tx, month).await.unwrap().unwrap();
        let (municipalities, regions) = (place::municipalities(&mut tx).await.unwrap(), place::regions(&mut tx).await.unwrap());
        drop(tx);
        let books = Books::of(&stored.counts);
        let exact = &books.exact;
        let names = names(&books, &municipalities, &regions);
        let mut owns: BTreeMap<usize, Own> = BTreeMap::new();
        for it in &municipalities {
            let Whose::Municipality(nth) = names[&it.name] else { unreachable!() };
            owns.insert(nth, Own::read(&house, &it.name, month).await);
        }
        assert_eq!((owns.len(), exact.places.regions), (4, 2));

        // What is stored, hidden or not.
        let sum = |cell: Cell| -> u64 {
            let gender = match cell.whose {
                Whose::RegionGroup(_, it) | Whose::NationGroup(it) => Some(Gender::ALL[it]),
                _ => None,
            };
            let within = owns.iter().filter(|it| exact.holds(cell.whose, *it.0));
            within.map(|it| it.1.youths.get(&(gender, cell.figure)).copied().unwrap_or_default()).sum()
        };
        let code = |cell: &Cell| exact.scheme.figures[cell.figure].code;
        let is_of_leads = |cell: &Cell| !NOT_OF_LEADS.contains(&code(cell));
        for cell in exact.shown().filter(is_of_leads) {
            assert_eq!(exact.value(cell), sum(cell), "{} of {:?}", code(&cell), cell.whose);
        }
        let done = |whose: Whose, channel: Channel| {
            let within = owns.iter().filter(|it| exact.holds(whose, *it.0));
            within
                .filter_map(|it| it.1.work.get(&channel))
                .fold(Done::default(), |sum, it| Done { attempts: sum.attempts + it.attempts, contacts: sum.contacts + it.contacts })
        };
        for whose in (0..exact.places.regions).map(Whose::Region).chain([Whose::Nation]) {
            for channel in Channel::ALL.iter().copied() {
                let stored = books.done(whose).channels.get(&channel).copied().unwrap_or_default();
                let stored = Done { attempts: stored.attempts.acts, contacts: stored.contacts.acts };
                assert_eq!(stored, done(whose, channel), "{channel:?} of {whose:?}");
            }
        }
        assert!(done(Whose::Nation, Channel::Phone).attempts >= 24, "somebody was sought in the month");

        // What anyone is shown.
        let shown = read(&house, &books, &names, month).await;
        for (cell, value) in shown.iter().filter(|it| is_of_leads(it.0)) {
            assert_eq!(*value, sum(*cell), "{} of {:?}", code(cell), cell.whose);
        }
        let is_above = |it: &Cell| matches!(it.whose, Whose::Region(_) | Whose::Nation);
        assert!(shown.iter().any(|it| is_above(it.0) && is_of_leads(it.0) && *it.1 > 0), "not everything is hidden");
        let state = &house.state;
        let seen =
            report::level(&state.db, &state.tables, Reach::Nation, Topic::Work, Some(month), civil::day(state.clock.now())).await.unwrap();
        let LevelFigures::Work(work) = seen.level.unwrap().figures else { unreachable!() };
        let parts = work.regions.iter().map(|(named, it)| (names[&named.name], it)).chain([(Whose::Nation, &work.whole)]);
        for (whose, it) in parts {
            for channel in Channel::ALL.iter().copied() {
                if let Some(acts) = it.of(channel) {
                    assert_eq!(acts, done(whose, channel), "{channel:?} of {whose:?}");
                }
            }
        }
    })
    .await;
}

/// The acts of a month by municipality, gender and channel, from what each person counts for.
async fn acts(tx: &mut Tx, books: &Books) -> Vec<Vec<Vec<Acts>>> {
    let mut acts = vec![vec![vec![[0; 3]; CHANNELS.len()]; Gender::ALL.len()]; books.exact.counts.len()];
    for it in place::municipalities(tx).await.unwrap() {
        let Whose::Municipality(place) = books.whose(Of::Municipality(it.id)).unwrap() else { unreachable!() };
        for person in figure::persons(tx, it.id).await.unwrap().values() {
            let gender = Gender::ALL.iter().position(|it| *it == person.gender).unwrap();
            for touch in person.touches.iter().filter(|it| it.day >= MONTH.first_of_month() && it.day <= MONTH) {
                let channel = CHANNELS.iter().position(|it| *it == touch.how.channel).unwrap();
                let kind = if touch.how.own { 2 } else { usize::from(!touch.how.is_contact()) };
                acts[place][gender][channel][kind] += u64::from(touch.count);
            }
        }
    }
    acts
}

/// Whose figures stand under a name.
fn names(books: &Books, municipalities: &[Municipality], regions: &[Region]) -> BTreeMap<String, Whose> {
    let regions = regions.iter().filter_map(|it| Some((it.name.clone(), books.whose(Of::Region(it.id))?)));
    let municipalities = municipalities.iter().filter_map(|it| Some((it.name.clone(), books.whose(Of::Municipality(it.id))?)));
    regions.chain(municipalities).collect()
}

/// What anyone reads of status and reach in the API, by cell.
async fn read(house: &Indoors, books: &Books, names: &BTreeMap<String, Whose>, month: Date) -> BTreeMap<Cell, u64> {
    let mut seen = BTreeMap::new();
    let scheme = &books.exact.scheme;
    let number = |it: StandFigure| scheme.figure(it.code()).unwrap();
    for topic in ["status", "reach"] {
        let said = house.ask("GET", &format!("/api/v1/reports/open/{topic}?as_of={month}"), &[], None).await.json();
        let mut take = |whose: Whose, it: &Json| {
            let mut figures = vec![];
            if topic == "status" {
                figures.push((number(StandFigure::Open), &it["registered"]));
                figures.push((number(StandFigure::NoneOrUnknown), &it["none_or_unknown"]));
                figures.extend(Rollup::ALL.iter().map(|rollup| (number(StandFigure::Status(*rollup)), &it["states"][rollup.code()])));
            } else {
                figures.push((OutcomeFigure::Youths.number().unwrap(), &it["registered"]));
                let of = [
                    (StandFigure::Reached, "reached"),
                    (StandFigure::Tried, "tried"),
                    (StandFigure::Untouched, "untouched"),
                    (StandFigure::Open, "open"),
                ];
                figures.extend(of.map(|(figure, name)| (number(figure), &it[name])));
                figures.extend(Recency::ALL.map(|recency| (number(StandFigure::Last(recency)), &it["last_contact"][recency.code()])));
            }
            for (figure, value) in figures {
                assert!(value.is_null() || value.is_u64(), "{value}");
                let cell = Cell { whose, figure };
                if let Some(value) = value.as_u64() {
                    assert_eq!(value, books.exact.value(cell), "what is shown is true: {cell:?}");
                    seen.insert(cell, value);
                }
            }
        };
        take(Whose::Nation, &said["all"]);
        for part in said["regions"].as_array().unwrap().iter().chain(said["municipalities"].as_array().unwrap()) {
            take(names[part["name"].as_str().unwrap()], &part["figures"]);
        }
    }
    seen
}

#[tokio::test]
async fn all_that_anyone_sees_together_gives_nobody_away() {
    gives_nobody_away(logged).await;
}

#[tokio::test]
async fn nor_does_it_where_nobody_has_logged_anything() {
    gives_nobody_away(|_| Vec::new()).await;
}

async fn gives_nobody_away(logged: fn(&mut Dice) -> Vec<Fact>) {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("uppsok.db").display());
    let house = Indoors::new(server::db::Db::open(&url).await.unwrap()).await;
    register::publish(&house.state, logged).await;
    let mut tx = house.state.db.read().await.unwrap();
    let month = published::month(&mut tx, MONTH).await.unwrap().unwrap();
    let books = Books::of(&month.counts);
    let (municipalities, regions) = (place::municipalities(&mut tx).await.unwrap(), place::regions(&mut tx).await.unwrap());
    let names = names(&books, &municipalities, &regions);
    let acts = acts(&mut tx, &books).await;
    drop(tx);
    let (hidden, rows) = (books.hidden(&month.hidden), books.hidden_work(&month.hidden));
    let whole = WithActs::of(&books.exact, &CHANNELS, &acts);
    let seen = whole.seen(&hidden, &rows);
    // What the API says of status and reach is what isn't hidden of them, and nothing else.
    let first = books.exact.scheme.figure(StandFigure::Open.code()).unwrap();
    let of_stands = |cells: &BTreeMap<Cell, u64>| {
        cells.iter().filter(|it| it.0.figure >= first && !whole.is_work(*it.0)).map(|it| (*it.0, *it.1)).collect::<BTreeMap<_, _>>()
    };
    assert_eq!(of_stands(&read(&house, &books, &names, MONTH).await), of_stands(&seen.shown));
    // And of work: a row that is hidden is null, and every other is there.
    let LevelFigures::Work(work) = level(&house.state, Reach::Nation, Topic::Work).await.figures else { unreachable!() };
    let mut null: BTreeSet<WorkRow> = BTreeSet::new();
    let parts = work.regions.iter().map(|(named, it)| (names[&named.name], it)).chain([(Whose::Nation, &work.whole)]);
    for (whose, it) in parts {
        null.extend(it.channels.iter().filter(|it| it.1.is_none()).map(|it| (whose, *it.0)));
    }
    assert_eq!(null, rows);
    let used = CHANNELS.len() * (books.exact.places.regions + 1);
    let count = books.exact.shown().count();
    println!("{} of {count} figures hidden; {} of {used} rows of work", hidden.cells.len(), rows.len());
    // It has been 49 to 58 percent.
    assert!(percent(hidden.cells.len(), count) <= 65, "hiding nearly everything is no answer");
    for (code, worth) in [("open", "registered now"), ("status.none_or_unknown", "without or unknown"), ("reached", "reached")] {
        let cell = Cell { whose: Whose::Nation, figure: books.exact.scheme.figure(code).unwrap() };
        assert!(!hidden.cells.contains(&cell), "what a report leads with is shown of the nation: {worth}");
    }
    let found = breaches(&whole.exact, &seen);
    assert!(found.is_empty(), "{found:#?}");
}
