//! How long a lead's pages take while entries come in, on a generated nation, beside the same question asked of raw rows.
//!
//! `make bench-reports` runs it. `BENCH_MUNICIPALITIES` and `BENCH_REGISTRATIONS` say how large the nation is, `BENCH_CONTACTS`
//! how many contacts each registration has; a tenth of it is made on both databases, so that what ten times the rows cost is
//! seen. What is generated is written straight into the tables that figures are kept in, by the domain's own arithmetic
//! (`Person::cells`), without entries: a journal of ten million would take hours to take in. The entries that come in meanwhile
//! are real, from phones, in the municipalities that the readers read. It reads a register file (`BENCH_REGISTER`) of Prov 1,
//! Prov 2, …, writes the raw rows into `BENCH_FOLDER` for others to ask, and prints a line of JSON for each figure.

mod ask;
mod nation;

#[path = "../take_in/phone.rs"]
mod phone;

use ask::Reader;
use domain::Entry;
use nation::Size;
use phone::{Batch, Phone};
use serde_json::json;
use std::{
    path::PathBuf,
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::{Duration, Instant},
};
use tests::{Client, Kind, TestServer, postgres::Commits};

/// Readers at once, each of a lead's pages the lead of a municipality of its own; the first one's has a tenth of everyone.
const READERS: usize = 8;
/// Entries a second.
const PACE: u64 = 50;
/// How often each page is asked for by each reader.
const TIMES: usize = 25;
const PAGES: [&str; 22] = [
    "/lead",
    "/lead?period=2026-Q3",
    "/lead/status",
    "/lead/status?gender=woman",
    "/lead/reach",
    "/lead/reach?period=2026-H1",
    "/lead/work",
    "/lead/work?period=2026-Q3",
    "/lead/missing",
    "/lead/status.xlsx",
    "/lead/status?gender=woman&reason=moved_in",
    // Published months.
    "/region",
    "/region/status",
    "/region/reach",
    "/region/work",
    "/nation",
    "/nation/status",
    "/nation/outcomes.xlsx",
    "/nation/work",
    "/open",
    "/open/status",
    "/open/reach",
];

fn main() {
    let from_env = |name: &str| std::env::var(name).unwrap_or_else(|_| panic!("{name} must be set: `make bench-reports` does"));
    let (register, folder) = (from_env("BENCH_REGISTER"), PathBuf::from(from_env("BENCH_FOLDER")));
    let size = Size::from_env();
    let sizes = [
        (Kind::Sqlite, "SQLite", size.tenth()),
        (Kind::Postgres, "a tenth on PostgreSQL", size.tenth()),
        (Kind::Postgres, "PostgreSQL", size),
    ];
    for (kind, name, size) in sizes {
        let mut server = TestServer::with_commits(kind, Commits::Durable);
        let imported = server.command(&["import", &register, "--yes"], "");
        assert!(imported.status.success(), "{}", String::from_utf8_lossy(&imported.stderr));
        (1..=READERS).for_each(|number| phone::hire(&server, number));
        leads().chain([Reader::Region, Reader::Nation]).for_each(|it| it.hire(&server));
        let before = Instant::now();
        let csv = folder.join(format!("{name}.csv"));
        let raw = nation::generate(server.database_url(), size, &csv);
        let took = before.elapsed().as_secs();
        println!(
            "{}",
            json!({"on": name, "municipalities": size.municipalities, "registrations": size.registrations,
                "contacts": raw.contacts, "cells": raw.cells, "generated_in_s": took})
        );
        server.start();
        measure(&server, name);
        for (question, ms) in raw.ask(server.database_url()) {
            println!("{}", json!({"on": name, "question": question, "ms": ms}));
        }
        println!("{}", json!({"on": name, "csv": csv, "largest": raw.municipality}));
    }
}

/// A phone, and the entries that it has ready.
struct Sender {
    phone: Phone,
    ready: Option<Batch>,
}

impl Sender {
    fn send_one(&mut self) {
        let batch = self.ready.get_or_insert_with(|| self.phone.batch());
        let entry: Entry = batch.entries.remove(0);
        let one = Batch { municipality: batch.municipality, entries: vec![entry] };
        if batch.entries.is_empty() {
            self.ready = None;
        }
        self.phone.send(&one);
    }
}

fn leads() -> impl Iterator<Item = Reader> {
    (1..=READERS).map(Reader::Lead)
}

fn measure(server: &TestServer, name: &str) {
    let is_over = AtomicBool::new(false);
    let mut senders: Vec<Sender> =
        (1..=READERS).map(|number| Sender { phone: Phone::sign_in(&server.url(), number), ready: None }).collect();
    let leads: Vec<Client> = leads().map(|it| it.sign_in(server)).collect();
    let [region, nation]: [Vec<Client>; 2] = [Reader::Region, Reader::Nation].map(|it| (0..READERS).map(|_| it.sign_in(server)).collect());
    thread::scope(|scope| {
        let writer = scope.spawn(|| {
            let mut sent: u64 = 0;
            let since = Instant::now();
            for turn in 0.. {
                if is_over.load(Ordering::Relaxed) {
                    break;
                }
                senders[turn % READERS].send_one();
                sent += 1;
                // Kept to the pace; a server that can't keep it is told by what was sent.
                let due = Duration::from_millis(sent * 1000 / PACE);
                thread::sleep(due.saturating_sub(since.elapsed()));
            }
            (sent, since.elapsed())
        });
        for page in PAGES {
            let clients = match page {
                it if it.starts_with("/region") => &region,
                it if it.starts_with("/nation") => &nation,
                _ => &leads,
            };
            let took: Vec<Vec<Duration>> = thread::scope(|readers| {
                let readers: Vec<_> = clients.iter().map(|it| readers.spawn(|| ask::ask(it, page, TIMES))).collect();
                readers.into_iter().map(|it| it.join().expect("a reader")).collect()
            });
            let all = took.concat();
            let (p50, p99, first) = (at(50, &all), at(99, &all), at(50, &took[0]));
            println!("{}", json!({"on": name, "page": page, "p50_ms": p50, "p99_ms": p99, "first_p50_ms": first, "asked": all.len()}));
        }
        is_over.store(true, Ordering::Relaxed);
        let (sent, elapsed) = writer.join().expect("the writer");
        let pace = f64::from(u32::try_from(sent).expect("few")) / elapsed.as_secs_f64();
        println!("{}", json!({"on": name, "entries_a_second": pace}));
    });
}

/// So many percent took no longer than this, in milliseconds.
fn at(percent: usize, took: &[Duration]) -> f64 {
    let mut took = took.to_vec();
    took.sort_unstable();
    took[(took.len() - 1) * percent / 100].as_secs_f64() * 1000.0
}
