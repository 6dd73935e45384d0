//! What a lead's figures are counted from, row by row: what it says, whose it is, and that a million rows are sent without being
//! held.

use axum::{Router, body::Body, routing::get};
use domain::{
    Channel, ContactOutcome, Fact, Gender, RegistrationId, RegistrationReason, YouthId,
    figures::{Case, How, Person, Touch},
};
use futures::StreamExt;
use jiff::civil::date;
use server::{
    db::Db,
    report::{
        csv::Form,
        rows::{Rows, Wanted, rows},
    },
    store::figure,
};
use std::{
    pin::pin,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};
use tests::{Indoors, Visitor, World, both, sql};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::mpsc,
};

/// Somebody whom so many contacts were had with, each on a day of its own.
fn reached(registration: RegistrationId, days: i32) -> Person {
    let on = date(2025, 1, 1);
    let how = How { channel: Channel::Phone, outcome: ContactOutcome::Conversation, own: false };
    Person {
        unit: None,
        gender: Gender::Woman,
        cases: vec![Case { registration, reason: RegistrationReason::MovedIn, on, ended: None }],
        readings: vec![],
        touches: (0..days).map(|it| Touch { day: domain::civil::days_after(on, it), how, count: 1 }).collect(),
        meetings: vec![],
    }
}

const PERSONS: usize = 2_000;
const EACH: i32 = 500;

/// A million acts of a municipality, and what asks for them.
async fn a_million(db: Db) -> (World, Wanted) {
    let world = World::new(db).await;
    let mut tx = world.db.begin().await.unwrap();
    let person = reached(world.id(), EACH);
    let persons: Vec<(YouthId, &Person)> = (0..PERSONS).map(|_| (world.id(), &person)).collect();
    figure::put_persons(&mut tx, world.municipality, &persons).await.unwrap();
    tx.commit().await.unwrap();
    let insert = "insert into youth (municipality_id, id, person_id, protected, first_position, last_position)
                  select municipality_id, person_id, person_id, $1, 1, 1 from figure_person";
    sql::run(&world.db, &insert.replace("$1", "false")).await;
    let span = domain::figures::Span { from: None, to: date(2026, 11, 23) };
    let wanted = Wanted { rows: Rows::Acts, municipality: world.municipality, choice: Default::default(), span, form: Form::Machine };
    (world, wanted)
}

#[tokio::test]
async fn a_million_rows_are_sent_as_they_are_read() {
    both(|db| async move {
        let (world, wanted) = a_million(db).await;
        let mut body = pin!(Body::from_stream(rows(world.db.clone(), wanted.clone())).into_data_stream());
        let (mut lines, mut most, mut pieces) = (0, 0, 0);
        while let Some(piece) = body.next().await {
            let piece = piece.unwrap();
            (lines, most, pieces) = (lines + piece.split(|it| *it == b'\n').count() - 1, most.max(piece.len()), pieces + 1);
        }
        assert_eq!(lines, 1 + PERSONS * usize::try_from(EACH).unwrap());
        assert!(most < 4 << 20 && pieces > 30, "{most} bytes at once, in {pieces} pieces");

        // Who goes away after the first piece has asked for no more: the database is free for who writes and closes it.
        let mut body = pin!(Body::from_stream(rows(world.db.clone(), wanted)).into_data_stream());
        assert!(body.next().await.unwrap().unwrap().starts_with(b"day,by,outcome,"));
        sql::run(&world.db, "delete from figure_person").await;
        assert!(body.next().await.is_none(), "no piece had been read ahead");
    })
    .await;
}

#[tokio::test]
async fn who_stops_the_download_stops_the_reading() {
    both(|db| async move {
        let (world, wanted) = a_million(db).await;
        let (read, (alive, mut ended)) = (Arc::new(AtomicUsize::new(0)), mpsc::channel::<()>(1));
        let counter = read.clone();
        let pieces = rows(world.db.clone(), wanted).inspect(move |_| {
            // Held by the reading alone, and gone when it is.
            assert!(!alive.is_closed());
            counter.fetch_add(1, Ordering::SeqCst);
        });
        let body = Arc::new(Mutex::new(Some(Body::from_stream(pieces))));
        let answer = move || {
            let body = body.lock().unwrap().take().unwrap();
            async move { body }
        };
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let server = tokio::spawn(async move { axum::serve(listener, Router::new().route("/", get(answer))).await });
        let mut browser = TcpStream::connect(address).await.unwrap();
        browser.write_all(b"GET / HTTP/1.1\r\nhost: uppsok.example\r\n\r\n").await.unwrap();
        let mut first = [0; 4096];
        browser.read_exact(&mut first).await.unwrap();
        assert!(String::from_utf8_lossy(&first).contains("day,by,outcome,"));
        drop(browser);
        let waited = tokio::time::timeout(Duration::from_secs(30), ended.recv()).await;
        assert_eq!(waited, Ok(None), "the reading goes on though nobody listens");
        let read = read.load(Ordering::SeqCst);
        assert!(read < PERSONS / 50 / 2, "{read} pieces were read for somebody who went away at the first");
        server.abort();
    })
    .await;
}

#[tokio::test]
async fn a_lead_gets_the_rows_of_what_was_chosen_and_nobody_elses() {
    both(|db| async move {
        let house = Indoors::new(db).await;
        let world = World::of(&house);
        let (seen, hidden) = (world.youth(house.unit).await, world.youth(house.unit).await);
        let contact = Fact::ContactLogged {
            channel: Channel::Phone,
            outcome: ContactOutcome::Conversation,
            happened: None,
            place: None,
            phone: None,
            minutes: Some(5),
            note: None,
        };
        for it in [seen, hidden] {
            world.administer(it, vec![contact.clone()]).await;
        }
        let lead = Visitor::sign_in(&house, "lead@uppsok.example").await;
        let file = async |path: &str| {
            let said = lead.get(path).await;
            assert_eq!(said.status, 200, "{path}");
            said.text()
        };
        let registrations = file("/lead/rows/registrations.csv").await;
        let rows: Vec<&str> = registrations.trim_start_matches('\u{feff}').lines().collect();
        assert_eq!(
            rows[0],
            "Registrerad;Avslutad;Enhet;Kön;Registreringsorsak;Före;Efter;Läget den sista dagen;Försök;Dagar till första kontakt"
        );
        assert_eq!(rows.len(), 3, "{registrations}");
        assert_eq!(file("/lead/rows/registrations.csv?gender=man").await.lines().count(), 1);
        assert_eq!(file(&format!("/lead/rows/registrations.csv?unit={}", house.unit)).await, registrations);
        let page = lead.read("/lead?gender=man").await;
        assert!(page.contains("Underlaget har inga rader.") && !page.contains("raderna säger därför inte enhet"), "{page}");
        assert!(page.contains("/lead/rows/registrations.csv?gender=man"), "{page}");

        let acts = file("/lead/rows/acts.csv?format=machine").await;
        let rows: Vec<&str> = acts.lines().collect();
        assert_eq!(rows[0], "day,by,outcome,from_youth,reminded,moved,count,unit,gender,reason");
        assert!(rows.len() == 3 && rows[1].contains(",phone,conversation,0,,,1,Norr,unknown,moved_in"), "{acts}");
        assert!(!acts.contains(&seen.to_string()) && !registrations.contains(&seen.to_string()));
        assert_eq!(file("/lead/rows/acts.csv?format=machine&period=2026-10").await.lines().count(), 1, "nothing was done in October");
        // Somebody becomes protected. What is chosen chooses nothing, and no row tells whose it is: tables of a unit, a gender or a
        // reason less the rows of it would be who is protected there.
        world.administer(hidden, vec![Fact::ProtectionSet { saw: vec![] }]).await;
        let registrations = file("/lead/rows/registrations.csv?format=machine").await;
        let rows: Vec<&str> = registrations.lines().collect();
        assert_eq!(rows[0], "registered,ended,before,after,status,attempts,days_to_contact");
        assert!(rows.len() == 2 && rows[1].split(',').count() == 7, "the protected one has no row: {registrations}");
        let acts = file("/lead/rows/acts.csv?format=machine").await;
        let rows: Vec<&str> = acts.lines().collect();
        assert_eq!(rows[0], "day,by,outcome,from_youth,reminded,moved,count");
        assert!(rows.len() == 2 && rows[1].ends_with(",phone,conversation,0,,,1"), "{acts}");
        for choice in [format!("unit={}", house.unit), "gender=man".into(), "gender=unknown".into(), "reason=moved_in".into()] {
            assert_eq!(file(&format!("/lead/rows/registrations.csv?format=machine&{choice}")).await, registrations, "{choice}");
            assert_eq!(file(&format!("/lead/rows/acts.csv?format=machine&{choice}")).await, acts, "{choice}");
        }
        let page = lead.read("/lead?gender=man").await;
        assert!(page.contains("Underlaget har högst 2 rader") && page.contains("raderna säger därför inte enhet"), "{page}");
        assert!(!page.contains("/lead/rows/registrations.csv?gender=man"), "{page}");
        for (path, status) in [
            ("/lead/rows/registrations.csv?unit=019a0000-0000-7000-8000-000000000000", 400),
            ("/lead/rows/names.csv", 404),
            ("/lead/rows/registrations.csv?topic=names", 400),
            ("/lead/rows/acts.csv?period=2026-11..2026-01", 400),
        ] {
            assert_eq!(lead.get(path).await.status, status, "{path}");
        }
        // The page says how much it is before one begins: at the most, since the protected one counts.
        let page = lead.read("/lead/work").await;
        assert!(page.contains("/lead/rows/acts.csv") && page.contains("Underlaget har högst 2 rader, mindre än 1\u{a0}MB."), "{page}");
        for page in ["/lead", "/lead/status?period=2026", "/lead/reach"] {
            assert!(lead.read(page).await.contains("Underlaget har högst 2 rader"), "{page}");
        }
        assert!(lead.read("/lead/reach?period=2026-10").await.contains("Underlaget har inga rader."));
        let nation = Visitor::sign_in(&house, "nation@uppsok.example").await;
        assert_eq!(nation.get("/lead/rows/acts.csv").await.status, 403);
    })
    .await;
}
