//! The server's process is killed under load, again and again. The machine stays up: what had been written is on its way to the
//! disk without the process. That a commit waits for the disk, as a power cut asks, is held in `faults_commit`.
//!
//! `UPPSOK_KILLS` says how often; `make soak` says fifty.

use tests::{
    Dice, Kind, TestServer,
    load::{Carrier, audit, under_load},
    postgres::Commits,
};

const REGISTER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data/kaa-register.csv");
const PHONES: usize = 4;

fn kills() -> usize {
    std::env::var("UPPSOK_KILLS").map_or(5, |it| it.parse().expect("UPPSOK_KILLS is a number"))
}

fn killed_under_load(kind: Kind) {
    let mut server = TestServer::with_commits(kind, Commits::Durable);
    assert!(server.command(&["import", REGISTER, "--yes"], "").status.success());
    let workers: Vec<String> = (1..=PHONES).map(|it| Carrier::hire(&server, it, "KAA Klippan")).collect();
    server.start();
    let mut carriers: Vec<Carrier> = workers.iter().map(|it| Carrier::sign_in(&server.url(), it)).collect();
    let mut dice = Dice::new(1);
    let ((), crowd) = under_load(&mut carriers, |crowd| {
        for _ in 0..kills() {
            crowd.until_more(50 + dice.roll(100));
            server.kill();
            crowd.until_cut(PHONES);
            server.start();
        }
        crowd.until_more(50);
    });
    assert!(crowd.cut() >= kills() * PHONES, "each kill cut somebody off");
    assert!(crowd.refused().is_empty(), "a server that is there refuses nobody: {:?}", crowd.refused());
    // A phone that comes now finds all of it too.
    carriers.push(Carrier::sign_in(&server.url(), &workers[0]));
    assert!(server.stop(), "the last one ends in good order");
    audit(server.database_url(), &carriers);
    let receipts: usize = carriers.iter().map(|it| it.acknowledged.len()).sum();
    println!("{kind:?}: {} kills, {receipts} receipts, {} round trips cut, nothing lost, nothing twice", kills(), crowd.cut());
}

#[test]
fn nothing_acknowledged_is_lost_when_the_server_is_killed_on_sqlite() {
    killed_under_load(Kind::Sqlite);
}

#[test]
fn nothing_acknowledged_is_lost_when_the_server_is_killed_on_postgresql() {
    killed_under_load(Kind::Postgres);
}
