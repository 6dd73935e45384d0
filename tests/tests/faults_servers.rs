//! Several servers share one PostgreSQL, behind a round-robin that knows nothing of them.

use tests::{
    Dice, Kind, TestServer,
    load::{Carrier, audit, under_load},
    postgres::Commits,
    proxy::Proxy,
};

const REGISTER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data/kaa-register.csv");
const PHONES: usize = 4;
const KILLS: usize = 4;

#[test]
fn one_of_two_servers_is_killed_and_nobody_loses_anything() {
    let first = TestServer::with_commits(Kind::Postgres, Commits::Durable);
    let second = first.sibling();
    let proxy = Proxy::round_robin(&[first.url(), second.url()]);
    // People know one address.
    let mut servers = [first, second].map(|it| it.with("UPPSOK_PUBLIC_URL", &proxy.url()));
    // Both start on an empty database, at the same time.
    servers.iter_mut().for_each(|it| _ = it.begin());
    servers.iter_mut().for_each(|it| _ = it.until_ready());
    assert!(servers[0].command(&["import", REGISTER, "--yes"], "").status.success());
    let workers: Vec<String> = (1..=PHONES).map(|it| Carrier::hire(&servers[0], it, "KAA Klippan")).collect();
    let mut carriers: Vec<Carrier> = workers.iter().map(|it| Carrier::sign_in(&proxy.url(), it)).collect();
    let mut dice = Dice::new(2);
    let (counts, crowd) = under_load(&mut carriers, |crowd| {
        crowd.until_more(100);
        for round in 0..KILLS {
            let one = &mut servers[round % 2];
            one.kill();
            // The other goes on alone.
            crowd.until_cut(1);
            crowd.until_more(50 + dice.roll(100));
            one.start();
            crowd.until_more(50);
        }
        servers.each_ref().map(|it| it.log().matches("/api/v1/sync").count())
    });
    assert!(counts.iter().all(|it| *it > 10), "both took their part: {counts:?}");
    assert!(crowd.cut() >= KILLS, "each kill cut somebody off");
    assert!(crowd.refused().is_empty(), "{:?}", crowd.refused());
    let stopped = servers.each_mut().map(tests::TestServer::stop);
    assert_eq!(stopped, [true, true], "both end in good order");
    audit(servers[0].database_url(), &carriers);
}
