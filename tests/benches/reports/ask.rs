//! A lead who asks for pages.

use std::time::{Duration, Instant};
use tests::{Client, TestServer};

const PASSWORD: &str = "hemligt lösenord 1";

fn email(number: usize) -> String {
    format!("ledare-{number}@uppsok.example")
}

/// Adds the lead of a municipality.
pub fn hire(server: &TestServer, number: usize) {
    let (email, municipality) = (email(number), format!("Prov {number}"));
    let arguments = [
        "account",
        "add",
        "--email",
        &email,
        "--name",
        "Prov Ledare",
        "--role",
        "lead",
        "--municipality",
        &municipality,
        "--password-stdin",
    ];
    let added = server.command(&arguments, &format!("{PASSWORD}\n"));
    assert!(added.status.success(), "{}", String::from_utf8_lossy(&added.stderr));
}

/// Signs in.
pub fn sign_in(server: &TestServer, number: usize) -> Client {
    let client = server.client();
    let said = client.form("/sign-in", &[("email", &email(number)), ("password", PASSWORD)]);
    assert_eq!(said.status, 303, "{}", said.body);
    client
}

/// Asks for a page several times; how long each took.
pub fn ask(client: &Client, page: &str, times: usize) -> Vec<Duration> {
    (0..times)
        .map(|_| {
            let before = Instant::now();
            let said = client.get(page);
            assert_eq!(said.status, 200, "{page}: {}", said.body);
            before.elapsed()
        })
        .collect()
}
