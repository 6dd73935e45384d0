//! Staying signed in: refreshing, origins, sessions, and what ends it all at once.

use domain::DeviceId;
use serde_json::json;
use server::{
    auth::{Role, session, sign_in},
    store,
};
use tests::{
    Indoors, both,
    indoors::{PASSWORD, token},
};

const MINUTE: i64 = 60_000;
const DAY: i64 = 24 * 60 * MINUTE;

#[tokio::test]
async fn a_refresh_token_is_used_once_unless_the_reply_was_lost() {
    both(|db| async move {
        let it = Indoors::new(db).await;
        let phone = it.state.clock.id();
        let first = it.phone(phone).await.cookie();
        let second = it.refresh(phone, &first).await;
        assert_eq!(second.status, 200);
        // Two tabs at once: each gets one, and both are good.
        it.pass(59_000);
        let third = it.refresh(phone, &first).await;
        assert_eq!(third.status, 200);
        assert_ne!(second.cookie(), third.cookie());
        assert_eq!(it.refresh(phone, &second.cookie()).await.status, 200);
        let fourth = it.refresh(phone, &third.cookie()).await;
        assert_eq!(fourth.status, 200);
        // The phone went on; whoever comes with the first now has copied it. Everything ends.
        assert_eq!(it.refresh(phone, &first).await.refusal(), (401, "sign_in_again".into()));
        assert_eq!(it.refresh(phone, &fourth.cookie()).await.refusal(), (401, "sign_in_again".into()));
    })
    .await;
}

#[tokio::test]
async fn a_reply_may_be_lost_for_days_and_whoever_has_it_gets_nowhere() {
    both(|db| async move {
        let it = Indoors::new(db).await;
        let (phone, other): (DeviceId, DeviceId) = (it.state.clock.id(), it.state.clock.id());
        let (first, others) = (it.phone(phone).await.cookie(), it.phone(other).await.cookie());
        let lost = it.refresh(phone, &first).await.cookie();
        it.pass(6 * DAY);
        let third = it.refresh(phone, &first).await;
        assert_eq!(third.status, 200, "nobody has used what was lost");
        assert_eq!(it.refresh(phone, &lost).await.refusal().1, "sign_in_again");
        assert_eq!(it.refresh(phone, &third.cookie()).await.refusal().1, "sign_in_again", "one of the two was a thief");
        assert_eq!(it.refresh(other, &others).await.status, 200);
        let mut tx = it.state.db.read().await.unwrap();
        let deeds = store::audit::latest(&mut tx, it.municipality, 100).await.unwrap();
        assert!(deeds.iter().any(|it| it.action == store::audit::Action::RefreshReused && it.subject == phone.to_string()));
        drop(tx);

        let (first, other_first) = (it.phone(phone).await.cookie(), it.phone(other).await.cookie());
        it.refresh(phone, &first).await;
        it.pass(7 * DAY + 1);
        assert_eq!(it.refresh(phone, &first).await.refusal().1, "sign_in_again", "a week is enough");
        // Signing in begins anew: what was copied before it is worth nothing.
        it.phone(other).await;
        assert_eq!(it.refresh(other, &other_first).await.refusal().1, "sign_in_again");
    })
    .await;
}

#[tokio::test]
async fn a_refresh_token_is_good_for_its_own_device_and_its_time() {
    both(|db| async move {
        let it = Indoors::new(db).await;
        let (phone, other): (DeviceId, DeviceId) = (it.state.clock.id(), it.state.clock.id());
        let cookie = it.phone(phone).await.cookie();
        it.phone(other).await;
        let moved = cookie.replace(&phone.uuid().simple().to_string(), &other.uuid().simple().to_string());
        assert_eq!(it.refresh(other, &moved).await.refusal().1, "sign_in_again");
        assert_eq!(it.refresh(phone, "a=b").await.refusal().1, "sign_in_again");
        it.pass(61 * 24 * 60 * MINUTE);
        assert_eq!(it.refresh(phone, &cookie).await.refusal().1, "sign_in_again");
    })
    .await;
}

#[tokio::test]
async fn what_a_cookie_authenticates_comes_from_our_own_pages() {
    both(|db| async move {
        let it = Indoors::new(db).await;
        let phone = it.state.clock.id();
        let cookie = it.phone(phone).await.cookie();
        let body = json!({ "device": phone });
        for origin in ["https://evil.example", "null", "http://127.0.0.1:3001", "http://127.0.0.1.evil.example:3000"] {
            let said = it.ask("POST", "/api/v1/refresh", &[("cookie", &cookie), ("origin", origin)], Some(&body)).await;
            assert_eq!(said.refusal(), (403, "wrong_origin".into()), "{origin}");
        }
        assert_eq!(it.ask("POST", "/api/v1/refresh", &[("cookie", &cookie)], Some(&body)).await.refusal().1, "wrong_origin");
        // None of that used the token up.
        assert_eq!(it.refresh(phone, &cookie).await.status, 200);
    })
    .await;
}

#[tokio::test]
async fn disabling_and_revoking_work_at_once() {
    both(|db| async move {
        let it = Indoors::new(db).await;
        let administrator = it.token(Role::Administrator).await;
        let phone: DeviceId = it.state.clock.id();
        let signed_in = it.phone(phone).await;
        let (worker, cookie) = (token(&signed_in), signed_in.cookie());
        let me = it.by(&worker, "GET", "/api/v1/me", None).await.json();

        let revoke = format!("/api/v1/devices/{phone}/revoke");
        assert_eq!(it.by(&administrator, "POST", &revoke, None).await.status, 204);
        // It is told so, may hand over what it hasn't sent, and nothing else.
        assert_eq!(it.by(&worker, "GET", "/api/v1/me", None).await.json()["device"]["revoked"], true);
        assert_eq!(it.by(&worker, "POST", "/api/v1/recovery", None).await.refusal(), (403, "device_revoked".into()));
        let unsent = json!({ "schema": 1, "entries": [{ "id": it.state.clock.id::<DeviceId>(), "what": "whatever it was" }] });
        assert_eq!(it.by(&worker, "POST", "/api/v1/sync", Some(&unsent)).await.refusal(), (403, "device_revoked".into()));
        let listed = it.by(&administrator, "GET", "/api/v1/devices", None).await.json();
        assert_eq!((&listed[0]["revoked"], &listed[0]["put_aside"]), (&json!(true), &json!(1)));
        // It may need longer for that than a token lasts; what it gets opens nothing else (`farewell.rs`).
        let renewed = token(&it.refresh(phone, &cookie).await);
        assert_eq!(it.by(&renewed, "POST", "/api/v1/recovery", None).await.refusal(), (403, "device_revoked".into()));

        let disable = format!("/api/v1/accounts/{}/disable", me["account"]["id"].as_str().unwrap());
        assert_eq!(it.by(&administrator, "POST", &disable, None).await.status, 204);
        assert_eq!(it.by(&worker, "GET", "/api/v1/me", None).await.refusal(), (401, "not_signed_in".into()));
        assert_eq!(it.sign_in("worker@uppsok.example", PASSWORD).await.status, 401);
    })
    .await;
}

#[tokio::test]
async fn signing_out_ends_the_phones_tokens() {
    both(|db| async move {
        let it = Indoors::new(db).await;
        let phone = it.state.clock.id();
        let signed_in = it.phone(phone).await;
        let out = it.by(&token(&signed_in), "POST", "/api/v1/sign-out", None).await;
        assert_eq!(out.status, 204);
        assert!(out.headers["set-cookie"].to_str().unwrap().ends_with("Max-Age=0"));
        assert_eq!(it.refresh(phone, &signed_in.cookie()).await.refusal().1, "sign_in_again");
    })
    .await;
}

#[tokio::test]
async fn a_session_ends_when_it_is_left_alone_when_it_is_old_and_at_another_origin() {
    both(|db| async move {
        let it = Indoors::new(db).await;
        let begin = async || {
            let here = std::net::IpAddr::from([127, 0, 0, 1]);
            let who = sign_in::by_password(&it.state, "administrator@uppsok.example", PASSWORD, None, here).await.unwrap();
            session::begin(&it.state, &who).await.unwrap().stripped().to_string()
        };
        let read = async |cookie: &str| it.ask("GET", "/api/v1/units", &[("cookie", cookie)], None).await.status.as_u16();
        let cookie = begin().await;
        assert!(cookie.starts_with("session="));
        assert_eq!(read(&cookie).await, 200);
        // It changes something only from our own pages; a token needs no origin.
        let unit = json!({ "name": "Söder" });
        for (origin, status) in [("https://evil.example", 403), ("null", 403), ("http://localhost:3000", 201)] {
            let said = it.ask("POST", "/api/v1/units", &[("cookie", &cookie), ("origin", origin)], Some(&unit)).await;
            assert_eq!(said.status.as_u16(), status, "{origin}");
        }
        assert_eq!(it.ask("POST", "/api/v1/units", &[("cookie", &cookie)], Some(&unit)).await.refusal().1, "wrong_origin");
        // Used every hour it lasts twelve; left alone it lasts two.
        for _ in 0..11 {
            it.pass(60 * MINUTE);
            assert_eq!(read(&cookie).await, 200);
        }
        it.pass(60 * MINUTE);
        assert_eq!(read(&cookie).await, 401);
        let idle = begin().await;
        it.pass(120 * MINUTE);
        assert_eq!(read(&idle).await, 401);
        // Signing out ends it for whoever has copied it too.
        let out = begin().await;
        let said = it.ask("POST", "/api/v1/sign-out", &[("cookie", &out), ("origin", "http://127.0.0.1:3000")], None).await;
        assert_eq!((said.status.as_u16(), read(&out).await), (204, 401));
    })
    .await;
}
