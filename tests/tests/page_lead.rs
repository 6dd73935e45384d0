//! A lead's pages: what they say after the register file, what they give to spreadsheets, and lists that become work.

use calamine::{Data, Reader, Xlsx};
use domain::{
    Actor, Certainty, Channel, ContactOutcome, Detail, DeviceId, Fact, LeavingReason, Occupation, PersonalNumber, RegistrationId,
    RegistrationReason, Source, YouthId, civil,
};
use jiff::civil::{Date, date};
use serde_json::json;
use server::{
    auth::Role,
    import::{self, Permission},
    journal::{self, Reach},
    store::{access_log, place},
};
use std::{io::Cursor, path::Path};
use tests::{Indoors, Visitor, both, indoors::token};

/// Oskarshamn's lead, after the register file of 190.
async fn oskarshamn(house: &Indoors) -> Visitor {
    let bytes = std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("data/kaa-register.csv")).unwrap();
    let anything = Permission { only: None, create_places: true };
    let state = &house.state;
    import::apply(&state.db, &state.process, &bytes, anything, Actor::System, date(2026, 11, 23)).await.unwrap();
    house.person(Role::Lead, "Oskarshamn").await;
    Visitor::sign_in(house, "lead@annan.example").await
}

/// Cells with digits of one table of a workbook, by the row's name.
fn numbers(book: &[u8], sheet: usize) -> Vec<(String, Vec<f64>)> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(book)).unwrap();
    let name = book.sheet_names()[sheet].clone();
    let range = book.worksheet_range(&name).unwrap();
    let row = |row: &[Data]| {
        let values = row[1..].iter().filter_map(|it| if let Data::Float(n) = it { Some(*n) } else { None });
        (row[0].to_string(), values.collect())
    };
    range.rows().skip(1).map(row).collect()
}

#[tokio::test]
async fn every_page_says_it_in_words_first() {
    both(|db| async move {
        let house = Indoors::new(db).await;
        let lead = oskarshamn(&house).await;
        for (path, sentence) in [
            ("/lead?as_of=2026-10-31", "Av 17 registrerade är 13 kända både före och efter"),
            ("/lead/status?as_of=2025-11-30", "utan sysselsättning ("),
            ("/lead/status?as_of=2026-10-31", "Vad den enda som är registrerad gör är okänt."),
            ("/lead/reach", "registrerade under perioden har 0 fått minst ett kontaktförsök"),
            ("/lead/work?period=2026-10", "Inga kontaktförsök är loggade för perioden."),
            ("/lead/missing", "Det här saknas."),
        ] {
            let html = lead.read(path).await;
            let headline = html.split("class=\"headline\">").nth(1).unwrap().split("</h1>").next().unwrap().replace('\u{a0}', " ");
            assert!(headline.contains(sentence), "{path}: {headline}");
            assert!(!html.contains("style=\"") && !html.contains("<script"), "{path}");
        }
        // What is chosen stays chosen, from page to page of periods.
        let women = lead.read("/lead/status?gender=woman&period=2026-Q3").await;
        assert!(women.contains("Oskarshamn · Kvinnor · kvartal 3 2026"), "{women}");
        assert!(women.contains("/lead/status?gender=woman&amp;period=2026-Q2"), "the quarter before");
        assert!(women.contains("/lead/status.xlsx?period=2026-Q3&amp;gender=woman"), "the same as a file");
    })
    .await;
}

#[tokio::test]
async fn files_hold_the_numbers_of_the_page() {
    both(|db| async move {
        let house = Indoors::new(db).await;
        let lead = oskarshamn(&house).await;
        let said = lead.get("/lead/outcomes.xlsx?as_of=2026-10-31").await;
        assert_eq!(said.headers["content-disposition"], "attachment; filename=\"fore-efter-2026-10-31.xlsx\"");
        let rows = numbers(&said.body, 0);
        assert_eq!(rows[0], ("Registrerade".to_owned(), vec![17.0, 1.0, 17.0, 1.0]));
        assert_eq!(rows[4], ("Kända både före och efter".to_owned(), vec![13.0, 13.0 / 17.0, 13.0, 13.0 / 17.0]));

        // The same rows in the text for Excel, and for programs.
        for topic in ["outcomes", "status", "reach", "work"] {
            let book = numbers(&lead.get(&format!("/lead/{topic}.xlsx?as_of=2026-10-31")).await.body, 0);
            let excel = lead.read(&format!("/lead/{topic}.csv?as_of=2026-10-31")).await;
            assert!(excel.starts_with('\u{feff}') && excel.contains("\r\n"));
            let lines: Vec<Vec<&str>> =
                excel.split("\r\n").skip(1).take_while(|it| it.contains(';')).map(|it| it.split(';').collect()).collect();
            assert_eq!(lines.len(), book.len(), "{topic}");
            for (line, (name, values)) in lines.iter().zip(&book) {
                assert_eq!(line[8], name);
                // Counts are the same; percent are written to one decimal.
                if let (Some(count), Ok(written)) = (values.first(), line[9].parse::<f64>()) {
                    assert!((count - written).abs() < f64::EPSILON, "{topic} {name}");
                }
            }
            let machine = lead.read(&format!("/lead/{topic}.csv?as_of=2026-10-31&format=machine")).await;
            assert!(
                machine.starts_with("municipality,unit,gender,reason,from,to,compared,table,")
                    && machine.contains("Oskarshamn,,,,,2026-10-31,")
            );
        }

        // The last sheet says what the figures are of, with real dates.
        let said = lead.get("/lead/status.xlsx?period=2026-10").await;
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(&said.body)).unwrap();
        let name = book.sheet_names().last().unwrap().clone();
        let about = book.worksheet_range(&name).unwrap();
        let days = about.rows().filter(|it| matches!(it[1], Data::DateTime(_))).count();
        assert!(name == "Om siffrorna" && days == 3, "{name} {days}");
    })
    .await;
}

/// Somebody who was registered on a day, with what was said of them and how they were sought: occupation and outcome, each on its day.
async fn registered(house: &Indoors, on: Date, said: &[(Occupation, Date)], sought: &[(ContactOutcome, Date)], left: Option<Date>) {
    let registration: RegistrationId = house.state.clock.id();
    let mut facts = vec![Fact::Registered { registration, reason: RegistrationReason::MovedIn, on }];
    facts.extend(said.iter().map(|(occupation, as_of)| Fact::OccupationStated {
        occupation: *occupation,
        as_of: *as_of,
        source: Source::Youth,
        certainty: Certainty::Confirmed,
        until: None,
        saw: vec![],
    }));
    facts.extend(sought.iter().map(|(outcome, day)| Fact::ContactLogged {
        channel: Channel::Phone,
        outcome: *outcome,
        happened: Some(civil::instant(day.at(12, 0, 0, 0))),
        place: None,
        phone: None,
        minutes: None,
        note: None,
    }));
    facts.extend(left.map(|on| Fact::Left { registration, reason: LeavingReason::FollowUpDone, on, saw: vec![] }));
    house.write(Actor::System, house.state.clock.id(), facts).await;
}

#[tokio::test]
async fn a_running_year_stands_beside_as_many_months_of_the_year_before() {
    both(|db| async move {
        let house = Indoors::new(db).await;
        let talk = ContactOutcome::Conversation;
        // Within January to October of the year before: one of them has gone from nothing to work and left.
        let said = [(Occupation::None, date(2025, 3, 10)), (Occupation::Work, date(2025, 9, 29))];
        registered(&house, date(2025, 3, 10), &said, &[(talk, date(2025, 3, 12))], Some(date(2025, 9, 30))).await;
        let sought = [(ContactOutcome::NoAnswer, date(2025, 6, 1)), (ContactOutcome::NoAnswer, date(2025, 11, 28))];
        registered(&house, date(2025, 5, 5), &[], &sought, None).await;
        // In December, which this year hasn't come to. November isn't over: it stands on neither side.
        registered(&house, date(2025, 12, 5), &[], &[(talk, date(2025, 12, 6))], None).await;
        // This year.
        let said = [(Occupation::None, date(2026, 2, 2))];
        registered(&house, date(2026, 2, 2), &said, &[(talk, date(2026, 2, 5))], None).await;
        registered(&house, date(2026, 11, 2), &[], &[(talk, date(2026, 11, 4))], None).await;

        let lead = Visitor::sign_in(&house, "lead@uppsok.example").await;
        for (path, sentences) in [
            (
                "/lead?period=2026",
                &[
                    "2026, till och med 31 okt 2026",
                    "Av 3 registrerade är ingen känd både före och efter.",
                    "Under januari–oktober 2025 var 1 av 2 känd både före och efter.",
                    "Perioden pågår. Den räknas i hela månader och jämförs med januari–oktober 2025.",
                ][..],
            ),
            ("/lead/status?period=2026", &["Av 4 registrerade", "tillsammans 4 (100 %).", "Den 30 nov 2025 var det 1 av 1 (100 %)."][..]),
            (
                "/lead/work?period=2026",
                &["1 kontaktförsök gjordes, och 1 gång blev det kontakt med den unga.", "Januari–oktober 2025: 2 försök och 1 kontakt."][..],
            ),
            ("/lead/reach?period=2026-H2", &["jämförs med juli–oktober 2025."][..]),
            ("/lead/reach?period=2026-Q4", &["jämförs med oktober 2025."][..]),
            (
                "/lead/work?period=2026-11",
                &[
                    "november 2026, till och med 23 nov 2026",
                    "1 kontaktförsök gjordes, och 1 gång blev det kontakt med den unga.",
                    "Månaden pågår, och jämförs med året före först när den är slut.",
                ][..],
            ),
            ("/lead/reach?period=2026-10", &["Jämförs med oktober 2025."][..]),
        ] {
            let page = lead.read(path).await.replace('\u{a0}', " ");
            assert!(!page.contains("Under 2025"), "{path} compares ten months: {page}");
            for sentence in sentences {
                assert!(page.contains(sentence), "{path}: {sentence} in {page}");
            }
        }

        // The numbers beside each other: this year's, each with its share, and those of the year before.
        let reach = lead.read("/lead/reach.csv?period=2026&format=machine").await;
        let work = lead.read("/lead/work.csv?period=2026&format=machine").await;
        for (file, row) in [
            (&reach, "reach,registered,1,100.0,2,100.0"),
            (&reach, "reach,attempted,1,100.0,2,100.0"),
            (&reach, "reach,contacted,1,100.0,1,50.0"),
            (&reach, "reach,days_median,3,,2,"),
            (&work, "channels,all,1,2,1,1"),
        ] {
            let line = format!("Klippan,,,,2026-01-01,2026-10-31,2025-01..2025-10,{row}");
            assert!(file.lines().any(|it| it == line), "{line} in {file}");
        }
        let excel = lead.read("/lead/work.csv?period=2026").await;
        assert!(excel.contains(";2026-10-31;januari–oktober 2025;Försök och kontakter;Alla;1;2;1;1\r\n"), "{excel}");
        assert!(excel.contains(";Försök, året före (januari–oktober 2025);"), "{excel}");

        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(lead.get("/lead/work.xlsx?period=2026").await.body)).unwrap();
        let names = book.sheet_names();
        let heads = book.worksheet_range(&names[0]).unwrap();
        assert!(heads.rows().next().unwrap().contains(&Data::String("Försök, året före (januari–oktober 2025)".into())));
        let about = book.worksheet_range(names.last().unwrap()).unwrap();
        let compared = about.rows().find(|it| it[0] == Data::String("Jämfört med".into())).unwrap();
        assert_eq!(compared[1], Data::String("januari–oktober 2025".into()));

        let token = house.token(Role::Lead).await;
        let figures = async |period: &str| house.by(&token, "GET", &format!("/api/v1/reports/reach?period={period}"), None).await.json();
        let year = figures("2026").await;
        assert_eq!(year["days"], json!({ "from": "2026-01-01", "to": "2026-10-31" }));
        assert_eq!(year["year_before"]["period"], "2025-01..2025-10");
        assert_eq!(year["year_before"]["days"], json!({ "from": "2025-01-01", "to": "2025-10-31" }));
        let counts = |it: &serde_json::Value| ["registered", "attempted", "contacted", "days_median"].map(|name| it[name].clone());
        assert_eq!(counts(&year["all"]), [json!(1), json!(1), json!(1), json!(3)]);
        assert_eq!(counts(&year["year_before"]["all"]), [json!(2), json!(2), json!(1), json!(2)]);
        assert_eq!(figures("2025").await["all"]["registered"], 3, "the whole year has December too");
        let month = figures("2026-11").await;
        assert_eq!(month["days"], json!({ "from": "2026-11-01", "to": "2026-11-23" }));
        assert_eq!((&month["all"]["registered"], &month["year_before"]), (&json!(1), &json!(null)));
    })
    .await;
}

#[tokio::test]
async fn a_list_becomes_work_in_one_act() {
    both(|db| async move {
        let house = Indoors::new(db).await;
        let state = &house.state;
        let mut tx = state.db.begin().await.unwrap();
        let klippan = place::municipality_by_id(&mut tx, house.municipality).await.unwrap().unwrap();
        let mut youths: Vec<YouthId> = Vec::new();
        for (number, protected) in [("200811069822", false), ("200803019876", false), ("200710059965", true)] {
            let id = state.clock.id();
            let name = Detail::GivenName { name: format!("Alva {}", youths.len()) };
            let number = Detail::Number { number: PersonalNumber::stored(number).unwrap() };
            let registration: RegistrationId = state.clock.id();
            let mut facts = vec![
                Fact::Registered { registration, reason: RegistrationReason::MovedIn, on: date(2026, 11, 2) },
                Fact::DetailsChanged { detail: name, saw: vec![] },
                Fact::DetailsChanged { detail: number, saw: vec![] },
                Fact::Assigned { unit: house.unit, worker: None, saw: vec![] },
            ];
            if protected {
                facts.push(Fact::ProtectionSet { saw: vec![] });
            }
            journal::write(&mut tx, &state.process, &klippan, Actor::System, Reach::Municipality, id, facts).await.unwrap();
            youths.push(id);
        }
        tx.commit().await.unwrap();

        let lead = Visitor::sign_in(&house, "lead@uppsok.example").await;
        let page = lead.read("/lead/missing?list=before").await;
        assert!(page.contains("Alva 0") && page.contains("Alva 1") && !page.contains("Alva 2"), "{page}");
        assert!(
            page.contains("1 med skyddad identitet räknas men visas inte") && page.contains("Planera uppföljning för 2 ungdomar"),
            "{page}"
        );
        // Reading the names is reading records.
        let mut tx = state.db.read().await.unwrap();
        assert_eq!(access_log::of_youth(&mut tx, house.municipality, youths[0]).await.unwrap().len(), 1);
        assert!(access_log::of_youth(&mut tx, house.municipality, youths[2]).await.unwrap().is_empty());
        drop(tx);
        let of_unit = lead.read(&format!("/lead/missing?list=before&unit={}", house.unit)).await;
        assert!(of_unit.contains("Alva 0") && !of_unit.contains("räknas men visas inte"), "the unit would tell where they are: {of_unit}");

        let act = async |list: &str, on: &str| lead.form("/lead/missing/follow-up", &[("list", list), ("on", on)]).await;
        for (day, sentence) in [("2026-11-22", "Den dagen har redan varit"), ("i morgon", "Skriv dagen som"), ("2030-01-01", "inom ett år")]
        {
            let said = act("before", day).await;
            assert!(said.status == 422 && said.text().contains(sentence), "{day}: {}", said.text());
        }
        assert_eq!(act("nothing", "2026-11-24").await.status, 400);
        let said = act("before", "2026-11-24").await;
        assert_eq!(said.leads_to(), "/lead/missing?list=before&done=follow-ups-planned&count=2");
        // Twice is once.
        assert_eq!(act("before", "2026-11-25").await.leads_to(), "/lead/missing?list=before&done=follow-ups-none");
        let page = lead.read("/lead/missing?list=before").await;
        assert!(page.contains("24 nov 2026") && !page.contains("Planera uppföljning"), "{page}");

        // The worker's phone gets them: they stand in Today.
        let device: DeviceId = state.clock.id();
        let worker = token(&house.phone(device).await);
        let synced = house.by(&worker, "POST", "/api/v1/sync", Some(&json!({ "schema": 1 }))).await.json();
        let facts = synced["entries"].as_array().unwrap().iter().flat_map(|it| it["entry"]["facts"].as_array().unwrap());
        let planned: Vec<_> = facts.filter(|it| it["kind"] == "follow_up_planned").map(|it| it["on"].clone()).collect();
        assert_eq!(planned, [json!("2026-11-24"), json!("2026-11-24")]);
    })
    .await;
}
