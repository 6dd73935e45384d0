//! Everything that anyone sees of the register file, with contacts logged about its youths: before and after, status, reach
//! and work done. Levels are the sum of those below, and all of it together gives nobody away.

use domain::{
    Fact, Gender, Rollup,
    disclose::{Cell, OutcomeFigure, StandFigure, Whose, WorkRow},
    figures::{Choice, LevelFigures, Recency, Series, Span, Topic},
};
use serde_json::Value as Json;
use server::{
    db::Tx,
    disclosure::{Books, Of},
    figures::{Wanted, counts},
    store::{figure, outcome::Reach, place, published},
};
use std::collections::{BTreeMap, BTreeSet};
use tests::{
    Dice, Indoors,
    attacker::{Acts, WithActs, breaches},
    both,
    months::percent,
    register::{self, CHANNELS, MONTH, level, logged},
};

#[tokio::test]
async fn levels_are_the_sum_of_those_below_and_leads_see_the_same() {
    both(|db| async move {
        let house = Indoors::new(db).await;
        register::publish(&house.state, logged).await;
        let mut tx = house.state.db.read().await.unwrap();
        let month = published::month(&mut tx, MONTH).await.unwrap().unwrap();
        let books = Books::of(&month.counts);
        let exact = &books.exact;
        let scheme = &exact.scheme;
        let places = place::municipalities(&mut tx).await.unwrap();
        let of = |cell: Whose, code: &str| exact.value(Cell { whose: cell, figure: scheme.figure(code).unwrap() });
        for it in &places {
            let whose = books.whose(Of::Municipality(it.id)).unwrap();
            let all = [Series::Pair, Series::Gone, Series::Status, Series::Recency, Series::Reach];
            let wanted = |from, of| Wanted {
                municipality: it.id,
                choice: &Choice { unit: None, gender: None, reason: None },
                span: Span { from, to: MONTH },
                of,
            };
            let lead = counts(&mut tx, wanted(None, &all)).await.unwrap();
            assert_eq!([of(whose, "youths"), of(whose, "complete")], [lead.outcomes().youths, lead.outcomes().complete], "{}", it.name);
            assert_eq!(of(whose, "open"), lead.status.registered(), "{}", it.name);
            assert_eq!(of(whose, "status.none_or_unknown"), lead.status.none_or_unknown(), "{}", it.name);
            assert_eq!(of(whose, "reached"), lead.reach.contacted, "{}", it.name);
            for recency in Recency::ALL {
                assert_eq!(of(whose, StandFigure::Last(recency).code()), lead.reach.last(recency), "{} {recency:?}", it.name);
            }
            let work = counts(&mut tx, wanted(Some(MONTH.first_of_month()), &[Series::Work])).await.unwrap().work;
            assert_eq!(books.done(whose).acts(), (work.attempts(), work.contacts()), "{}", it.name);
        }
        for cell in exact.shown().filter(|it| matches!(it.whose, Whose::Region(_) | Whose::Nation)) {
            let below: u64 = match cell.whose {
                Whose::Region(it) => exact.places.within(it).map(|it| exact.value(Cell { whose: Whose::Municipality(it), ..cell })).sum(),
                _ => (0..exact.places.regions).map(|it| exact.value(Cell { whose: Whose::Region(it), ..cell })).sum(),
            };
            assert_eq!(exact.value(cell), below, "{cell:?}");
        }
        let regions: Vec<(u64, u64)> = (0..exact.places.regions).map(|it| books.done(Whose::Region(it)).acts()).collect();
        let sum = regions.iter().fold((0, 0), |sum, it| (sum.0 + it.0, sum.1 + it.1));
        assert_eq!(books.done(Whose::Nation).acts(), sum);
        assert!(sum.1 > 0);
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

/// What anyone reads of status and reach in the API, by cell.
async fn read(house: &Indoors, books: &Books, names: &BTreeMap<String, Whose>) -> BTreeMap<Cell, u64> {
    let mut seen = BTreeMap::new();
    let scheme = &books.exact.scheme;
    let number = |it: StandFigure| scheme.figure(it.code()).unwrap();
    for topic in ["status", "reach"] {
        let said = house.ask("GET", &format!("/api/v1/reports/open/{topic}?as_of={MONTH}"), &[], None).await.json();
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
    let mut names = BTreeMap::new();
    for it in place::regions(&mut tx).await.unwrap() {
        names.extend(books.whose(Of::Region(it.id)).map(|whose| (it.name, whose)));
    }
    for it in place::municipalities(&mut tx).await.unwrap() {
        names.extend(books.whose(Of::Municipality(it.id)).map(|whose| (it.name, whose)));
    }
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
    assert_eq!(of_stands(&read(&house, &books, &names).await), of_stands(&seen.shown));
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
