//! Status, reach and work of the register file, with contacts logged about its youths: page, files and API are one value, and
//! a month that was published without them stays without.

use calamine::{Data, Reader, Xlsx};
use domain::{
    Gender, Lang,
    disclose::hide,
    figures::{Level, Pair, Topic, Value},
};
use jiff::civil::date;
use serde_json::Value as Json;
use server::{
    auth::Role,
    disclosure::Books,
    import::Permission,
    store::{figure, outcome::Reach, place, published},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    io::Cursor,
};
use tests::{
    Indoors, Visitor, both,
    months::percent,
    register::{self, MONTH, TODAY, level, logged},
};

const TOPICS: [Topic; 3] = [Topic::Status, Topic::Reach, Topic::Work];

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
        register::publish(&house.state, logged).await;
        let (nation, region) =
            (Visitor::sign_in(&house, "nation@uppsok.example").await, Visitor::sign_in(&house, "region@uppsok.example").await);
        let outside = Visitor::outside(&house);
        let mut tx = house.state.db.read().await.unwrap();
        let skane = place::regions(&mut tx).await.unwrap().into_iter().find(|it| it.name == "Skåne").unwrap().id;
        drop(tx);
        let (mut all_hidden, mut all) = (0, 0);
        for topic in TOPICS {
            let whole = level(&house.state, Reach::Nation, topic).await;
            let (hidden, cells) = same_everywhere(&nation, "/nation", &whole).await;
            println!("{}: {hidden} of {cells} cells hidden", topic.code());
            assert!(hidden > 0 && hidden < cells, "{topic:?}");
            (all_hidden, all) = (all_hidden + hidden, all + cells);
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
        // Of work two rows in three are, and the file's places are tiny.
        println!("{all_hidden} of {all} cells hidden");
        assert!(percent(all_hidden, all) <= 85, "hiding nearly everything is no answer");
        assert_eq!(outside.get("/open/outcomes").await.status, 404, "before and after has its own page");
        assert_eq!(outside.get("/open/status.pdf").await.status, 404);
    })
    .await;
}

/// Klippan's part of the register file as September was published before there were status, reach and work; then October.
async fn with_an_old_month(house: &Indoors) {
    let state = &house.state;
    register::take_in(state, Permission { only: Some(house.municipality), create_places: true }).await;
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
