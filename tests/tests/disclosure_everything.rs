//! Everything that anyone sees of the register file, with contacts logged about its youths: before and after, status, reach
//! and work done. Page, files and API are one value, levels are the sum of those below, and all of it together gives nobody away.

use calamine::{Data, Reader, Xlsx};
use domain::{
    Actor, Channel, ContactOutcome, Fact, Gender, Lang, Rollup, YouthId, civil,
    disclose::{Cell, OutcomeFigure, StandFigure, Whose, WorkRow, hide},
    figures::{Choice, Level, LevelFigures, Pair, Recency, Series, Span, Topic, Value},
};
use jiff::civil::{Date, date};
use serde_json::Value as Json;
use server::{
    auth::Role,
    db::Tx,
    disclosure::{Books, Of},
    figures::{Wanted, counts},
    http::AppState,
    import::{self, Permission},
    journal, report,
    store::{figure, outcome::Reach, place, published},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    io::Cursor,
    path::Path,
};
use tests::{
    Dice, Indoors, Visitor,
    attacker::{Acts, WithActs, breaches},
    both,
};

const MONTH: Date = date(2026, 10, 31);
const TODAY: Date = date(2026, 11, 23);
const TOPICS: [Topic; 3] = [Topic::Status, Topic::Reach, Topic::Work];
const CHANNELS: [Channel; 3] = [Channel::Phone, Channel::Sms, Channel::HomeVisit];

/// The register file, with what workers have logged this autumn.
async fn with_contacts(state: &AppState) {
    with_logged(state, logged).await;
}

async fn with_logged(state: &AppState, logged: fn(&mut Dice) -> Vec<Fact>) {
    let bytes = std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("data/kaa-register.csv")).unwrap();
    let anything = Permission { only: None, create_places: true };
    import::apply(&state.db, &state.process, &bytes, anything, Actor::System, TODAY).await.unwrap();
    let mut tx = state.db.begin().await.unwrap();
    let mut dice = Dice::new(11);
    let mut places = place::municipalities(&mut tx).await.unwrap();
    places.sort_by(|a, b| a.name.cmp(&b.name));
    for it in places {
        let youths: Vec<YouthId> = figure::persons(&mut tx, it.id).await.unwrap().into_keys().collect();
        let logged: Vec<(YouthId, Vec<Fact>)> =
            youths.into_iter().map(|id| (id, logged(&mut dice))).filter(|it| !it.1.is_empty()).collect();
        for (youth, facts) in logged {
            for fact in facts {
                let by = Actor::System;
                let (_, verdict) =
                    journal::write(&mut tx, &state.process, &it, by, journal::Reach::Municipality, youth, vec![fact]).await.unwrap();
                assert!(matches!(verdict, domain::sync::Verdict::Stored { .. }), "{verdict:?}");
            }
        }
    }
    tx.commit().await.unwrap();
    server::disclosure::publish_due(&state.db, TODAY).await.unwrap();
}

/// Mostly several calls, and a few visits.
fn logged(dice: &mut Dice) -> Vec<Fact> {
    let count = [0, 0, 4, 8, 12][dice.roll(5)];
    let one = |dice: &mut Dice| {
        let channel = CHANNELS[[0, 0, 0, 0, 1, 1, 1, 2][dice.roll(8)]];
        let outcome = [ContactOutcome::Conversation, ContactOutcome::NoAnswer, ContactOutcome::NoAnswer][dice.roll(3)];
        let day = civil::days_after(date(2026, 9, 1), i32::try_from(dice.roll(61)).unwrap());
        let happened = Some(civil::instant(day.at(12, 0, 0, 0)));
        Fact::ContactLogged { channel, outcome, happened, place: None, phone: None, minutes: None, note: None }
    };
    (0..count).map(|_| one(dice)).collect()
}

async fn level(state: &AppState, reach: Reach, topic: Topic) -> Level {
    report::level(&state.db, &state.tables, reach, topic, Some(MONTH), TODAY).await.unwrap().level.unwrap()
}

/// A cell as it stands on the page.
fn words(it: Value) -> String {
    match it {
        Value::Count(n) => n.to_string(),
        Value::Share(part, whole) => domain::figures::percent(part, whole).map_or_else(|| "–".to_owned(), |it| format!("{it}\u{a0}%")),
        Value::Hidden => "färre än 5 eller skyddad".to_owned(),
        other => panic!("{other:?} in a level's table"),
    }
}

/// The rows of the page's tables, by table and name: each cell's words.
fn rows(html: &str) -> BTreeMap<(String, String), Vec<String>> {
    let mut rows = BTreeMap::new();
    for table in html.split("<caption id=\"").skip(1) {
        let id = table.split('"').next().unwrap().to_owned();
        for row in table.split("</table>").next().unwrap().split("<th scope=\"row\">").skip(1) {
            let (name, rest) = row.split_once("</th>").unwrap();
            let cells = rest.split("</tr>").next().unwrap().split("<td").skip(1).map(|it| {
                let words = it.split_once('>').unwrap().1.split("</td>").next().unwrap();
                words.replace("<!>", "").replace("<!---->", "")
            });
            rows.insert((id.clone(), name.to_owned()), cells.collect());
        }
    }
    rows
}

/// Page and files of a topic against the one value that they are made of. The hidden cells and all.
async fn same_everywhere(visitor: &Visitor, path: &str, level: &Level) -> (usize, usize) {
    let topic = level.topic().code();
    let page = rows(&visitor.read(&format!("{path}/{topic}?as_of={MONTH}")).await);
    let file = visitor.get(&format!("{path}/{topic}.csv?format=machine&as_of={MONTH}")).await.text();
    let lines: BTreeMap<(&str, &str), Vec<&str>> = file
        .lines()
        .filter(|it| it.contains("2026-10,") && !it.starts_with("region,"))
        .map(|it| it.split(',').collect::<Vec<_>>())
        .map(|it| ((it[2], it[3]), it[4..].to_vec()))
        .collect();
    let workbook = visitor.get(&format!("{path}/{topic}.xlsx?as_of={MONTH}")).await;
    assert_eq!(workbook.status, 200);
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(workbook.body)).unwrap();
    let sheets = workbook.worksheets();
    let tables = level.tables(Lang::Sv);
    assert_eq!(sheets.len(), tables.len() + 1, "a sheet a table, and one that says what they are");
    let (mut hidden, mut cells) = (0, 0);
    for (table, (_, sheet)) in tables.into_iter().zip(sheets) {
        for (nth, row) in table.rows.iter().enumerate() {
            let at = (table.id.to_owned(), row.words.clone());
            assert_eq!(page[&at], row.values.iter().map(|it| words(*it)).collect::<Vec<_>>(), "{path} {topic} {at:?}");
            let own = &lines[&(table.id, row.code.as_str())];
            for (column, value) in row.values.iter().enumerate() {
                cells += 1;
                let is_hidden = *value == Value::Hidden;
                hidden += usize::from(is_hidden);
                let in_sheet = sheet.get((nth + 1, column + 1)).unwrap_or(&Data::Empty);
                match value {
                    Value::Count(n) => {
                        assert_eq!(own[column], n.to_string(), "{at:?}");
                        assert_eq!(in_sheet, &Data::Float(f64::from(u32::try_from(*n).unwrap())), "{at:?}");
                    }
                    Value::Hidden => assert_eq!((own[column], in_sheet), ("", &Data::Empty), "hidden is empty: {at:?}"),
                    _ => assert!(!own[column].starts_with('-'), "{at:?}"),
                }
            }
        }
    }
    (hidden, cells)
}

#[tokio::test]
async fn page_files_and_api_are_one_value() {
    both(|db| async move {
        let house = Indoors::new(db).await;
        with_contacts(&house.state).await;
        let (nation, region) =
            (Visitor::sign_in(&house, "nation@uppsok.example").await, Visitor::sign_in(&house, "region@uppsok.example").await);
        let outside = Visitor::outside(&house);
        let mut tx = house.state.db.read().await.unwrap();
        let skane = place::regions(&mut tx).await.unwrap().into_iter().find(|it| it.name == "Skåne").unwrap().id;
        drop(tx);
        for topic in TOPICS {
            let whole = level(&house.state, Reach::Nation, topic).await;
            let (hidden, cells) = same_everywhere(&nation, "/nation", &whole).await;
            println!("{}: {hidden} of {cells} cells hidden", topic.code());
            assert!(hidden > 0 && hidden < cells, "{topic:?}");
            same_everywhere(&outside, "/open", &whole).await;
            let own = level(&house.state, Reach::Region(skane), topic).await;
            same_everywhere(&region, "/region", &own).await;
            let path = format!("/api/v1/reports/published/{}?as_of={MONTH}", topic.code());
            let said = house.by(&house.token(Role::Nation).await, "GET", &path, None).await.json();
            let open = house.ask("GET", &path.replace("published", "open"), &[], None).await.json();
            assert_eq!(said, open, "everyone sees the same");
            let own = house.by(&house.token(Role::Region).await, "GET", &path, None).await.json();
            let of = |parts: &Json, name: &str| {
                parts.as_array().unwrap().iter().find(|it| it["name"] == name).map(|it| it["figures"].clone()).unwrap()
            };
            assert_eq!(own["all"], of(&said["regions"], "Skåne"), "a region sees its part of what everyone sees");
            assert!(own["regions"].as_array().unwrap().is_empty());
            if topic != Topic::Work {
                assert_eq!(of(&own["municipalities"], "Lund"), of(&said["municipalities"], "Lund"));
            }
            for role in [Role::Lead, Role::Administrator, Role::Worker] {
                let said = house.by(&house.token(role).await, "GET", &path, None).await;
                assert_eq!(said.refusal(), (403, "not_allowed".to_owned()), "{role:?}");
            }
            // A month that wasn't published isn't there.
            for (day, status) in [("2026-09-30", 404), ("x", 404)] {
                assert_eq!(outside.get(&format!("/open/{}?as_of={day}", topic.code())).await.status, status);
            }
            let never = house.ask("GET", &format!("/api/v1/reports/open/{}?as_of=2026-09-30", topic.code()), &[], None).await;
            assert_eq!(never.refusal(), (422, "invalid_value".to_owned()));
        }
        assert_eq!(outside.get("/open/outcomes").await.status, 404, "before and after has its own page");
        assert_eq!(outside.get("/open/status.pdf").await.status, 404);
    })
    .await;
}

#[tokio::test]
async fn levels_are_the_sum_of_those_below_and_leads_see_the_same() {
    both(|db| async move {
        let house = Indoors::new(db).await;
        with_contacts(&house.state).await;
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
    with_logged(&house.state, logged).await;
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
    println!("{} of {} figures hidden; {} of {used} rows of work", hidden.cells.len(), books.exact.shown().count(), rows.len());
    for (code, worth) in [("open", "registered now"), ("status.none_or_unknown", "without or unknown"), ("reached", "reached")] {
        let cell = Cell { whose: Whose::Nation, figure: books.exact.scheme.figure(code).unwrap() };
        assert!(!hidden.cells.contains(&cell), "what a report leads with is shown of the nation: {worth}");
    }
    let found = breaches(&whole.exact, &seen);
    assert!(found.is_empty(), "{found:#?}");
}

/// Klippan's part of the register file as September was published before there were status, reach and work; then October.
async fn with_an_old_month(house: &Indoors) {
    let state = &house.state;
    let bytes = std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("data/kaa-register.csv")).unwrap();
    let anything = Permission { only: Some(house.municipality), create_places: true };
    import::apply(&state.db, &state.process, &bytes, anything, Actor::System, TODAY).await.unwrap();
    let mut tx = state.db.begin().await.unwrap();
    let september = date(2026, 9, 30);
    let mut counts = Vec::new();
    for it in place::municipalities(&mut tx).await.unwrap() {
        let mut pairs: BTreeMap<Gender, BTreeMap<Pair, u64>> = BTreeMap::new();
        for person in figure::persons(&mut tx, it.id).await.unwrap().values() {
            for stand in person.stands(september) {
                *pairs.entry(person.gender).or_default().entry(stand.pair).or_default() += 1;
            }
        }
        counts.push(published::Counted { municipality: it.id, region: it.region, pairs, stands: None, again: BTreeMap::new(), done: None });
    }
    counts.sort_by_key(|it| it.municipality);
    let books = Books::of(&counts);
    assert!(!books.is_whole);
    let hidden = books.stored(&hide(&books.exact, &BTreeSet::new(), &BTreeMap::new()));
    let month = published::Published { month: september, closed_on: date(2026, 10, 1), counts, hidden };
    assert!(published::publish(&mut tx, &month).await.unwrap());
    tx.commit().await.unwrap();
    server::disclosure::publish_due(&state.db, TODAY).await.unwrap();
}

#[tokio::test]
async fn a_month_that_was_published_without_stays_so_and_binds_the_next() {
    both(|db| async move {
        let house = Indoors::new(db).await;
        with_an_old_month(&house).await;
        let outside = Visitor::outside(&house);
        for topic in TOPICS.map(Topic::code) {
            for (lang, words) in [("sv", "publicerades utan de här siffrorna"), ("en", "published without these figures")] {
                let page = outside.read(&format!("/open/{topic}?as_of=2026-09-30&lang={lang}")).await;
                assert!(page.contains(words) && !page.contains("<table"), "{page}");
            }
            for extension in ["csv", "xlsx"] {
                assert_eq!(outside.get(&format!("/open/{topic}.{extension}?as_of=2026-09-30")).await.status, 404);
            }
            let said = house.ask("GET", &format!("/api/v1/reports/open/{topic}?as_of=2026-09-30"), &[], None).await;
            assert_eq!(said.refusal(), (422, "invalid_value".to_owned()));
            assert!(outside.read(&format!("/open/{topic}?as_of={MONTH}")).await.contains("<table"));
        }
        let before = outside.read("/open?as_of=2026-09-30").await;
        assert!(before.contains("Klippan") && before.contains("Registrerade"), "before and after is as it was");
        let mut tx = house.state.db.read().await.unwrap();
        let month = |it: Option<published::Published>| it.unwrap();
        let (then, now) =
            (month(published::month(&mut tx, date(2026, 9, 30)).await.unwrap()), month(published::month(&mut tx, MONTH).await.unwrap()));
        let hidden: BTreeSet<_> = now.hidden.iter().map(|it| (&it.whose, &it.figure)).collect();
        let needed = then.hidden.iter().filter(|it| it.needed).collect::<Vec<_>>();
        assert!(!needed.is_empty() && needed.iter().all(|it| hidden.contains(&(&it.whose, &it.figure))), "what had to be hidden stays so");
    })
    .await;
}
