//! What every request meets: headers, limits, errors with stable codes, and the app's own files.

use axum::{
    body::Body,
    http::{Request, StatusCode},
};
use domain::DeviceId;
use serde_json::json;
use server::auth::Role;
use std::io::Write;
use tests::{Indoors, both, indoors::token};

#[tokio::test]
async fn every_answer_tells_the_browser_what_it_may_do() {
    both(|db| async move {
        let it = Indoors::at(db, "https://uppsok.example.se").await;
        for path in ["/healthz", "/api/v1/me", "/nothing", "/app/ungdomar"] {
            let said = it.ask("GET", path, &[], None).await;
            let header = |name: &str| said.headers.get(name).map(|it| it.to_str().unwrap()).unwrap_or_default();
            if header("content-type") == "application/json" {
                assert_eq!(header("content-security-policy"), "default-src 'none'; frame-ancestors 'none'", "{path}");
                assert_eq!(header("permissions-policy"), "", "{path}");
            } else {
                assert_eq!(
                    header("content-security-policy"),
                    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
                     manifest-src 'self'; worker-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
                    "{path}"
                );
                assert!(header("permissions-policy").contains("geolocation=()"));
                assert_eq!(header("cross-origin-opener-policy"), "same-origin");
                assert_eq!(header("x-frame-options"), "DENY");
                assert_eq!(header("referrer-policy"), "same-origin");
            }
            assert_eq!(header("x-content-type-options"), "nosniff");
            assert_eq!(header("strict-transport-security"), "max-age=63072000; includeSubDomains");
            assert!(!header("x-request-id").is_empty());
            assert!(["no-store", "no-cache"].contains(&header("cache-control")), "{path}");
        }
    })
    .await;
}

#[tokio::test]
async fn on_http_loopback_nothing_promises_https() {
    both(|db| async move {
        let it = Indoors::new(db).await;
        assert!(it.ask("GET", "/healthz", &[], None).await.headers.get("strict-transport-security").is_none());
        assert!(it.phone(it.state.clock.id()).await.cookie().starts_with("refresh-"));
    })
    .await;
}

#[tokio::test]
async fn a_body_that_is_too_large_is_refused_before_anybody_asks_who_sent_it() {
    both(|db| async move {
        let it = Indoors::new(db).await;
        let token = token(&it.phone(it.state.clock.id()).await);
        let big = vec![b' '; 50_000_000];
        for (path, is_known) in [("/api/v1/sign-in", false), ("/api/v1/sync", false), ("/api/v1/sync", true), ("/api/v1/imports", false)] {
            let mut request = Request::post(path).header("content-type", "application/json").header("content-length", big.len());
            if is_known {
                request = request.header("authorization", format!("Bearer {token}"));
            }
            assert_eq!(it.call(request.body(Body::from(big.clone())).unwrap()).await.refusal(), (413, "too_large".into()), "{path}");
        }
        // Without saying so beforehand.
        let request =
            Request::post("/api/v1/sync").header("content-type", "application/json").header("authorization", format!("Bearer {token}"));
        assert_eq!(it.call(request.body(Body::from(big.clone())).unwrap()).await.refusal(), (413, "too_large".into()));
        // And as a small one that grows.
        let mut bomb = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        bomb.write_all(&big).unwrap();
        let request = Request::post("/api/v1/sync")
            .header("content-type", "application/json")
            .header("content-encoding", "gzip")
            .header("authorization", format!("Bearer {token}"));
        assert_eq!(it.call(request.body(Body::from(bomb.finish().unwrap())).unwrap()).await.refusal(), (413, "too_large".into()));
    })
    .await;
}

#[tokio::test]
async fn a_compressed_sync_is_read() {
    both(|db| async move {
        let it = Indoors::new(db).await;
        let token = token(&it.phone(it.state.clock.id()).await);
        let mut small = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        small.write_all(br#"{"schema":1}"#).unwrap();
        let request = Request::post("/api/v1/sync")
            .header("content-type", "application/json")
            .header("content-encoding", "gzip")
            .header("authorization", format!("Bearer {token}"));
        assert_eq!(it.call(request.body(Body::from(small.finish().unwrap())).unwrap()).await.status, StatusCode::OK);
    })
    .await;
}

#[tokio::test]
async fn bad_input_is_a_clear_error() {
    both(|db| async move {
        let it = Indoors::new(db).await;
        let token = token(&it.phone(it.state.clock.id()).await);
        let lead = it.token(Role::Lead).await;
        let bearer = format!("Bearer {token}");
        for (path, body) in [
            ("/api/v1/sign-in", "{"),
            ("/api/v1/sign-in", "[]"),
            ("/api/v1/sign-in", r#"{"email":"a@b.se"}"#),
            ("/api/v1/sign-in", r#"{"email":"a@b.se","password":"x","admin":true}"#),
            ("/api/v1/sync", "{"),
            ("/api/v1/sync", r#"{"schema":1,"cursor":"nonsense"}"#),
            ("/api/v1/sync", r#"{"schema":-1}"#),
            ("/api/v1/sync", "\u{0}"),
        ] {
            let request = Request::post(path).header("content-type", "application/json").header("authorization", &bearer);
            let said = it.call(request.body(Body::from(body)).unwrap()).await;
            assert_eq!(said.refusal(), (400, "malformed".into()), "{path} {body}");
        }
        let form = Request::post("/api/v1/sign-in").header("content-type", "application/x-www-form-urlencoded");
        assert_eq!(it.call(form.body(Body::from("email=a")).unwrap()).await.refusal(), (415, "not_json".into()));
        assert_eq!(it.ask("GET", "/api/v1/nothing", &[], None).await.refusal(), (404, "not_found".into()));
        assert_eq!(it.ask("DELETE", "/api/v1/me", &[], None).await.refusal(), (405, "wrong_method".into()));
        for (query, code) in [("by=shoe-size", "invalid_value"), ("as_of=tomorrow", "invalid_value"), ("who=all", "malformed")] {
            let said = it.by(&lead, "GET", &format!("/api/v1/reports/outcomes?{query}"), None).await;
            assert_eq!(said.refusal().1, code, "{query}");
        }
        let key = it.by(&token, "PUT", "/api/v1/recovery-key", Some(&json!({ "key": "c2hvcnQ=" }))).await;
        assert_eq!(key.refusal(), (422, "invalid_value".into()));
        assert!(!key.text().contains("c2hvcnQ="));
    })
    .await;
}

#[tokio::test]
async fn a_forgotten_passphrase_is_answered_once_by_an_administrator() {
    both(|db| async move {
        let it = Indoors::new(db).await;
        let administrator = it.token(Role::Administrator).await;
        let phone: DeviceId = it.state.clock.id();
        let worker = token(&it.phone(phone).await);
        let look = async || it.by(&worker, "GET", "/api/v1/recovery", None).await;
        let answer = async |release: bool| {
            let body = json!({ "release": release });
            it.by(&administrator, "POST", &format!("/api/v1/devices/{phone}/recovery"), Some(&body)).await.status.as_u16()
        };
        let key = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
        assert_eq!(it.by(&worker, "POST", "/api/v1/recovery", None).await.status, 404);
        assert_eq!(it.by(&worker, "PUT", "/api/v1/recovery-key", Some(&json!({ "key": key }))).await.status, 204);
        assert_eq!(look().await.status, 404);
        assert_eq!(answer(true).await, 409);
        assert_eq!(it.by(&worker, "POST", "/api/v1/recovery", None).await.status, 202);
        assert_eq!(look().await.json(), json!({ "state": "waiting" }));
        assert_eq!(answer(false).await, 204);
        assert_eq!(look().await.json(), json!({ "state": "refused" }));
        it.by(&worker, "POST", "/api/v1/recovery", None).await;
        assert_eq!(answer(true).await, 204);
        assert_eq!(look().await.json(), json!({ "state": "released", "key": key }));
        assert_eq!(look().await.status, 404);
        // What lies in the database is sealed.
        let mut tx = it.state.db.begin().await.unwrap();
        server::store::device::ask_recovery(&mut tx, phone, 0).await.unwrap();
        server::store::device::answer_recovery(&mut tx, phone, server::store::device::Recovery::Released).await.unwrap();
        let sealed = server::store::device::take_recovery_key(&mut tx, phone).await.unwrap().unwrap();
        assert!(!sealed.contains(&key[..20]));
    })
    .await;
}

#[tokio::test]
async fn each_role_may_do_its_own() {
    both(|db| async move {
        let it = Indoors::new(db).await;
        let id: DeviceId = it.state.clock.id();
        let settings = json!({ "notes_allowed": true, "lock_minutes": 10, "lease_days": 14 });
        let sync = json!({ "schema": 1 });
        let unit = json!({ "name": "Söder" });
        let figures = "/api/v1/reports/outcomes";
        // worker, lead, region, nation, administrator; without a phone.
        let calls = [
            ("GET", "/api/v1/me".to_owned(), None, [200, 200, 200, 200, 200]),
            ("POST", "/api/v1/sync".to_owned(), Some(&sync), [403, 403, 403, 403, 403]),
            ("GET", figures.to_owned(), None, [403, 200, 200, 200, 200]),
            ("GET", "/api/v1/accounts".to_owned(), None, [403, 403, 403, 403, 200]),
            ("GET", "/api/v1/units".to_owned(), None, [403, 403, 403, 403, 200]),
            ("GET", "/api/v1/youths".to_owned(), None, [403, 403, 403, 403, 200]),
            ("GET", "/api/v1/devices".to_owned(), None, [403, 403, 403, 403, 200]),
            ("GET", "/api/v1/imports".to_owned(), None, [403, 403, 403, 403, 200]),
            ("PUT", "/api/v1/settings".to_owned(), Some(&settings), [403, 403, 403, 403, 204]),
            ("POST", "/api/v1/units".to_owned(), Some(&unit), [403, 403, 403, 403, 201]),
            ("POST", format!("/api/v1/devices/{id}/revoke"), None, [403, 403, 403, 403, 404]),
            ("POST", format!("/api/v1/accounts/{id}/disable"), None, [403, 403, 403, 403, 404]),
            ("POST", format!("/api/v1/imports/{id}/undo"), None, [403, 403, 403, 403, 404]),
            ("PUT", format!("/api/v1/units/{id}/workers/{id}"), None, [403, 403, 403, 403, 404]),
        ];
        let mut tokens = Vec::new();
        for role in Role::ALL {
            tokens.push(it.token(role).await);
        }
        for (method, path, body, expected) in calls {
            let mut statuses = Vec::new();
            for token in &tokens {
                statuses.push(it.by(token, method, &path, body).await.status.as_u16());
            }
            assert_eq!(statuses, expected, "{method} {path}");
            assert_eq!(it.ask(method, &path, &[], body).await.refusal(), (401, "not_signed_in".into()), "{method} {path}");
        }
    })
    .await;
}

#[tokio::test]
async fn another_municipalitys_ids_are_not_there() {
    both(|db| async move {
        let it = Indoors::new(db).await;
        let mut tx = it.state.db.begin().await.unwrap();
        let region = server::store::place::regions(&mut tx).await.unwrap()[0].id;
        let lund = it.state.clock.id();
        server::store::place::create_municipality(&mut tx, lund, region, "Lund").await.unwrap();
        tx.commit().await.unwrap();
        let theirs = it.person(Role::Worker, "Lund").await;
        it.person(Role::Administrator, "Lund").await;
        let said = it.sign_in("administrator@annan.example", tests::indoors::PASSWORD).await;
        let (ours, other) = (it.token(Role::Administrator).await, token(&said));
        let phone: DeviceId = it.state.clock.id();
        it.phone(phone).await;
        let unit = it.unit;
        for (token, method, path) in [
            (&ours, "POST", format!("/api/v1/accounts/{theirs}/disable")),
            (&ours, "POST", format!("/api/v1/accounts/{theirs}/invitation")),
            (&ours, "PUT", format!("/api/v1/units/{unit}/workers/{theirs}")),
            (&other, "POST", format!("/api/v1/devices/{phone}/revoke")),
            (&other, "PUT", format!("/api/v1/units/{unit}/workers/{theirs}")),
        ] {
            assert_eq!(it.by(token, method, &path, None).await.refusal(), (404, "not_found".into()), "{method} {path}");
        }
        let body = json!({ "youths": [], "unit": unit });
        assert_eq!(it.by(&other, "POST", "/api/v1/assignments", Some(&body)).await.status, 404);
        let create = json!({ "email": "ny@uppsok.example", "name": "Ny", "role": "nation" });
        assert_eq!(it.by(&ours, "POST", "/api/v1/accounts", Some(&create)).await.refusal(), (403, "not_allowed".into()));
    })
    .await;
}
