//! The youth's own page: what it says, what it does, and what it doesn't tell.

use domain::{Actor, Address, Answer, CloseReason, Detail, Fact, PhoneOwner, RegistrationReason, civil};
use jiff::civil::{DateTime, date, datetime};
use server::db::Db;
use tests::{
    Indoors, Invited, both,
    invited::{HOST, THURSDAY},
    python,
};

const DAY: i64 = 24 * 60 * 60 * 1000;

async fn invited(db: Db) -> Invited {
    let settings = [("UPPSOK_PUBLIC_URL", "https://kaa.example"), ("UPPSOK_YOUTH_URL", "https://hej.example")];
    Invited::to(&Indoors::with(db, &settings).await).await
}

/// A page without what follows from chance, which may spell a short word: the link's code and the key for notifications.
async fn certain(it: &Invited, page: &str) -> String {
    let state = &it.house.state;
    page.replace(&it.code, "").replace(&state.push.vapid.latest(&state.db).await.unwrap(), "")
}

async fn answers(it: &Invited) -> Vec<(Answer, Actor)> {
    it.house.know(it.youth).await.meetings[&it.meeting].answers.iter().map(|it| (it.answer, it.by)).collect()
}

async fn closed(it: &Invited) -> Option<CloseReason> {
    it.house.know(it.youth).await.phones[&it.phone].closed_for()
}

#[tokio::test]
async fn the_time_comes_first_and_each_answer_says_what_happens() {
    both(|db| async move {
        let it = invited(db).await;
        let page = it.read().await;
        assert!(page.contains("<h1 class=\"own__time\">torsdag 14.00</h1>") && page.contains("26 november · med Sara"), "{page}");
        assert!(page.contains("Sara hör av sig om en ny tid") && !page.contains("aria-pressed"), "{page}");
        for (act, answer, said) in [
            ("coming", Answer::Coming, "Vad bra! Sara vet nu att du kommer."),
            ("not-coming", Answer::NotComing, "Okej, tack för att du säger till. Sara hör av sig om en ny tid."),
            ("call-me", Answer::CallMe, "Sara ser det och ringer dig."),
        ] {
            let page = it.tap(act).await;
            assert!(page.contains(said) && page.contains("aria-pressed=\"true\""), "{page}");
            assert_eq!(answers(&it).await.last(), Some(&(answer, Actor::Youth)));
        }
        // The same again is nothing new.
        it.tap("call-me").await;
        assert_eq!(answers(&it).await.len(), 3);
    })
    .await;
}

#[tokio::test]
async fn reading_changes_nothing() {
    both(|db| async move {
        let it = invited(db).await;
        let before = it.house.know(it.youth).await;
        for path in ["", "/about", "/calendar.ics", "?lang=ar", "/about?lang=en"] {
            for method in ["GET", "HEAD"] {
                let said = it.house.ask(method, &format!("{}{path}", it.page()), &[("host", HOST)], None).await;
                assert_eq!(said.status, 200, "{method} {path}");
                assert!(said.headers.get("set-cookie").is_none());
            }
        }
        for path in ["/coming", "/stop", "/wrong-person"] {
            let said = it.get(&format!("{}{path}", it.page())).await;
            assert!(said.status.is_client_error() && said.text().contains("Länken gäller inte längre"), "{path}");
        }
        assert_eq!(it.house.know(it.youth).await, before);
    })
    .await;
}

#[tokio::test]
async fn a_form_of_another_site_is_refused() {
    both(|db| async move {
        let it = invited(db).await;
        for origin in ["https://evil.example", "null", "https://kaa.example", "http://hej.example"] {
            let said = it.post("stop", origin).await;
            assert_eq!(said.status, 403, "{origin}");
            assert!(said.text().contains("Inget är ändrat."));
        }
        assert_eq!((closed(&it).await, answers(&it).await.len()), (None, 0));
    })
    .await;
}

#[tokio::test]
async fn stopping_is_one_tap_and_can_be_undone() {
    both(|db| async move {
        let it = invited(db).await;
        let page = it.tap("stop").await;
        assert!(page.contains("Du får inga fler sms, och det är helt i sin ordning.") && !page.contains("Sluta få sms"), "{page}");
        assert_eq!(closed(&it).await, Some(CloseReason::Stop));
        let page = it.tap("resume").await;
        assert!(page.contains("Sluta få sms"), "{page}");
        assert_eq!(closed(&it).await, None);
    })
    .await;
}

#[tokio::test]
async fn a_shared_number_is_stopped_for_everyone_who_has_it() {
    both(|db| async move {
        let it = invited(db).await;
        let sibling = it.house.state.clock.id();
        let facts = vec![
            Fact::Registered { registration: it.house.state.clock.id(), reason: RegistrationReason::MovedIn, on: date(2026, 11, 2) },
            Fact::DetailsChanged { detail: Detail::Phone { phone: it.phone.clone(), owner: Some(PhoneOwner::Youth) }, saw: Vec::new() },
        ];
        it.house.write(Actor::Account(it.coach), sibling, facts).await;
        it.tap("stop").await;
        assert_eq!(it.house.know(sibling).await.phones[&it.phone].closed_for(), Some(CloseReason::Stop));
    })
    .await;
}

#[tokio::test]
async fn a_wrong_person_is_told_nothing_more_and_a_slip_can_be_mended() {
    both(|db| async move {
        let it = invited(db).await;
        let page = it.tap("wrong-person").await;
        assert!(page.contains("Vi skickar inget mer till det här numret."), "{page}");
        for word in ["Sara", "torsdag", "14.00", "26 november", "Jag kommer"] {
            assert!(!page.contains(word), "{word} in {page}");
        }
        assert_eq!(closed(&it).await, Some(CloseReason::WrongPerson));
        assert!(it.tap("right-person").await.contains("torsdag 14.00"));
        assert_eq!(closed(&it).await, None);
        // What a worker has closed isn't opened here.
        let address = Address::Phone { phone: it.phone.clone() };
        let saw = it.house.know(it.youth).await.phones[&it.phone].closed.saw();
        let fact = Fact::ChannelClosed { address, reason: CloseReason::WrongPerson, saw };
        it.house.write(Actor::Account(it.coach), it.youth, vec![fact]).await;
        it.tap("right-person").await;
        assert_eq!(closed(&it).await, Some(CloseReason::WrongPerson));
    })
    .await;
}

#[tokio::test]
async fn a_wrong_code_looks_like_one_that_has_expired() {
    both(|db| async move {
        let mut it = invited(db).await;
        let at = civil::instant(THURSDAY);
        it.house.pass(at + 7 * DAY - 1 - it.house.state.clock.now());
        assert!(it.read().await.contains("Tiden har varit"));
        it.house.pass(1);
        let expired = it.get(&it.page()).await;
        let good = it.code.clone();
        let mut others = Vec::new();
        for code in ["0000000000000000", "nonsense", "Å", &good.to_uppercase()] {
            others.push(it.get(&format!("/y/{code}")).await);
        }
        for other in &others {
            assert_eq!((other.status.as_u16(), &other.text()), (404, &expired.text()));
        }
        assert_eq!(it.post("coming", "https://hej.example").await.status, 404);
        // A meeting that is moved takes its links along, forwards.
        it.moved(DateTime::from_parts(civil::day(it.house.state.clock.now()), jiff::civil::time(16, 0, 0, 0))).await;
        assert_eq!(it.get(&it.page()).await.status, 200);
    })
    .await;
}

#[tokio::test]
async fn who_guesses_has_to_wait_and_a_good_code_from_there_does_not() {
    both(|db| async move {
        let it = invited(db).await;
        for _ in 0..60 {
            assert_eq!(it.get("/y/0000000000000000").await.status, 404);
        }
        for path in ["/y/0000000000000000", "/y/nonsense", "/y/0000000000000000/about"] {
            let said = it.get(path).await;
            assert_eq!(said.status, 429, "{path}");
            assert!(said.headers.contains_key("retry-after") && said.text().contains("Vänta en liten stund"));
        }
        // Thousands may share a mobile network's address: others' old links shut nobody out.
        assert!(it.tap("stop").await.contains("Du får inga fler sms"));
        assert_eq!(closed(&it).await, Some(CloseReason::Stop));
        it.tap("resume").await;
        it.house.pass(15 * 60 * 1000);
        assert_eq!(it.get("/y/0000000000000000").await.status, 404);
        // And whoever answers without end writes no end of entries.
        for round in 0..30 {
            it.tap(if round % 2 == 0 { "coming" } else { "not-coming" }).await;
        }
        assert_eq!(it.post("coming", "https://hej.example").await.status, 429);
        assert_eq!(answers(&it).await.len(), 30);
    })
    .await;
}

#[tokio::test]
async fn the_host_serves_nothing_else_and_no_other_host_serves_it() {
    both(|db| async move {
        let it = invited(db).await;
        for path in
            ["/", "/sign-in", "/app", "/app/sw.js", "/api/v1/me", "/openapi.json", "/healthz", "/accessibility", "/manifest.webmanifest"]
        {
            let said = it.get(path).await;
            assert_eq!(said.status, 404, "{path}");
            assert!(!said.text().contains("Uppsök"), "{path}");
        }
        for host in ["kaa.example", "other.example"] {
            let said = it.house.ask("GET", &it.page(), &[("host", host), ("accept", "text/html")], None).await;
            assert_eq!(said.status, 404, "{host}");
        }
        let said = it.get(&it.page()).await;
        let policy = said.headers["content-security-policy"].to_str().unwrap();
        assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
        assert_eq!(
            (&said.headers["cache-control"], &said.headers["x-robots-tag"]),
            (&"no-store".parse().unwrap(), &"noindex, nofollow".parse().unwrap())
        );
    })
    .await;
}

#[tokio::test]
async fn nothing_tells_what_it_is_in_any_language() {
    both(|db| async move {
        let it = invited(db).await;
        let told = [
            "uppsök",
            "uppsok",
            "kaa",
            "klippan",
            "kommun",
            "municipal",
            "skola",
            "school",
            "myndighet",
            "café",
            "cafe",
            "alva",
            "070",
            "aktivitetsansvar",
        ];
        for (lang, direction) in [("sv", "ltr"), ("en", "ltr"), ("ar", "rtl")] {
            for path in ["", "/about"] {
                let said = it.get(&format!("{}{path}?lang={lang}", it.page())).await;
                let page = certain(&it, &said.text()).await.to_lowercase();
                assert!(page.contains(&format!("<html lang=\"{lang}\" dir=\"{direction}\">")), "{page}");
                for word in told {
                    assert!(!page.contains(word), "{word} in {lang}{path}: {page}");
                }
            }
        }
    })
    .await;
}

#[tokio::test]
async fn protected_erased_and_cancelled() {
    both(|db| async move {
        let it = invited(db.clone()).await;
        it.cancelled().await;
        let page = it.read().await;
        assert!(page.contains("Tiden är inställd") && !page.contains("Jag kommer") && page.contains("Ring mig"), "{page}");
        it.tap("coming").await;
        assert_eq!(answers(&it).await, [], "there is nothing to come to");
        it.tap("call-me").await;
        assert_eq!(answers(&it).await, [(Answer::CallMe, Actor::Youth)]);
        it.house.write(Actor::Account(it.coach), it.youth, vec![Fact::ProtectionSet { saw: vec![] }]).await;
        assert_eq!(it.get(&it.page()).await.status, 404);
    })
    .await;
}

#[tokio::test]
async fn an_answer_is_of_the_time_that_was_asked_about() {
    both(|db| async move {
        let mut it = invited(db).await;
        it.tap("coming").await;
        it.house.pass(60_000);
        it.moved(datetime(2026, 11, 27, 9, 30, 0, 0)).await;
        let page = it.read().await;
        assert!(page.contains("fredag 09.30") && !page.contains("aria-pressed"), "{page}");
        assert!(it.tap("coming").await.contains("aria-pressed"));
        assert_eq!(answers(&it).await.len(), 2);
    })
    .await;
}

#[tokio::test]
async fn a_time_that_is_no_more_when_it_is_answered_is_not_answered() {
    both(|db| async move {
        let mut it = invited(db).await;
        assert!(it.read().await.contains("value=\"2026-11-26T14:00:00\""));
        let friday = datetime(2026, 11, 27, 9, 30, 0, 0);
        it.moved(friday).await;
        let page = it.tap_at("not-coming", THURSDAY).await;
        assert!(page.contains("fredag 09.30") && !page.contains("aria-pressed"), "{page}");
        assert_eq!(answers(&it).await, []);
        assert!(it.tap_at("not-coming", friday).await.contains("aria-pressed"));
        let youth = it.house.know(it.youth).await;
        let meeting = &youth.meetings[&it.meeting];
        assert_eq!(meeting.answers[0].saw, meeting.plan.saw());
    })
    .await;
}

#[tokio::test]
async fn the_calendar_file_is_read_by_another_program_and_follows_the_meeting() {
    both(|db| async move {
        let mut it = invited(db).await;
        // By the page's own link.
        let read = async |it: &Invited, words: &str| {
            let page = it.read().await;
            let (before, _) = page.split_once(&format!(">{words}</a>")).unwrap_or_else(|| panic!("no {words} in {page}"));
            let address = before.rsplit_once("href=\"").unwrap().1.split('"').next().unwrap();
            let said = it.get(address).await;
            let kind = said.headers["content-type"].to_str().unwrap().to_owned();
            (kind, python::run("read_calendar", &said.body))
        };
        let start = |at| civil::instant(at) as f64 / 1000.0;
        let (kind, planned) = read(&it, "Lägg i kalendern").await;
        assert_eq!(kind, "text/calendar; charset=utf-8; method=PUBLISH");
        assert_eq!(
            (&planned["method"], &planned["status"], &planned["summary"]),
            (&"PUBLISH".into(), &"CONFIRMED".into(), &"Träff med Sara".into())
        );
        assert_eq!((planned["sequence"].as_u64(), planned["start"].as_f64()), (Some(0), Some(start(THURSDAY))));
        assert_eq!((&planned["alarms"], &planned["errors"]), (&serde_json::json!(["-PT2H"]), &serde_json::json!([])));

        it.house.pass(60_000);
        // Over the night when the clocks change.
        let later = datetime(2027, 4, 1, 9, 30, 0, 0);
        it.moved(later).await;
        let (_, moved) = read(&it, "Uppdatera i kalendern").await;
        assert_eq!((moved["sequence"].as_u64(), moved["start"].as_f64(), &moved["uid"]), (Some(1), Some(start(later)), &planned["uid"]));

        it.house.pass(60_000);
        it.cancelled().await;
        let (kind, off) = read(&it, "Ta bort ur kalendern").await;
        assert_eq!(kind, "text/calendar; charset=utf-8; method=CANCEL");
        assert_eq!((&off["method"], &off["status"], off["sequence"].as_u64()), (&"CANCEL".into(), &"CANCELLED".into(), Some(2)));
        assert_eq!((off["start"].as_f64(), &off["uid"]), (Some(start(later)), &planned["uid"]));
        let english = it.get(&format!("{}?lang=en", it.page())).await.text();
        assert!(english.contains("/calendar.ics?lang=en\"") && english.contains("Remove from the calendar"), "{english}");
    })
    .await;
}
