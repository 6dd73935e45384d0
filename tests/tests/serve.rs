//! The program itself: accounts from the command line, the demo, ending in good order, and a log that names nobody.

use serde_json::json;
use std::{
    collections::BTreeSet,
    io::{Read, Write},
    net::{TcpListener, TcpStream},
};
use tests::{Kind, TestServer};
use uuid::Uuid;

const REGISTER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data/kaa-register.csv");
const PASSWORD: &str = "ljus vinter i norr";

fn add(server: &TestServer, arguments: &[&str], password: &str) -> (Option<i32>, String) {
    let done = server.command(&[&["account", "add", "--password-stdin"], arguments].concat(), password);
    (done.status.code(), String::from_utf8_lossy(&done.stderr).into_owned())
}

#[test]
fn an_account_from_the_command_line_signs_in_and_stands_in_no_log() {
    for kind in [Kind::Sqlite, Kind::Postgres] {
        let mut server = TestServer::new(kind);
        assert!(server.command(&["import", REGISTER, "--yes"], "").status.success());
        let who = ["--email", "Elin.Test@uppsok.example", "--name", "Elin Testsson", "--role", "worker", "--unit", "KAA Klippan"];
        assert_eq!(add(&server, &who, PASSWORD), (Some(0), String::new()));
        for (wrong, why) in [
            (vec!["--email", "elin.test@uppsok.example", "--name", "E", "--role", "nation"], "already"),
            (vec!["--email", "e@x.example", "--name", "E", "--role", "worker", "--unit", "KAA Ingenstans"], "no unit"),
            (vec!["--email", "e@x.example", "--name", "E", "--role", "lead"], "municipality"),
            (vec!["--email", "e@x.example", "--name", "E", "--role", "lead", "--region", "Skåne"], "municipality"),
            (vec!["--email", "e@x.example", "--name", "E", "--role", "nation", "--unit", "KAA Klippan"], "worker"),
            (vec!["--email", "nobody", "--name", "E", "--role", "nation"], "e-mail"),
            (vec!["--email", "e@x.example", "--name", "E", "--role", "king"], "role"),
        ] {
            let (code, error) = add(&server, &wrong, PASSWORD);
            assert!(code == Some(2) && error.contains(why), "{wrong:?}: {code:?} {error}");
        }
        assert_eq!(add(&server, &["--email", "e@x.example", "--name", "E", "--role", "nation"], "kort").0, Some(2));

        server.start();
        let mut client = server.client();
        let said = client.post("/api/v1/sign-in", &json!({ "email": "elin.test@uppsok.example", "password": PASSWORD }));
        assert_eq!(said.status, 200, "{}", said.body);
        client.set_token(said.json()["access_token"].as_str().unwrap());
        let me = client.get("/api/v1/me?secret=1");
        assert_eq!(me.json()["units"][0]["name"], "KAA Klippan");
        assert_eq!(client.get("/api/v1/me/Elin%20Testsson").status, 404);
        assert!(server.stop(), "it ended in good order");
        let log = server.log().to_lowercase();
        assert!(log.contains("/api/v1/sign-in"));
        for word in ["elin", "testsson", "uppsok.example", "secret=1", "vinter", "klippan"] {
            assert!(!log.contains(word), "{word} stands in the log:\n{log}");
        }
    }
}

#[test]
fn the_demo_refuses_a_database_that_somebody_works_with() {
    let server = TestServer::new(Kind::Sqlite);
    assert_eq!(add(&server, &["--email", "e@x.example", "--name", "E", "--role", "nation"], PASSWORD).0, Some(0));
    let done = server.command(&["demo"], "");
    assert!(!done.status.success() && String::from_utf8_lossy(&done.stderr).contains("accounts of its own"));
}

/// The words that stand for somebody in the register: names, and numbers without their signs.
fn telling_words() -> BTreeSet<String> {
    let file = std::fs::read_to_string(REGISTER).unwrap();
    let cells = file.lines().skip(1).flat_map(|row| [0, 1, 2, 3, 6, 7].map(|at| row.split(';').nth(at).unwrap_or_default().to_lowercase()));
    let cells: BTreeSet<String> = cells.collect();
    let words = cells.iter().flat_map(|it| it.split(|sign: char| !sign.is_alphanumeric()));
    // A few digits alone may be a port or milliseconds.
    let tells = |it: &&str| it.len() > if it.bytes().all(|sign| sign.is_ascii_digit()) { 5 } else { 2 };
    words.filter(tells).map(str::to_owned).collect()
}

#[test]
fn a_register_that_is_read_sought_and_synced_stands_in_no_log_and_no_metric() {
    let telling = telling_words();
    assert!(telling.contains("fatima") && telling.len() > 150);
    for kind in [Kind::Sqlite, Kind::Postgres] {
        let listen = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
        let mut server = TestServer::new(kind).with("UPPSOK_METRICS_LISTEN", &listen);
        let file = std::fs::read(REGISTER).unwrap();
        assert!(server.command(&["import", REGISTER, "--yes"], "").status.success());
        let admin = ["--email", "a@uppsok.example", "--name", "A", "--role", "administrator", "--municipality", "Klippan"];
        assert_eq!(add(&server, &admin, PASSWORD).0, Some(0));
        server.start();

        let mut client = server.client();
        let said = client.post("/api/v1/sign-in", &json!({ "email": "a@uppsok.example", "password": PASSWORD }));
        client.set_token(said.json()["access_token"].as_str().unwrap());
        let youths = client.get("/api/v1/youths").json();
        let youth = youths[0]["id"].as_str().unwrap();
        assert_eq!(client.get(&format!("/api/v1/youths/{youth}/record")).status, 200);
        assert!(client.send("/api/v1/imports/preview", "text/csv", &file).status < 500);
        assert_eq!(client.get(&format!("/api/v1/youths/{}", youths[0]["name"].as_str().unwrap().replace(' ', "%20"))).status, 404);
        let wrong = json!({ "schema": 1, "entries": [{ "id": youths[0]["name"], "facts": [youths[0]["name"]] }] });
        assert!((400..500).contains(&client.post("/api/v1/sync", &wrong).status));
        let browser = server.client();
        let said = browser.form("/sign-in", &[("email", "a@uppsok.example"), ("password", PASSWORD)]);
        assert!(said.status == 303, "{}", said.status);
        browser.form("/admin/assignments/search", &[("unit", ""), ("q", "Fatima Bergström 20081106-9822")]);

        let mut metrics = String::new();
        let mut connection = TcpStream::connect(&listen).unwrap();
        connection.write_all(b"GET /metrics HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n").unwrap();
        connection.read_to_string(&mut metrics).unwrap();
        assert!(metrics.contains("uppsok_requests_total") && metrics.contains("/api/v1/youths/{id}/record"), "{metrics}");
        assert!(server.stop(), "it ended in good order");
        for (what, text) in [("log", server.log()), ("metrics", metrics)] {
            let text = text.to_lowercase();
            assert!(text.contains("/api/v1/sync"), "{what}: {text}");
            // A request's id is drawn by lot, and a part of it may spell a short name, such as Ebba.
            let parts = text.split(|sign: char| !sign.is_alphanumeric() && sign != '-').filter(|it| Uuid::parse_str(it).is_err());
            let words: BTreeSet<&str> = parts.flat_map(|it| it.split('-')).collect();
            let told: Vec<_> = telling.iter().filter(|it| words.contains(it.as_str())).collect();
            assert_eq!(told, Vec::<&String>::new(), "in the {what}");
        }
    }
}
