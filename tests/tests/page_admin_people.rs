//! Accounts and units on an administrator's pages.

use server::store::{account, audit, membership};
use tests::{Indoors, Visitor, both, indoors::PASSWORD};

/// The one-time link on a page, as a path.
fn link(html: &str) -> String {
    let start = html.find("/invitation/").expect("a link");
    html[start..].chars().take_while(|it| it.is_ascii_alphanumeric() || "/-_".contains(*it)).collect()
}

#[tokio::test]
async fn an_invitation_works_once() {
    both(|db| async move {
        let house = Indoors::new(db).await;
        let admin = Visitor::sign_in(&house, "administrator@uppsok.example").await;
        let unit = house.unit.to_string();
        let fields = [("name", "Åsa Ny"), ("email", "Asa.Ny@uppsok.example"), ("role", "worker"), ("unit", &unit)];
        let made = admin.form("/admin/accounts/new", &fields).await;
        assert_eq!(made.status, 200, "{}", made.text());
        let link = link(&made.text());
        let list = admin.read("/admin/accounts").await;
        assert!(list.contains("Åsa Ny") && list.contains("Har inte valt lösenord") && !list.contains(&link));

        let anyone = Visitor::outside(&house);
        assert!(anyone.read(&link).await.contains("asa.ny@uppsok.example"));
        assert_eq!(anyone.form(&link, &[("password", "kort")]).await.status, 422);
        let chosen = anyone.form(&link, &[("password", PASSWORD)]).await;
        assert_eq!((chosen.status.as_u16(), chosen.leads_to()), (303, "/sign-in?done=password-set"));
        assert_eq!(anyone.get(&link).await.status, 404);
        assert_eq!(anyone.form(&link, &[("password", PASSWORD)]).await.status, 404);
        Visitor::sign_in(&house, "asa.ny@uppsok.example").await;

        let mut tx = house.state.db.read().await.unwrap();
        let asa = account::by_email(&mut tx, "asa.ny@uppsok.example").await.unwrap().unwrap();
        assert_eq!(membership::units_of(&mut tx, house.municipality, asa.id).await.unwrap(), [house.unit]);
        let deeds: Vec<_> = audit::latest(&mut tx, house.municipality, 20).await.unwrap().iter().map(|it| it.action.code()).collect();
        for code in ["account_created", "invitation_created", "member_joined", "password_set"] {
            assert!(deeds.contains(&code), "{code} in {deeds:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn what_is_wrong_in_an_invitation_is_said_beside_the_field() {
    both(|db| async move {
        let house = Indoors::new(db).await;
        let admin = Visitor::sign_in(&house, "administrator@uppsok.example").await;
        let unit = house.unit.to_string();
        for (name, email, role, unit, words) in [
            ("", "a@uppsok.example", "lead", "", "Skriv ett namn med högst 100 tecken."),
            ("Åsa", "ingen adress", "lead", "", "Det är ingen e-postadress."),
            ("Åsa", "WORKER@uppsok.example", "lead", "", "Det finns redan ett konto med den adressen."),
            ("Åsa", "a@uppsok.example", "lead", &unit, "Bara en uppsökare hör till en enhet."),
        ] {
            let said = admin.form("/admin/accounts/new", &[("name", name), ("email", email), ("role", role), ("unit", unit)]).await;
            assert_eq!(said.status, 422);
            assert!(said.text().contains(words) && said.text().contains("aria-invalid=\"true\""), "{words}: {}", said.text());
            assert!(said.text().contains(email), "what was written stays");
        }
        for role in ["region", "nation"] {
            let said = admin.form("/admin/accounts/new", &[("name", "Åsa"), ("email", "a@uppsok.example"), ("role", role)]).await;
            assert_eq!(said.status, 403, "{role} is beyond the municipality");
        }
    })
    .await;
}

#[tokio::test]
async fn disabling_signs_out_at_once_and_nobody_disables_themselves() {
    both(|db| async move {
        let house = Indoors::new(db).await;
        let admin = Visitor::sign_in(&house, "administrator@uppsok.example").await;
        let lead = Visitor::sign_in(&house, "lead@uppsok.example").await;
        let (theirs, own) = (house.account("lead@uppsok.example").await, house.account("administrator@uppsok.example").await);
        assert_eq!(lead.get("/lead").await.status, 200);
        let said = admin.form(&format!("/admin/accounts/{theirs}/disable"), &[]).await;
        assert_eq!(said.leads_to(), format!("/admin/accounts/{theirs}?done=account-disabled"));
        assert_eq!(lead.get("/lead").await.leads_to(), "/sign-in?next=/lead");
        assert_eq!(admin.form(&format!("/admin/accounts/{theirs}/link"), &[]).await.status, 409);
        assert!(admin.read(&format!("/admin/accounts/{theirs}")).await.contains("Öppna kontot igen"));
        admin.form(&format!("/admin/accounts/{theirs}/enable"), &[]).await;
        Visitor::sign_in(&house, "lead@uppsok.example").await;
        assert_eq!(admin.form(&format!("/admin/accounts/{own}/disable"), &[]).await.status, 409);
        assert!(!admin.read(&format!("/admin/accounts/{own}")).await.contains("/disable"));

        let link = link(&admin.form(&format!("/admin/accounts/{theirs}/link"), &[]).await.text());
        let later = self::link(&admin.form(&format!("/admin/accounts/{theirs}/link"), &[]).await.text());
        let anyone = Visitor::outside(&house);
        assert_eq!((anyone.get(&link).await.status.as_u16(), anyone.get(&later).await.status.as_u16()), (404, 200));
    })
    .await;
}

#[tokio::test]
async fn units_are_made_renamed_and_staffed() {
    both(|db| async move {
        let house = Indoors::new(db).await;
        let admin = Visitor::sign_in(&house, "administrator@uppsok.example").await;
        assert_eq!(admin.form("/admin/units", &[("name", " Söder ")]).await.leads_to(), "/admin/units?done=unit-created");
        for name in ["", "söder", &"x".repeat(101)] {
            let said = admin.form("/admin/units", &[("name", name)]).await;
            assert_eq!(said.status, 422, "{name}");
            assert!(said.text().contains("id=\"name-error\""));
        }
        let unit = format!("/admin/units/{}", house.unit);
        assert_eq!(admin.form(&format!("{unit}/name"), &[("name", "SÖDER")]).await.status, 422);
        assert_eq!(admin.form(&format!("{unit}/name"), &[("name", "Väster")]).await.leads_to(), format!("{unit}?done=unit-renamed"));
        assert_eq!(admin.form(&format!("{unit}/name"), &[("name", "Väster")]).await.status, 303, "its own name is no other's");

        let worker = house.account("worker@uppsok.example").await;
        assert!(admin.read(&unit).await.contains("Ta bort worker ur enheten"));
        admin.form(&format!("{unit}/members/{worker}/remove"), &[]).await;
        assert!(admin.read(&unit).await.contains("Ingen hör till enheten."));
        admin.form(&format!("{unit}/members"), &[("account", &worker.to_string())]).await;
        assert!(admin.read("/admin/units").await.contains("worker"));
        let mut tx = house.state.db.read().await.unwrap();
        assert_eq!(membership::workers_of(&mut tx, house.municipality, house.unit).await.unwrap(), [worker]);
    })
    .await;
}
