//! Who reaches an administrator's pages, and how far.

use domain::{AccountId, DeviceId, UnitId};
use server::{
    auth::Role,
    store::{
        device,
        place::{self, Unit},
    },
};
use tests::{Indoors, Visitor, both};

const PAGES: [&str; 10] = [
    "/admin",
    "/admin/accounts",
    "/admin/accounts/new",
    "/admin/units",
    "/admin/assignments",
    "/admin/devices",
    "/admin/import",
    "/admin/outbox",
    "/admin/outbox/release",
    "/admin/settings",
];

#[tokio::test]
async fn pages_open_to_an_administrator_alone() {
    both(|db| async move {
        let house = Indoors::new(db).await;
        for role in Role::ALL {
            let visitor = Visitor::sign_in(&house, &format!("{}@uppsok.example", role.code())).await;
            for page in PAGES {
                let said = visitor.get(page).await;
                let expected = if role == Role::Administrator { 200 } else { 403 };
                assert_eq!(said.status, expected, "{page} to {role:?}");
                assert!(said.text().starts_with("<!doctype html>"), "{page} to {role:?} is a page");
            }
        }
        for page in PAGES {
            let said = Visitor::outside(&house).get(page).await;
            assert_eq!((said.status.as_u16(), said.leads_to()), (303, format!("/sign-in?next={page}").as_str()));
        }
    })
    .await;
}

#[tokio::test]
async fn every_page_speaks_both_languages_with_one_heading_and_nothing_inline() {
    both(|db| async move {
        let house = Indoors::new(db).await;
        let admin = Visitor::sign_in(&house, "administrator@uppsok.example").await;
        for page in PAGES {
            for lang in ["sv", "en"] {
                let html = admin.read(&format!("{page}?lang={lang}")).await;
                assert!(html.contains(&format!("<html lang=\"{lang}\"")), "{page}");
                assert_eq!(html.matches("<h1").count(), 1, "{page}");
                assert!(!html.contains("<script") && !html.contains("style=") && !html.contains("onclick"), "{page}");
            }
        }
    })
    .await;
}

/// Every address that changes something, with ids that are this municipality's.
fn acts(account: AccountId, unit: UnitId, device: DeviceId) -> Vec<String> {
    let import = "01890000-0000-7000-8000-000000000000";
    let of = |base: String, verbs: &[&str]| verbs.iter().map(|it| format!("{base}/{it}")).collect::<Vec<_>>();
    let mut all = of("/admin".into(), &["units", "assignments", "settings", "accounts/new", "import"]);
    all.extend(of(format!("/admin/accounts/{account}"), &["link", "disable", "enable"]));
    all.extend(of(format!("/admin/units/{unit}"), &["name", "members", &format!("members/{account}/remove")]));
    all.extend(of(format!("/admin/devices/{device}"), &["revoke", "recovery", "quarantine"]));
    all.extend([format!("/admin/import/{import}/undo"), format!("/admin/import/draft/{import}")]);
    all.push(format!("/admin/import/draft/{import}/discard"));
    all
}

#[tokio::test]
async fn acts_come_from_an_administrator_on_our_own_pages() {
    both(|db| async move {
        let house = Indoors::new(db).await;
        let worker = house.account("worker@uppsok.example").await;
        let acts = acts(worker, house.unit, house.state.clock.id());
        let fields = [("name", "Väst"), ("role", "lead"), ("email", "x@uppsok.example"), ("answer", "yes"), ("account", "x")];
        let admin = Visitor::sign_in(&house, "administrator@uppsok.example").await;
        let lead = Visitor::sign_in(&house, "lead@uppsok.example").await;
        let other = Visitor::sign_in(&house, "worker@uppsok.example").await;
        for act in acts {
            assert_eq!(admin.form_from("https://evil.example", &act, &fields).await.status, 403, "{act} from elsewhere");
            assert_eq!(lead.form(&act, &fields).await.status, 403, "{act} by a lead");
            assert_eq!(other.form(&act, &fields).await.status, 403, "{act} by a worker");
            let said = Visitor::outside(&house).form(&act, &fields).await;
            assert_eq!((said.status.as_u16(), said.leads_to()), (303, "/sign-in"), "{act} by nobody");
        }
        let mut tx = house.state.db.read().await.unwrap();
        assert_eq!(place::units(&mut tx, house.municipality).await.unwrap().len(), 1, "nothing was changed");
    })
    .await;
}

#[tokio::test]
async fn another_municipalitys_ids_are_not_there() {
    both(|db| async move {
        let house = Indoors::new(db).await;
        let clock = &house.state.clock;
        let (other, unit, phone) = (clock.id(), clock.id::<UnitId>(), clock.id::<DeviceId>());
        let mut tx = house.state.db.begin().await.unwrap();
        let region = place::regions(&mut tx).await.unwrap().remove(0);
        place::create_municipality(&mut tx, other, region.id, "Perstorp").await.unwrap();
        place::create_unit(&mut tx, &Unit { id: unit, municipality: other, name: "Norr".into() }).await.unwrap();
        tx.commit().await.unwrap();
        let worker = house.person(Role::Worker, "Perstorp").await;
        let mut tx = house.state.db.begin().await.unwrap();
        assert!(device::register(&mut tx, phone, worker, "Android", clock.now()).await.unwrap());
        tx.commit().await.unwrap();

        let admin = Visitor::sign_in(&house, "administrator@uppsok.example").await;
        let account = worker.to_string();
        let fields = [("name", "Väst"), ("answer", "yes"), ("account", account.as_str())];
        for act in acts(worker, unit, phone).into_iter().skip(5) {
            assert_eq!(admin.form(&act, &fields).await.status, 404, "{act}");
        }
        let own = format!("/admin/units/{}", house.unit);
        assert_eq!(admin.form(&format!("{own}/members"), &fields).await.status, 404, "their worker in our unit");
        for page in [format!("/admin/accounts/{worker}"), format!("/admin/units/{unit}"), format!("/admin/devices/{phone}/revoke")] {
            assert_eq!(admin.get(&page).await.status, 404, "{page}");
        }
        assert_eq!(admin.get(&format!("/admin/assignments?unit={unit}")).await.status, 404);
        assert!(!admin.read("/admin/devices").await.contains(&phone.to_string()));
        assert!(!admin.read("/admin/accounts").await.contains(&account));
    })
    .await;
}
