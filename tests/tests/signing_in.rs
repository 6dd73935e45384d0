//! Signing in: tokens, refreshing, throttling, origins, and what ends it all at once.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::DeviceId;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use server::{
    auth::{Role, session, sign_in},
    store,
};
use sha2::Sha256;
use tests::{
    Indoors, both,
    indoors::{PASSWORD, token},
};

const MINUTE: i64 = 60_000;

/// What a token says, changed, and signed with a key.
fn forged(token: &str, key: &[u8], change: impl Fn(&mut Value, &mut Value)) -> String {
    let mut parts = token.split('.').take(2).map(|it| serde_json::from_slice::<Value>(&URL_SAFE_NO_PAD.decode(it).unwrap()).unwrap());
    let (mut header, mut claims) = (parts.next().unwrap(), parts.next().unwrap());
    change(&mut header, &mut claims);
    let text = format!("{}.{}", URL_SAFE_NO_PAD.encode(header.to_string()), URL_SAFE_NO_PAD.encode(claims.to_string()));
    let mut mac = Hmac::<Sha256>::new_from_slice(key).unwrap();
    mac.update(text.as_bytes());
    format!("{text}.{}", URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes()))
}

#[tokio::test]
async fn a_script_signs_in_with_two_words_and_gets_two() {
    both(|db| async move {
        let it = Indoors::new(db).await;
        let said = it.sign_in("Worker@Uppsok.example ", PASSWORD).await;
        let body = said.json();
        assert_eq!(said.status, 200);
        assert_eq!(body.as_object().unwrap().len(), 2);
        assert!(body["access_token"].is_string());
        assert_eq!(body["expires_in"], 600);
        assert!(said.headers.get("set-cookie").is_none());
        let me = it.by(&token(&said), "GET", "/api/v1/me", None).await.json();
        assert_eq!(me["account"]["role"], "worker");
        assert_eq!(me["units"][0]["name"], "Norr");
    })
    .await;
}

#[tokio::test]
async fn whatever_is_wrong_says_the_same() {
    both(|db| async move {
        let it = Indoors::new(db).await;
        let gone = it.person(Role::Nation, "Lund").await;
        let mut tx = it.state.db.begin().await.unwrap();
        store::account::disable(&mut tx, gone, 0).await.unwrap();
        tx.commit().await.unwrap();
        let wrong = it.sign_in("worker@uppsok.example", "ljus vinter i söder").await;
        let unknown = it.sign_in("nobody@uppsok.example", PASSWORD).await;
        let disabled = it.sign_in("nation@annan.example", PASSWORD).await;
        assert_eq!(wrong.refusal(), (401, "wrong_credentials".into()));
        assert_eq!(wrong.body, unknown.body);
        assert_eq!(wrong.body, disabled.body);
    })
    .await;
}

#[tokio::test]
async fn only_our_own_fresh_token_is_good() {
    both(|db| async move {
        let it = Indoors::new(db).await;
        let good = token(&it.phone(it.state.clock.id()).await);
        let (_, key) = it.state.keyring.latest();
        let see = async |token: &str| it.by(token, "GET", "/api/v1/me", None).await;
        assert_eq!(see(&good).await.status, 200);
        assert_eq!(see(&forged(&good, &key, |_, _| {})).await.status, 200);

        let wrong: Vec<(&str, String)> = vec![
            ("no token", "nonsense".into()),
            ("other key", forged(&good, &[7; 32], |_, _| {})),
            ("no signature", format!("{}.", good.rsplit_once('.').unwrap().0)),
            ("no algorithm", forged(&good, &key, |header, _| header["alg"] = json!("none"))),
            ("other algorithm", forged(&good, &key, |header, _| header["alg"] = json!("HS512"))),
            ("other kid", forged(&good, &key, |header, _| header["kid"] = json!("0123456789abcdef"))),
            ("no kid", forged(&good, &key, |header, _| drop(header.as_object_mut().unwrap().remove("kid")))),
            ("other issuer", forged(&good, &key, |_, claims| claims["iss"] = json!("https://evil.example"))),
            ("other audience", forged(&good, &key, |_, claims| claims["aud"] = json!("other"))),
            ("other epoch", forged(&good, &key, |_, claims| claims["epoch"] = json!(1))),
            ("other account", forged(&good, &key, |_, claims| claims["sub"] = json!(it.state.clock.id::<DeviceId>()))),
            ("other device", forged(&good, &key, |_, claims| claims["device"] = json!(it.state.clock.id::<DeviceId>()))),
            ("from the future", forged(&good, &key, |_, claims| claims["iat"] = json!(claims["iat"].as_i64().unwrap() + 120))),
            ("too long", forged(&good, &key, |_, claims| claims["exp"] = json!(claims["exp"].as_i64().unwrap() + 1))),
        ];
        for (what, token) in wrong {
            assert_eq!(see(&token).await.refusal(), (401, "not_signed_in".into()), "{what}");
        }
        for claim in ["iss", "aud", "iat", "exp", "sub", "device", "epoch"] {
            let without = forged(&good, &key, |_, claims| drop(claims.as_object_mut().unwrap().remove(claim)));
            assert_eq!(see(&without).await.refusal(), (401, "not_signed_in".into()), "without {claim}");
        }
        it.pass(10 * MINUTE - 1000);
        assert_eq!(see(&good).await.status, 200);
        it.pass(1000);
        assert_eq!(see(&good).await.refusal(), (401, "token_expired".into()));
    })
    .await;
}

#[tokio::test]
async fn keys_are_shared_and_another_servers_new_one_is_found() {
    both(|db| async move {
        let first = Indoors::new(db.clone()).await;
        let old = first.token(Role::Lead).await;
        let config = first.state.config.clone();
        let second = server::http::AppState::with(db, config, first.state.clock.clone()).await.unwrap();
        second.keyring.rotate(&second.db, &second.clock).await.unwrap();
        let who = second.clock.id();
        let (unknown_yet, _) = server::auth::access::issue(&second.keyring, &second.clock, "http://127.0.0.1:3000", who, None, 0);
        // Its key is found; its account isn't there.
        assert_eq!(first.by(&unknown_yet, "GET", "/api/v1/me", None).await.status, 401);
        assert_eq!(first.state.keyring.latest().0, second.keyring.latest().0);
        assert_eq!(first.by(&old, "GET", "/api/v1/me", None).await.status, 200);
    })
    .await;
}

#[tokio::test]
async fn a_refresh_token_is_used_once_with_a_minute_for_a_lost_reply() {
    both(|db| async move {
        let it = Indoors::new(db).await;
        let phone = it.state.clock.id();
        let first = it.phone(phone).await.cookie();
        let second = it.refresh(phone, &first).await;
        assert_eq!(second.status, 200);
        // The reply was lost: within a minute the first works again.
        it.pass(59_000);
        let third = it.refresh(phone, &first).await;
        assert_eq!(third.status, 200);
        assert_ne!(second.cookie(), third.cookie());
        let fourth = it.refresh(phone, &third.cookie()).await;
        assert_eq!(fourth.status, 200);
        // The phone went on; whoever comes with the first now has copied it. Everything ends.
        assert_eq!(it.refresh(phone, &first).await.refusal(), (401, "sign_in_again".into()));
        assert_eq!(it.refresh(phone, &fourth.cookie()).await.refusal(), (401, "sign_in_again".into()));
    })
    .await;
}

#[tokio::test]
async fn a_refresh_token_that_comes_back_late_ends_its_device_alone() {
    both(|db| async move {
        let it = Indoors::new(db).await;
        let (phone, other): (DeviceId, DeviceId) = (it.state.clock.id(), it.state.clock.id());
        let (first, others) = (it.phone(phone).await.cookie(), it.phone(other).await.cookie());
        let second = it.refresh(phone, &first).await.cookie();
        it.pass(61_000);
        assert_eq!(it.refresh(phone, &first).await.refusal().1, "sign_in_again");
        assert_eq!(it.refresh(phone, &second).await.refusal().1, "sign_in_again");
        assert_eq!(it.refresh(other, &others).await.status, 200);
        let mut tx = it.state.db.read().await.unwrap();
        let deeds = store::audit::latest(&mut tx, it.municipality, 100).await.unwrap();
        assert!(deeds.iter().any(|it| it.action == store::audit::Action::RefreshReused && it.subject == phone.to_string()));
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
async fn guessing_is_slowed_down_and_the_right_person_is_not() {
    both(|db| async move {
        let it = Indoors::new(db).await;
        for _ in 0..8 {
            assert_eq!(it.sign_in("lead@uppsok.example", "fel fel fel fel").await.status, 401);
        }
        let said = it.sign_in("lead@uppsok.example", PASSWORD).await;
        assert_eq!(said.refusal(), (429, "too_many_tries".into()));
        assert_eq!(said.headers["retry-after"], "900");
        // Somebody else at the same office isn't slowed down.
        assert_eq!(it.sign_in("worker@uppsok.example", PASSWORD).await.status, 200);
        // Refused tries don't prolong the wait.
        it.pass(10 * MINUTE);
        assert_eq!(it.sign_in("lead@uppsok.example", PASSWORD).await.headers["retry-after"], "300");
        it.pass(5 * MINUTE);
        assert_eq!(it.sign_in("lead@uppsok.example", PASSWORD).await.status, 200);
        // The right password takes the wrong ones back.
        for _ in 0..3 {
            for _ in 0..7 {
                assert_eq!(it.sign_in("lead@uppsok.example", "fel fel fel fel").await.status, 401);
            }
            assert_eq!(it.sign_in("lead@uppsok.example", PASSWORD).await.status, 200);
        }
    })
    .await;
}

#[tokio::test]
async fn a_hundred_tries_at_once_are_a_hundred() {
    both(|db| async move {
        let it = Indoors::new(db).await;
        let tries: Vec<_> = (0..30)
            .map(|_| {
                let it = it.clone();
                tokio::spawn(async move { it.sign_in("lead@uppsok.example", "fel fel fel fel").await.status.as_u16() })
            })
            .collect();
        let mut looked_at = 0;
        for it in tries {
            looked_at += usize::from(it.await.unwrap() == 401);
        }
        assert_eq!(looked_at, 8);
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
        assert_eq!(it.refresh(phone, &cookie).await.refusal().1, "sign_in_again");
        assert_eq!(it.phone(phone).await.refusal(), (403, "device_revoked".into()));

        let disable = format!("/api/v1/accounts/{}/disable", me["account"]["id"].as_str().unwrap());
        assert_eq!(it.by(&administrator, "POST", &disable, None).await.status, 204);
        assert_eq!(it.by(&worker, "GET", "/api/v1/me", None).await.refusal(), (401, "not_signed_in".into()));
        assert_eq!(it.sign_in("worker@uppsok.example", PASSWORD).await.status, 401);
    })
    .await;
}

#[tokio::test]
async fn a_device_belongs_to_one_person() {
    both(|db| async move {
        let it = Indoors::new(db).await;
        let phone: DeviceId = it.state.clock.id();
        it.phone(phone).await;
        let device = json!({ "id": phone, "name": "Android" });
        let body = json!({ "email": "lead@uppsok.example", "password": PASSWORD, "device": device });
        assert_eq!(it.ask("POST", "/api/v1/sign-in", &[], Some(&body)).await.refusal(), (409, "device_taken".into()));
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
            let who = sign_in::by_password(&it.state, "administrator@uppsok.example", PASSWORD, here).await.unwrap();
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
