//! Texts and reminders on an administrator's pages.

use domain::{MessageKind, Phone, remind::Policy};
use serde_json::json;
use server::{
    auth::Role,
    store::{
        audit,
        message_policy::{self, MessagePolicy},
        message_text,
    },
};
use tests::{Indoors, Visitor, World, both, sql};

#[tokio::test]
async fn a_text_is_looked_at_saved_checked_and_taken_away() {
    both(|db| async move {
        let house = Indoors::new(db).await;
        let admin = Visitor::sign_in(&house, "administrator@uppsok.example").await;
        let list = admin.read("/admin/texts").await;
        assert!(
            list.contains("Hej Alva! Vi ses torsdag kl 14.00.") && list.contains("Följer med, skickas") && list.contains("1 sms"),
            "{list}"
        );
        let arabic = admin.read("/admin/texts?language=ar").await;
        assert!(arabic.contains("Utkast, skickas inte") && arabic.contains("dir=\"rtl\""), "{arabic}");
        let somali = admin.read("/admin/texts?language=so").await;
        assert!(somali.contains("Saknas: svenska skickas") && somali.contains("/admin/texts/missed/so"));
        assert_eq!(admin.get("/admin/texts?language=Svenska").await.status, 422);

        let form = "/admin/texts/missed/so";
        assert!(admin.read(form).await.contains("Vi missade varandra"), "a translation begins with the Swedish");
        let saved = async || {
            let mut tx = house.state.db.read().await.unwrap();
            message_text::all(&mut tx, house.municipality).await.unwrap()
        };
        let text = "Haye {förnamn}! Ma wada hadli karnaa? ".repeat(5);
        let said = admin.form(form, &[("text", &text), ("act", "preview")]).await;
        assert_eq!((said.status.as_u16(), saved().await.len()), (200, 0), "looking saves nothing");
        assert!(said.text().contains("Haye Alva!") && said.text().contains("2 sms"), "{}", said.text());
        for (text, wrong) in [
            ("", "Skriv en text."),
            ("Haye {namn}", "Det finns inget som heter {namn}"),
            ("Haye {länk}", "{länk} kan inte stå i den här texten"),
            ("Haye {förnamn", "En parentes saknar sin andra hälft"),
            (&"a".repeat(1001), "Texten är för lång"),
        ] {
            for act in ["preview", "save", "check"] {
                let said = admin.form(form, &[("text", text), ("act", act)]).await;
                assert_eq!(said.status, 422, "{wrong}");
                assert!(said.text().contains(wrong), "{wrong}: {}", said.text());
            }
        }
        // Nor does saving what nobody has seen with its size.
        for act in ["save", "check"] {
            for seen in ["", "Haye!"] {
                let said = admin.form(form, &[("text", &text), ("seen", seen), ("act", act)]).await;
                let page = said.text();
                assert_eq!(said.status, 200, "{page}");
                assert!(page.contains("Inte sparad än.") && page.contains("Haye Alva!") && page.contains("2 sms"), "{page}");
                assert!(page.contains(&format!("name=\"seen\" value=\"{}\"", text.trim())), "{page}");
            }
        }
        assert_eq!(saved().await, []);

        let save = async |text: &str, act: &str| admin.form(form, &[("text", text), ("seen", text), ("act", act)]).await;
        assert_eq!(save("Haye {förnamn}!", "save").await.leads_to(), "/admin/texts?language=so&done=text-saved");
        assert_eq!((saved().await[0].kind, saved().await[0].checked), (MessageKind::Missed, None));
        assert!(admin.read("/admin/texts?language=so").await.contains("Er egen, inte kontrollerad, skickas inte"));
        // What is saved has been seen.
        assert!(admin.read(form).await.contains("name=\"seen\" value=\"Haye {förnamn}!\""));
        save("Haye {förnamn}!", "check").await;
        assert!(admin.read("/admin/texts?language=so").await.contains("Er egen, kontrollerad av administrator"));
        // Changed again, it waits again.
        save("Haye, {förnamn}!", "save").await;
        // A browser sends every end of a line as two letters, wherever it stands.
        let lines = [("text", "Haye,\r\n{förnamn}!"), ("seen", "Haye,\n{förnamn}!"), ("act", "save")];
        assert_eq!(admin.form(form, &lines).await.status, 303);
        assert_eq!(saved().await[0].text, "Haye,\n{förnamn}!");
        assert_eq!(saved().await[0].checked, None);
        assert_eq!(admin.form(&format!("{form}/remove"), &[]).await.leads_to(), "/admin/texts?language=so&done=text-removed");
        assert_eq!(saved().await, []);
        assert_eq!(admin.form(&format!("{form}/remove"), &[]).await.status, 404);

        let mut tx = house.state.db.read().await.unwrap();
        let deeds = audit::latest(&mut tx, house.municipality, 100).await.unwrap();
        let codes: Vec<&str> = deeds.iter().map(|it| it.action.code()).filter(|it| it.starts_with("text_")).collect();
        assert_eq!(codes.len(), 5, "{codes:?}");
    })
    .await;
}

/// What is shown is what is paid for: Swedish letters travel as plain ones do, and one letter that doesn't takes all to Unicode.
#[tokio::test]
async fn what_a_text_costs_is_shown_before_it_is_saved_and_after() {
    both(|db| async move {
        let house = Indoors::with(db, &[("UPPSOK_SMS_PRICE", "52")]).await;
        let admin = Visitor::sign_in(&house, "administrator@uppsok.example").await;
        let form = "/admin/texts/missed/so";
        for (text, cost) in [
            ("a".repeat(160), "1 sms · 0,52 kr"),
            ("a".repeat(161), "2 sms · 1,04 kr"),
            ("å".repeat(160), "1 sms · 0,52 kr"),
            ("å".repeat(307), "3 sms · 1,56 kr"),
            // The euro is written with two letters.
            (format!("{}€", "a".repeat(158)), "1 sms · 0,52 kr"),
            (format!("{}€", "a".repeat(159)), "2 sms · 1,04 kr"),
            // A face is two units of the seventy.
            (format!("{}🙂", "a".repeat(68)), "1 sms · 0,52 kr"),
            (format!("{}🙂", "a".repeat(69)), "2 sms · 1,04 kr"),
            // A name counts as a name: Alva.
            (format!("{}{{förnamn}}", "a".repeat(156)), "1 sms · 0,52 kr"),
            (format!("{}{{förnamn}}", "a".repeat(157)), "2 sms · 1,04 kr"),
        ] {
            let is_shown = |page: &str| page.contains(cost) && page.matches(" sms · ").count() == 1;
            let preview = admin.form(form, &[("text", &text), ("act", "preview")]).await.text();
            assert!(is_shown(&preview), "{cost} for {text}: {preview}");
            let unseen = admin.form(form, &[("text", &text), ("act", "save")]).await;
            assert_eq!(unseen.status, 200);
            assert!(is_shown(&unseen.text()), "{cost} for {text}: {}", unseen.text());
            assert_eq!(admin.form(form, &[("text", &text), ("seen", &text), ("act", "save")]).await.status, 303);
            for page in [form, "/admin/texts?language=so"] {
                let saved = admin.read(page).await;
                assert!(is_shown(&saved), "{cost} for {text} on {page}: {saved}");
            }
        }
        // Phones reckon the same.
        let worker = house.token(Role::Worker).await;
        let me = house.by(&worker, "GET", "/api/v1/me", None).await.json();
        let place = &me["municipality"];
        assert_eq!((&place["sms_price"], &place["links_to"]), (&json!(52), &json!("http://127.0.0.1:3000")));
    })
    .await;
}

#[tokio::test]
async fn a_text_that_needs_a_number_that_nobody_has_set_cannot_be_saved_and_one_that_has_lost_it_says_so() {
    both(|db| async move {
        let house = Indoors::new(db).await;
        let admin = Visitor::sign_in(&house, "administrator@uppsok.example").await;
        let form = "/admin/texts/missed/sv";
        let save = async |text: &str, act: &str| admin.form(form, &[("text", text), ("seen", text), ("act", act)]).await;
        let set = async |phone: &str| {
            let rest = [("offsets", "72, 24"), ("quiet_from", "21"), ("quiet_until", "9"), ("per_day", "1"), ("per_week", "3")];
            let fields: Vec<(&str, &str)> = rest.into_iter().chain([("missed", "yes"), ("phone", phone)]).collect();
            assert_eq!(admin.form("/admin/reminders", &fields).await.status, 303);
        };
        let list = async || admin.read("/admin/texts").await;
        assert!(!list().await.contains("Kan inte skickas."), "what ships does without");
        let needs = "Hej {förnamn}! Ring mig på {telefon}.";
        for act in ["preview", "save", "check"] {
            let said = save(needs, act).await;
            let page = said.text();
            assert_eq!(said.status, 422, "{act}");
            assert!(page.contains("Texten behöver {telefon}") && page.contains("Ange det under Påminnelser"), "{page}");
            assert!(page.contains(needs), "what was written is still there: {page}");
        }
        let preview = save("Hej {förnamn}![ Ring mig på {telefon}.]", "preview").await.text();
        assert!(preview.contains(">Hej Alva!</p>"), "as it is sent: {preview}");

        let number = "08-465 004 75";
        set(number).await;
        assert_eq!(save(needs, "check").await.status, 303);
        let shown = format!("Hej Alva! Ring mig på {}.", Phone::parse(number).unwrap());
        let page = list().await;
        assert!(page.contains(&shown) && !page.contains("Kan inte skickas."), "{page}");
        set("").await;
        let page = list().await;
        assert_eq!(page.matches("Kan inte skickas. Texten behöver {telefon}").count(), 1, "{page}");
        assert!(!page.contains("Ring mig på"), "{page}");
        let page = admin.read(form).await;
        assert!(page.contains("Ange det under Påminnelser") && page.contains(needs), "{page}");
        set(number).await;
        assert!(!list().await.contains("Kan inte skickas."));
    })
    .await;
}

#[tokio::test]
async fn reminders_are_set_within_their_bounds() {
    both(|db| async move {
        let house = Indoors::new(db).await;
        let admin = Visitor::sign_in(&house, "administrator@uppsok.example").await;
        let page = admin.read("/admin/reminders").await;
        assert!(page.contains("value=\"72, 24\"") && page.contains("value=\"21\"") && page.contains("Inget har skickats än."), "{page}");
        let good = [
            ("offsets", "48, 3"),
            ("quiet_from", "20"),
            ("quiet_until", "8"),
            ("per_day", "2"),
            ("per_week", "4"),
            ("sender", "070-174 06 14"),
            ("phone", "08-465 004 75"),
            ("missed", "yes"),
        ];
        for (name, wrong) in [
            ("offsets", "24, 72"),
            ("offsets", "i morgon"),
            ("offsets", "5 4 3 2 1"),
            ("quiet_from", "16"),
            ("quiet_until", "13"),
            ("per_day", "4"),
            ("per_week", "0"),
            ("sender", "08-465 004 75"),
            ("phone", "ring mig"),
        ] {
            let fields: Vec<(&str, &str)> = good.iter().map(|it| if it.0 == name { (name, wrong) } else { *it }).collect();
            let said = admin.form("/admin/reminders", &fields).await;
            assert_eq!(said.status, 422, "{name}");
            assert!(said.text().contains(&format!("id=\"{name}-error\"")), "{name}: {}", said.text());
        }
        // What was planned as it was said before is planned as it is said now.
        let world = World::of(&house);
        let youth = world.youth(world.north).await;
        let at = jiff::civil::datetime(2026, 12, 11, 14, 0, 0, 0);
        let meets = domain::Fact::MeetingPlanned { meeting: world.id(), at, place: domain::Place::Cafe, worker: None };
        world.administer(youth, vec![meets]).await;
        let planned = "select step, state from reminder where state = 'planned' order by step";
        let steps = async || sql::texts(&world.db, planned).await.into_iter().map(|it| it.0).collect::<Vec<_>>();
        assert_eq!(steps().await, ["24", "72", "booked"]);
        assert_eq!(admin.form("/admin/reminders", &good).await.leads_to(), "/admin/reminders?done=reminders-saved");
        assert_eq!(steps().await, ["3", "48"]);
        assert!(server::verify::verify(&world.db, &world.process.clock).await.unwrap().is_sound());
        let mut tx = house.state.db.read().await.unwrap();
        let kept = message_policy::find(&mut tx, house.municipality).await.unwrap();
        let quiet = domain::remind::Quiet { from: 20, until: 8 };
        let policy = Policy { offsets: vec![48, 3], quiet, per_day: 2, per_week: 4, booked: false, missed: true };
        let phone = |text: &str| Some(Phone::parse(text).unwrap());
        assert_eq!(kept, MessagePolicy { policy, sender: phone("070-174 06 14"), phone: phone("08-465 004 75") });
        let lead = Visitor::sign_in(&house, "lead@uppsok.example").await;
        assert_eq!(
            (lead.get("/admin/reminders").await.status, lead.get("/admin/texts").await.status),
            (axum::http::StatusCode::FORBIDDEN, axum::http::StatusCode::FORBIDDEN)
        );
    })
    .await;
}
