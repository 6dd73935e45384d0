//! How fast the server takes in batches of entries from phones of different municipalities, beside how fast the same
//! rows go into the same table by a bare insert: same driver, same durability, same size of transaction.
//!
//! `make bench` runs it. It reads a register file (`BENCH_REGISTER`) of the municipalities Prov 1, Prov 2, … and prints
//! one line of JSON for each case.

mod phone;
mod raw;

use phone::Phone;
use raw::Raw;
use serde_json::json;
use std::{
    thread,
    time::{Duration, Instant},
};
use tests::{Kind, TestServer, postgres::Commits, proxy::Proxy};

const RUNS: usize = 5;
/// How many phones at once, and how many batches each of them sends in a run.
const CASES: [(usize, usize); 3] = [(1, 10), (10, 5), (50, 4)];
/// As many municipalities as phones.
const PHONES: usize = 50;

fn main() {
    let register = std::env::var("BENCH_REGISTER").expect("BENCH_REGISTER names a register file");
    for (kind, name, servers) in [(Kind::Sqlite, "SQLite", 1), (Kind::Postgres, "PostgreSQL", 1), (Kind::Postgres, "PostgreSQL", 2)] {
        let first = TestServer::with_commits(kind, Commits::Durable);
        let mut all: Vec<TestServer> = (1..servers).map(|_| first.sibling()).collect();
        all.insert(0, first);
        let round_robin = (servers > 1).then(|| Proxy::round_robin(&all.iter().map(TestServer::url).collect::<Vec<_>>()));
        let url = round_robin.as_ref().map_or_else(|| all[0].url(), Proxy::url);
        all = all.into_iter().map(|it| it.with("UPPSOK_PUBLIC_URL", &url)).collect();
        let imported = all[0].command(&["import", &register, "--yes"], "");
        assert!(imported.status.success(), "{}", String::from_utf8_lossy(&imported.stderr));
        for number in 1..=PHONES {
            phone::hire(&all[0], number);
        }
        all.iter_mut().for_each(|it| _ = it.start());
        let ceiling = Raw::new(TestServer::with_commits(kind, Commits::Durable).database_url());
        for (phones, batches) in CASES {
            let (ours, theirs) = case(&url, &ceiling, phones, batches);
            println!("{}", json!({"on": name, "servers": servers, "phones": phones, "ours": ours, "theirs": theirs, "runs": RUNS}));
        }
    }
}

/// The medians of entries a second: through the server, and by bare inserts.
fn case(url: &str, ceiling: &Raw, phones: usize, batches: usize) -> (f64, f64) {
    let mut crowd: Vec<Phone> = (1..=phones).map(|number| Phone::sign_in(url, number)).collect();
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        let sendings: Vec<_> = crowd.iter_mut().map(|phone| (0..batches).map(|_| phone.batch()).collect::<Vec<_>>()).collect();
        let entries = phones * batches * phone::BATCH;
        theirs.push(a_second(entries, ceiling.insert(&sendings)));
        let before = Instant::now();
        thread::scope(|scope| {
            for (phone, batches) in crowd.iter_mut().zip(&sendings) {
                scope.spawn(move || batches.iter().for_each(|it| phone.send(it)));
            }
        });
        ours.push(a_second(entries, before.elapsed()));
    }
    (median(ours), median(theirs))
}

fn a_second(entries: usize, took: Duration) -> f64 {
    f64::from(u32::try_from(entries).expect("not that many")) / took.as_secs_f64()
}

fn median(mut all: Vec<f64>) -> f64 {
    all.sort_by(f64::total_cmp);
    all[all.len() / 2]
}
