//! The program itself: accounts from the command line, the demo, ending in good order, and a log that names nobody.

use serde_json::json;
use tests::{Kind, TestServer};

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
