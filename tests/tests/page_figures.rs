//! The pages of figures: who reaches which, what they say after the register file, and what they give to a spreadsheet.

use jiff::civil::date;
use server::{
    auth::Role,
    http::AppState,
    import::{self, Permission},
    store::{
        place,
        published::{self, Published},
    },
};
use std::path::Path;
use tests::{Indoors, Visitor, both, indoors::Said};

/// The register file of 190, taken in as the command line does.
async fn with_register(state: &AppState) {
    let bytes = std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("data/kaa-register.csv")).unwrap();
    let anything = Permission { only: None, create_places: true };
    import::apply(&state.db, &state.process, &bytes, anything, domain::Actor::System, date(2026, 11, 23)).await.unwrap();
}

/// Adds a municipality's lead and signs them in.
async fn lead_of(house: &Indoors, municipality: &str) -> Visitor {
    house.person(Role::Lead, municipality).await;
    Visitor::sign_in(house, "lead@annan.example").await
}

/// The page's words, without its marks, each space plain.
fn words(html: &str) -> String {
    let mut text = String::new();
    let mut is_mark = false;
    for letter in html.chars() {
        match letter {
            '<' => is_mark = true,
            '>' => is_mark = false,
            _ if is_mark => {}
            '\u{a0}' => text.push(' '),
            letter => text.push(letter),
        }
    }
    text
}

fn file(said: &Said) -> String {
    assert_eq!(said.status, 200, "{}", said.text());
    said.text()
}

#[tokio::test]
async fn the_nation_reads_what_the_report_publishes() {
    both(|db| async move {
        let house = Indoors::new(db).await;
        with_register(&house.state).await;
        // Here and not while a page is waited for: on a machine that is busy it takes longer than a request may.
        server::disclosure::publish_due(&house.state.db, domain::civil::day(house.state.clock.now())).await.unwrap();
        let nation = Visitor::sign_in(&house, "nation@uppsok.example").await;
        let page = words(&nation.read("/nation").await);
        for sentence in [
            "31 okt 2026",
            "Av 190 registrerade är 107 kända både före och efter (56 %).",
            "Bland dem gick andelen utan sysselsättning från 64 till 10 %.",
            "Bland alla 190 är den nu mellan 9 och 38 %.",
            "ArbeteFöre9 %(10)Efter25 %(27)",
            "KomvuxFöre0 %(0)Efter8 %(9)",
            "Efter: minst 9 % och mest 38 % utan sysselsättning. Okänt för 55 av 190 (29 %).",
            "Varför är en del dolt?",
            "Oskarshamn",
            "Kvinnor",
        ] {
            assert!(page.contains(sentence), "{sentence} in {page}");
        }
        assert!(!page.contains("Från vad till vad"), "flows are never published");
        // The file has no contacts, and what is open at the month's end is what the file left open.
        let reach = words(&nation.read("/nation/reach").await);
        for sentence in
            ["Av 190 registrerade sedan starten har 0 haft minst en kontakt (0 %).", "Så räknas det", "den som registrerats två gånger"]
        {
            assert!(reach.to_lowercase().contains(&sentence.to_lowercase()), "{sentence} in {reach}");
        }
        let status = words(&nation.read("/nation/status").await);
        assert!(status.contains("registrerade vid månadens slut är") && status.contains("Region för region"), "{status}");
        let work = words(&nation.read("/nation/work").await);
        assert!(work.contains("Inga kontaktförsök är loggade för månaden."), "{work}");
    })
    .await;
}

#[tokio::test]
async fn each_role_reaches_its_own_figures_alone() {
    both(|db| async move {
        let house = Indoors::new(db).await;
        let lead = ["/lead", "/lead/outcomes.csv", "/lead/status", "/lead/reach", "/lead/work.xlsx", "/lead/missing"];
        let above = [
            ("/region", Role::Region),
            ("/region/status", Role::Region),
            ("/region/work.csv", Role::Region),
            ("/nation", Role::Nation),
            ("/nation/outcomes.csv", Role::Nation),
            ("/nation/outcomes.xlsx", Role::Nation),
            ("/nation/reach", Role::Nation),
            ("/nation/status.xlsx", Role::Nation),
        ];
        let own: Vec<_> = lead.map(|it| (it, Role::Lead)).into_iter().chain(above).collect();
        for role in Role::ALL {
            let visitor = Visitor::sign_in(&house, &format!("{}@uppsok.example", role.code())).await;
            for (path, whose) in own.iter().copied() {
                let expected = if role == whose { 200 } else { 403 };
                assert_eq!(visitor.get(path).await.status, expected, "{path} to {role:?}");
            }
        }
        for (path, _) in own {
            let said = Visitor::outside(&house).get(path).await;
            assert_eq!((said.status.as_u16(), said.leads_to()), (303, format!("/sign-in?next={path}").as_str()));
        }
    })
    .await;
}

#[tokio::test]
async fn a_lead_sees_their_own_municipality_exactly() {
    both(|db| async move {
        let house = Indoors::new(db).await;
        with_register(&house.state).await;
        let lead = lead_of(&house, "Oskarshamn").await;
        let expected: serde_json::Value =
            serde_json::from_slice(&std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("data/kaa-expected.json")).unwrap()).unwrap();
        let own = &expected["municipality"]["Oskarshamn"];
        let page = words(&lead.read("/lead?as_of=2026-10-31").await);
        let headline = format!("Av {} registrerade är {} kända både före och efter", own["youths"], own["complete"]);
        assert!(page.contains(&headline) && page.contains("Från vad till vad"), "{headline} in {page}");
        let women = words(&lead.read("/lead?as_of=2026-10-31&gender=woman").await);
        assert!(women.contains("Oskarshamn · Kvinnor") && !women.contains(&headline), "{women}");
        let nobody = words(&lead.read("/lead?as_of=2020-01-31").await);
        assert!(nobody.contains("Ingen är registrerad."), "{nobody}");
    })
    .await;
}

#[tokio::test]
async fn what_cant_be_shown_is_said_in_words() {
    both(|db| async move {
        let house = Indoors::new(db).await;
        with_register(&house.state).await;
        let lead = lead_of(&house, "Oskarshamn").await;
        // Klippan's unit exists, but not for Oskarshamn's lead.
        let foreign = format!("/lead?unit={}", house.unit);
        for (path, status, sentence) in [
            (foreign.as_str(), 422, "Den enheten, det könet eller den orsaken finns inte här."),
            ("/lead?gender=nobody", 422, "Den enheten, det könet eller den orsaken finns inte här."),
            ("/lead?reason=x", 422, "Den enheten, det könet eller den orsaken finns inte här."),
            ("/lead?unit=%27%3B--", 422, "Den enheten, det könet eller den orsaken finns inte här."),
            ("/lead?as_of=2026-02-30", 422, "Skriv dagen som ÅÅÅÅ-MM-DD."),
            ("/lead?as_of=2026-02-03", 422, "Siffror finns för i dag och för den sista dagen i varje månad."),
            ("/lead?as_of=2027-01-01", 422, "Den dagen har inte varit än."),
            ("/lead/status?period=2027", 422, "Perioden har inte börjat än."),
            ("/lead/reach?from=2026-10&to=2026-03", 422, "Perioden slutar innan den börjar."),
            ("/lead/work?period=x", 422, "Skriv perioden som 2026"),
            ("/lead/missing?list=x", 404, "Sidan finns inte"),
            ("/lead/status.docx", 404, "Sidan finns inte"),
            ("/lead/work.csv?period=2027", 400, "Vi kunde inte läsa det du skickade"),
            ("/lead/outcomes.csv?format=docx", 400, "Vi kunde inte läsa det du skickade"),
            ("/nowhere", 404, "Sidan finns inte"),
        ] {
            let said = lead.get(path).await;
            assert_eq!(said.status, status, "{path}");
            assert!(said.text().starts_with("<!doctype html>") && words(&said.text()).contains(sentence), "{path}: {}", said.text());
        }
        let program = house.ask("GET", "/nowhere", &[("accept", "application/json")], None).await;
        assert_eq!(program.refusal(), (404, "not_found".to_owned()));
    })
    .await;
}

#[tokio::test]
async fn a_file_opens_in_excel_and_runs_nothing() {
    both(|db| async move {
        let house = Indoors::new(db).await;
        with_register(&house.state).await;
        let lead = lead_of(&house, "Oskarshamn").await;
        let said = lead.get("/lead/outcomes.csv?as_of=2026-10-31").await;
        assert_eq!(said.headers["content-disposition"], "attachment; filename=\"fore-efter-2026-10-31.csv\"");
        assert!(said.body.starts_with(b"\xef\xbb\xbfKommun;Enhet;"), "a byte order mark and semicolons");
        let lines: Vec<String> = file(&said).lines().map(str::to_owned).collect();
        assert_eq!(lines[1], "Oskarshamn;;;;;2026-10-31;;Före och efter;Registrerade;17;100,0;17;100,0");
        let complete = "Oskarshamn;;;;;2026-10-31;;Före och efter;Kända både före och efter;13;76,5;13;76,5".to_owned();
        assert!(lines.contains(&complete), "{lines:#?}");
        assert!(lines.iter().any(|it| it.contains(";Per kön;")), "the breakdowns stand there too");

        // A unit whose name a spreadsheet would run.
        let mut tx = house.state.db.begin().await.unwrap();
        let municipality = place::municipality_named(&mut tx, "Oskarshamn").await.unwrap().unwrap().id;
        let unit = place::Unit { id: house.state.clock.id(), municipality, name: "=HYPERLINK(\"x\")".into() };
        place::create_unit(&mut tx, &unit).await.unwrap();
        tx.commit().await.unwrap();
        let excel = file(&lead.get(&format!("/lead/outcomes.csv?as_of=2026-10-31&unit={}", unit.id)).await);
        assert!(
            excel.contains("\r\nOskarshamn;\"'=HYPERLINK(\"\"x\"\")\";;;;2026-10-31;;Före och efter;Registrerade;0;;0;\r\n"),
            "{excel}"
        );
        let machine = file(&lead.get("/lead/outcomes.csv?as_of=2026-10-31&gender=man&format=machine").await);
        assert!(
            machine.starts_with("municipality,unit,gender,reason,from,to,compared,table,")
                && machine.contains("\nOskarshamn,,man,,,2026-10-31,,before_after,registered,"),
            "{machine}"
        );
    })
    .await;
}

/// Months as they would stand had the register been the same a year and a month before.
#[tokio::test]
async fn status_of_a_level_is_held_against_the_year_before() {
    both(|db| async move {
        let house = Indoors::new(db).await;
        with_register(&house.state).await;
        server::disclosure::publish_due(&house.state.db, domain::civil::day(house.state.clock.now())).await.unwrap();
        let mut tx = house.state.db.begin().await.unwrap();
        let last = published::month(&mut tx, date(2026, 10, 31)).await.unwrap().unwrap();
        for month in [date(2025, 10, 31), date(2026, 8, 31)] {
            assert!(published::publish(&mut tx, &Published { month, ..last.clone() }).await.unwrap());
        }
        tx.commit().await.unwrap();
        for (who, path) in [("nation", "/nation"), ("region", "/region")] {
            let lead = Visitor::sign_in(&house, &format!("{who}@uppsok.example")).await;
            let page = words(&lead.read(&format!("{path}/status")).await);
            for sentence in ["Vid varje månads slut", "Ett år tidigare, andel", "Summa, andel, ett år tidigare"] {
                assert!(page.contains(sentence), "{sentence} in {page}");
            }
            // So few are registered in the region that how many is hidden.
            for sentence in ["Den 31 okt 2025 var det", "Månad för månad"] {
                assert_eq!(page.contains(sentence), who == "nation", "{sentence} in {page}");
            }
            let csv = file(&lead.get(&format!("{path}/status.csv?format=machine")).await);
            let months: Vec<&str> = csv.lines().filter_map(|it| it.split_once("months,")?.1.split(',').next()).collect();
            assert_eq!(months, ["2025-10", "2026-08", "2026-10"], "{csv}");
            let first = words(&lead.read(&format!("{path}/status?as_of=2025-10-31")).await);
            assert!(!first.contains("Ett år tidigare") && !first.contains("var det"), "nothing was published before: {first}");
        }
    })
    .await;
}
