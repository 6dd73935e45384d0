//! A network that cuts, delays and repeats requests and replies, as often as it doesn't.

use std::collections::BTreeSet;
use tests::{
    Kind, TestServer,
    load::{Carrier, audit, under_load},
    postgres::Commits,
    proxy::{Proxy, Weather},
};

const REGISTER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data/kaa-register.csv");
const PHONES: usize = 4;
const RECEIPTS: usize = 1_000;

fn in_a_storm(kind: Kind) {
    let mut server = TestServer::with_commits(kind, Commits::Quick);
    assert!(server.command(&["import", REGISTER, "--yes"], "").status.success());
    let workers: Vec<String> = (1..=PHONES).map(|it| Carrier::hire(&server, it, "KAA Klippan")).collect();
    server.start();
    let mut carriers: Vec<Carrier> = workers.iter().map(|it| Carrier::sign_in(&server.url(), it)).collect();
    let storm = Proxy::stormy(&server.url(), 3);
    carriers.iter_mut().for_each(|it| it.turn_to(&storm.url()));
    let ((), crowd) = under_load(&mut carriers, |crowd| crowd.until_more(RECEIPTS));
    storm.settle();
    let (happened, never) = (storm.happened(), Weather::BAD.iter().filter(|it| !storm.happened().contains_key(it)).count());
    assert_eq!(never, 0, "every weather was: {happened:?}");
    assert!(crowd.cut() > 0 && crowd.refused().keys().map(|it| it.0).collect::<BTreeSet<_>>().is_empty(), "{:?}", crowd.refused());
    carriers.iter_mut().for_each(|it| it.turn_to(&server.url()));
    carriers.iter_mut().for_each(Carrier::drain);
    assert!(server.stop());
    assert!(!server.log().contains("panicked"), "{}", server.log());
    audit(server.database_url(), &carriers);
    println!("{kind:?}: {happened:?}");
}

#[test]
fn a_storm_loses_and_doubles_nothing_on_sqlite() {
    in_a_storm(Kind::Sqlite);
}

#[test]
fn a_storm_loses_and_doubles_nothing_on_postgresql() {
    in_a_storm(Kind::Postgres);
}

/// Otherwise a phone with much to send would take a token that has run out for a network that is gone, and never renew it.
#[test]
fn a_refusal_is_heard_however_much_was_sent() {
    let mut server = TestServer::new(Kind::Sqlite);
    server.start();
    let mut client = server.client();
    client.set_token("no.such.token");
    let much = serde_json::json!({ "schema": 1, "entries": vec!["x".repeat(1_000); 1_500] });
    for _ in 0..20 {
        let answer = client.try_post("/api/v1/sync", &much).expect("an answer, and not a broken connection");
        assert_eq!((answer.status, answer.code().as_str()), (401, "not_signed_in"));
    }
}
