//! Signing in: what a token is, and guessing.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::DeviceId;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use server::{
    auth::{Role, access},
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
        let bearing = access::Bearing { account: who, device: None, epoch: 0, opens: access::Opens::Everything };
        let (unknown_yet, _) = access::issue(&second.keyring, &second.clock, "http://127.0.0.1:3000", bearing);
        // Its key is found; its account isn't there.
        assert_eq!(first.by(&unknown_yet, "GET", "/api/v1/me", None).await.status, 401);
        assert_eq!(first.state.keyring.latest().0, second.keyring.latest().0);
        assert_eq!(first.by(&old, "GET", "/api/v1/me", None).await.status, 200);
    })
    .await;
}

#[tokio::test]
async fn a_key_signs_for_ninety_days_and_what_it_signed_is_good_until_it_ends() {
    both(|db| async move {
        let it = Indoors::new(db.clone()).await;
        let other = it.again(db.clone()).await;
        let (ring, clock, day) = (&it.state.keyring, &it.state.clock, 24 * 60 * MINUTE);
        let (first, _) = ring.latest();
        it.pass(90 * day - 1);
        ring.renew(&db, clock).await.unwrap();
        assert_eq!(ring.latest().0, first);
        let token = it.token(Role::Lead).await;
        it.pass(1);
        ring.renew(&db, clock).await.unwrap();
        let (second, _) = ring.latest();
        assert_ne!(second, first);
        assert_eq!(it.by(&token, "GET", "/api/v1/me", None).await.status, 200, "signed by the first");
        assert_eq!(other.state.keyring.latest().0, first, "as long as it hasn't looked");
        other.state.keyring.renew(&db, clock).await.unwrap();
        assert_eq!(other.state.keyring.latest().0, second);
        it.pass(day);
        ring.renew(&db, clock).await.unwrap();
        assert!(ring.find(&db, &first).await.unwrap().is_some());
        it.pass(1);
        ring.renew(&db, clock).await.unwrap();
        assert!(ring.find(&db, &first).await.unwrap().is_none(), "retired");
        assert!(ring.find(&db, &second).await.unwrap().is_some());
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
