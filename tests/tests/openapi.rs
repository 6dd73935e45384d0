//! The document against the server: every documented call is there, and every answer is one that the document knows, in
//! status and in shape.

use domain::DeviceId;
use serde_json::{Value, json};
use server::auth::Role;
use std::collections::BTreeSet;
use tests::{
    Indoors, both,
    indoors::{Said, token},
};

const REGISTER: &str = include_str!("../data/kaa-register.csv");

/// Whose token, method, template, path, body, status.
type Step<'a> = (&'a str, &'a str, &'a str, String, Option<Value>, u16);

struct Document(Value);

impl Document {
    /// Every call: method and path.
    fn calls(&self) -> BTreeSet<(String, String)> {
        let paths = self.0["paths"].as_object().unwrap();
        let methods = paths.iter().flat_map(|(path, methods)| {
            methods.as_object().unwrap().keys().map(|method| (method.to_uppercase(), path.clone())).collect::<Vec<_>>()
        });
        methods.collect()
    }

    /// Holds an answer against what is written of the call.
    fn check(&self, method: &str, path: &str, said: &Said) {
        let call = &self.0["paths"][path][method.to_lowercase()];
        let status = said.status.as_str();
        let known = &call["responses"][status];
        assert!(known.is_object(), "{method} {path} answered {status}, which isn't documented: {}", said.text());
        let Some(schema) = known["content"]["application/json"].get("schema") else {
            assert!(said.body.is_empty(), "{method} {path} {status} has a body that isn't documented: {}", said.text());
            return;
        };
        // References point into the document.
        let mut whole = schema.clone();
        whole["components"] = self.0["components"].clone();
        let validator = jsonschema::validator_for(&whole).unwrap();
        let errors: Vec<String> = validator.iter_errors(&said.json()).map(|it| format!("{it} at {}", it.instance_path())).collect();
        assert!(errors.is_empty(), "{method} {path} {status}: {errors:?} in {}", said.text());
    }
}

#[tokio::test]
async fn what_is_documented_is_there_and_what_is_there_is_documented() {
    both(|db| async move {
        let it = Indoors::new(db).await;
        let document = Document(it.ask("GET", "/openapi.json", &[], None).await.json());
        assert_eq!(document.0, serde_json::to_value(server::api::document()).unwrap());
        let administrator = it.token(Role::Administrator).await;
        let phone: DeviceId = it.state.clock.id();
        let signed_in = it.phone(phone).await;
        let worker = token(&signed_in);
        let me = it.by(&worker, "GET", "/api/v1/me", None).await.json();
        let worker_id = me["account"]["id"].as_str().unwrap().to_owned();
        let mut left = document.calls();

        // Without signing in, each answers as documented, and none says that it isn't there.
        for (method, path) in &left {
            let real = path.replace("{id}", &phone.to_string()).replace("{unit}", &it.unit.to_string()).replace("{worker}", &worker_id);
            let body = (method != "GET").then(|| json!({}));
            let said = it.ask(method, &real, &[], body.as_ref()).await;
            assert!(said.status != 404 && said.status != 405, "{method} {path}");
            document.check(method, path, &said);
        }

        let entry = it.state.clock.id::<DeviceId>();
        let unsent = json!({ "schema": 1, "entries": [{ "id": entry }], "reads": [] });
        let sign_in = json!({ "email": "lead@uppsok.example", "password": "fel fel fel fel" });
        let key = json!({ "key": "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=" });
        let browser = json!({
            "p256dh": "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4", "auth": "BTBZMqHH6r4Tts7J_aSIgg",
        });
        let push = json!({ "endpoint": "https://fcm.googleapis.com/fcm/send/x", "keys": browser, "key": me["push_key"] });
        let nowhere = json!({ "endpoint": "https://127.0.0.1/x", "keys": browser, "key": me["push_key"] });
        let account = json!({ "email": "ny@uppsok.example", "name": "Ny Person", "role": "worker", "unit": it.unit });
        let settings = json!({ "notes_allowed": true, "lock_minutes": 5, "lease_days": 7 });
        let device = |what: &str| format!("/api/v1/devices/{phone}/{what}");
        let own = |what: &str| format!("/api/v1/accounts/{worker_id}/{what}");
        let member = format!("/api/v1/units/{}/workers/{worker_id}", it.unit);

        // Each call goes well once.
        let w = worker.as_str();
        let a = administrator.as_str();
        let story: Vec<Step<'_>> = vec![
            ("", "POST", "/api/v1/sign-in", "/api/v1/sign-in".into(), Some(sign_in), 401),
            (w, "GET", "/api/v1/me", "/api/v1/me".into(), None, 200),
            (w, "POST", "/api/v1/sync", "/api/v1/sync".into(), Some(unsent), 200),
            (w, "GET", "/api/v1/texts", "/api/v1/texts".into(), None, 200),
            (w, "PUT", "/api/v1/push", "/api/v1/push".into(), Some(push), 204),
            (w, "PUT", "/api/v1/push", "/api/v1/push".into(), Some(nowhere), 422),
            (w, "DELETE", "/api/v1/push", "/api/v1/push".into(), None, 204),
            (w, "GET", "/api/v1/accounts", "/api/v1/accounts".into(), None, 403),
            (a, "POST", "/api/v1/sync", "/api/v1/sync".into(), Some(json!({ "schema": 1 })), 403),
            (w, "PUT", "/api/v1/recovery-key", "/api/v1/recovery-key".into(), Some(key), 204),
            (w, "POST", "/api/v1/recovery", "/api/v1/recovery".into(), None, 202),
            (w, "GET", "/api/v1/recovery", "/api/v1/recovery".into(), None, 200),
            (a, "POST", "/api/v1/devices/{id}/recovery", device("recovery"), Some(json!({ "release": true })), 204),
            (w, "GET", "/api/v1/recovery", "/api/v1/recovery".into(), None, 200),
            (a, "GET", "/api/v1/accounts", "/api/v1/accounts".into(), None, 200),
            (a, "POST", "/api/v1/accounts", "/api/v1/accounts".into(), Some(account.clone()), 201),
            (a, "POST", "/api/v1/accounts", "/api/v1/accounts".into(), Some(account), 409),
            (a, "POST", "/api/v1/accounts/{id}/invitation", own("invitation"), None, 201),
            (a, "GET", "/api/v1/units", "/api/v1/units".into(), None, 200),
            (a, "POST", "/api/v1/units", "/api/v1/units".into(), Some(json!({ "name": "Söder" })), 201),
            (a, "POST", "/api/v1/units", "/api/v1/units".into(), Some(json!({ "name": "" })), 422),
            (a, "DELETE", "/api/v1/units/{unit}/workers/{worker}", member.clone(), None, 204),
            (a, "PUT", "/api/v1/units/{unit}/workers/{worker}", member, None, 204),
            (a, "PUT", "/api/v1/settings", "/api/v1/settings".into(), Some(settings), 204),
            (a, "POST", "/api/v1/messages/release", "/api/v1/messages/release".into(), None, 200),
            (w, "POST", "/api/v1/messages/release", "/api/v1/messages/release".into(), None, 403),
            (a, "GET", "/api/v1/devices", "/api/v1/devices".into(), None, 200),
            (a, "POST", "/api/v1/devices/{id}/revoke", device("revoke"), None, 204),
            (w, "POST", "/api/v1/sync", "/api/v1/sync".into(), Some(json!({ "schema": 1, "entries": [{ "id": entry }] })), 403),
            (a, "POST", "/api/v1/devices/{id}/quarantine", device("quarantine"), Some(json!({ "take": true })), 200),
            (w, "POST", "/api/v1/sign-out", "/api/v1/sign-out".into(), None, 204),
            (a, "POST", "/api/v1/accounts/{id}/disable", own("disable"), None, 204),
            (a, "POST", "/api/v1/accounts/{id}/enable", own("enable"), None, 204),
        ];
        let refreshed = it.refresh(phone, &signed_in.cookie()).await;
        document.check("POST", "/api/v1/refresh", &refreshed);
        left.remove(&("POST".into(), "/api/v1/refresh".into()));
        document.check("POST", "/api/v1/sign-in", &signed_in);
        for (whose, method, template, path, body, status) in story {
            let said = if whose.is_empty() {
                it.ask(method, &path, &[], body.as_ref()).await
            } else {
                it.by(whose, method, &path, body.as_ref()).await
            };
            assert_eq!(said.status, status, "{method} {path}: {}", said.text());
            document.check(method, template, &said);
            left.remove(&(method.into(), template.into()));
        }
        import(&it, &document, a, &mut left).await;
        assert!(left.is_empty(), "never tried: {left:?}");
    })
    .await;
}

/// A municipality's own figures, exactly, and what isn't answered.
async fn exact(it: &Indoors, document: &Document, administrator: &str, left: &mut BTreeSet<(String, String)>) {
    let nation = it.token(Role::Nation).await;
    for topic in ["status", "reach", "work"] {
        let path = format!("/api/v1/reports/{topic}");
        for (query, status) in [
            ("", 200),
            ("?period=2026-Q4&gender=woman&reason=moved_in", 200),
            ("?period=2025-01..2026-10", 200),
            ("?period=2026-10..2025-01", 422),
            ("?period=2031", 422),
            ("?period=tomorrow", 422),
            ("?gender=x", 422),
            ("?unit=018f0000-0000-7000-8000-000000000000", 404),
            ("?colour=red", 400),
        ] {
            let said = it.by(administrator, "GET", &format!("{path}{query}"), None).await;
            assert_eq!(said.status, status, "{path}{query}: {}", said.text());
            document.check("GET", &path, &said);
        }
        // A region and the nation see what is published, elsewhere.
        let said = it.by(&nation, "GET", &path, None).await;
        assert_eq!(said.refusal(), (403, "not_allowed".to_owned()));
        left.remove(&("GET".into(), path));
    }
    let status = it.by(administrator, "GET", "/api/v1/reports/status", None).await.json();
    let all = &status["all"];
    let states = all["states"].as_object().unwrap().values().map(|it| it.as_u64().unwrap()).sum::<u64>();
    assert_eq!((all["registered"].as_u64(), status["months"].as_array().unwrap().len()), (Some(states), 13));
}

/// What is published of status, reach and work: to the nation, and to anyone.
async fn of_levels(it: &Indoors, document: &Document, administrator: &str, left: &mut BTreeSet<(String, String)>) {
    let nation = it.token(Role::Nation).await;
    for topic in ["status", "reach", "work"] {
        let paths = ["published", "open"].map(|it| format!("/api/v1/reports/{it}/{topic}"));
        for path in &paths {
            for (query, status) in [("", 200), ("?as_of=2026-10-31", 200), ("?as_of=2026-10-30", 422), ("?as_of=x", 422), ("?by=unit", 400)]
            {
                let said = it.by(&nation, "GET", &format!("{path}{query}"), None).await;
                assert_eq!(said.status, status, "{path}{query}: {}", said.text());
                document.check("GET", path, &said);
            }
            left.remove(&("GET".into(), path.clone()));
        }
        let [own, open] = [it.by(&nation, "GET", &paths[0], None).await.json(), it.ask("GET", &paths[1], &[], None).await.json()];
        assert_eq!(own, open, "the nation sees what everyone sees");
        let said = it.by(administrator, "GET", &paths[0], None).await;
        assert_eq!(said.refusal(), (403, "not_allowed".to_owned()));
        document.check("GET", &paths[0], &said);
    }
}

/// A register file in, its youths assigned, the figures read, and the file undone.
async fn import(it: &Indoors, document: &Document, administrator: &str, left: &mut BTreeSet<(String, String)>) {
    let bearer = format!("Bearer {administrator}");
    let mut done = |method: &str, template: &str, said: Said, status: u16| {
        assert_eq!(said.status, status, "{method} {template}: {}", said.text());
        document.check(method, template, &said);
        left.remove(&(method.into(), template.into()));
        said.json()
    };
    let send = async |path: &str, body: &'static str| {
        let request = axum::http::Request::post(path).header("authorization", &bearer).header("content-type", "application/octet-stream");
        it.call(request.body(body.into()).unwrap()).await
    };
    let accepted = |report: &Value| report["rows"].as_array().unwrap().iter().filter(|it| it["verdict"] == "accept").count();
    let preview = done("POST", "/api/v1/imports/preview", send("/api/v1/imports/preview", REGISTER).await, 200);
    assert_eq!((accepted(&preview), preview["rows"].as_array().unwrap().len()), (39, 190));
    done("POST", "/api/v1/imports", send("/api/v1/imports", "nonsense").await, 422);
    let applied = done("POST", "/api/v1/imports", send("/api/v1/imports", REGISTER).await, 200);
    assert_eq!(accepted(&applied), 39);
    let id = applied["import"].as_str().unwrap();
    let listed = done("GET", "/api/v1/imports", it.by(administrator, "GET", "/api/v1/imports", None).await, 200);
    assert_eq!((&listed[0]["id"], &listed[0]["new"]), (&json!(id), &json!(39)));

    let youths = done("GET", "/api/v1/youths", it.by(administrator, "GET", "/api/v1/youths", None).await, 200);
    let youth = youths[0]["id"].clone();
    let assignment = json!({ "youths": [youth, it.state.clock.id::<DeviceId>()], "unit": it.unit });
    let said = it.by(administrator, "POST", "/api/v1/assignments", Some(&assignment)).await;
    let assigned = done("POST", "/api/v1/assignments", said, 200);
    assert_eq!((&assigned[0]["outcome"], &assigned[1]["outcome"]), (&json!("assigned"), &json!("not_found")));

    let figures = "/api/v1/reports/outcomes";
    for by in ["municipality", "unit", "gender", "reason", "region"] {
        let said = it.by(administrator, "GET", &format!("{figures}?by={by}&as_of=2026-10-31"), None).await;
        assert_eq!(done("GET", figures, said, 200)["all"]["youths"], 39);
    }
    // The filters of the page, and what there isn't.
    let women = done("GET", figures, it.by(administrator, "GET", &format!("{figures}?gender=woman&as_of=2026-10-31"), None).await, 200);
    let genders = done("GET", figures, it.by(administrator, "GET", &format!("{figures}?by=gender&as_of=2026-10-31"), None).await, 200);
    assert_eq!(women["all"], genders["gender"]["woman"]);
    for (query, status) in [("as_of=2026-10-30", 422), ("gender=x", 422), ("unit=019a0000-0000-7000-8000-000000000000", 404)] {
        done("GET", figures, it.by(administrator, "GET", &format!("{figures}?{query}"), None).await, status);
    }
    let nation = it.token(Role::Nation).await;
    done("GET", figures, it.by(&nation, "GET", &format!("{figures}?gender=woman&as_of=2026-10-31"), None).await, 422);
    let said = it.by(&nation, "GET", &format!("{figures}?by=municipality&as_of=2026-10-31"), None).await;
    let totals = done("GET", figures, said, 200);
    // One municipality is the whole nation here: what is small in it is hidden in all.
    assert_eq!((&totals["municipality"]["Klippan"]["youths"], &totals["all"]["flows"]), (&json!(39), &Value::Null));
    let open = "/api/v1/reports/open/outcomes";
    let anyone = done("GET", open, it.ask("GET", &format!("{open}?by=municipality"), &[], None).await, 200);
    assert_eq!(anyone, totals, "the nation sees what everyone sees");
    done("GET", open, it.ask("GET", &format!("{open}?by=unit&as_of=2026-10-30"), &[], None).await, 422);
    for day in ["2026-10-30", "2026-11-30"] {
        done("GET", figures, it.by(&nation, "GET", &format!("{figures}?as_of={day}"), None).await, 422);
    }

    exact(it, document, administrator, left).await;
    of_levels(it, document, administrator, left).await;

    let done = |method: &str, template: &str, said: Said, status: u16| {
        assert_eq!(said.status, status, "{method} {template}: {}", said.text());
        document.check(method, template, &said);
        said.json()
    };
    left.remove(&("POST".into(), "/api/v1/imports/{id}/undo".into()));
    let undo = format!("/api/v1/imports/{id}/undo");
    let undone = done("POST", "/api/v1/imports/{id}/undo", it.by(administrator, "POST", &undo, None).await, 200);
    assert_eq!(undone["kept"].as_array().unwrap(), &[youth]);
    done("POST", "/api/v1/imports/{id}/undo", it.by(administrator, "POST", &undo, None).await, 409);

    let record = format!("/api/v1/youths/{}/record", youths[1]["id"].as_str().unwrap());
    let said = it.by(administrator, "GET", &record, None).await;
    assert_eq!(said.status, 200, "{}", said.text());
    document.check("GET", "/api/v1/youths/{id}/record", &said);
    left.remove(&("GET".into(), "/api/v1/youths/{id}/record".into()));
    let erase = format!("/api/v1/youths/{}/erase", youths[1]["id"].as_str().unwrap());
    let said = it.by(administrator, "POST", &erase, None).await;
    assert_eq!(said.status, 204, "{}", said.text());
    document.check("POST", "/api/v1/youths/{id}/erase", &said);
    left.remove(&("POST".into(), "/api/v1/youths/{id}/erase".into()));
}
