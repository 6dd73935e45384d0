//! A phone that sends until it has a receipt.

use crate::{Client, TestServer};
use domain::{
    AccountId, Actor, Channel, ContactOutcome, Cursor, DeviceId, Entry, EntryId, Fact, Hlc, SCHEMA, YouthId,
    sync::{Reply, Request, Verdict},
    sync_core::Plan,
};
use serde_json::json;
use server::clock::Clock;
use std::collections::{BTreeMap, BTreeSet};

const PASSWORD: &str = "hemligt lösenord 1";

/// A phone that makes entries and sends them by the real core, until it has a receipt for each.
#[derive(Debug)]
pub struct Carrier {
    client: Client,
    clock: Clock,
    account: AccountId,
    device: DeviceId,
    cursor: Option<Cursor>,
    seq: u64,
    youths: Vec<YouthId>,
    /// Entries without a receipt.
    unsent: BTreeMap<EntryId, Entry>,
    /// The receipts: each entry's position.
    pub acknowledged: BTreeMap<EntryId, i64>,
    /// Everything that it has fetched or has a receipt for.
    pub held: BTreeSet<EntryId>,
}

/// How a round trip went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trip {
    /// A reply was taken in; `more` waits on either side.
    Done { more: bool },
    /// No answer, or half of one.
    Cut,
    /// An answer of this status and code.
    Refused(u16, String),
}

impl Carrier {
    /// Adds a worker to a unit, for [`Carrier::sign_in`].
    pub fn hire(server: &TestServer, number: usize, unit: &str) -> String {
        let email = format!("uppsokare-{number}@uppsok.example");
        let name = format!("Prov Uppsökare {number}");
        let arguments = ["account", "add", "--email", &email, "--name", &name, "--role", "worker", "--unit", unit, "--password-stdin"];
        let added = server.command(&arguments, &format!("{PASSWORD}\n"));
        assert!(added.status.success(), "{}", String::from_utf8_lossy(&added.stderr));
        email
    }

    /// A new phone of a worker's, with the whole caseload.
    pub fn sign_in(url: &str, email: &str) -> Self {
        let (clock, mut client) = (Clock::system(), Client::new(url));
        let device: DeviceId = clock.id();
        let body = json!({ "email": email, "password": PASSWORD, "device": { "id": device, "name": "Prov" } });
        let granted = client.post("/api/v1/sign-in", &body).json();
        client.set_token(granted["access_token"].as_str().expect("a token"));
        let account = client.get("/api/v1/me").json()["account"]["id"].as_str().and_then(|it| it.parse().ok()).expect("an account");
        let mut it = Self {
            client,
            clock,
            account,
            device,
            cursor: None,
            seq: 0,
            youths: Vec::new(),
            unsent: BTreeMap::new(),
            acknowledged: BTreeMap::new(),
            held: BTreeSet::new(),
        };
        it.drain();
        assert!(!it.youths.is_empty(), "the worker's unit has youths");
        it
    }

    /// From now on it asks another address.
    pub fn turn_to(&mut self, url: &str) {
        self.client.turn_to(url);
    }

    /// Logs so many contacts.
    pub fn log(&mut self, count: usize) {
        for _ in 0..count {
            self.seq += 1;
            let youth = self.youths[usize::try_from(self.seq).unwrap() % self.youths.len()];
            let contact = Fact::ContactLogged {
                channel: Channel::Phone,
                outcome: ContactOutcome::NoAnswer,
                happened: None,
                place: None,
                phone: None,
                minutes: None,
                note: None,
            };
            let at = Hlc { ms: self.clock.now(), counter: 0 };
            let (id, by) = (self.clock.id(), Actor::Account(self.account));
            self.unsent.insert(id, Entry { id, device: self.device, seq: self.seq, at, by, youth, facts: vec![contact] });
        }
    }

    /// How many entries it has made.
    pub fn made(&self) -> u64 {
        self.seq
    }

    /// How many of them have no receipt.
    pub fn waiting(&self) -> usize {
        self.unsent.len()
    }

    /// One round trip.
    pub fn exchange(&mut self) -> Trip {
        let mut sending: Vec<&Entry> = self.unsent.values().collect();
        sending.sort_by_key(|it| it.seq);
        let sent: Vec<EntryId> = sending.iter().map(|it| it.id).collect();
        let entries = sending.into_iter().map(|it| serde_json::to_value(it).unwrap()).collect();
        let request = Request {
            schema: SCHEMA,
            cursor: self.cursor,
            now: None,
            brief: false,
            entries,
            again: Vec::new(),
            before: None,
            reads: Vec::new(),
        };
        let answer = match self.client.try_post("/api/v1/sync", &serde_json::to_value(&request).unwrap()) {
            Ok(answer) if answer.status == 200 => answer,
            Ok(answer) => return Trip::Refused(answer.status, answer.code()),
            Err(_) => return Trip::Cut,
        };
        let reply: Reply = serde_json::from_str(&answer.body).expect("a whole answer is a reply");
        self.take(&sent, reply)
    }

    fn take(&mut self, sent: &[EntryId], reply: Reply) -> Trip {
        let positions: BTreeMap<EntryId, i64> = reply.outcomes.iter().filter_map(|it| Some((it.id?, position(&it.verdict)?))).collect();
        let plan = Plan::of(sent, &[], reply, self.clock.now());
        assert!(plan.refused.is_empty() && !plan.cloned && plan.forget.is_empty(), "{plan:?}");
        for id in &plan.settled {
            let (entry, position) = (self.unsent.remove(id), positions[id]);
            assert!(entry.is_some(), "a receipt for what was waiting");
            assert_eq!(self.acknowledged.insert(*id, position), None, "one receipt for each entry");
        }
        self.held.extend(&plan.settled);
        self.held.extend(plan.take.iter().map(|it| it.id));
        let youths: BTreeSet<YouthId> = self.youths.drain(..).chain(plan.take.iter().map(|it| it.youth)).collect();
        self.youths = youths.into_iter().collect();
        self.cursor = Some(plan.cursor);
        Trip::Done { more: plan.more || !self.unsent.is_empty() }
    }

    /// Round trips until nothing waits, on either side. Whoever doesn't answer is asked again.
    pub fn drain(&mut self) {
        for _ in 0..10_000 {
            match self.exchange() {
                Trip::Done { more: false } => return,
                Trip::Done { more: true } => {}
                Trip::Cut | Trip::Refused(502 | 503, _) => std::thread::sleep(std::time::Duration::from_millis(5)),
                Trip::Refused(status, code) => panic!("{status} {code}"),
            }
        }
        panic!("{} entries are stuck", self.unsent.len());
    }
}

fn position(verdict: &Verdict) -> Option<i64> {
    match verdict {
        Verdict::Stored { position } | Verdict::AlreadyStored { position } => Some(*position),
        Verdict::Refused { .. } => None,
    }
}
