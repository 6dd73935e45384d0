//! The way in and out of the pages: signing in, one-time links, the language, and forms from elsewhere.

use server::{account, auth::Role, store};
use tests::{Indoors, ORIGIN, Visitor, both, indoors::PASSWORD};

#[tokio::test]
async fn each_comes_to_their_own_page_or_to_the_one_they_asked_for() {
    both(|db| async move {
        let house = Indoors::new(db).await;
        let outside = Visitor::outside(&house);
        for (role, home) in Role::ALL.into_iter().zip(["/app", "/lead", "/region", "/nation", "/admin"]) {
            let email = format!("{}@uppsok.example", role.code());
            let said = outside.form("/sign-in", &[("email", &email), ("password", PASSWORD)]).await;
            assert_eq!((said.status.as_u16(), said.leads_to()), (303, home), "{role:?}");
        }
        let fields = |next| [("email", "lead@uppsok.example"), ("password", PASSWORD), ("next", next)];
        for (next, to) in [("/accessibility", "/accessibility"), ("//evil.example", "/lead"), ("https://evil.example", "/lead")] {
            assert_eq!(outside.form("/sign-in", &fields(next)).await.leads_to(), to);
        }
        // A link with filters that somebody sent leads to just that view.
        let door = outside.get("/lead?by=gender&as_of=2026-10-31").await;
        assert_eq!(door.leads_to(), "/sign-in?next=/lead?by=gender%26as_of=2026-10-31");
        // Who was signed out meanwhile comes back to the page that the form stood on, and to no other site's.
        for (referer, to) in [
            (format!("{ORIGIN}/admin/units?of=1&at=2"), "/sign-in?next=/admin/units?of=1%26at=2"),
            ("https://evil.example/admin".to_owned(), "/sign-in"),
        ] {
            let headers = [("origin", ORIGIN), ("accept", "text/html"), ("referer", &referer)];
            assert_eq!(house.ask("POST", "/admin/units", &headers, None).await.leads_to(), to);
        }
        let page = outside.get(door.leads_to()).await;
        assert!(page.text().contains(r#"value="/lead?by=gender&amp;as_of=2026-10-31""#));
    })
    .await;
}

#[tokio::test]
async fn who_is_wrong_is_told_the_same_whatever_was_wrong() {
    both(|db| async move {
        let house = Indoors::new(db).await;
        let outside = Visitor::outside(&house);
        for (email, password) in [("lead@uppsok.example", "något annat"), ("nobody@uppsok.example", PASSWORD), ("", "")] {
            let said = outside.form("/sign-in", &[("email", email), ("password", password)]).await;
            assert_eq!(said.status, 422);
            assert!(said.text().contains("E-postadressen eller lösenordet stämmer inte.") && !said.text().contains("något annat"));
            assert!(said.headers.get("set-cookie").is_none());
        }
    })
    .await;
}

#[tokio::test]
async fn a_form_from_another_site_changes_nothing() {
    both(|db| async move {
        let house = Indoors::new(db).await;
        let lead = Visitor::sign_in(&house, "lead@uppsok.example").await;
        let sign_in = [("email", "lead@uppsok.example"), ("password", PASSWORD)];
        for (path, fields) in [("/sign-out", &[][..]), ("/sign-in", &sign_in[..]), ("/invitation/x", &sign_in[1..])] {
            let said = lead.form_from("https://evil.example", path, fields).await;
            assert_eq!(said.status, 403, "{path}");
            assert!(said.text().contains("Formuläret kom någon annanstans ifrån"), "{path}");
        }
        lead.read("/lead").await;
        assert_eq!(lead.form("/sign-out", &[]).await.leads_to(), "/sign-in?done=signed-out");
        assert_eq!(lead.get("/lead").await.status, 303, "signed out");
    })
    .await;
}

#[tokio::test]
async fn a_link_sets_a_password_once() {
    both(|db| async move {
        let house = Indoors::new(db).await;
        let mut tx = house.state.db.begin().await.unwrap();
        let by = store::account::by_email(&mut tx, "administrator@uppsok.example").await.unwrap().unwrap();
        let lead = store::account::by_email(&mut tx, "lead@uppsok.example").await.unwrap().unwrap();
        let link = account::link(&house.state, &mut tx, &by, lead.id).await.unwrap().link;
        tx.commit().await.unwrap();
        let path = link.strip_prefix("http://127.0.0.1:3000").unwrap();
        let outside = Visitor::outside(&house);

        // Programs look at links before people do.
        assert!(outside.read(path).await.contains("lead@uppsok.example"));
        assert!(outside.read(path).await.contains("new-password"));
        let short = outside.form(path, &[("password", "kort")]).await;
        assert_eq!(short.status, 422);
        assert!(short.text().contains("Det behöver minst 12 tecken.") && short.text().contains("aria-invalid"));
        assert_eq!(outside.form(path, &[("password", "ett nytt långt lösenord")]).await.leads_to(), "/sign-in?done=password-set");
        let gone = outside.form(path, &[("password", "ett annat långt lösenord")]).await;
        assert_eq!(gone.status, 404);
        assert!(gone.text().contains("Länken gäller inte längre"));
        let said = outside.form("/sign-in", &[("email", "lead@uppsok.example"), ("password", "ett nytt långt lösenord")]).await;
        assert_eq!(said.leads_to(), "/lead");
    })
    .await;
}

#[tokio::test]
async fn every_open_page_speaks_both_languages_with_one_heading_and_nothing_inline() {
    both(|db| async move {
        let house = Indoors::new(db).await;
        let outside = Visitor::outside(&house);
        for path in ["/", "/sign-in", "/accessibility"] {
            for lang in ["sv", "en"] {
                let page = outside.read(&format!("{path}?lang={lang}")).await;
                assert!(page.contains(&format!("<html lang=\"{lang}\">")), "{path}");
                assert_eq!(page.matches("<h1").count(), 1, "{path}");
                assert!(!page.contains("style=") && !page.contains("<script") && !page.contains("onclick"), "{path}");
                assert!(page.contains("href=\"#content\"") && page.contains("<main"), "{path}");
            }
        }
        let said = outside.get("/language/en?back=/sign-in").await;
        assert_eq!((said.leads_to(), said.cookie().as_str()), ("/sign-in", "lang=en"));
        assert_eq!(outside.get("/language/en?back=//evil.example").await.leads_to(), "/");
        assert_eq!(outside.get("/language/xx").await.status, 404);
    })
    .await;
}
