//! A worker's phone that sends what it has kept.

use domain::{AccountId, Actor, Channel, ContactOutcome, DeviceId, Entry, Fact, Hlc, MunicipalityId, SCHEMA, YouthId};
use serde_json::{Value, json};
use server::clock::Clock;
use std::collections::BTreeSet;
use tests::{Client, TestServer};

/// Entries in a batch: two contacts with each of fifty youths.
pub const BATCH: usize = 100;
const EACH: usize = 2;
const PASSWORD: &str = "hemligt lösenord 1";

/// Entries that are sent together.
#[derive(Debug)]
pub struct Batch {
    pub municipality: MunicipalityId,
    pub entries: Vec<Entry>,
}

/// A phone that is signed in and has its caseload.
#[derive(Debug)]
pub struct Phone {
    client: Client,
    clock: Clock,
    account: AccountId,
    municipality: MunicipalityId,
    device: DeviceId,
    youths: Vec<YouthId>,
    cursor: Value,
    seq: u64,
}

/// Adds the worker of a municipality's unit.
pub fn hire(server: &TestServer, number: usize) {
    let (email, name, unit) = (email(number), format!("Prov Uppsökare {number}"), format!("KAA Prov {number}"));
    let arguments = ["account", "add", "--email", &email, "--name", &name, "--role", "worker", "--unit", &unit, "--password-stdin"];
    let added = server.command(&arguments, &format!("{PASSWORD}\n"));
    assert!(added.status.success(), "{}", String::from_utf8_lossy(&added.stderr));
}

fn email(number: usize) -> String {
    format!("uppsokare-{number}@uppsok.example")
}

impl Phone {
    /// A new phone of a worker's, with the whole caseload.
    pub fn sign_in(url: &str, number: usize) -> Self {
        let (clock, mut client) = (Clock::system(), Client::new(url));
        let device: DeviceId = clock.id();
        let body = json!({"email": email(number), "password": PASSWORD, "device": {"id": device, "name": "Prov"}});
        let granted = client.post("/api/v1/sign-in", &body).json();
        client.set_token(granted["access_token"].as_str().expect("a token"));
        let me = client.get("/api/v1/me").json();
        let id = |part: &str| me[part]["id"].as_str().expect("an id").to_owned();
        let (account, municipality) = (id("account").parse().expect("an id"), id("municipality").parse().expect("an id"));
        let mut phone = Self { client, clock, account, municipality, device, youths: Vec::new(), cursor: Value::Null, seq: 0 };
        phone.pull();
        phone
    }

    fn pull(&mut self) {
        let mut youths = BTreeSet::new();
        loop {
            let reply = self.sync(&[]);
            for stored in reply["entries"].as_array().into_iter().flatten() {
                youths.insert(stored["entry"]["youth"].as_str().and_then(|it| it.parse().ok()).expect("a youth"));
            }
            if reply["more"] != true {
                break;
            }
        }
        self.youths = youths.into_iter().collect();
    }

    /// The next entries, about the youths in turn.
    pub fn batch(&mut self) -> Batch {
        let entries = (0..BATCH).map(|place| self.contact(place)).collect();
        self.youths.rotate_left(BATCH / EACH);
        Batch { municipality: self.municipality, entries }
    }

    fn contact(&mut self, place: usize) -> Entry {
        self.seq += 1;
        let contact = Fact::ContactLogged {
            channel: Channel::Phone,
            outcome: if place.is_multiple_of(3) { ContactOutcome::Conversation } else { ContactOutcome::NoAnswer },
            happened: None,
            place: None,
            phone: domain::Phone::parse("070-174 06 05").ok(),
            minutes: None,
            note: None,
        };
        Entry {
            id: self.clock.id(),
            device: self.device,
            seq: self.seq,
            at: Hlc { ms: self.clock.now(), counter: 0 },
            by: Actor::Account(self.account),
            youth: self.youths[place % (BATCH / EACH)],
            facts: vec![contact],
        }
    }

    /// Sends a batch; all of it must have been stored.
    pub fn send(&mut self, batch: &Batch) {
        let reply = self.sync(&batch.entries);
        let outcomes = reply["outcomes"].as_array().expect("an outcome for each");
        assert!(outcomes.len() == batch.entries.len() && outcomes.iter().all(|it| it["outcome"] == "stored"), "{reply}");
    }

    fn sync(&mut self, entries: &[Entry]) -> Value {
        let mut body = json!({"schema": SCHEMA, "entries": entries});
        if !self.cursor.is_null() {
            body["cursor"] = self.cursor.clone();
        }
        let answer = self.client.post("/api/v1/sync", &body);
        assert_eq!(answer.status, 200, "{}", answer.body);
        let reply = answer.json();
        self.cursor = reply["cursor"].clone();
        reply
    }
}
